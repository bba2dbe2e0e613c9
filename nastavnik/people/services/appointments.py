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
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.periods import Period
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Level
from nastavnik.people import rules
from nastavnik.people.models import Appointment, Person
from nastavnik.people.queries import acting_on
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
    held = roles_at(by, here)
    rules.check_grant(role, level=Level(here.level), held=held)
    rules.check_own(role, own=person.pk in by.person_ids, held=held)
    _check_free(person, role, Period(starts_on, ends_on))
    if person.archived_on:
        raise Refusal("Этот человек выбыл. Сначала верните его карточку.")
    given = Appointment.objects.create(
        organisation=here, person=person, role=role, starts_on=starts_on, ends_on=ends_on, **document
    )
    after = {"role": role, "starts_on": str(starts_on), "ends_on": str(ends_on or "")}
    journal.record("role.given", f"Назначена роль: {role.label}", subject=person, by=by, after=after)
    day = max(starts_on, today)
    mentor = person.appointments.filter(acting_on(day), role=Role.MENTOR).exists()
    warning = rules.warn_of_curator(role, deputy=is_deputy_on(person, day))
    return Appointed(given, warning or rules.warn_of_council(role, mentor=mentor))


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


@transaction.atomic
def leave(appointment: Appointment, *, today: date, by: Actor) -> None:
    """Whoever sits in the council may leave it: today is the last day (R100)."""
    if appointment.person_id not in by.person_ids:
        raise Denied(Permission.OWN_DATA)
    role = Role(appointment.role)
    rules.check_leaving(role)
    last = max(today, appointment.starts_on)
    if appointment.ends_on and appointment.ends_on <= last:
        raise Refusal("Вы уже вышли из совета.")
    Appointment.objects.revise(appointment, seen=appointment.version, ends_on=last)
    words = f"Вышел из состава по своему желанию: {role.label}"
    journal.record("role.left", words, subject=appointment.person, by=by, after={"ends_on": str(last)})


def roles_at(actor: Actor, organisation: Organisation) -> frozenset[Role]:
    """Roles that the actor holds in the organisation or above it."""
    return frozenset(grant.role for grant in actor.grants if organisation.path.startswith(grant.path))


def roles_to_give(actor: Actor, person: Person) -> frozenset[Role]:
    """Roles that the actor may give to the person, for the form."""
    here = person.organisation
    held, level = roles_at(actor, here), Level(here.level)

    def may(role: Role) -> bool:
        try:
            rules.check_grant(role, level=level, held=held)
            rules.check_own(role, own=person.pk in actor.person_ids, held=held)
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
