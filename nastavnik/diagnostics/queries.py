"""Profiles of difficulties and strengths, and who may see them."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.errors import Denied
from nastavnik.diagnostics import viewers
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName
from nastavnik.people.models import Person
from nastavnik.people.queries import cards_of

from .models import AssessedLevel, Assessment, CareNote, CareRequest
from .rules import Assessor, Profile


def profiles(people: Iterable[UUID], *, today: date) -> dict[UUID, Profile]:
    """Person → profile by the latest own sheet and the latest sheet of another; one query for any number.

    People without a sheet are absent. Not guarded: for rules and matching, never shown as it is.
    """
    return _by_latest((line, person) for line, person, _ in _levels(people, today=today))


def profiles_then_and_now(
    then: Mapping[UUID, date], *, today: date
) -> tuple[dict[UUID, Profile], dict[UUID, Profile]]:
    """Profiles as they were at the end of the day named for each person, and as they are today; one query."""
    rows = list(_levels(then, today=today))
    before = _by_latest((line, person) for line, person, on in rows if on <= then[person])
    return before, _by_latest((line, person) for line, person, _ in rows)


Level = tuple[UUID, str, str, int]  # the sheet, who has filled it in, the domain, the level


def _levels(people: Iterable[UUID], *, today: date) -> Iterable[tuple[Level, UUID, date]]:
    """The newest first."""
    levels = AssessedLevel.objects.filter(assessment__person__in=people, assessment__on__lte=today)
    newest_first = levels.order_by("-assessment__on", "-assessment__created_at", "-assessment__id")
    told = ("assessment", "assessment__assessor", "domain__code", "mastery")
    for *line, person, on in newest_first.values_list(*told, "assessment__person", "assessment__on"):
        yield (line[0], line[1], line[2], line[3]), person, on


def _by_latest(rows: Iterable[tuple[Level, UUID]]) -> dict[UUID, Profile]:
    latest: dict[tuple[UUID, bool], UUID] = {}  # person and «own?» → the sheet that counts
    found: dict[UUID, tuple[dict[str, int], dict[str, int]]] = {}
    for (sheet, assessor, domain, mastery), person in rows:
        own = assessor == Assessor.SELF
        if latest.setdefault((person, own), sheet) == sheet:
            found.setdefault(person, ({}, {}))[not own][domain] = mastery
    return {person: Profile(own, expert) for person, (own, expert) in found.items()}


def profile_of(person: Person, *, today: date) -> Profile:
    return profiles([person.pk], today=today).get(person.pk, Profile({}, {}))


def domains_of(organisation: Organisation) -> list[ListItem]:
    """The questions of the sheet, in the organisation's order; their number is data."""
    rows = ListItem.objects.filter(organisation=organisation, list=ListName.DOMAIN, enabled=True)
    return list(rows.order_by("order", "title"))


def sees_levels(actor: Actor, person: Person, *, today: date) -> bool:
    """The person, the curator, the mentor of an open mentorship; the psychologist only when asked for care."""
    if actor.can(Permission.LEVELS_VIEW, person) or viewers.is_viewer(actor, person, today):
        return True
    return actor.can(Permission.CARE_GIVE, person) and has_open_care(person, today=today)


def has_open_care(person: Person, *, today: date) -> bool:
    return CareRequest.objects.filter(_open(today), person=person).exists()


def _open(today: date) -> Q:
    return Q(asked_on__lte=today) & Q(closed_on__isnull=True)


def person_seen_by(actor: Actor, pk: UUID, *, today: date) -> Person:
    """Somebody whose levels the actor may see. A stranger: 404; known, but levels are hidden: Denied."""
    person = Person.objects.select_related("organisation").filter(pk=pk).first()
    if person is not None and sees_levels(actor, person, today=today):
        return person
    if person is not None and actor.can(Permission.PERSON_VIEW, person):
        raise Denied(Permission.LEVELS_VIEW)
    raise Http404


def may_assess(actor: Actor, person: Person, *, today: date) -> Assessor | None:
    """As whom the actor may fill a sheet about another; None for oneself and for those who may not."""
    if person.pk in actor.person_ids:
        return None
    if actor.can(Permission.DIAGNOSTICS_EXPERT, person):
        return Assessor.EXPERT
    return Assessor.MENTOR if viewers.is_viewer(actor, person, today) else None


def own_card(actor: Actor, organisation: Organisation | None) -> Person:
    """One's own card in the current organisation, or 404 for those who have none there."""
    mine = cards_of(actor).filter(organisation=organisation, archived_on__isnull=True)
    person = mine.select_related("organisation").order_by("id").first()
    if person is None:
        raise Http404
    return person


def sheets_of(person: Person, *, today: date) -> list[Assessment]:
    """All sheets, the newest first, each with `levels` and their domains; two queries."""
    levels = AssessedLevel.objects.select_related("domain").order_by("domain__order", "domain__title")
    rows = Assessment.objects.filter(person=person, on__lte=today).select_related("assessed_by")
    return list(rows.prefetch_related(Prefetch("levels", levels)))


def open_care_of(person: Person, *, today: date) -> CareRequest | None:
    return CareRequest.objects.filter(_open(today), person=person).order_by("asked_on").first()


def care_list(actor: Actor, organisation: Organisation, *, today: date) -> QuerySet[CareRequest]:
    """Open requests of the organisation for its psychologist, the longest waiting first."""
    rows = CareRequest.objects.visible_to(actor, Permission.CARE_GIVE).filter(organisation=organisation)
    return rows.filter(_open(today)).select_related("person").order_by("asked_on", "id")


def care_to_close(actor: Actor, pk: UUID) -> CareRequest:
    """A request of one's own, or one that the psychologist takes care of."""
    rows = CareRequest.objects.select_related("person__organisation", "organisation")
    own = Q(pk__in=rows.filter(person__in=actor.person_ids).values("pk"))
    taken = Q(pk__in=CareRequest.objects.visible_to(actor, Permission.CARE_GIVE).values("pk"))
    care = rows.filter(own | taken, pk=pk).first()
    if care is None:
        raise Http404
    return care


def closed_care(actor: Actor, organisation: Organisation, *, today: date) -> QuerySet[CareRequest]:
    """Requests that are over, the latest first: their notes are kept."""
    rows = records_of(actor).filter(organisation=organisation).exclude(_open(today))
    return rows.select_related("person").order_by("-closed_on", "id")


def records_of(actor: Actor) -> QuerySet[CareRequest]:
    """Care of the very organisations where the actor is the psychologist, not of those below; never about oneself."""
    places = actor.reach(Permission.CARE_NOTE).paths
    rows = CareRequest.objects.visible_to(actor, Permission.CARE_NOTE).filter(organisation__path__in=places)
    own = Q(person__in=actor.person_ids) | Q(partners__in=actor.person_ids)
    return rows.exclude(pk__in=CareRequest.objects.filter(own).values("pk"))


def care_record(actor: Actor, pk: UUID) -> CareRequest:
    """A request with its people for the psychologist who keeps notes, or 404."""
    rows = records_of(actor).select_related("person__organisation", "organisation")
    care = rows.prefetch_related("partners").filter(pk=pk).first()
    if care is None:
        raise Http404
    return care


def notes_of(care: CareRequest) -> list[CareNote]:
    """The newest first. Only for a care taken from `care_record`."""
    return list(CareNote.objects.filter(care=care).select_related("about", "written_by"))
