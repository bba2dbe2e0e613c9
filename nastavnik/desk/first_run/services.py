"""The first organisation and the first people of an empty installation. Nobody is signed in: the console acts."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from nastavnik.access.actor import CONSOLE, Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core import journal, setup_code
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.latin import slug
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Kind, Level
from nastavnik.organisations.services import add_organisation
from nastavnik.people.models import Appointment, Employment, Person, User
from nastavnik.people.rules import Gender, PersonKind

from . import state

FINISHED = 99  # of Organisation.wizard_step
CLOSED = "Первая настройка уже сделана. Войдите под своей почтой."
ROLES = {
    "curator": ((Role.CURATOR,), (Role.HEAD,)),
    "head": ((Role.HEAD,), (Role.CURATOR,)),
    "both": ((Role.HEAD, Role.CURATOR), ()),
}


@dataclass(frozen=True)
class Named:
    """A person as typed into the wizard."""

    last_name: str
    first_name: str
    middle_name: str
    gender: Gender
    position: str


@transaction.atomic
def start_organisation(
    *, kind: Kind, full_name: str, short_name: str, place: str, time_zone: str
) -> Organisation:
    """The first organisation of the installation; pressed twice it is the same one."""
    if not state.is_open():
        raise Refusal(CLOSED)
    if found := state.started():
        return found
    return add_organisation(
        code=_free_code(short_name),
        level=Level.ORGANISATION,
        kind=kind,
        full_name=full_name,
        short_name=short_name,
        place=place,
        time_zone=time_zone,
        by=CONSOLE,
    )


def _free_code(short_name: str) -> str:
    code = slug(short_name) or "organisation"
    taken = set(Organisation.objects.filter(code__startswith=code).values_list("code", flat=True))
    choices = (code if number == 1 else f"{code}-{number}" for number in range(1, len(taken) + 3))
    return next(each for each in choices if each not in taken and len(each) > 1)


@transaction.atomic
def seat_people(
    organisation: Organisation,
    *,
    seat: str,
    me: Named,
    other: Named | None,
    email: str,
    password: str,
    looks_after: bool,
    today: date,
) -> User:
    """Cards, appointments and the account of the person at the screen; the other one is invited later."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two browsers at once: one is first
    if not state.is_open():
        raise Refusal(CLOSED)
    name = f"{me.first_name} {me.middle_name}".strip()
    user = User.objects.create_user(email, password, name=name, is_installer=looks_after)
    mine, theirs = ROLES[seat]
    card = _seat(organisation, me, mine, today)
    card.account, card.email = user, user.email
    card.save(update_fields=["account", "email", "updated_at"])
    if other is not None and theirs:
        _seat(organisation, other, theirs, today)
    journal.record("first_run.finished", "Установка настроена впервые", subject=organisation, by=CONSOLE)
    setup_code.forget()
    return user


def _seat(organisation: Organisation, named: Named, roles: tuple[Role, ...], today: date) -> Person:
    person = Person.objects.create(
        organisation=organisation,
        last_name=named.last_name,
        first_name=named.first_name,
        middle_name=named.middle_name,
        gender=named.gender,
        kind=PersonKind.HEAD if Role.HEAD in roles else PersonKind.PEDAGOGUE,
    )
    Employment.objects.create(
        organisation=organisation,
        person=person,
        position=named.position,
        is_pedagogical=False,
        is_deputy="заместитель" in named.position.lower(),
    )
    for role in roles:
        Appointment.objects.create(organisation=organisation, person=person, role=role, starts_on=today)
        journal.record(f"role.{role}", f"Назначена роль: {role.label}", subject=person, by=CONSOLE)
    return person


@transaction.atomic
def finish(organisation: Organisation, *, by: Actor) -> None:
    """The list of set-up steps leaves the home page; steps themselves stay where they are."""
    by.require(Permission.ORGANISATION_EDIT, organisation)
    organisation.wizard_step = FINISHED
    organisation.save(update_fields=["wizard_step", "updated_at"])
