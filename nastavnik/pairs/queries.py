"""Mentorships the actor may see, with the people in them; whom a pair may be made of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Concat
from django.http import Http404
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentor, Request
from nastavnik.bank.rules import RequestState
from nastavnik.core.joined import Joined
from nastavnik.core.models import StoredFile
from nastavnik.core.russian.folding import fold
from nastavnik.documents.models import Paper, PaperBasis
from nastavnik.documents.rules import PaperKind, PaperState
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.people.consent_state import in_force
from nastavnik.people.models import Consent, Person
from nastavnik.people.rules import ConsentKind, PersonKind

from . import rules
from .models import LabourBasis, Mentorship, OrderRow, Participation
from .rules import OPEN, PairState, Side

KINDS = "kind_lines"


def mentorship_for(actor: Actor, pk: UUID, permission: Permission = Permission.PAIR_VIEW) -> Mentorship:
    """A row with its lists, or 404."""
    rows = Mentorship.objects.select_related(
        "issue", "form", "subject", "organisation", "order__organisation", "reverse_of", "labour_basis"
    ).prefetch_related("kinds")
    return rows.pick(actor, permission, pk=pk)


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for: a state (or «open»), a few letters of a name, an issue."""

    state: str = ""
    q: str = ""
    issue: UUID | None = None
    lacking: str = ""


def listed(actor: Actor, here: Organisation | None, wanted: Wanted) -> QuerySet[Mentorship]:
    """Visible mentorships, the newest first, with participants and people in two more queries."""
    rows: QuerySet[Mentorship] = Mentorship.objects.visible_to(actor, Permission.PAIR_VIEW)
    mine = Q(participations__person__in=actor.person_ids)
    if here is not None:
        rows = rows.filter(Q(organisation=here) | Q(pk__in=Mentorship.objects.filter(mine).values("pk")))
    if wanted.state in set(PairState):
        rows = rows.filter(state=wanted.state)
    elif wanted.state != "all":
        rows = rows.filter(state__in=OPEN)
    if wanted.issue:
        rows = rows.filter(issue=wanted.issue)
    if wanted.lacking == "basis":
        rows = rows.filter(labour_basis__isnull=True)
    if wanted.q:
        named = Participation.objects.filter(person__search_text__contains=fold(wanted.q))
        rows = rows.filter(pk__in=named.values("mentorship"))
    takers = (
        Participation.objects.filter(left_on__isnull=True)
        .select_related("person")
        .order_by("-side", "joined_on", "id")
    )
    return (
        rows.select_related("issue", "form")
        .prefetch_related(Prefetch("participations", takers))
        .order_by("-created_at", "-id")
    )


@dataclass(frozen=True)
class Choices:
    """What a new pair may be made of in one organisation."""

    mentors: Sequence[tuple[str, Sequence[Person]]]
    mentees: Sequence[tuple[str, Sequence[Person]]]
    requests: Sequence[Request] = field(default_factory=tuple)


def people_to_pair(organisation: Organisation, *, today: date) -> Choices:
    """Mentors: the bank first, then everybody, then guests of the contour; mentees: those who wait first."""
    everybody = people_of(organisation)
    in_bank = set(
        Mentor.objects.filter(organisation=organisation, left_on__isnull=True).values_list(
            "person", flat=True
        )
    )
    requests = list(
        Request.objects.filter(organisation=organisation, state=RequestState.OPEN)
        .select_related("mentee__person", "issue", "subject")
        .order_by("opened_on", "id")
    )
    waiting = {r.mentee.person_id for r in requests}
    return Choices(
        mentors=[
            *_groups(everybody, in_bank, "В банке наставников"),
            ("Дистанционно, из других организаций", guests(organisation, today=today)),
        ],
        mentees=_groups(everybody, waiting, "Ищут наставника"),
        requests=requests,
    )


def people_of(organisation: Organisation) -> list[Person]:
    return list(
        Person.objects.filter(organisation=organisation, archived_on__isnull=True).order_by(
            "search_text", "id"
        )
    )


def _groups(people: Sequence[Person], first: set[UUID], title: str) -> list[tuple[str, Sequence[Person]]]:
    return [
        (title, [p for p in people if p.pk in first]),
        ("Остальные", [p for p in people if p.pk not in first]),
    ]


def guests(organisation: Organisation, *, today: date) -> list[Person]:
    """Mentors of the same contour who agreed to distance and whose name may leave their organisation."""
    ready = Mentor.objects.filter(root=organisation.root_id, distance_ok=True, left_on__isnull=True)
    people = list(
        Person.objects.filter(pk__in=ready.exclude(organisation=organisation).values("person"))
        .select_related("organisation")
        .order_by("search_text", "id")
    )
    consents = in_force([p.pk for p in people], today=today)
    return [p for p in people if consents.find(p.pk, ConsentKind.TRANSFER)]


def led_by(mentors: Collection[UUID]) -> QuerySet[Participation]:
    """Open mentorships of these mentors, by their own participation."""
    return Participation.objects.filter(
        person__in=mentors, side=Side.MENTOR, left_on__isnull=True, mentorship__state__in=OPEN
    )


