"""Which times suit everybody: windows of all, minus lessons, minus what is taken, minus days off. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Window = tuple[time, time]
Span = tuple[datetime, datetime]  # aware moments, the end not included
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Week:
    """A person's week by the clock of their organisation: weekday (1 is Monday) → spans. No windows: nothing is known."""

    zone: ZoneInfo
    windows: Mapping[int, Sequence[Window]] = field(default_factory=dict)
    lessons: Mapping[int, Sequence[Window]] = field(default_factory=dict)
    days_off: Collection[date] = frozenset()

    @property
    def is_known(self) -> bool:
        return any(self.windows.values())


def free_slots(
    weeks: Sequence[Week],
    *,
    taken: Iterable[Span],
    since: datetime,
    until: datetime,
    minutes: int,
    most: int = 6,
    a_day: int = 2,
) -> list[Span]:
    """The first `most` meetings of this length within everybody's windows, at most `a_day` a day, none overlapping.

    Those who have told nothing of their week stop only their lessons and days off; if nobody has, there is nothing to
    offer. Moments come back in UTC.
    """
    if not any(week.is_known for week in weeks):
        return []
    free = [(since.astimezone(UTC), until.astimezone(UTC))]
    for week in weeks:
        if week.is_known:
            free = _common(free, _joined(_spans(week, week.windows, since, until, working=True)))
        free = _without(free, _days(week, since, until))
        free = _without(free, _spans(week, week.lessons, since, until, working=False))
    free = _without(free, taken)
    return _cut(free, timedelta(minutes=minutes), most=most, a_day=a_day, zone=weeks[0].zone)


def _spans(
    week: Week, spans: Mapping[int, Sequence[Window]], since: datetime, until: datetime, *, working: bool
) -> list[Span]:
    """A weekly grid as moments between two moments; `working` leaves the days off out."""
    return [
        (_moment(day, starts, week.zone), _moment(day, ends, week.zone))
        for day in _dates(week, since, until)
        if not (working and day in week.days_off)
        for starts, ends in spans.get(day.isoweekday(), ())
    ]


def _days(week: Week, since: datetime, until: datetime) -> list[Span]:
    """Whole days off."""
    return [
        (_moment(day, time.min, week.zone), _moment(day + A_DAY, time.min, week.zone))
        for day in _dates(week, since, until)
        if day in week.days_off
    ]


def _dates(week: Week, since: datetime, until: datetime) -> Iterator[date]:
    first, last = since.astimezone(week.zone).date(), until.astimezone(week.zone).date()
    return (first + n * A_DAY for n in range((last - first).days + 1))


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch made one."""
    joined: list[Span] = []
    for starts, ends in sorted(spans):
        if joined and starts <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        elif starts < ends:
            joined.append((starts, ends))
    return joined


def _common(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    found = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return sorted((starts, ends) for starts, ends in found if starts < ends)


def _without(free: Sequence[Span], busy: Iterable[Span]) -> list[Span]:
    left = list(free)
    for starts, ends in _joined((a.astimezone(UTC), b.astimezone(UTC)) for a, b in busy):
        cut = [part for a, b in left for part in ((a, min(b, starts)), (max(a, ends), b))]
        left = [(a, b) for a, b in cut if a < b]
    return sorted(set(left))


STEP = 5  # minutes: people meet at 14:05, never at 14:03


def _cut(free: Sequence[Span], length: timedelta, *, most: int, a_day: int, zone: ZoneInfo) -> list[Span]:
    slots: list[Span] = []
    days: dict[date, int] = {}
    for starts, ends in free:
        at = _rounded_up(starts)
        while at + length <= ends and len(slots) < most:
            day = at.astimezone(zone).date()
            if days.get(day, 0) >= a_day:
                break
            slots.append((at, at + length))
            days[day] = days.get(day, 0) + 1
            at += length
            at = _rounded_up(at)
    return slots


def _rounded_up(at: datetime) -> datetime:
    floor = at.replace(minute=at.minute // STEP * STEP, second=0, microsecond=0)
    return floor if floor == at else floor + timedelta(minutes=STEP)
