"""The cap of a pause, the role a form is filled in, the closed list of order № 779. No database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.access.permissions import Permission as P
from nastavnik.access.roles import Role
from nastavnik.core.errors import Refusal
from nastavnik.core.once import new_token
from nastavnik.workload import obligations, rules
from nastavnik.workload.middleware import moment_of
from nastavnik.workload.rules import Obligation


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_pause_counts_as_a_quarter_of_an_hour_at_most(elapsed: float) -> None:
    assert 0 <= rules.counted(elapsed) <= rules.CAP
    if 0 <= elapsed <= rules.CAP:
        assert rules.counted(elapsed) == round(elapsed)


@given(st.dates(min_value=date(2000, 1, 3)))
def test_a_week_begins_on_monday(day: date) -> None:
    monday = rules.week_of(day)
    assert monday.weekday() == 0
    assert timedelta(0) <= day - monday < timedelta(days=7)


def test_a_form_is_filled_as_whom_it_is_opened_for() -> None:
    both = frozenset({Role.CURATOR, Role.MENTOR})
    assert rules.role_of(both, P.PAIR_FORM) is Role.CURATOR
    assert rules.role_of(both, P.TALK) is Role.MENTOR
    assert rules.role_of(frozenset({Role.MENTEE}), P.TALK) is Role.MENTEE
    assert rules.role_of(frozenset(), P.TALK) is None


def test_a_mean_of_few_people_is_not_told() -> None:
    assert rules.shown_mean(36_000, 4, 4) is None
    assert rules.shown_mean(36_000, 5, 4) == 30.0


def test_a_token_of_a_form_tells_when_its_page_was_made() -> None:
    before = datetime.now(UTC)
    made = moment_of(new_token())
    assert made is not None
    assert abs(made - before) < timedelta(seconds=5)
    assert moment_of("") is moment_of("нет") is moment_of("0" * 32) is None


@pytest.mark.parametrize("role", [Role.MENTOR, Role.MENTEE])
def test_no_report_can_be_demanded_of_a_teacher(role: Role) -> None:
    with pytest.raises(Refusal, match="779"):
        obligations.register(Obligation("pairs:report", role))
    rules.check_obligation(Obligation("pairs:report", role, "рабочая программа"))
    rules.check_obligation(Obligation("pairs:report", Role.CURATOR))
