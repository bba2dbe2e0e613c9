"""What the home page counts: one query for all counts, one for the pairs shown, the same for any size of school."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, IntegerField, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank import queries as bank
from nastavnik.bank.models import Mentee, Mentor, Request
from nastavnik.bank.queries.standing import here_now
from nastavnik.bank.rules import RequestState
from nastavnik.conversations.queries import threads as conversations
from nastavnik.diagnostics.models import Assessment
from nastavnik.diagnostics.rules import Assessor
from nastavnik.documents.models import Paper
from nastavnik.documents.rules import PaperKind, PaperState
from nastavnik.matching.models import Proposal
from nastavnik.matching.rules import ProposalState
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Level
from nastavnik.pairs.changing.queries import without_order
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.queries import mentees_led, named_takers, own_pairs, takers_of_actor
from nastavnik.pairs.rules import Answer, PairState, Side
from nastavnik.people.models import Consent, Person
from nastavnik.people.queries import consents
from nastavnik.people.rules import ConsentState
from nastavnik.programmes.models import Programme
from nastavnik.programmes.queries import to_agree
from nastavnik.programmes.rules import State

SHOWN = 5


@dataclass(frozen=True)
class Counts:
    """Numbers of one organisation on the home page; each has a verb and a button of its own."""

    people: int
    mentees: int
    mentors: int
    mentees_entered: int
    mentors_entered: int
    sheets: int
    looking: int
    waiting_since: date | None
    proposed: int
    to_approve: int
    await_consents: int
    await_order: int
    active: int
    paused: int
    without_basis: int
    drafts: int
    issued: int
    unordered: int
    programmes: int = 0

    @property
    def formed(self) -> int:
        """Open pairs that are more than a proposal."""
        return self.await_consents + self.await_order + self.active + self.paused

    @property
    def begun(self) -> bool:
        """Is anybody in a bank or a pair: before that there is nothing to be in order."""
        pairs = self.to_approve + self.formed
        return bool(self.mentees_entered + self.mentors_entered + self.drafts + self.issued + pairs)

    @property
    def waiting_work(self) -> int:
        """Everything that has a card with a number."""
        pairs = self.looking + self.proposed + self.to_approve + self.await_consents + self.await_order
        papers = self.sheets + self.without_basis + self.drafts + self.unordered + self.programmes
        return pairs + papers

    def days_waiting(self, today: date) -> int:
        return (today - self.waiting_since).days if self.waiting_since else 0


def counts_of(organisation: Organisation, today: date) -> Counts:
    """One query."""
    key = Organisation._meta.pk.get_db_prep_value(organisation.pk, connection)
    names, sql, given = _statement(connection.vendor, today)
    with connection.cursor() as cursor:
        cursor.execute(sql, (*given, key))
        found: dict[str, Any] = dict(zip(names, cursor.fetchone(), strict=True))
    if isinstance(found["waiting_since"], str):  # SQLite keeps a date as text
        found["waiting_since"] = date.fromisoformat(found["waiting_since"])
    return Counts(**found)


@lru_cache(maxsize=8)
def _statement(_vendor: str, today: date) -> tuple[tuple[str, ...], str, tuple[Any, ...]]:
    """The counts as SQL of this database and its values but the last, which is the key of the organisation.

    The ORM writes it once a day: writing takes twenty times longer than asking, and the page is opened all day long.
    """
    wanted = _wanted(today)
    rows = Organisation.objects.filter(pk=UUID(int=0)).order_by().values_list(*wanted.values())
    sql, values = rows.query.sql_with_params()
    return tuple(wanted), sql, tuple(values[:-1])


def _wanted(today: date) -> dict[str, Any]:
    pairs = Mentorship.objects.all()
    orders = Paper.objects.filter(kind=PaperKind.PAIR_ORDER)
    pending = Proposal.objects.filter(state=ProposalState.PENDING)
    looking = Request.objects.filter(state=RequestState.OPEN).exclude(pk__in=pending.values("request"))
    return {
        "people": _number(Person.objects.filter(archived_on__isnull=True)),
        "mentees": _number(bank.mentees_counted(today=today)),
        "mentors": _number(bank.mentors_counted(today=today)),
        "mentees_entered": _number(Mentee.objects.filter(here_now(today))),
        "mentors_entered": _number(Mentor.objects.filter(here_now(today))),
        "sheets": _number(consents.all_awaited(today=today)),
        "looking": _number(looking),
        "waiting_since": Subquery(_grouped(looking).annotate(n=Min("opened_on")).values("n")),
        "proposed": _number(pending),
        "to_approve": _number(pairs.filter(state=PairState.PROPOSED)),
        "await_consents": _number(pairs.filter(state=PairState.AWAITS_CONSENTS)),
        "await_order": _number(pairs.filter(state=PairState.AWAITS_ORDER)),
        "active": _number(pairs.filter(state=PairState.ACTIVE)),
        "paused": _number(pairs.filter(state=PairState.PAUSED)),
        "without_basis": _number(pairs.filter(state=PairState.ACTIVE, labour_basis__isnull=True)),
        "drafts": _number(orders.filter(state=PaperState.DRAFT)),
        "issued": _number(orders.filter(state=PaperState.ISSUED)),
        "unordered": _number(without_order()),
        "programmes": _number(Programme.objects.filter(state=State.SENT)),
    }


def _grouped(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(organisation=OuterRef("pk")).order_by().values("organisation")


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = Subquery(_grouped(rows).annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(counted, 0)


@dataclass(frozen=True)
class Shown:
    """A pair as the home page shows it."""

    mentorship: Mentorship
    mentor: str
    mentee: str
    others: int


def pairs_for(actor: Actor, organisation: Organisation | None, own: Sequence[Mentorship]) -> list[Shown]:
    """The latest open pairs the actor may see here, with names; two queries, none for whoever sees their own alone."""
    if organisation is None and not actor.reach(Permission.PAIR_VIEW).paths:
        return [_shown(m, _names(named_takers(m))) for m in own[:SHOWN]]
    rows = Mentorship.objects.visible_to(actor, Permission.PAIR_VIEW).open().select_related("issue", "form")
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    return shown(list(rows.order_by("-created_at")[:SHOWN]))


def shown(mentorships: list[Mentorship]) -> list[Shown]:
    takers = Participation.objects.filter(mentorship__in=mentorships, left_on__isnull=True).select_related(
        "person"
    )
    of: dict[UUID, list[Participation]] = {m.pk: [] for m in mentorships}
    for taker in takers.order_by("joined_on", "id"):
        of[taker.mentorship_id].append(taker)
    return [_shown(m, _names(of[m.pk])) for m in mentorships]


def _names(takers: Sequence[Participation]) -> dict[str, list[str]]:
    return {side: [t.person.full_name for t in takers if t.side == side] for side in Side}


def _shown(mentorship: Mentorship, names: dict[str, list[str]]) -> Shown:
    mentees = names[Side.MENTEE]
    return Shown(
        mentorship, next(iter(names[Side.MENTOR]), ""), next(iter(mentees), ""), max(0, len(mentees) - 1)
    )


UNSIGNED = frozenset({ConsentState.NEEDED, ConsentState.PRINTED})
ASKING = frozenset({PairState.PROPOSED, PairState.AWAITS_CONSENTS})


@dataclass(frozen=True)
class Own:
    """What waits for a participant: answers to give, sheets of consent to bring; whom they lead, how they see themselves."""

    answers: list[Participation]
    consents: list[Consent]
    mentees: list[Person]
    assessed: Assessment | None
    unread: Mapping[UUID, int] = field(default_factory=dict)
    programmes: list[Programme] = field(default_factory=list)
    pairs: Sequence[Mentorship] = ()


def own_of(actor: Actor, *, today: date, with_help: bool = True) -> Own:
    """Five queries; two for those whose page is about the work of others and who are in no pair themselves."""
    pairs = own_pairs(actor, **conversations.unread_columns(actor))
    assessed = Assessment.objects.filter(person__in=actor.person_ids, assessor=Assessor.SELF)
    return Own(
        [
            t
            for t in takers_of_actor(actor, pairs)
            if t.answer == Answer.WAITING and t.mentorship.state in ASKING
        ],
        [c for c in consents.own_consents(actor, today=today) if c.state(today) in UNSIGNED],
        mentees_led(actor, pairs)[:SHOWN] if with_help else [],
        assessed.order_by("-on", "-pk").first() if with_help else None,
        {m.pk: number for m in pairs if (number := conversations.unread_told(m))},
        list(to_agree(actor)) if with_help else [],
        pairs,
    )


@dataclass(frozen=True)
class Below:
    """A line of the upper level's home page: an organisation in numbers, without names."""

    name: str
    mentors: int
    mentees: int
    active: int
    looking: int


def organisations_below(actor: Actor, today: date) -> list[Below]:
    """One query. Numbers under five are hidden by the page (PRI-5), so that nobody is recognised."""
    rows = Organisation.objects.visible_to(actor, Permission.REPORT_VIEW).filter(level=Level.ORGANISATION)
    numbers: dict[str, Any] = {
        "mentors": _number(bank.mentors_counted(today=today)),
        "mentees": _number(bank.mentees_counted(today=today)),
        "active": _number(Mentorship.objects.filter(state=PairState.ACTIVE)),
        "looking": _number(Request.objects.filter(state=RequestState.OPEN)),
    }
    found: list[Any] = list(rows.order_by("short_name").values("short_name", **numbers))
    return [Below(name=row["short_name"], **{key: row[key] for key in numbers}) for row in found]
