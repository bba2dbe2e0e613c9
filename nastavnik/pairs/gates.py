"""What each mentorship still lacks before it may stand in an order: facts gathered once, judged by the rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, prefetch_related_objects

from nastavnik.people.consent_state import InForce, of_sheets, sheets_of
from nastavnik.people.models import Consent, Person, Representative
from nastavnik.people.rules import ConsentKind

from . import rules
from .models import LabourBasis, Mentorship, Participation
from .rules import EMPLOYED, Answer, Gap, Labour, LabourKind, Missing, Party, Side


@dataclass(frozen=True)
class Gathered:
    """What gates, orders and their sheets all read of some mentorships, read once."""

    rows: Sequence[Mentorship]
    takers: Mapping[UUID, list[Participation]]
    consents: InForce
    sheets: Mapping[UUID, Mapping[UUID, Consent]]  # mentorship → person → the latest sheet about it
    represented: frozenset[UUID]
    bases: Mapping[UUID, LabourBasis]
    today: date

    def missing(self, row: Mentorship) -> list[Missing]:
        basis = self.bases.get(row.pk)
        return _missing(row, self.takers[row.pk], self.consents, self.represented, basis, self.today)


def gather(
    mentorships: Iterable[Mentorship],
    *,
    today: date,
    known: Mapping[UUID, list[Participation]] | None = None,
) -> Gathered:
    """Two to five queries for any number of rows; `known` are the participants when the page has read them."""
    rows = list(mentorships)
    takers = _takers_by_row(rows) if known is None else known
    people = {t.person for group in takers.values() for t in group}
    minors = {p.pk for p in people if p.is_minor(today)}
    sheets = sheets_of({p.pk for p in people}, about=[row.pk for row in rows])
    return Gathered(
        rows=rows,
        takers=takers,
        consents=of_sheets(sheets, today=today),
        sheets=_by_row(rows, sheets),
        represented=_represented(minors, today) if minors else frozenset(),
        bases={b.mentorship_id: b for b in _bases_of(rows)},
        today=today,
    )


def _by_row(rows: Sequence[Mentorship], sheets: Iterable[Consent]) -> dict[UUID, dict[UUID, Consent]]:
    found: dict[UUID, dict[UUID, Consent]] = {row.pk: {} for row in rows}
    for sheet in sheets:
        if sheet.about in found:
            found[sheet.about][sheet.person_id] = sheet
    return found


def _bases_of(rows: Sequence[Mentorship]) -> Iterable[LabourBasis]:
    """Read together with the rows where the caller has asked so."""
    read = Mentorship._meta.get_field("labour_basis").is_cached
    if not all(read(row) for row in rows):
        return LabourBasis.objects.filter(mentorship__in=rows)
    return [basis for row in rows if (basis := getattr(row, "labour_basis", None))]


def missing_in(mentorships: Iterable[Mentorship], *, today: date) -> Mapping[UUID, list[Missing]]:
    """Mentorship id → what it lacks."""
    gathered = gather(mentorships, today=today)
    return {row.pk: gathered.missing(row) for row in gathered.rows}


def _missing(
    row: Mentorship,
    takers: list[Participation],
    consents: InForce,
    represented: frozenset[UUID],
    basis: LabourBasis | None,
    today: date,
) -> list[Missing]:
    parties = [party_of(t, consents, represented, today) for t in takers]
    found = rules.missing_consents(parties)
    lacking = rules.missing_labour(_labour(basis), both_employed=both_employed(takers))
    found += [Missing(Gap.LABOUR, None, f"ТК РФ, ст. 351.8: {words}") for words in lacking]
    if row.ends_on < today:
        found.append(Missing(Gap.TERM, None, "Срок пары закончился: продлите его или прекратите пару"))
    return found


def party_of(taker: Participation, consents: InForce, represented: frozenset[UUID], today: date) -> Party:
    person = taker.person
    return Party(
        person_id=person.pk,
        name=person.short_name,
        side=Side(taker.side),
        answer=Answer(taker.answer),
        is_minor=person.is_minor(today),
        has_representative=person.pk in represented,
        processing=consents.find(person.pk, ConsentKind.PROCESSING) is not None,
        duties=consents.find(person.pk, ConsentKind.DUTIES, taker.mentorship_id) is not None,
    )


def both_employed(takers: Iterable[Participation]) -> bool:
    """The article binds an employee who helps another employee (ТК РФ, ст. 351.8)."""
    kinds = {side: {t.person.kind for t in takers if t.side == side} for side in Side}
    return kinds[Side.MENTOR] <= EMPLOYED and bool(kinds[Side.MENTEE] & EMPLOYED)


def why_not_employed(takers: Iterable[Participation]) -> str:
    """The explanation that goes into the order: who of them works under no labour contract here."""
    rows = list(takers)
    outside = [t for t in rows if t.side == Side.MENTOR and t.person.kind not in EMPLOYED]
    outside = outside or [t for t in rows if t.person.kind not in EMPLOYED]
    who = dict.fromkeys(
        f"{t.get_side_display().lower()} — {t.person.get_kind_display().lower()}" for t in outside
    )
    return f"{', '.join(who)}: трудового договора нет, ст. 351.8 ТК РФ не применяется"[:300]


def _labour(basis: LabourBasis | None) -> Labour | None:
    if basis is None:
        return None
    return Labour(
        kind=LabourKind(basis.kind),
        number=basis.number,
        on=basis.on,
        form=basis.form_words,
        starts_on=basis.starts_on,
        ends_on=basis.ends_on,
        payment=basis.payment,
        explanation=basis.explanation,
    )


def takers_by_row(rows: list[Mentorship]) -> Mapping[UUID, list[Participation]]:
    """Participants of each row who have not left, the mentor first, with people and their jobs."""
    groups = _takers_by_row(rows)
    prefetch_related_objects([t.person for group in groups.values() for t in group], "employments")
    return groups


def _takers_by_row(rows: Sequence[Mentorship]) -> Mapping[UUID, list[Participation]]:
    groups: dict[UUID, list[Participation]] = defaultdict(list)
    found = Participation.objects.filter(mentorship__in=rows, left_on__isnull=True)
    for taker in found.select_related("person__organisation").order_by("-side", "joined_on", "id"):
        groups[taker.mentorship_id].append(taker)
    return groups


def _represented(people: set[UUID], today: date) -> frozenset[UUID]:
    acting = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return frozenset(
        Representative.objects.filter(acting, minor__in=people).values_list("minor_id", flat=True)
    )


def takers_of(mentorship: Mentorship) -> list[Participation]:
    return takers_by_row([mentorship])[mentorship.pk]


def people_of(takers: Iterable[Participation], side: Side) -> list[Person]:
    return [t.person for t in takers if t.side == side]
