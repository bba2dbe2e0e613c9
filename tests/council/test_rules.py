"""Quorum, majority and tie as the local regulation says; no database."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.core.errors import Refusal
from nastavnik.council import rules
from nastavnik.council.rules import LineState, Majority, Quorum, Regulation, Tally, Verdict, Voice

DAY = date(2026, 9, 15)
VOICES = st.dictionaries(st.integers(0, 8), st.sampled_from(list(Voice)))
PEOPLE = st.sets(st.integers(0, 8), min_size=1)
LAWS = st.builds(Regulation, st.sampled_from(list(Quorum)), st.sampled_from(list(Majority)), st.booleans())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first draw loads tables
@given(voices=VOICES, members=PEOPLE, present=PEOPLE, barred=st.sets(st.integers(0, 8)))
def test_only_members_without_a_conflict_are_counted(
    voices: dict[int, Voice], members: set[int], present: set[int], barred: set[int]
) -> None:
    count = rules.tally(voices, members=members, present=present, barred=barred, chair=0)
    may = members - barred
    assert count.cast == len(set(voices) & may)
    assert count.members == len(may)
    assert count.present == len(may & present)
    assert count.chair == (voices.get(0) if 0 in may else None)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), LAWS, st.sampled_from([None, *Voice]))
def test_one_more_voice_for_never_takes_a_decision_away(
    yes: int, no: int, silent: int, law: Regulation, chair: Voice | None
) -> None:
    people = yes + no + silent + 1
    before = Tally(yes, no, silent, present=people, members=people + 2, chair=chair)
    after = Tally(yes + 1, no, silent, present=people, members=people + 2, chair=chair)
    if rules.verdict(before, law) is Verdict.ADOPTED:
        assert rules.verdict(after, law) is Verdict.ADOPTED
    if not yes:
        assert rules.verdict(before, law) is not Verdict.ADOPTED


@given(st.integers(0, 9), st.integers(0, 9), LAWS, st.booleans())
def test_stricter_majorities_adopt_nothing_that_a_milder_one_refuses(
    yes: int, no: int, law: Regulation, chair_is_for: bool
) -> None:
    voice = Voice.FOR if chair_is_for else Voice.AGAINST
    count = Tally(yes, no, 0, present=yes + no, members=yes + no + 1, chair=voice)
    found = [rules.verdict(count, Regulation(law.quorum, m, law.chair_decides)) for m in Majority]
    adopted = [each is Verdict.ADOPTED for each in found]  # from the mildest to the strictest
    assert adopted == sorted(adopted, reverse=True)


@pytest.mark.parametrize(
    ("chair", "decides", "verdict"),
    [
        (Voice.FOR, True, Verdict.ADOPTED),
        (Voice.AGAINST, True, Verdict.REFUSED),
        (Voice.FOR, False, Verdict.REFUSED),
        (None, True, Verdict.REFUSED),
    ],
)
def test_at_a_tie_the_chair_decides_where_the_regulation_says_so(
    chair: Voice | None, decides: bool, verdict: Verdict
) -> None:
    law = Regulation(chair_decides=decides)
    assert rules.verdict(Tally(2, 2, 0, present=4, members=5, chair=chair), law) is verdict


def test_abstention_is_no_voice_against_but_no_support_either() -> None:
    count = Tally(1, 0, 3, present=4, members=4)
    assert rules.verdict(count, Regulation()) is Verdict.ADOPTED
    assert rules.verdict(count, Regulation(majority=Majority.OF_PRESENT)) is Verdict.REFUSED
    assert rules.verdict(Tally(0, 0, 2, present=2, members=2), Regulation()) is Verdict.REFUSED
    assert rules.verdict(Tally(0, 0, 0, present=2, members=2), Regulation()) is Verdict.SILENT


@pytest.mark.parametrize(
    ("quorum", "present", "members", "there"),
    [
        (Quorum.HALF, 2, 4, False),
        (Quorum.HALF, 3, 4, True),
        (Quorum.TWO_THIRDS, 2, 3, True),
        (Quorum.TWO_THIRDS, 3, 5, False),
        (Quorum.ALL, 3, 3, True),
        (Quorum.ALL, 2, 3, False),
        (Quorum.HALF, 0, 0, False),
    ],
)
def test_a_quorum_is_as_the_regulation_says(quorum: Quorum, present: int, members: int, there: bool) -> None:
    assert rules.has_quorum(quorum, present=present, members=members) is there


def test_a_council_needs_to_exist_before_it_is_asked() -> None:
    whole = {"has_council": True, "has_body": True, "has_chair": True, "members": 2}
    rules.check_council(**whole)  # type: ignore[arg-type]
    for broken, words in (
        ({"has_council": False}, "нет совета"),
        ({"has_body": False}, "ещё не записан"),
        ({"has_chair": False}, "председателя"),
        ({"members": 1}, "один человек"),
    ):
        with pytest.raises(Refusal, match=words):
            rules.check_council(**{**whole, **broken})  # type: ignore[arg-type]


def test_dates_and_numbers_of_the_minutes_are_checked() -> None:
    rules.check_due(DAY, DAY)
    for due in (DAY - timedelta(days=1), DAY + timedelta(days=91)):
        with pytest.raises(Refusal, match="Назначьте день"):
            rules.check_due(due, DAY)
    rules.check_number("4", DAY, asked_on=DAY, today=DAY, taken=["3"])
    for number, held, words in (
        (" ", DAY, "номер"),
        ("3", DAY, "уже есть"),
        ("4", DAY + timedelta(days=1), "не наступил"),
        ("4", DAY - timedelta(days=1), "раньше"),
    ):
        with pytest.raises(Refusal, match=words):
            rules.check_number(number, held, asked_on=DAY, today=DAY, taken=["3"])
    assert rules.next_number(["1", "12", "2-а", "x"]) == "13"
    assert rules.next_number([]) == "1"


def test_what_is_not_adopted_is_declined_with_a_reason_or_goes_back() -> None:
    rules.check_unadopted(LineState.RETURNED, "", "Пара")
    rules.check_unadopted(LineState.DECLINED, "разные смены", "Пара")
    for state, reason in ((None, ""), (LineState.APPROVED, "да"), (LineState.DECLINED, " ")):
        with pytest.raises(Refusal, match="Пара"):
            rules.check_unadopted(state, reason, "Пара")
