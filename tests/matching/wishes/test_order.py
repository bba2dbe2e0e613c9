"""Up to three ranked wishes, whatever is pressed in whatever order; nothing after the last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.errors import Refusal
from nastavnik.matching.wishes import rules
from nastavnik.matching.wishes.rules import MOST, Act

DAY = date(2026, 9, 12)
PRESS = st.tuples(st.sampled_from([Act.STAR, Act.UP, Act.DROP, Act.HIDE, Act.SHOW]), st.integers(0, 4))


@given(st.lists(PRESS, max_size=30))
def test_the_order_never_repeats_nor_grows_beyond_three(presses: list[tuple[Act, int]]) -> None:
    order: list[int] = []
    for act, who in presses:
        before = list(order)
        try:
            order = rules.after(order, act, who)
        except Refusal:
            assert act is Act.STAR
            assert len(before) == MOST
            continue
        assert len(set(order)) == len(order) <= MOST
        if act is Act.STAR:
            assert who in order
            assert rules.after(order, act, who) == order  # pressed twice
        elif act in (Act.DROP, Act.HIDE):
            assert order == [one for one in before if one != who]
        else:
            assert sorted(order) == sorted(before)


def test_up_moves_by_one_place() -> None:
    assert rules.after(["а", "б", "в"], Act.UP, "в") == ["а", "в", "б"]
    assert rules.after(["а", "б"], Act.UP, "а") == ["а", "б"]


@given(st.integers(-5, 5))
def test_the_last_day_counts_whole_and_then_it_is_closed_with_a_sentence(days: int) -> None:
    today = DAY + timedelta(days)
    if days <= 0:
        rules.check_open(DAY, today)
        return
    with pytest.raises(Refusal, match="Сбор пожеланий закончился 12\u00a0сентября 2026"):
        rules.check_open(DAY, today)


def test_without_a_round_nobody_wishes() -> None:
    with pytest.raises(Refusal, match="сейчас не собирает"):
        rules.check_open(None, DAY)


@pytest.mark.parametrize(
    ("shift", "reply", "words"), [(-1, 7, "уже прошёл"), (61, 7, "слишком надолго"), (3, 0, "30 дней")]
)
def test_a_round_is_near_and_answered(shift: int, reply: int, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        rules.check_round(DAY + timedelta(shift), reply, DAY)


@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize("is_pupil", [True, False])
def test_only_ones_own_word_shows_and_pupils_never(agreed: bool, is_pupil: bool) -> None:
    assert rules.may_show(agreed=agreed, is_pupil=is_pupil) == (agreed and not is_pupil)
