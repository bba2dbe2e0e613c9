"""Who stands in the banks today. A row without a consent in force is an application, not a member of the bank."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from nastavnik.bank.models import Mentee, Mentor, Offer, Request
from nastavnik.bank.rules import BankState, RequestState
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rows import RowQuerySet
from nastavnik.people.consent_state import counting, in_force
from nastavnik.people.models import Employment
from nastavnik.people.rules import ConsentKind


def consented(people: Iterable[UUID], *, today: date) -> frozenset[UUID]:
    """Those whose consent to processing, or another recorded basis, counts today (R126); two or three queries."""
    keys = in_force(people, today=today).by_key
    return frozenset(
        person for person, kind, about in keys if kind is ConsentKind.PROCESSING and about is None
    )


def here_now(today: date) -> Q:
    """Rows of a bank whose person has not left it, nor the organisation."""
    stays = Q(left_on__isnull=True) | Q(left_on__gt=today)
    return stays & Q(entered_on__lte=today) & Q(person__archived_on__isnull=True)


def mentees_here(organisation: Organisation, *, today: date) -> RowQuerySet[Mentee]:
    """Everybody entered, with a consent or still waiting for it."""
    return Mentee.objects.filter(here_now(today), organisation=organisation)


def mentors_here(organisation: Organisation, *, today: date) -> RowQuerySet[Mentor]:
    """Candidates and admitted, with a consent or still waiting for it."""
    return Mentor.objects.filter(here_now(today), organisation=organisation)


def in_bank(organisation: Organisation, *, today: date) -> tuple[list[Mentee], list[Mentor]]:
    """Mentees and admitted mentors whose consent counts today; a withdrawal takes them out at once."""
    mentees = mentees_counted(today=today).filter(organisation=organisation).select_related("person")
    mentors = mentors_counted(today=today).filter(organisation=organisation).select_related("person")
    return list(mentees), list(mentors)


def mentees_counted(*, today: date) -> QuerySet[Mentee]:
    """The bank of mentees of any organisations: the one rule by which it is listed and numbered everywhere."""
    return Mentee.objects.filter(here_now(today), _lawful(today))


def mentors_counted(*, today: date) -> QuerySet[Mentor]:
    """The bank of mentors: admitted, with a consent in force."""
    return Mentor.objects.filter(here_now(today), _lawful(today), state=BankState.ADMITTED)


def _lawful(today: date) -> Exists:
    given = counting(today=today).filter(kind=ConsentKind.PROCESSING, about__isnull=True)
    return Exists(given.filter(person=OuterRef("person")))


def open_requests(organisation: Organisation, *, today: date, also: Collection[UUID] = ()) -> list[Request]:
    """Requests that look for a mentor, of mentees with a consent in force: the left side of matching.

    `also`: ids of requests that are looked at whatever their state.
    Each has mentee.person (with employments and windows), issue, subject, domains, forms, kinds, mentee.categories.
    """
    here = mentees_here(organisation, today=today)
    asking = Q(state=RequestState.OPEN) | Q(pk__in=also)
    rows = Request.objects.filter(asking, opened_on__lte=today, mentee__in=here)
    rows = rows.select_related("mentee__person__organisation", "issue", "subject").prefetch_related(
        "domains",
        "forms",
        "kinds",
        "mentee__categories",
        "mentee__person__windows",
        Prefetch("mentee__person__employments", Employment.objects.all()),
    )
    lawful = _consented_among(here, today)
    return [request for request in rows if request.mentee.person_id in lawful]


def offering_mentors(organisation: Organisation, *, today: date) -> list[Mentor]:
    """Admitted mentors with a consent in force and at least one offer: the right side of matching.

    Each has person (with employments and windows), offers (issue, subject), forms, kinds.
    """
    here = mentors_here(organisation, today=today).filter(state=BankState.ADMITTED)
    rows = here.filter(offers__isnull=False).distinct().select_related("person__organisation", "source")
    rows = rows.order_by("person__search_text", "id").prefetch_related(
        Prefetch("offers", Offer.objects.select_related("issue", "subject")),
        "forms",
        "kinds",
        "person__windows",
        Prefetch("person__employments", Employment.objects.all()),
    )
    lawful = _consented_among(here, today)
    return [mentor for mentor in rows if mentor.person_id in lawful]


def _consented_among(rows: QuerySet[Mentee] | QuerySet[Mentor], today: date) -> frozenset[UUID]:
    return consented(rows.order_by().values_list("person_id", flat=True), today=today)
