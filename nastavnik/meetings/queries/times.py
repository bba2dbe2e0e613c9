"""Free times of a pair: what is recorded of everybody's week, handed to the rule."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from nastavnik.bank.models import TimeWindow
from nastavnik.meetings.models import Lesson
from nastavnik.meetings.rules import slots
from nastavnik.meetings.rules.slots import Span, Week, Window
from nastavnik.organisations.calendar import exceptions
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.school_holidays import holidays_of
from nastavnik.organisations.working_days import is_working
from nastavnik.people.middleware import zone_of
from nastavnik.people.models import Person

from . import taken_by

LOOK_AHEAD = timedelta(days=21)
SOONEST = timedelta(hours=2)
Grid = Mapping[UUID, Mapping[int, Sequence[Window]]]


def free_times(people: Sequence[Person], *, minutes: int, now: datetime) -> list[Span]:
    """Times within three weeks that suit all of these people; empty when nobody has recorded a week. ≤ 6 queries."""
    since, until = now + SOONEST, now + LOOK_AHEAD
    windows = _grid(TimeWindow.objects.filter(person__in=people))
    if not windows:
        return []
    lessons = _grid(Lesson.objects.filter(person__in=people))
    off: dict[UUID, frozenset[date]] = {}
    for person in people:
        if person.organisation_id not in off:
            off[person.organisation_id] = days_off(person.organisation, since, until)
    weeks = [
        Week(
            zone=zone_of(person.organisation.time_zone) or ZoneInfo(timezone.get_default_timezone_name()),
            windows=windows.get(person.pk, {}),
            lessons=lessons.get(person.pk, {}),
            days_off=off[person.organisation_id],
        )
        for person in people
    ]
    taken = taken_by([p.pk for p in people], since, until).values_list("starts_at", "ends_at")
    return slots.free_slots(weeks, taken=taken, since=since, until=until, minutes=minutes)


def _grid(rows: "Iterable[TimeWindow | Lesson]") -> Grid:
    grid: dict[UUID, dict[int, list[Window]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        grid[row.person_id][row.weekday].append((row.starts, row.ends))
    return grid


def days_off(organisation: Organisation, since: datetime, until: datetime) -> frozenset[date]:
    """Holidays and moved days off of the production calendar, and school holidays. A plain Saturday stays: people teach."""
    first, last = since.date() - timedelta(days=1), until.date() + timedelta(days=1)
    special = exceptions()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    holidays = holidays_of([organisation])[organisation.pk]
    return frozenset(
        day
        for day in days
        if (day in special and not is_working(day, special))
        or any(starts <= day <= ends for starts, ends in holidays)
    )


def lessons_of(person: Person) -> dict[int, list[Window]]:
    """Weekday → lessons, for the days with any."""
    return {
        day: list(spans)
        for day, spans in _grid(Lesson.objects.filter(person=person)).get(person.pk, {}).items()
    }
