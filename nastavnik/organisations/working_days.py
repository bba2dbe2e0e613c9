"""Working days by the production calendar: pure arithmetic over its exceptions, and the holidays we ship."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
FAR = 366 * 3  # days after which the exceptions are surely wrong


@dataclass(frozen=True)
class ShippedDay:
    day: date
    is_working: bool
    title: str
    checked: bool  # False where a decree of the Government may say otherwise


def is_working(day: date, exceptions: Mapping[date, bool]) -> bool:
    """`exceptions` says of a day whether it is a working one; all others go by the five-day week."""
    return exceptions.get(day, day.weekday() < SATURDAY)


def add_working_days(start: date, count: int, exceptions: Mapping[date, bool]) -> date:
    """The day that comes `count` working days after `start` (before it, if negative); `start` is not counted.

    With 0 it is `start` itself, or the first working day after it (ГК РФ, ст. 193).
    """
    step = timedelta(days=-1 if count < 0 else 1)
    day, left = start, abs(count)
    for _ in range(FAR):
        if left == 0 and is_working(day, exceptions):
            return day
        day += step
        if left and is_working(day, exceptions):
            left -= 1
    raise ValueError("no working days in three years")


def working_days_between(start: date, end: date, exceptions: Mapping[date, bool]) -> int:
    """How many working days lie in [start, end], both included; 0 when end is before start."""
    length = (end - start).days + 1
    return sum(is_working(start + timedelta(days=n), exceptions) for n in range(length))


# ТК РФ, ст. 112: month, day, title.
HOLIDAYS = (
    *((1, day, "Новогодние каникулы") for day in (1, 2, 3, 4, 5, 6, 8)),
    (1, 7, "Рождество Христово"),
    (2, 23, "День защитника Отечества"),
    (3, 8, "Международный женский день"),
    (5, 1, "Праздник Весны и Труда"),
    (5, 9, "День Победы"),
    (6, 12, "День России"),
    (11, 4, "День народного единства"),
)
# Days moved by decrees of the Government; a year joins when its decree has been read.
MOVED = {
    2026: (
        (date(2026, 1, 9), False, "Выходной перенесён с 3 января"),
        (date(2026, 12, 31), False, "Выходной перенесён с 4 января"),
    )
}
SHIPPED_YEARS = (2026, 2027)


def shipped_days(year: int) -> list[ShippedDay]:
    """Holidays, days off moved by the law itself, and those moved by decree (to be checked by a person)."""
    holidays = {date(year, month, day): title for month, day, title in HOLIDAYS}
    days = [ShippedDay(day, False, title, checked=True) for day, title in holidays.items()]
    days += _moved_by_law(holidays)
    days += [ShippedDay(*moved, checked=False) for moved in MOVED.get(year, ())]
    return sorted(days, key=lambda each: each.day)


def _moved_by_law(holidays: Mapping[date, str]) -> Iterator[ShippedDay]:
    """A holiday on a day off moves that day off to the next working day; January goes by decree only (ст. 112)."""
    taken = dict.fromkeys(holidays, False)
    for day, title in sorted(holidays.items()):
        if day.month > 1 and day.weekday() >= SATURDAY:
            free = add_working_days(day, 1, taken)
            taken[free] = False
            yield ShippedDay(free, False, f"Выходной перенесён: {title}", checked=False)
