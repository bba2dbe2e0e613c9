"""How people's words become numbers: subjects, weeks, difficulties."""

from datetime import time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.diagnostics.rules import Profile
from nastavnik.matching import encoding
from nastavnik.matching.encoding import OTHER, Bits

DOMAINS = ("ict", "methods", "psychology")


def test_a_code_that_nobody_asks_for_is_other_and_silence_is_nothing() -> None:
    bits = Bits.of(["physics", "history", "physics"])
    assert bits.codes == ("history", "physics")
    assert bits.mask([]) == 0
    assert bits.mask(["physics"]) == 0b10
    assert bits.mask(["music", "art"]) == 1 << OTHER
    assert bits.named([1, OTHER]) == ["physics"]


@given(st.lists(st.text(min_size=1, max_size=4), max_size=200))
def test_any_number_of_codes_fits_into_a_mask(codes: list[str]) -> None:
    assert 0 <= Bits.of(codes).mask(codes) < 1 << 63


@pytest.mark.parametrize(
    ("taught", "asked", "common"),
    [
        ("Алгебра, геометрия", "математика", True),
        ("Физика", "физика", True),
        ("английский язык", "иностранный язык", True),
        ("немецкий язык", "английский язык", False),
        ("История; обществознание", "история и обществознание", True),
        ("Химия", "физика", False),
    ],
)
def test_lessons_of_a_staff_list_are_subjects(taught: str, asked: str, common: bool) -> None:
    assert (asked in encoding.with_broader(encoding.lessons(taught))) is common


HOURS = st.integers(8 * 60, 21 * 60 - 1)


@st.composite
def windows(draw: st.DrawFn) -> tuple[int, int, int]:
    starts = draw(HOURS)
    return draw(st.integers(1, 7)), starts, draw(st.integers(starts + 46, 22 * 60))


def as_time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def mask(window: tuple[int, int, int]) -> int:
    return encoding.week([(window[0], as_time(window[1]), as_time(window[2]))])


@given(windows(), windows())
def test_those_who_never_meet_share_no_long_slot(
    one: tuple[int, int, int], two: tuple[int, int, int]
) -> None:
    """Windows of three hours and more take whole slots: a common slot is then common time."""
    long_enough = all(each[2] - each[1] >= 180 for each in (one, two))
    meet = one[0] == two[0] and max(one[1], two[1]) < min(one[2], two[2])
    if long_enough and mask(one) & mask(two):
        assert meet


def test_days_are_told_by_name() -> None:
    tuesday = encoding.week([(2, time(14), time(17))])
    bits = [bit for bit in range(63) if tuesday >> bit & 1]
    assert encoding.days_of(bits) == ["вторник"]
    assert encoding.week([]) == 0
    assert encoding.week([(2, time(5), time(7))]) == 0


def test_difficulties_come_from_the_sheet_or_from_the_request() -> None:
    profile = Profile(own={"ict": 0, "methods": 3}, expert={"methods": 1})
    assert encoding.needs_of(profile, DOMAINS, ()) == [4, 3, -1]
    assert encoding.needs_of(profile, DOMAINS, {"psychology", "methods"}) == [-1, 3, 2]
    assert encoding.needs_of(Profile({"ict": 3}, {}), DOMAINS, ()) == [0, -1, -1]
    assert encoding.needs_of(None, DOMAINS, ()) == [-1, -1, -1]


def test_strengths_are_the_mastery_itself() -> None:
    assert encoding.strengths_of(Profile({"ict": 4}, {"ict": 2}), DOMAINS) == [2, -1, -1]


def test_the_highest_category_of_the_present_jobs_counts() -> None:
    assert encoding.category_of([]) == -1
    assert encoding.category_of(["none", "highest", "first"]) == 2


@given(st.uuids())
def test_numbers_are_stable_and_fit_the_engine(key: UUID) -> None:
    assert encoding.number(key) == encoding.number(UUID(str(key)))
    assert 0 <= encoding.number(key) < 1 << 63
