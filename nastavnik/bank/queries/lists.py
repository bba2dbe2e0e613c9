"""The lists of both banks with their filters; the same number of queries for five rows and for five hundred."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.loads import loads_of
from nastavnik.bank.models import Mentee, Mentor, Offer, Request
from nastavnik.bank.rules import BankState, RequestState
from nastavnik.core.russian.folding import fold
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Employment, Person

from .standing import consented, here_now, mentees_here, mentors_here


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed by; list items by their ids. Empty is everybody who is in the bank or asks to be."""

    q: str = ""
    issue: str = ""
    subject: str = ""
    category: str = ""
    source: str = ""
    form: str = ""
    kind: str = ""
    state: str = ""
    free: bool = False
    distance: bool = False


@dataclass(frozen=True)
class Found:
    """Rows of a list and what is computed about their people: lawful consents, mentees led now."""

    rows: QuerySet[Mentee] | QuerySet[Mentor]
    lawful: frozenset[UUID]
    loads: Mapping[UUID, int] = field(default_factory=dict)


def mentees_in(organisation: Organisation, wanted: Wanted, *, today: date, by: Actor) -> Found:
    here = mentees_here(organisation, today=today).visible_to(by, Permission.BANK_VIEW)
    lawful = consented(here.order_by().values_list("person_id", flat=True), today=today)
    asked = Request.objects.filter(organisation=organisation).exclude(state=RequestState.CLOSED)
    rows = _by_name(here, wanted)
    if narrowed := _requests_like(wanted):
        rows = rows.filter(pk__in=asked.filter(**narrowed).values("mentee"))
    if wanted.category:
        rows = rows.filter(categories=wanted.category)
    rows = rows.filter(_mentee_state(wanted.state, asked, lawful))
    shown = asked.select_related("issue", "subject").order_by("opened_on", "id")
    rows = rows.select_related("person").order_by("person__search_text", "id")
    return Found(rows.prefetch_related(Prefetch("requests", shown, to_attr="asked")), lawful)


def mentors_in(organisation: Organisation, wanted: Wanted, *, today: date, by: Actor) -> Found:
    here = mentors_here(organisation, today=today).visible_to(by, Permission.BANK_VIEW)
    people = dict(here.order_by().values_list("person_id", "capacity"))
    lawful = consented(here.order_by().values_list("person_id", flat=True), today=today)
    loads = loads_of(list(people), today=today)
    rows = _by_name(here, wanted)
    offered = {"issue": wanted.issue, "subject": wanted.subject}
    if narrowed := {name: value for name, value in offered.items() if value}:
        rows = rows.filter(pk__in=Offer.objects.filter(**narrowed).values("mentor"))
    for name, value in (("forms", wanted.form), ("kinds", wanted.kind), ("source", wanted.source)):
        rows = rows.filter(**{name: value}) if value else rows
    if wanted.free:
        rows = rows.filter(person__in=[pk for pk, most in people.items() if loads[pk] < most])
    if wanted.distance:
        rows = rows.filter(distance_ok=True)
    rows = rows.filter(_mentor_state(wanted.state, lawful))
    offers = Offer.objects.select_related("issue", "subject").order_by("issue__order", "id")
    rows = rows.select_related("person", "source").order_by("person__search_text", "id")
    return Found(rows.prefetch_related(Prefetch("offers", offers)), lawful, loads)


def _by_name(rows: "QuerySet[Mentee] | QuerySet[Mentor]", wanted: Wanted) -> "QuerySet":  # type: ignore[type-arg]
    return rows.filter(person__search_text__contains=fold(wanted.q)) if wanted.q else rows


def _requests_like(wanted: Wanted) -> dict[str, object]:
    values = {"issue": wanted.issue, "subject": wanted.subject, "forms": wanted.form, "kinds": wanted.kind}
    narrowed: dict[str, object] = {name: value for name, value in values.items() if value}
    return narrowed | ({"distance_ok": True} if wanted.distance else {})


def _mentee_state(state: str, asked: QuerySet[Request], lawful: frozenset[UUID]) -> Q:
    looking = asked.filter(state__in=(RequestState.OPEN, RequestState.PROPOSED)).values("mentee")
    if state == "awaits":
        return ~Q(person__in=lawful)
    if state == "looking":
        return Q(person__in=lawful, pk__in=looking)
    if state == "served":
        return Q(person__in=lawful, pk__in=asked.filter(state=RequestState.SERVED).values("mentee"))
    return Q(person__in=lawful) if state == "in_bank" else Q()


def _mentor_state(state: str, lawful: frozenset[UUID]) -> Q:
    if state == "awaits":
        return ~Q(person__in=lawful)
    if state == "candidate":
        return Q(state=BankState.CANDIDATE, person__in=lawful)
    return Q(state=BankState.ADMITTED, person__in=lawful) if state == "in_bank" else Q()


def people_to_enter(
    organisation: Organisation, bank: type[Mentee] | type[Mentor], *, q: str, today: date, by: Actor
) -> QuerySet[Person]:
    """Those of the list of people who are not in this bank yet."""
    entered: Any = bank.objects.filter(here_now(today), organisation=organisation)
    rows = Person.objects.visible_to(by, Permission.BANK_EDIT).filter(
        organisation=organisation, archived_on__isnull=True
    )
    rows = rows.exclude(pk__in=entered.values("person"))
    if q:
        rows = rows.filter(search_text__contains=fold(q))
    return rows.prefetch_related(Prefetch("employments", Employment.objects.all()))


def chosen_people(organisation: Organisation, ids: list[str], *, by: Actor) -> list[Person]:
    """Boxes that were ticked: only people of this organisation within reach; foreign ids are dropped."""
    keys = [key for key in map(_uuid, ids) if key]
    rows = Person.objects.visible_to(by, Permission.BANK_EDIT).select_related("organisation")
    return list(rows.filter(organisation=organisation, pk__in=keys))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