def loads_of(people: Collection[UUID], today: date) -> dict[UUID, int]:  # noqa: ARG001
    """Mentor → how many mentees in open mentorships; those who lead nobody are not named. Heard by the bank."""
    mentees = Count(
        "mentorship__participations",
        filter=Q(
            mentorship__participations__side=Side.MENTEE, mentorship__participations__left_on__isnull=True
        ),
    )
    rows = led_by(people).order_by().values("person").annotate(mentees=mentees)
    return {row["person"]: row["mentees"] for row in rows}


def is_mentor_of(actor: Actor, person: Person, today: date) -> bool:  # noqa: ARG001
    """The mentor of a working mentorship sees the levels of the mentee, and nobody sees them before the order."""
    works = rules.WORKING
    mine = led_by(actor.person_ids).filter(mentorship__state__in=works).values("mentorship")
    return Participation.objects.filter(
        mentorship__in=mine, person=person, side=Side.MENTEE, left_on__isnull=True
    ).exists()


def own_pairs(actor: Actor, **columns: Any) -> list[Mentorship]:
    """Open pairs in which the actor takes part, the newest first, each with its people (`named_takers`); two queries.

    `columns` are what the packages above count of each.
    """
    mine = Participation.objects.filter(person__in=actor.person_ids, left_on__isnull=True)
    rows = Mentorship.objects.open().filter(pk__in=mine.values("mentorship")).annotate(**columns)
    rows = rows.select_related("issue", "form", "organisation").order_by("-created_at", "-id")
    return list(rows.prefetch_related(Prefetch("participations", _named())))


def _named() -> QuerySet[Participation]:
    rows = Participation.objects.select_related("person__organisation", "person__account")
    return rows.order_by("-side", "joined_on", "id")


def takers_of_actor(actor: Actor, pairs: Iterable[Mentorship]) -> list[Participation]:
    """Their own participations in `own_pairs`."""
    takers = []
    for mentorship in pairs:
        own = [t for t in named_takers(mentorship) if t.person_id in actor.person_ids]
        for taker in own:
            taker.mentorship = mentorship
        takers += own
    return takers


def mentees_led(actor: Actor, pairs: Iterable[Mentorship]) -> list[Person]:
    """Mentees of the actor's working mentorships among `own_pairs`, each once."""
    led: dict[UUID, Person] = {}
    for taker in takers_of_actor(actor, pairs):
        if taker.side == Side.MENTOR and taker.mentorship.state == PairState.ACTIVE:
            mentees = (t for t in named_takers(taker.mentorship) if t.side == Side.MENTEE)
            led |= {t.person_id: t.person for t in mentees}
    return sorted(led.values(), key=lambda person: (person.search_text, person.pk))


def partners_of(person: Person, today: date) -> list[Person]:  # noqa: ARG001
    """With whom the person is in open mentorships, on either side."""
    mine = Participation.objects.filter(person=person, left_on__isnull=True, mentorship__state__in=OPEN)
    others = Participation.objects.filter(mentorship__in=mine.values("mentorship"), left_on__isnull=True)
    return list(Person.objects.filter(pk__in=others.values("person")).exclude(pk=person.pk))


def of_person(actor: Actor, person: Person) -> QuerySet[Participation]:
    """The person's mentorships that the actor may see, the newest first."""
    visible = Mentorship.objects.visible_to(actor, Permission.PAIR_VIEW)
    return taken_part(person).filter(mentorship__in=visible.values("pk"))


def taken_part(person: Person) -> QuerySet[Participation]:
    """All mentorships of the person, those that were left too; not guarded: for the person's own data."""
    return (
        Participation.objects.filter(person=person)
        .select_related("mentorship__issue")
        .prefetch_related(
            Prefetch("mentorship__participations", Participation.objects.select_related("person"))
        )
        .order_by("-joined_on", "-id")
    )


def own_cards(actor: Actor) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=actor.person_ids).order_by("id")


def list_items(organisation: Organisation, name: str) -> QuerySet[ListItem]:
    return ListItem.objects.filter(organisation=organisation, list=name, enabled=True).order_by(
        "order", "title"
    )


def sheets_of(mentorships: Sequence[UUID]) -> dict[UUID, dict[UUID, Consent]]:
    """Mentorship id → person id → the latest sheet; one query for all rows of an order."""
    found: dict[UUID, dict[UUID, Consent]] = {pk: {} for pk in mentorships}
    for consent in Consent.objects.filter(about__in=mentorships).order_by("created_at"):
        if consent.about is not None:
            found[consent.about][consent.person_id] = consent
    return found


def sheets_about(mentorship: Mentorship) -> Mapping[UUID, Consent]:
    """Person id → the latest sheet about this mentorship; one query, remembered by the row."""
    if "_sheets" not in mentorship.__dict__:
        know_sheets(mentorship, sheets_of([mentorship.pk])[mentorship.pk])
    known: Mapping[UUID, Consent] = mentorship.__dict__["_sheets"]
    return known


def know_sheets(mentorship: Mentorship, sheets: Mapping[UUID, Consent]) -> None:
    """Who has read them anyway tells the row."""
    mentorship.__dict__["_sheets"] = sheets


