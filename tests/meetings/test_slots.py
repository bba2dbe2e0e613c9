"""Times that suit everybody, explored by hypothesis: inside all windows, over nothing, never twice."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.meetings.rules.slots import Span, Week, free_slots

MOSCOW, KAMCHATKA = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Kamchatka")
SINCE = datetime(2026, 9, 15, 9, 0, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=14)


def clock(quarter: int) -> time:
    return time(quarter // 4, quarter % 4 * 15)


window = st.tuples(st.integers(0, 94), st.integers(1, 30)).map(
    lambda pair: (clock(pair[0]), clock(min(95, sum(pair))))
)
grid = st.dictionaries(st.integers(1, 7), st.lists(window, min_size=1, max_size=3), max_size=5)
day = st.integers(0, 14).map(lambda n: date(2026, 9, 15) + timedelta(days=n))
week = st.builds(
    Week,
    zone=st.sampled_from([MOSCOW, KAMCHATKA]),
    windows=grid,
    lessons=grid,
    days_off=st.frozensets(day, max_size=4),
)
moment = st.integers(0, 14 * 24 * 4).map(lambda n: SINCE + timedelta(minutes=15 * n))
span = st.tuples(moment, st.integers(15, 240)).map(lambda p: (p[0], p[0] + timedelta(minutes=p[1])))


def found(weeks: list[Week], taken: Any = (), minutes: int = 45, **more: Any) -> list[Span]:
    return free_slots(weeks, taken=taken, since=SINCE, until=UNTIL, minutes=minutes, **more)


def overlaps(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def covered(slot: Span, each: Week) -> bool:
    """Every five minutes of the slot lie in some window of its day: windows may touch each other."""
    at = slot[0]
    while at < slot[1]:
        local = at.astimezone(each.zone)
        if not any(s <= local.time() < e for s, e in each.windows.get(local.isoweekday(), ())):
            return False
        at += timedelta(minutes=5)
    return True


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(week, min_size=1, max_size=3), st.lists(span, max_size=5), st.sampled_from([15, 45, 90]))
def test_no_slot_overlaps_anything_and_all_lie_within_everybodys_windows(
    weeks: list[Week], taken: list[Span], minutes: int
) -> None:
    slots = found(weeks, taken, minutes)
    assert len(slots) <= 6
    assert slots == sorted(slots)
    assert not any(overlaps(a, b) for n, a in enumerate(slots) for b in slots[n + 1 :])
    for slot in slots:
        assert slot[1] - slot[0] == timedelta(minutes=minutes)
        assert SINCE <= slot[0] < slot[1] <= UNTIL
        assert not any(overlaps(slot, busy) for busy in taken)
        for each in weeks:
            first, last = (m.astimezone(each.zone) for m in (slot[0], slot[1] - timedelta(minutes=1)))
            assert not {first.date(), last.date()} & set(each.days_off)
            assert not each.is_known or covered(slot, each)
            for starts, ends in each.lessons.get(first.isoweekday(), ()):
                lesson = tuple(datetime.combine(first.date(), t, each.zone) for t in (starts, ends))
                assert not overlaps(slot, lesson)


def test_without_any_windows_nothing_is_offered() -> None:
    assert found([Week(MOSCOW), Week(MOSCOW, lessons={3: [(time(8), time(9))]})]) == []


def test_a_week_told_by_one_is_enough() -> None:
    told = Week(MOSCOW, windows={3: [(time(14), time(16))]})
    assert found([told, Week(MOSCOW)])[0][0] == datetime(2026, 9, 16, 11, 0, tzinfo=UTC)


def test_windows_of_far_schools_meet_in_one_moment() -> None:
    """Nine in the morning in Moscow is six in the evening in Kamchatka."""
    near = Week(MOSCOW, windows={4: [(time(8), time(10))]})
    far = Week(KAMCHATKA, windows={4: [(time(18), time(19))]})
    assert found([near, far]) == [
        (datetime(2026, 9, 17, 6, 0, tzinfo=UTC), datetime(2026, 9, 17, 6, 45, tzinfo=UTC)),
        (datetime(2026, 9, 24, 6, 0, tzinfo=UTC), datetime(2026, 9, 24, 6, 45, tzinfo=UTC)),
    ]


def test_a_day_off_and_a_lesson_are_passed_by() -> None:
    week = Week(
        MOSCOW,
        windows={3: [(time(14), time(16))]},
        lessons={3: [(time(14), time(14, 40))]},
        days_off=frozenset({date(2026, 9, 16)}),
    )
    assert [slot[0].astimezone(MOSCOW).strftime("%d %H:%M") for slot in found([week])] == ["23 14:40"]
