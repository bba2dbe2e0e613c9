"""The rules of writing to people, tried without a database: the ladder, the hours, the digests."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.core.errors import Refusal
from nastavnik.notifications.rules import (
    SHIPPED,
    Hours,
    Ladder,
    Rhythm,
    check_ladder,
    digest_at,
    opens,
    rungs,
    steps_of,
    steps_typed,
    when_words,
)

DUE = date(2026, 10, 12)
MOSCOW = ZoneInfo("Europe/Moscow")
NIGHT = Hours()


def days_told(wakes: list[int], ladder: Ladder = SHIPPED) -> list[tuple[int, int, bool]]:
    """(day of waking, rung, does the next role hear of it) for a worker that wakes on these days from the due date."""
    sent: set[int] = set()
    told = []
    for wake in sorted(wakes):
        rung = rungs(DUE, DUE + timedelta(days=wake), sent, ladder)
        if rung:
            sent.add(rung.offset)
            told.append((wake, rung.offset, rung.to_next))
    return told


def test_a_worker_awake_every_day_climbs_each_rung_once() -> None:
    told = days_told(list(range(-30, 30)))
    assert told == [
        (-7, -7, False),
        (-1, -1, False),
        (0, 0, False),
        (1, 1, False),
        (7, 7, True),
        (14, 14, True),
        (21, 21, True),
        (28, 28, True),
    ]


def test_a_worker_that_slept_sends_one_message_and_not_three() -> None:
    assert days_told([-8, 2, 3]) == [(2, 1, False)]


def test_after_half_a_year_nobody_is_chased() -> None:
    assert rungs(DUE, DUE + timedelta(days=181), ()) is None


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    wakes=st.lists(st.integers(-60, 240), max_size=80),
    steps=st.sets(st.integers(-30, 6), max_size=6),
    weekly_from=st.integers(7, 20),
    next_from=st.integers(1, 30),
)
def test_each_rung_once_never_before_its_day_and_nothing_missed_in_the_end(
    wakes: list[int], steps: set[int], weekly_from: int, next_from: int
) -> None:
    ladder = Ladder(tuple(sorted(steps)), weekly_from, next_from)
    told = days_told(wakes, ladder)
    offsets = [rung for _, rung, _ in told]
    assert len(set(offsets)) == len(offsets), "a rung is told once"
    assert offsets == sorted(offsets), "never back down the ladder"
    assert len({wake for wake, _, _ in told}) == len(told), "one message a day"
    for wake, rung, to_next in told:
        assert rung <= wake <= ladder.give_up
        assert rung in steps or (rung >= weekly_from and (rung - weekly_from) % 7 == 0)
        assert to_next is (rung >= next_from)
        higher = [step for step in steps if rung < step <= wake]
        assert higher == [], "the latest rung stands for those slept through"
    awake = [wake for wake in wakes if wake <= ladder.give_up]
    if awake:
        # Whoever wakes again on the same day has nothing to add.
        assert rungs(DUE, DUE + timedelta(days=max(awake)), set(offsets), ladder) is None


@given(st.sets(st.integers(-60, 60), min_size=1, max_size=10))
def test_steps_are_typed_as_they_are_read(steps: set[int]) -> None:
    assert steps_of(steps_typed(sorted(steps))) == tuple(sorted(steps))


@pytest.mark.parametrize("typed", ["", "завтра", "-7, x", "100", "1,2,3,4,5,6,7,8,9,10,11"])
def test_steps_that_cannot_be_are_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        steps_of(typed)


@pytest.mark.parametrize(("weekly", "following"), [(1, 7), (7, 0)])
def test_a_ladder_that_steps_on_itself_is_refused(weekly: int, following: int) -> None:
    with pytest.raises(Refusal):
        check_ladder((-1, 0, 1), weekly, following)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (7, "через 7 дней, 12 октября"),
        (1, "завтра, 12 октября"),
        (0, "сегодня, 12 октября"),
        (-1, "срок был вчера, 12 октября"),
        (-8, "срок прошёл 8 дней назад, 12 октября"),
    ],
)
def test_the_deadline_is_told_in_words(left: int, words: str) -> None:
    assert when_words(DUE, DUE - timedelta(days=left)).replace("\xa0", " ") == words


def weekend(day: date) -> bool:
    return day.weekday() > 4


@pytest.mark.parametrize(
    ("at", "opened"),
    [
        ("2026-10-12 10:00", "2026-10-12 10:00"),
        ("2026-10-12 21:00", "2026-10-13 08:00"),
        ("2026-10-12 07:59", "2026-10-12 08:00"),
        ("2026-10-12 00:00", "2026-10-12 08:00"),
        ("2026-10-09 21:30", "2026-10-12 08:00"),  # Friday evening
        ("2026-10-10 12:00", "2026-10-12 08:00"),  # Saturday
    ],
)
def test_what_comes_at_night_or_on_a_day_off_waits(at: str, opened: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=MOSCOW)
    assert opens(moment, NIGHT, weekend) == datetime.fromisoformat(opened).replace(tzinfo=MOSCOW)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    minutes=st.integers(0, 60 * 24 * 20),
    quiet_from=st.integers(0, 23),
    quiet_until=st.integers(0, 23),
    off=st.sets(st.integers(0, 25), max_size=12),
)
def test_the_hour_that_opens_is_open_and_is_the_first_such(
    minutes: int, quiet_from: int, quiet_until: int, off: set[int]
) -> None:
    start = datetime(2026, 10, 1, tzinfo=MOSCOW)
    hours = Hours(time(quiet_from), time(quiet_until))

    def is_off(day: date) -> bool:
        return (day - start.date()).days in off

    moment = start + timedelta(minutes=minutes)
    found = opens(moment, hours, is_off)
    assert found >= moment
    assert not is_off(found.date())
    assert not hours.is_quiet(found.time())
    probe = moment
    while probe < found:
        assert is_off(probe.date()) or hours.is_quiet(probe.time())
        probe += timedelta(minutes=30)


def test_where_every_day_is_off_nobody_waits_for_ever() -> None:
    moment = datetime(2026, 10, 1, tzinfo=MOSCOW)
    assert opens(moment, NIGHT, lambda _day: True) > moment


@pytest.mark.parametrize(
    ("since", "rhythm", "leaves"),
    [
        ("2026-10-13 00:00", Rhythm.DAILY, "2026-10-13 08:00"),
        ("2026-10-13 08:00", Rhythm.DAILY, "2026-10-13 08:00"),
        ("2026-10-13 08:01", Rhythm.DAILY, "2026-10-14 08:00"),
        ("2026-10-16 15:00", Rhythm.DAILY, "2026-10-19 08:00"),  # over the weekend
        ("2026-10-13 15:00", Rhythm.WEEKLY, "2026-10-19 08:00"),
        ("2026-10-19 08:00", Rhythm.WEEKLY, "2026-10-19 08:00"),
    ],
)
def test_a_digest_leaves_in_the_morning_of_an_open_day(since: str, rhythm: Rhythm, leaves: str) -> None:
    moment = datetime.fromisoformat(since).replace(tzinfo=MOSCOW)
    expected = datetime.fromisoformat(leaves).replace(tzinfo=MOSCOW)
    assert digest_at(moment, rhythm, NIGHT, weekend) == expected
