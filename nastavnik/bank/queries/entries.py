"""One entry of a bank for its page and for the services that change it."""

from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import (
    CriterionMark,
    Evidence,
    Mentee,
    Mentor,
    Offer,
    ProblemMark,
    Request,
    TimeWindow,
)
from nastavnik.bank.rules import BankState, Readiness, RequestState, Window
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName
from nastavnik.people.models import Person
from nastavnik.people.rules import PersonKind

from .standing import consented, here_now, mentees_here

PEDAGOGUES = {PersonKind.PEDAGOGUE, PersonKind.HEAD}


def items_of(organisation: Organisation, *lists: ListName) -> QuerySet[ListItem]:
    """Lines in use of one or several lists of the organisation, in its order."""
    return ListItem.objects.filter(organisation=organisation, list__in=lists, enabled=True)


def mentee_entry_of(person: Person, *, today: date) -> Mentee | None:
    return (
        Mentee.objects.filter(here_now(today), person=person).select_related("person__organisation").first()
    )


def mentor_entry_of(person: Person, *, today: date) -> Mentor | None:
    return (
        Mentor.objects.filter(here_now(today), person=person).select_related("person__organisation").first()
    )


def mentee_for(actor: Actor, permission: Permission, pk: UUID) -> Mentee:
    """One's own entry or one within reach, or 404."""
    requests = Request.objects.select_related("issue", "subject").prefetch_related(
        "domains", "forms", "kinds"
    )
    rows = Mentee.objects.select_related("person__organisation", "organisation")
    rows = rows.prefetch_related("categories", Prefetch("requests", requests))
    return rows.pick(actor, permission, pk=pk)


def mentor_for(actor: Actor, permission: Permission, pk: UUID) -> Mentor:
    offers = Offer.objects.select_related("issue", "subject").order_by("issue__order", "id")
    evidence = Evidence.objects.select_related("file").order_by("-on", "id")
    rows = Mentor.objects.select_related("person__organisation", "organisation", "source")
    rows = rows.prefetch_related("forms", "kinds", Prefetch("offers", offers), Prefetch("evidence", evidence))
    return rows.pick(actor, permission, pk=pk)


def mentor_seen_by(actor: Actor, pk: UUID) -> Mentor:
    """For the page: the bank's readers and the mentor."""
    own = Mentor.objects.visible_to(actor, Permission.OFFER_OWN).filter(pk=pk).exists()
    return mentor_for(actor, Permission.OFFER_OWN if own else Permission.BANK_VIEW, pk)


def request_to_edit(actor: Actor, pk: UUID) -> Request:
    """Of the curator's organisation or one's own."""
    rows = Request.objects.select_related("mentee__person__organisation", "organisation", "issue", "subject")
    own = rows.visible_to(actor, Permission.REQUEST_OWN).filter(pk=pk).exists()
    return rows.pick(actor, Permission.REQUEST_OWN if own else Permission.BANK_EDIT, pk=pk)


def mentee_to_edit(actor: Actor, pk: UUID) -> Mentee:
    own = Mentee.objects.visible_to(actor, Permission.REQUEST_OWN).filter(pk=pk).exists()
    return mentee_for(actor, Permission.REQUEST_OWN if own else Permission.BANK_EDIT, pk)


def mentor_to_edit(actor: Actor, pk: UUID) -> Mentor:
    own = Mentor.objects.visible_to(actor, Permission.OFFER_OWN).filter(pk=pk).exists()
    return mentor_for(actor, Permission.OFFER_OWN if own else Permission.BANK_EDIT, pk)


def offer_to_remove(actor: Actor, pk: UUID) -> Offer:
    rows = Offer.objects.select_related("mentor__person", "organisation", "issue")
    own = rows.visible_to(actor, Permission.OFFER_OWN).filter(pk=pk).exists()
    return rows.pick(actor, Permission.OFFER_OWN if own else Permission.BANK_EDIT, pk=pk)


def evidence_to_remove(actor: Actor, pk: UUID) -> Evidence:
    rows = Evidence.objects.select_related("mentor__person", "organisation", "file")
    own = rows.visible_to(actor, Permission.OFFER_OWN).filter(pk=pk).exists()
    return rows.pick(actor, Permission.OFFER_OWN if own else Permission.BANK_EDIT, pk=pk)


def evidence_seen_by(actor: Actor, pk: UUID) -> Evidence:
    rows = Evidence.objects.select_related("file", "organisation")
    own = rows.visible_to(actor, Permission.OFFER_OWN).filter(pk=pk).exists()
    return rows.pick(actor, Permission.OFFER_OWN if own else Permission.BANK_VIEW, pk=pk)


def person_to_mark(actor: Actor, pk: UUID) -> Person:
    return Person.objects.select_related("organisation").pick(actor, Permission.BANK_EDIT, pk=pk)


def person_with_week(actor: Actor, pk: UUID) -> Person:
    """Whose free time the actor may write down: their own, or anybody's for the curator."""
    rows = Person.objects.select_related("organisation")
    own = pk in actor.person_ids
    return rows.pick(actor, Permission.OFFER_OWN if own else Permission.BANK_EDIT, pk=pk)


def problems_of(entry: Mentee, actor: Actor) -> list[ListItem]:
    """Types of problem this actor may see: sensitive ones only the person, the curator and the psychologist."""
    rows = ProblemMark.objects.filter(mentee=entry).select_related("problem").order_by("problem__order")
    if not actor.can(Permission.SENSITIVE_VIEW, entry):
        rows = rows.filter(problem__sensitive=False)
    return [mark.problem for mark in rows]


def week_of(person: Person) -> dict[int, list[Window]]:
    """Weekday → spans, for the days with a window."""
    week: dict[int, list[Window]] = {}
    for window in TimeWindow.objects.filter(person=person):
        week.setdefault(window.weekday, []).append((window.starts, window.ends))
    return week


def marks_of(person: Person) -> dict[str, CriterionMark]:
    """Criterion code → its mark."""
    rows = CriterionMark.objects.filter(person=person).select_related("criterion")
    return {mark.criterion.code: mark for mark in rows}


def readiness_of(entry: Mentor, *, today: date) -> Readiness:
    """The facts that admission is decided by."""
    titles = items_of(entry.organisation, ListName.CRITERION).values_list("code", "title")
    return Readiness(
        has_consent=bool(consented([entry.person_id], today=today)),
        has_source=entry.source_id is not None,
        offers=entry.offers.count(),
        marks={code: mark.met for code, mark in marks_of(entry.person).items()},
        titles=dict(titles),
        is_pedagogue=PersonKind(entry.person.kind) in PEDAGOGUES,
    )


def fitting_requests(entry: Mentor, *, today: date) -> int:
    """How many open requests of the organisation stand by the mentor's issues: a hint to the criterion «fits» (R146)."""
    issues = entry.offers.values("issue")
    here = mentees_here(entry.organisation, today=today).exclude(person=entry.person_id)
    rows = Request.objects.filter(state=RequestState.OPEN, mentee__in=here, issue__in=issues)
    return rows.count()


def matching_mentors(request: Request, *, today: date) -> int:
    """How many admitted mentors offer help with this issue: the same hint from the other side."""
    offers = Offer.objects.filter(issue=request.issue_id, mentor__state=BankState.ADMITTED)
    here = Mentor.objects.filter(here_now(today), organisation=request.organisation, offers__in=offers)
    return here.exclude(Q(person=request.mentee.person_id)).distinct().count()