def taking_part(mentorships: Collection[UUID]) -> list[Participation]:
    """Who takes part now, with people and their accounts: for telling them."""
    rows = Participation.objects.filter(mentorship__in=mentorships, left_on__isnull=True)
    return list(rows.select_related("person__account").order_by("-side", "joined_on", "id"))


def taker_for(actor: Actor, pk: UUID) -> Participation:
    """One's own participation, or 404."""
    return Participation.objects.select_related("mentorship", "person").pick(
        actor, Permission.PAIR_ANSWER, pk=pk
    )


def taker_in(actor: Actor, mentorship: UUID, pk: UUID, permission: Permission) -> Participation:
    """A participation of this mentorship, or 404."""
    rows = Participation.objects.select_related("mentorship__organisation", "person")
    return rows.filter(mentorship=mentorship).pick(actor, permission, pk=pk)


def table_for(organisation: Organisation, pk: UUID) -> StoredFile:
    """A table of working pairs that waits for its answer, or 404; the caller has asked the right."""
    try:
        return StoredFile.objects.get(pk=pk, organisation_id=organisation.pk, expires_at__gt=timezone.now())
    except StoredFile.DoesNotExist as missing:
        raise Http404 from missing


def shape_of(mentorship: Mentorship, takers: Sequence[Participation]) -> rules.Shape:
    return rules.Shape(
        form=mentorship.form.code,
        kinds=frozenset(code for code, _ in kinds_of(mentorship)),
        is_group=mentorship.is_group,
        distance=mentorship.distance,
        has_reverse=mentorship.reverse_of_id is not None,
        mentors=frozenset(PersonKind(t.person.kind) for t in takers if t.side == Side.MENTOR),
        mentees=frozenset(PersonKind(t.person.kind) for t in takers if t.side == Side.MENTEE),
    )


def kinds_of(mentorship: Mentorship) -> list[tuple[str, str]]:
    """Code and title of each kind; no query where the row was read for a page (`reading`)."""
    if KINDS in mentorship.__dict__:
        lines = (mentorship.__dict__[KINDS] or "").splitlines()
        return sorted((code, title) for code, _, title in (line.partition("\t") for line in lines))
    return sorted((kind.code, kind.title) for kind in mentorship.kinds.all())


def kinds_column() -> Mapping[str, Any]:
    """The kinds as lines of one column of the row."""
    links = Mentorship.kinds.through.objects.filter(mentorship=OuterRef("pk")).order_by().values("mentorship")
    line = Concat("listitem__code", Value("\t"), "listitem__title")
    joined: Any = links.annotate(lines=Joined(line, Value("\n")))
    return {KINDS: Subquery(joined.values("lines"))}


def order_for(actor: Actor, pk: UUID, permission: Permission = Permission.PAPER_VIEW) -> Paper:
    rows = Paper.objects.filter(kind=PaperKind.PAIR_ORDER).select_related("organisation", "previous")
    rows = rows.prefetch_related(
        Prefetch("bases", PaperBasis.objects.select_related("act__replaced_by", "decision__body"))
    )
    return rows.pick(actor, permission, pk=pk)


def draft_of(organisation: Organisation) -> Paper | None:
    """The latest draft of an order that names somebody."""
    drafts = Paper.objects.filter(
        kind=PaperKind.PAIR_ORDER, organisation=organisation, state=PaperState.DRAFT, order_rows__isnull=False
    )
    return drafts.order_by("-pk").first()


def mentorship_words(takers: Sequence[Participation]) -> str:
    """«Мещерякова Г. В. и Зимин К. А.»; a group names the first and counts the rest."""
    mentors = [t.person.short_name for t in takers if t.side == Side.MENTOR]
    mentees = [t.person.short_name for t in takers if t.side == Side.MENTEE]
    more = f" и ещё {len(mentees) - 1}" if len(mentees) > 1 else ""
    return " и ".join([*mentors[:1], *mentees[:1]]) + more


def orders_naming(mentorship: Mentorship) -> list[Paper]:
    """Orders with a line of this mentorship, the latest first."""
    lines = OrderRow.objects.filter(mentorship=mentorship).values("paper")
    named = Paper.objects.filter(kind=PaperKind.PAIR_ORDER).filter(
        Q(pk__in=lines) | Q(mentorships=mentorship)
    )
    return list(named.select_related("organisation").order_by("-created_at").distinct())


def named_takers(mentorship: Mentorship) -> list[Participation]:
    """Who takes part, the mentor first, with their cards; one query, remembered by the row."""
    prefetch_related_objects([mentorship], Prefetch("participations", _named()))
    mentorship.knows_owners(t.person_id for t in mentorship.participations.all() if t.left_on is None)
    return [t for t in mentorship.participations.all() if t.left_on is None]


def last_basis(organisation: Organisation) -> LabourBasis | None:
    """The latest additional agreement written down here: the next pair's is alike, as a rule."""
    rows = LabourBasis.objects.filter(mentorship__organisation=organisation, kind=rules.LabourKind.ADDENDUM)
    return rows.order_by("-created_at").first()
