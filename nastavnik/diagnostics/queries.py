"""Profiles of difficulties and strengths, and who may see them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.diagnostics import viewers
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName
from nastavnik.people.models import Person

from .models import AssessedLevel, Assessment, CareRequest
from .rules import Assessor, Profile

Latest = dict[UUID, tuple[UUID, Assessor]]  # assessment → whose and by whom


def profiles(people: Iterable[UUID], *, today: date) -> dict[UUID, Profile]:
    """Person → profile by the latest own sheet and the latest sheet of another; two queries for any number.

    People without a sheet are absent. Not guarded: for rules and matching, never shown as it is.
    """
    chosen = _latest(people, today)
    found: dict[UUID, tuple[dict[str, int], dict[str, int]]] = {
        person: ({}, {}) for person, _ in chosen.values()
    }
    levels = AssessedLevel.objects.filter(assessment__in=chosen) if chosen else AssessedLevel.objects.none()
    for assessment, domain, mastery in levels.values_list("assessment", "domain__code", "mastery"):
        person, assessor = chosen[assessment]
        found[person][assessor is not Assessor.SELF][domain] = mastery
    return {person: Profile(own, expert) for person, (own, expert) in found.items()}


def _latest(people: Iterable[UUID], today: date) -> Latest:
    sheets = Assessment.objects.filter(person__in=people, on__lte=today).order_by("-on", "-created_at", "-id")
    taken: set[tuple[UUID, bool]] = set()
    chosen: Latest = {}
    for pk, person, assessor in sheets.values_list("pk", "person", "assessor"):
        side = (person, assessor == Assessor.SELF)
        if side not in taken:
            taken.add(side)
            chosen[pk] = (person, Assessor(assessor))
    return chosen


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
