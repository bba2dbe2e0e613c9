"""What the board shows: all pairs of an organisation sorted into columns, people only of those shown; the same few queries for any size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nastavnik.access.actor import Actor
from nastavnik.bank.models import Mentor
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName
from nastavnik.pairs.health.queries import health_in, rules_for
from nastavnik.pairs.health.rules import Health
from nastavnik.pairs.life import lives_of
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import DEFAULT_CAPACITY, OPEN, WORKING, PairState, Side
from nastavnik.people.models import Person

from .rules import Column, column_of

RECENT = timedelta(days=60)  # how long a pair that has ended stays on the board


@dataclass(frozen=True)
class Wanted:
    form: UUID | None = None
    mentor: UUID | None = None


@dataclass(frozen=True)
class Board:
    """Rows by column, in full; `health` of those at work."""

    columns: Mapping[Column, Sequence[Mentorship]]
    health: Mapping[UUID, Health]


def board_of(actor: Actor, organisation: Organisation, wanted: Wanted, *, today: date) -> Board:
    rows = list(_rows(actor, organisation, wanted, today))
    for row in rows:
        row.organisation = organisation
    working = [row for row in rows if row.state in WORKING]
    lives = lives_of(working, today=today) if working else {}
    own = {row.pk for row in working if row.is_own}
    rules = rules_for(actor, organisation) if working else []
    health = health_in(working, lives, rules, organisation, today=today, asides=own) if working else {}
    columns: dict[Column, list[Mentorship]] = {column: [] for column in Column}
    for row in rows:
        feeling = health[row.pk].feeling if row.pk in health else None
        columns[column_of(PairState(row.state), feeling)].append(row)
    return Board(columns, health)


def _rows(actor: Actor, organisation: Organisation, wanted: Wanted, today: date) -> QuerySet[Any]:
    """With a mark on pairs in which the actor takes part: there they are one of the sides."""
    rows = Mentorship.objects.filter(organisation=organisation)
    rows = rows.filter(Q(state__in=OPEN) | Q(ended_on__gte=today - RECENT))
    if wanted.form:
        rows = rows.filter(form=wanted.form)
    if wanted.mentor:
        led = Participation.objects.filter(person=wanted.mentor, side=Side.MENTOR)
        rows = rows.filter(pk__in=led.values("mentorship"))
    own = Participation.objects.filter(mentorship=OuterRef("pk"), person__in=actor.person_ids)
    rows = rows.annotate(is_own=Exists(own))
    return rows.select_related("issue", "form", "order").order_by("starts_on", "pk")


def takers_among(shown: Sequence[Mentorship]) -> dict[UUID, list[Participation]]:
    """One query."""
    found: dict[UUID, list[Participation]] = {row.pk: [] for row in shown}
    takers = Participation.objects.filter(mentorship__in=shown, left_on__isnull=True)
    for taker in takers.select_related("person").order_by("-side", "joined_on", "id"):
        found[taker.mentorship_id].append(taker)
    return found


def forms_of(organisation: Organisation) -> list[tuple[str, str]]:
    rows = ListItem.objects.filter(organisation=organisation, list=ListName.FORM, enabled=True)
    return [(str(pk), title) for pk, title in rows.order_by("order", "title").values_list("pk", "title")]


def mentors_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Who leads an open pair here."""
    led = Participation.objects.filter(
        mentorship__organisation=organisation,
        mentorship__state__in=OPEN,
        side=Side.MENTOR,
        left_on__isnull=True,
    )
    people = Person.objects.filter(pk__in=led.values("person")).order_by("search_text", "pk")
    return [(str(person.pk), person.short_name) for person in people]


@dataclass(frozen=True)
class Load:
    """How many mentees a mentor leads, of how many; `in_bank` tells where the limit comes from."""

    person: Person
    mentees: int
    capacity: int
    in_bank: bool


def loads_in(organisation: Organisation) -> list[Load]:
    """Everybody in the bank and everybody who leads here, the fullest first; three queries."""
    capacity = dict(
        Mentor.objects.filter(organisation=organisation, left_on__isnull=True).values_list(
            "person", "capacity"
        )
    )
    led = (
        Participation.objects.filter(
            Q(mentorship__organisation=organisation) | Q(person__in=list(capacity)),
            side=Side.MENTOR,
            left_on__isnull=True,
            mentorship__state__in=OPEN,
        )
        .order_by()
        .values("person")
        .annotate(
            mentees=Count(
                "mentorship__participations",
                filter=Q(
                    mentorship__participations__side=Side.MENTEE,
                    mentorship__participations__left_on__isnull=True,
                ),
            )
        )
    )
    mentees = {row["person"]: row["mentees"] for row in led}
    people = Person.objects.filter(pk__in={*capacity, *mentees}, archived_on__isnull=True)
    loads = [
        Load(
            person,
            mentees.get(person.pk, 0),
            capacity.get(person.pk, DEFAULT_CAPACITY),
            person.pk in capacity,
        )
        for person in people.select_related("organisation").order_by("search_text", "pk")
    ]
    return sorted(loads, key=lambda load: -load.mentees / max(1, load.capacity))
