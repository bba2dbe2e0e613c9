"""A month as a calendar shows it: weeks of days, each with what is on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nastavnik.core.deadlines import NOMINATIVE
from nastavnik.core.ui import Status

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 1)


@dataclass(frozen=True)
class Entry:
    """A meeting on a day: «14:30», with whom, in what state."""

    time: str
    title: str
    url: str
    status: Status
    note: str = ""


@dataclass(frozen=True)
class Day:
    """`other`: of the month before or after; `off`: a day off or holidays."""

    on: date
    entries: Sequence[Entry] = ()
    other: bool = False
    off: bool = False
    today: bool = False


def month_of(text: str, today: date) -> date:
    """The first day of «2026-09»; anything else is the month of today."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if FIRST <= asked <= LAST else today.replace(day=1)


def shifted(month: date, by: int) -> date:
    """The first day of a month some months away."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def span_of(month: date) -> tuple[date, date]:
    """From the Monday of the first week to the Sunday of the last one."""
    last = shifted(month, 1) - timedelta(days=1)
    return month - timedelta(days=month.weekday()), last + timedelta(days=6 - last.weekday())


def weeks_of(
    month: date, entries: Mapping[date, Sequence[Entry]], *, off: frozenset[date], today: date
) -> list[list[Day]]:
    """Weeks of seven days."""
    first, last = span_of(month)
    days = [
        Day(
            day,
            entries.get(day, ()),
            other=day.month != month.month,
            off=day in off or day.weekday() == 6,
            today=day == today,
        )
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    ]
    return [days[n : n + 7] for n in range(0, len(days), 7)]


def title_of(month: date) -> str:
    """«Сентябрь 2026»."""
    return f"{NOMINATIVE[month.month - 1].capitalize()} {month.year}"
