"""The production calendar of the installation: shipped once per year, edited by people, read by everybody."""

from datetime import date
from typing import Any

from .models import CalendarDay
from .working_days import SHIPPED_YEARS, add_working_days, shipped_days


def ship_calendar(**_signal: Any) -> None:
    """Fill the years we know, each only while it has no day at all: what people have edited stays."""
    for year in SHIPPED_YEARS:
        if not CalendarDay.objects.filter(day__year=year).exists():
            days = [
                CalendarDay(day=d.day, is_working=d.is_working, title=d.title, checked=d.checked)
                for d in shipped_days(year)
            ]
            CalendarDay.objects.bulk_create(days, ignore_conflicts=True)


def exceptions() -> dict[date, bool]:
    """Day → is it a working one; about thirty lines a year."""
    return dict(CalendarDay.objects.values_list("day", "is_working"))


def in_working_days(start: date, count: int) -> date:
    """The date `count` working days after `start` by the calendar of the installation."""
    return add_working_days(start, count, exceptions())
