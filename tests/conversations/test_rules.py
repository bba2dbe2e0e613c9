"""What may be said, mended, taken back and complained of; whither an outside link may lead. No database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.conversations import rules
from nastavnik.conversations.rules import ComplaintState, Standing
from nastavnik.core.errors import Refusal
from nastavnik.pairs.rules import PairState

SENT = datetime(2026, 9, 15, 7, 0, tzinfo=UTC)
OWN = Standing(own=True, sent_at=SENT, deleted=False, frozen=False)
THEIRS = Standing(own=False, sent_at=SENT, deleted=False, frozen=False)


@given(st.sampled_from(PairState))
def test_words_are_written_in_a_working_pair_only(state: PairState) -> None:
    if state in {PairState.ACTIVE, PairState.PAUSED}:
        rules.check_writing(state, left=False, last_hour=0)
    else:
        with pytest.raises(Refusal):
            rules.check_writing(state, left=False, last_hour=0)


def test_whoever_has_left_writes_no_more() -> None:
    with pytest.raises(Refusal, match="вышли"):
        rules.check_writing(PairState.ACTIVE, left=True, last_hour=0)


def test_a_flood_is_stopped() -> None:
    rules.check_writing(PairState.ACTIVE, left=False, last_hour=rules.MOST_AN_HOUR - 1)
    with pytest.raises(Refusal, match="Подождите"):
        rules.check_writing(PairState.ACTIVE, left=False, last_hour=rules.MOST_AN_HOUR)


def test_a_message_says_something() -> None:
    rules.check_words("", 1)
    rules.check_words("Здравствуйте", 0)
    for text, files in ((" \n", 0), ("а" * (rules.MAX_TEXT + 1), 0), ("", rules.MAX_FILES + 1)):
        with pytest.raises(Refusal):
            rules.check_words(text, files)


def test_words_are_mended_for_a_quarter_of_an_hour() -> None:
    rules.check_edit(OWN, SENT + rules.EDIT_FOR)
    with pytest.raises(Refusal, match="15 минут"):
        rules.check_edit(OWN, SENT + rules.EDIT_FOR + timedelta(seconds=1))


def test_a_frozen_message_is_neither_mended_nor_deleted_and_nothing_tells_why() -> None:
    frozen = Standing(own=True, sent_at=SENT, deleted=False, frozen=True)
    checks: tuple[Callable[[], None], ...] = (
        lambda: rules.check_edit(frozen, SENT),
        lambda: rules.check_delete(frozen),
    )
    for check in checks:
        with pytest.raises(Refusal) as refused:
            check()
        assert "жалоб" not in str(refused.value).lower()


def test_only_ones_own_words_are_deleted() -> None:
    rules.check_delete(OWN)
    with pytest.raises(Refusal, match="своё"):
        rules.check_delete(THEIRS)


def test_a_complaint_is_made_once_and_of_others() -> None:
    rules.check_complaint(THEIRS, already=False)
    with pytest.raises(Refusal):
        rules.check_complaint(THEIRS, already=True)
    with pytest.raises(Refusal):
        rules.check_complaint(OWN, already=False)


@given(st.sampled_from(ComplaintState), st.sampled_from(ComplaintState))
def test_a_complaint_moves_one_way(state: ComplaintState, target: ComplaintState) -> None:
    order = [ComplaintState.NEW, ComplaintState.SEEN, ComplaintState.DECIDED]
    if order.index(target) == order.index(state) + 1:
        rules.check_move(state, target)
    else:
        with pytest.raises(Refusal):
            rules.check_move(state, target)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://max.example/join/abc", "max.example"),
        ("https://чат.школа.рф/1", "чат.школа.рф"),
        ("https://vk.example:443/im", "vk.example"),
    ],
)
def test_a_link_shows_whither_it_leads(address: str, host: str) -> None:
    assert rules.host_of(address) == host


@pytest.mark.parametrize(
    "address",
    [
        "http://max.example/join",
        "javascript:alert(1)",
        "https://max.example@evil.example/",
        "https://localhost/",
        "https://mах.example/",
        "https://t.me/joinchat/x",
        "https://chat.whatsapp.com/x",
        "https://a.example:8443/",
        "//max.example/x",
        "",
    ],
)
def test_a_link_that_hides_its_end_is_refused(address: str) -> None:
    with pytest.raises(Refusal):
        rules.host_of(address)


def test_in_a_pair_with_a_pupil_the_curator_names_the_outside_chat() -> None:
    rules.check_adding_chat(has_pupil=False, is_curator=False)
    rules.check_adding_chat(has_pupil=True, is_curator=True)
    with pytest.raises(Refusal, match="куратор"):
        rules.check_adding_chat(has_pupil=True, is_curator=False)
