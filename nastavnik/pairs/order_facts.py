"""What the order on pairs says, drawn from live data: names and positions in their cases, bases, items, lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import prefetch_related_objects

from nastavnik.access.roles import Role
from nastavnik.core.deadlines import Deadline
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.names import Case
from nastavnik.documents.common_facts import NO_HEAD, organisation_facts, signature_of
from nastavnik.documents.drawing.facts import (
    ElectronicSignature,
    Item,
    OrderFacts,
    PairRow,
    PersonLine,
    day,
)
from nastavnik.documents.models import Paper
from nastavnik.documents.rules import CERTIFICATE
from nastavnik.people.consent_state import InForce
from nastavnik.people.declension import name_in, position_in, position_words, signature
from nastavnik.people.models import Person
from nastavnik.people.queries import with_holder
from nastavnik.people.rules import ConsentKind

from . import gates
from .models import LabourBasis, Mentorship, OrderRow, Participation
from .rules import LabourKind, Side, item_words

PURPOSE = "реализации системы (целевой модели) наставничества педагогических работников"


@dataclass(frozen=True)
class Loaded:
    """The lines of an order with everything that its gates and its sheet read of them."""

    rows: Sequence[OrderRow]
    gathered: gates.Gathered
    named: Mapping[str, Person]  # whoever answers or controls by the draft
    head: Person | None


def load(paper: Paper, *, today: date) -> Loaded:
    """The same handful of queries for one line and for forty."""
    rows = list(
        paper.order_rows.select_related(
            "mentorship__issue",
            "mentorship__form",
            "mentorship__subject",
            "mentorship__organisation",
            "mentorship__labour_basis",
        )
        .prefetch_related("mentorship__kinds")
        .order_by("line")
    )
    chosen = [pk for name in ("responsible_id", "control_id") if (pk := paper.draft.get(name))]
    leaders = list(with_holder(Role.HEAD, paper.organisation, chosen, today=today))
    gathered = gates.gather([row.mentorship for row in rows], today=today)
    people = [t.person for group in gathered.takers.values() for t in group]
    prefetch_related_objects([*people, *leaders], "employments")
    named = {str(p.pk): p for p in leaders if str(p.pk) in chosen}
    return Loaded(rows, gathered, named, next((p for p in leaders if p.holds), None))  # type: ignore[attr-defined]


def order_facts(paper: Paper, today: date) -> OrderFacts:
    """Raises Refusal when the organisation has no head to sign."""
    return facts_from(paper, load(paper, today=today), today=today)


def facts_from(paper: Paper, loaded: Loaded, *, today: date) -> OrderFacts:
    organisation = paper.organisation
    chosen = paper.draft
    if loaded.head is None:
        raise Refusal(NO_HEAD)
    return OrderFacts(
        organisation=organisation_facts(organisation),
        signer=replace(signature_of(loaded.head, today=today), electronic=_electronic(paper, loaded.head)),
        rows=tuple(_rows(loaded, today)),
        title=paper.title,
        number=paper.number,
        dated=paper.on,
        purpose=chosen.get("purpose") or PURPOSE,
        bases=tuple(str(basis) for basis in paper.bases.all()),
        items=tuple(_items(paper, loaded.named, today)),
        control=_control(paper, loaded.named, today),
    )


def _electronic(paper: Paper, head: Person) -> ElectronicSignature | None:
    """The mark of an electronic signature, when the order was signed so."""
    kept = paper.draft.get(CERTIFICATE)
    if not kept:
        return None
    return ElectronicSignature(
        certificate=kept["number"],
        owner=head.full_name,
        valid_from=date.fromisoformat(kept["from"]),
        valid_until=date.fromisoformat(kept["until"]),
    )


def _rows(loaded: Loaded, today: date) -> list[PairRow]:
    found = loaded.gathered
    return [_row(m, found.takers[m.pk], found.consents, found.bases.get(m.pk), today) for m in found.rows]


def _row(
    mentorship: Mentorship,
    takers: Sequence[Participation],
    given: InForce,
    basis: LabourBasis | None,
    today: date,
) -> PairRow:
    return PairRow(
        mentor=person_line(gates.people_of(takers, Side.MENTOR)[0], mentorship, today),
        mentees=tuple(person_line(p, mentorship, today) for p in gates.people_of(takers, Side.MENTEE)),
        form=mentorship.form.title,
        kind=", ".join(kind.title for kind in mentorship.kinds.all()),
        issue=issue_words(mentorship),
        starts=mentorship.starts_on,
        ends=mentorship.ends_on,
        basis=labour_words(basis),
        consents=tuple(filter(None, (_consent_words(t, mentorship, given) for t in takers))),
    )


def issue_words(mentorship: Mentorship) -> str:
    """«Методика преподавания (физика)»."""
    subject = f" ({mentorship.subject.title.lower()})" if mentorship.subject else ""
    return f"{mentorship.issue.title}{subject}"


def person_line(person: Person, mentorship: Mentorship, today: date) -> PersonLine:
    foreign = person.organisation_id != mentorship.organisation_id
    return PersonLine(
        name=person.full_name,
        position=position_words(person, today=today),
        organisation=person.organisation.short_name if foreign else "",
    )


def labour_words(basis: LabourBasis | None) -> str:
    if basis is None:
        return ""
    if basis.kind == LabourKind.ADDENDUM:
        return f"дополнительное соглашение от {day(basis.on)} № {basis.number}"
    if basis.kind == LabourKind.JOB:
        return basis.explanation or f"должностная инструкция {basis.number}".strip()
    return basis.explanation or "вне трудовых отношений"


def _consent_words(taker: Participation, mentorship: Mentorship, given: InForce) -> str:
    consent = given.find(taker.person_id, ConsentKind.DUTIES, mentorship.pk)
    if consent is None:
        return ""
    when = consent.given_on or (consent.expressed_at and consent.expressed_at.date())
    return f"{signature(taker.person)} — {day(when)}"


def _items(paper: Paper, named: Mapping[str, Person], today: date) -> Sequence[Item]:
    """Fixed first item, then deadline of programmes, the responsible person, and what the author added (R006)."""
    chosen = paper.draft
    items = [Item(text="Закрепить наставнические пары (группы) согласно приложению к настоящему приказу.")]
    if due := chosen.get("programmes_due"):
        words = Deadline.from_dict(due).words
        items.append(Item(text=f"Наставникам вместе с наставляемыми подготовить программы {words}."))
    if responsible := named.get(chosen.get("responsible_id") or ""):
        words = _position_and_name(responsible, today)
        items.append(Item(text=f"Назначить ответственным за сопровождение пар (групп) {words}."))
    items += [
        Item(text=item_words(i), sub_items=tuple(i.get("sub_items", ()))) for i in chosen.get("items", ())
    ]
    return items


def _control(paper: Paper, named: Mapping[str, Person], today: date) -> str:
    """Empty: the head keeps the control; else the person in the accusative (R010)."""
    person = named.get(paper.draft.get("control_id") or "")
    return _position_and_name(person, today) if person else ""


def _position_and_name(person: Person, today: date) -> str:
    position = position_in(person, Case.ACCUSATIVE, today=today).text
    return " ".join(part for part in (position, name_in(person, Case.ACCUSATIVE).text) if part)
