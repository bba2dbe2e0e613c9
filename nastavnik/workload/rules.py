"""How much time and how many answers are asked of people: the cap of a pause, the target, the closed list of order № 779."""

from dataclasses import dataclass
from datetime import date, timedelta

from nastavnik.access.permissions import Permission
from nastavnik.access.roles import OWN_PERMISSIONS, ROLE_PERMISSIONS, Role
from nastavnik.core.errors import Refusal

CAP = 15 * 60  # seconds; what is longer is a pause and is not counted
TARGET = 10  # minutes a week for a mentor
KEEP = timedelta(days=396)  # thirteen months
WEEKS = 8
FEWEST = 5  # people in a group of which a mean is told

# Order of the Ministry of Education of 06.11.2024 № 779: all that may be demanded of a teacher, and nothing else.
CLOSED_LIST = (
    "рабочая программа",
    "журнал учёта успеваемости",
    "журнал внеурочной деятельности",
    "план воспитательной работы",
    "характеристика на обучающегося",
)
PARTICIPANTS = (Role.MENTOR, Role.MENTEE)
# By which role a person acts where several give the right: the narrowest work first.
ORDER = (
    Role.CURATOR,
    Role.HEAD,
    Role.DEPUTY,
    Role.COUNCIL_CHAIR,
    Role.COUNCIL_MEMBER,
    Role.PSYCHOLOGIST,
    Role.UNION,
    Role.SITE_ADMIN,
    Role.TUTOR,
    Role.MUNICIPAL,
    Role.REGIONAL,
)


@dataclass(frozen=True)
class Obligation:
    """A form that a role must fill. `document`: what stands behind it in the closed list; empty: nothing."""

    address: str
    role: Role
    document: str = ""


def check_obligation(obligation: Obligation) -> None:
    """Nothing is demanded of teachers for reporting: their forms are voluntary or are not."""
    if obligation.role in PARTICIPANTS and obligation.document not in CLOSED_LIST:
        raise Refusal(
            "Требовать этот документ с педагога нельзя: его нет в перечне приказа № 779. Соберите отчёт из данных, "
            "которые уже записаны."
        )


def counted(elapsed: float) -> int:
    """Seconds in the form: a longer pause counts as a quarter of an hour, a clock set back as nothing."""
    return round(min(max(elapsed, 0), CAP))


def role_of(held: frozenset[Role], permission: Permission | None) -> Role | None:
    """As whom a person fills a form: by the role that opens it, else as a mentor or a mentee."""
    for role in ORDER:
        if role in held and permission in ROLE_PERMISSIONS[role] and permission not in _of_everybody():
            return role
    return next((role for role in PARTICIPANTS if role in held), None)


def _of_everybody() -> frozenset[Permission]:
    return frozenset.intersection(*(ROLE_PERMISSIONS[role] for role in ORDER))


def may_open(role: Role, permission: Permission | None) -> bool:
    """Whether forms behind this permission stand before this role; participants have their own records."""
    if permission is None:
        return False
    if role in PARTICIPANTS:
        return permission in OWN_PERMISSIONS
    return permission in ROLE_PERMISSIONS[role] - _of_everybody()


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def minutes(seconds: int) -> float:
    return round(seconds / 60, 1)


def shown_mean(seconds: int, people: int, weeks: int) -> float | None:
    """Minutes a week of one person on the average; None for a group so small that somebody could be recognised."""
    if people < FEWEST or weeks < 1:
        return None
    return round(seconds / 60 / people / weeks, 1)
