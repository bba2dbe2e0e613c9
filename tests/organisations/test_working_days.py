"""Working days: the shipped holidays, and counting over them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.organisations.calendar import exceptions, in_working_days, ship_calendar
from nastavnik.organisations.models import CalendarDay
from nastavnik.organisations.working_days import (
    add_working_days,
    is_working,
    shipped_days,
    working_days_between,
)

YEAR_2026 = {d.day: d.is_working for d in shipped_days(2026)}
dates = st.dates(date(2025, 1, 1), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 9, 15), 1, date(2026, 9, 16)),
        (date(2026, 9, 18), 1, date(2026, 9, 21)),
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        (date(2026, 5, 8), 1, date(2026, 5, 12)),
        (date(2026, 9, 19), 0, date(2026, 9, 21)),
        (date(2026, 9, 21), -1, date(2026, 9, 18)),
        (date(2025, 12, 31), 1, date(2026, 1, 12)),
    ],
)
def test_holidays_and_weekends_are_passed_over(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count, YEAR_2026) == end


def test_a_year_has_the_known_number_of_working_days() -> None:
    assert working_days_between(date(2026, 1, 1), date(2026, 12, 31), YEAR_2026) == 247


def test_a_working_saturday_counts() -> None:
    assert add_working_days(date(2026, 9, 18), 1, {date(2026, 9, 19): True}) == date(2026, 9, 19)


@given(dates, st.integers(1, 60))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    end = add_working_days(start, count, YEAR_2026)
    assert is_working(end, YEAR_2026)
    assert working_days_between(start + timedelta(days=1), end, YEAR_2026) == count


@given(dates, st.integers(1, 60))
def test_there_and_back_is_home(start: date, count: int) -> None:
    home = add_working_days(start, 0, YEAR_2026)
    assert add_working_days(add_working_days(home, count, YEAR_2026), -count, YEAR_2026) == home


def test_what_a_decree_may_change_is_not_marked_as_checked() -> None:
    unchecked = {d.day for d in shipped_days(2026) if not d.checked}
    assert unchecked == {date(2026, 1, 9), date(2026, 12, 31), date(2026, 3, 9), date(2026, 5, 11)}


@pytest.mark.django_db
def test_the_calendar_is_shipped_and_an_edited_year_stays() -> None:
    assert in_working_days(date(2026, 4, 30), 1) == date(2026, 5, 4)
    CalendarDay.objects.filter(day__year=2026).exclude(day=date(2026, 1, 1)).delete()
    ship_calendar()
    assert [day for day in exceptions() if day.year == 2026] == [date(2026, 1, 1)]
