"""Roles are given by dated appointment with a document, and end by date; several holders and several roles are normal."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.periods import Period
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Level
from nastavnik.people import rules
from nastavnik.people.models import Appointment, Person
from nastavnik.people.queries.cards import is_deputy_on


@dataclass(frozen=True)
class Appointed:
    appointment: Appointment
    warning: str = ""


@transaction.atomic
def appoint(
    person: Person,
    *,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    today: date,
    by: Actor,
    **document: Any,
) -> Appointed:
    """Give a role. `document`: basis, basis_number, basis_date, or decision of a collegial body."""
    by.require(Permission.ROLES_APPOINT, person)
    here = person.organisation
    rules.check_grant(role, level=Level(here.level), held=roles_at(by, here))
    _check_free(person, role, Period(starts_on, ends_on))
    if person.archived_on:
        raise Refusal("Этот человек выбыл. Сначала верните его карточку.")
    given = Appointment.objects.create(
        organisation=here, person=person, role=role, starts_on=starts_on, ends_on=ends_on, **document
    )
    after = {"role": role, "starts_on": str(starts_on), "ends_on": str(ends_on or "")}
    journal.record("role.given", f"Назначена роль: {role.label}", subject=person, by=by, after=after)
    return Appointed(given, rules.warn_of_curator(role, deputy=is_deputy_on(person, max(starts_on, today))))


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: date, by: Actor) -> None:
    """The last day of the role is `on`; the right goes with the day after it."""
    by.require(Permission.ROLES_APPOINT, appointment)
    role, held = Role(appointment.role), roles_at(by, appointment.organisation)
    rules.check_grant(role, level=Level(appointment.organisation.level), held=held)
    Period(appointment.starts_on, on)
    if appointment.ends_on and appointment.ends_on <= on:
        raise Refusal(f"Эта роль уже закончилась {appointment.ends_on:%d.%m.%Y}.")
    before = {"ends_on": str(appointment.ends_on or "")}
    Appointment.objects.revise(appointment, seen=appointment.version, ends_on=on)
    journal.record(
        "role.ended",
        f"Окончена роль: {role.label}",
        subject=appointment.person,
        by=by,
        before=before,
        after={"ends_on": str(on)},
    )


def roles_at(actor: Actor, organisation: Organisation) -> frozenset[Role]:
    """Roles that the actor holds in the organisation or above it."""
    return frozenset(grant.role for grant in actor.grants if organisation.path.startswith(grant.path))


def roles_to_give(actor: Actor, organisation: Organisation) -> frozenset[Role]:
    """Roles that the actor may give in the organisation, for the form."""
    held, level = roles_at(actor, organisation), Level(organisation.level)

    def may(role: Role) -> bool:
        try:
            rules.check_grant(role, level=level, held=held)
        except Refusal:
            return False
        return True

    return frozenset(filter(may, Role))


def _check_free(person: Person, role: Role, period: Period) -> None:
    same = person.appointments.filter(role=role).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=period.start)
    )
    for each in same:
        if period.overlaps(Period(each.starts_on, each.ends_on)):
            raise Refusal(
                f"Эта роль уже есть у человека с {each.starts_on:%d.%m.%Y}. Сначала закончите её или измените даты."
            )
