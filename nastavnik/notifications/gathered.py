"""Things that come by dozens are reminded of together: one reminder for all that came in one week."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.zones import day_in
from nastavnik.people.queries import holders, person_in_role

from .reminders import Due

WEEK = timedelta(days=7)
WAIT = 14  # days


@dataclass(frozen=True)
class Pile:
    """What comes by dozens: who works it off, in which words they are reminded; the head is the next role."""

    worked_off_by: Permission
    subject: str
    text_for: Callable[[int], str]
    link: str
    why: str


def weekly(
    organisation: Organisation, days: Iterable[date], pile: Pile, *, first: date, last: date
) -> list[Due]:
    """One reminder for each week in which something came that still waits (`days`), due between `first` and `last`."""
    weeks = [each for each in by_week(days, wait=WAIT) if first <= each[1] <= last]
    if not weeks:
        return []
    today = today_in(organisation)
    people = list(holders(pile.worked_off_by, organisation, today=today).values_list("pk", flat=True))
    head = person_in_role(Role.HEAD, organisation, today=today)
    return [
        Due(
            key=key,
            due_on=due_on,
            people=people,
            subject=pile.subject,
            text=pile.text_for(count),
            link=pile.link,
            why=pile.why,
            next_people=[head.pk] if head else [],
        )
        for key, due_on, count in weeks
    ]


def by_week(days: Iterable[date], *, wait: int) -> Iterator[tuple[str, date, int]]:
    """(key, due date, how many) for each week in which something came; `wait`: days given from the week's end."""
    mondays = Counter(day - timedelta(days=day.weekday()) for day in days)
    for monday, count in sorted(mondays.items()):
        yield monday.isoformat(), monday + WEEK + timedelta(days=wait - 1), count


def today_in(organisation: Organisation) -> date:
    return day_in(organisation.time_zone, timezone.now())
