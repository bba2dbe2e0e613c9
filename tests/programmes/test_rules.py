"""How long a programme lasts, what it needs, how deadlines and versions are reckoned: without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.deadlines import Deadline, DeadlineKind, parse
from nastavnik.core.errors import Refusal
from nastavnik.programmes import rules
from nastavnik.programmes.rules import Line, Part, Readiness, Setting, State

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.req("R213")
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_usual"),
    [
        (date(2026, 9, 1), date(2026, 11, 30), True),
        (date(2026, 9, 1), date(2026, 11, 29), False),
        (date(2026, 9, 1), date(2027, 8, 31), True),
        (date(2026, 9, 1), date(2027, 9, 1), False),
        (date(2027, 11, 30), date(2028, 2, 28), True),
        (date(2028, 2, 29), date(2029, 2, 27), True),
    ],
)
def test_three_months_to_a_year_are_usual_and_anything_else_asks_why(
    starts_on: date, ends_on: date, *, is_usual: bool
) -> None:
    assert (rules.length_warning(starts_on, ends_on) == "") is is_usual
    rules.check_length(starts_on, ends_on, "наставник уходит в отпуск")
    if not is_usual:
        with pytest.raises(Refusal, match="напишите, почему"):
            rules.check_length(starts_on, ends_on, "  ")


@given(DAYS, st.integers(-30, 60))
def test_months_are_added_without_leaving_the_calendar(day: date, months: int) -> None:
    later = rules.months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@given(st.sampled_from(list(State)), st.sampled_from(list(State)))
def test_only_declared_moves_are_made(current: State, target: State) -> None:
    if target in rules.MOVES[current]:
        rules.check_move(current, target)
    else:
        with pytest.raises(Refusal, match="не может стать"):
            rules.check_move(current, target)


def test_every_state_is_reached_and_history_stays_history() -> None:
    reached = {State.DRAFT, *(each for found in rules.MOVES.values() for each in found)}
    assert reached == set(State)
    assert all(not rules.MOVES[each] for each in (*rules.OVER, State.REPLACED, State.DROPPED))


@pytest.mark.req("R179")
@pytest.mark.parametrize("lacking", ["topics", "directions", "goals", "activities"])
def test_a_programme_without_its_topic_directions_goals_or_activities_is_not_agreed(lacking: str) -> None:
    whole = {"topics": 1, "directions": 1, "goals": 1, "activities": 1}
    rules.check_ready(Readiness(**whole))
    with pytest.raises(Refusal, match="Сначала"):
        rules.check_ready(Readiness(**{**whole, lacking: 0}))


@pytest.mark.req("R214")
def test_four_sections_stand_by_default_and_the_rest_is_off() -> None:
    enabled = [each.part for each in rules.layout([]) if each.enabled]
    assert enabled == [Part.CARD, Part.DIRECTIONS, Part.GOALS, Part.ACTIVITIES]
    told = [
        Setting(Part.NOTE, "Зачем", enabled=True, order=1),
        Setting(Part.GOALS, "Цели", enabled=False, order=2),
    ]
    shown = [each.part for each in rules.layout(told) if each.enabled]
    assert shown == [Part.NOTE, Part.GOALS, Part.CARD, Part.DIRECTIONS, Part.ACTIVITIES]


@pytest.mark.req("R221")
def test_a_personal_programme_lies_inside_the_organisations_own() -> None:
    frame = ("Наставничество в школе", date(2025, 9, 1), date(2028, 8, 31))
    assert rules.frame_warning(date(2026, 9, 1), date(2027, 5, 31), frame) == ""
    assert rules.frame_warning(date(2026, 9, 1), date(2027, 5, 31), None) == ""
    assert "Наставничество в школе" in rules.frame_warning(date(2028, 6, 1), date(2028, 12, 1), frame)


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("01.10.2026", date(2026, 10, 1)),
        ("октябрь 2026", date(2026, 10, 31)),
        ("сентябрь — ноябрь 2026", date(2026, 11, 30)),
        ("в течение года", date(2027, 5, 28)),
        ("10 рабочих дней", date(2026, 9, 30)),
    ],
)
def test_five_kinds_of_dates_end_on_a_day(typed: str, last: date) -> None:
    deadline = parse(typed, date(2026, 9, 15))
    assert deadline is not None
    counted = date(2026, 9, 30) if deadline.kind is DeadlineKind.WORKING_DAYS else None
    found = rules.due_on(
        deadline, starts_on=date(2026, 9, 16), ends_on=date(2027, 5, 28), by_working_days=counted
    )
    assert found == last


@given(DAYS)
def test_a_deadline_of_the_next_year_is_the_same_month(day: date) -> None:
    month = day.replace(day=1)
    later = rules.shifted(Deadline(DeadlineKind.MONTHS, day=month, until=month), years=1)
    assert later.day == month.replace(year=month.year + 1)
    assert rules.shifted(Deadline(DeadlineKind.WORKING_DAYS, count=10), years=1).count == 10


@given(st.integers(0, 20), DAYS, st.integers(0, 400))
def test_a_suggested_month_never_leaves_the_programme(number: int, starts_on: date, length: int) -> None:
    ends_on = starts_on + timedelta(days=length)
    month = rules.month_of(number, starts_on, ends_on).day
    assert month is not None
    assert starts_on.replace(day=1) <= month <= ends_on


def test_a_diff_names_what_is_added_changed_and_taken_out() -> None:
    before = [Line("a", "Цели", "Цель", "раз"), Line("b", "Цели", "Цель", "два")]
    after = [Line("b", "Цели", "Цель", "два с половиной"), Line("c", "Цели", "Цель", "три")]
    found = [(each.kind, each.before, each.after) for each in rules.changes_between(before, after)]
    assert found == [("changed", "два", "два с половиной"), ("added", "", "три"), ("removed", "раз", "")]
    assert rules.changes_between(before, before) == []


@pytest.mark.parametrize(
    ("start", "target", "now", "share"),
    [
        ("2", "6", "4", 0.5),
        ("20 %", "60 %", "60 %", 1.0),
        ("10", "2", "6", 0.5),
        ("с трудом", "уверенно", "лучше", None),
        ("2", "2", "2", None),
    ],
)
def test_a_goal_in_numbers_tells_its_share_and_one_in_words_does_not(
    start: str, target: str, now: str, share: float | None
) -> None:
    assert rules.share_reached(start, target, now) == share


def test_the_end_wants_results_and_an_early_one_wants_a_reason() -> None:
    days = {"ends_on": date(2027, 5, 28), "today": date(2027, 3, 1)}
    with pytest.raises(Refusal, match="результат по каждой цели"):
        rules.check_finish(**days, why="переезд", open_goals=1)
    with pytest.raises(Refusal, match="почему программа завершается раньше"):
        rules.check_finish(**days, why=" ", open_goals=0)
    rules.check_finish(**days, why="цели достигнуты", open_goals=0)
    rules.check_finish(ends_on=date(2027, 5, 28), today=date(2027, 5, 28), why="", open_goals=0)
