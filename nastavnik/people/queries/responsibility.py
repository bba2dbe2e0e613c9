"""Who answers for what in an organisation, from the appointments in force (R091)."""

from dataclasses import dataclass
from datetime import date

from nastavnik.access.roles import Role
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Appointment, Person
from nastavnik.people.rules import RESPONSIBLE, Duty

from . import acting_on


@dataclass(frozen=True)
class Answer:
    """One row of the matrix: the duty, the role that has it now, the people who hold the role."""

    duty: Duty
    role: Role
    people: tuple[Person, ...]

    @property
    def is_substitute(self) -> bool:
        """The role of the duty is vacant and another one answers."""
        return self.role is not RESPONSIBLE[self.duty][0]


def responsibility_in(organisation: Organisation, *, today: date) -> list[Answer]:
    """The matrix: one query."""
    holders = _holders(organisation, today)
    return [_answer(duty, holders) for duty in Duty]


def default_responsible(duty: Duty, organisation: Organisation, *, today: date) -> Person | None:
    """Who stands as the responsible one in a new row of a plan; nobody when all the roles are vacant."""
    people = _answer(duty, _holders(organisation, today)).people
    return people[0] if people else None


def _answer(duty: Duty, holders: dict[Role, list[Person]]) -> Answer:
    roles = RESPONSIBLE[duty]
    role = next((role for role in roles if holders.get(role)), roles[0])
    return Answer(duty, role, tuple(holders.get(role, ())))


def _holders(organisation: Organisation, today: date) -> dict[Role, list[Person]]:
    held = Appointment.objects.filter(
        acting_on(today), organisation=organisation, person__archived_on__isnull=True
    )
    holders: dict[Role, list[Person]] = {}
    if not organisation.has_council:  # R085: one responsible person instead of a structure
        held = held.exclude(role__in=(Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER))
    for each in held.select_related("person").order_by("starts_on", "person__search_text"):
        holders.setdefault(Role(each.role), []).append(each.person)
    return holders
