"""What is agreed line by line, how a meeting moves, whose question is next; no database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.errors import Refusal
from nastavnik.meetings import rules
from nastavnik.meetings.rules import MOVES, Agreed, Doer, MeetingState

TODAY = date(2026, 9, 15)
WEEK = date(2026, 9, 22)
NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)


def agreed(text: str) -> list[Agreed]:
    return rules.agreed_from(text, doer=Doer.MENTEE, due_on=WEEK, today=TODAY)


@pytest.mark.parametrize(
    ("line", "words", "doer", "due"),
    [
        ("Составить три карточки", "Составить три карточки", Doer.MENTEE, WEEK),
        ("— наставник: показать свой урок", "показать свой урок", Doer.MENTOR, WEEK),
        ("Вместе: разобрать запись до 20.09", "разобрать запись", Doer.BOTH, date(2026, 9, 20)),
        ("Прийти на урок до 1 октября.", "Прийти на урок", Doer.MENTEE, date(2026, 10, 1)),
        ("Сдать план (до 10.01)", "Сдать план", Doer.MENTEE, date(2027, 1, 10)),
        ("Сдать план до 10.09.2026", "Сдать план", Doer.MENTEE, date(2026, 9, 10)),
        ("Прочитать до 45.90", "Прочитать до 45.90", Doer.MENTEE, WEEK),
        ("Тема: дроби", "Тема: дроби", Doer.MENTEE, WEEK),
    ],
)
def test_a_line_names_what_who_and_until_when(line: str, words: str, doer: Doer, due: date) -> None:
    assert agreed(f"\n{line}\n\n") == [Agreed(words, doer, due)]


def test_a_line_too_long_is_refused_with_the_way_out() -> None:
    with pytest.raises(Refusal, match="Разделите её на строки"):
        agreed("я" * 301)


@given(st.text(max_size=400))
def test_any_text_becomes_tasks_or_a_refusal_and_nothing_else(text: str) -> None:
    try:
        found = agreed(text)
    except Refusal:
        return
    assert all(each.words.strip() and len(each.words) <= rules.LONGEST_TASK for each in found)


def test_what_both_have_written_is_one_task() -> None:
    lines = agreed("Составить карточки\nсоставить карточки\nПрийти на урок")
    assert [each.words for each in rules.fresh(lines, ["ПРИЙТИ НА УРОК"])] == ["Составить карточки"]


@pytest.mark.parametrize("current", MeetingState)
@pytest.mark.parametrize("target", MeetingState)
def test_only_declared_moves_are_allowed(current: MeetingState, target: MeetingState) -> None:
    if target in MOVES[current]:
        rules.check_move(current, target)
    else:
        with pytest.raises(Refusal, match="Назначьте новую встречу"):
            rules.check_move(current, target)


def test_one_who_says_that_it_took_place_is_believed() -> None:
    assert rules.state_after(MeetingState.AGREED, was=False) is MeetingState.MISSED
    assert rules.state_after(MeetingState.MISSED, was=True) is MeetingState.HELD
    assert rules.state_after(MeetingState.HELD, was=False) is MeetingState.HELD


@pytest.mark.parametrize(
    ("template", "good"),
    [
        ("", True),
        ("https://video.school.example/{code}", True),
        ("http://video.school.example/{code}", False),
        ("https://video.school.example/", False),
        ("https://video.school.example/{code}/{code}", False),
        ("javascript:{code}", False),
    ],
)
def test_a_template_of_links_is_checked(template: str, *, good: bool) -> None:
    if good:
        rules.check_template(template)
    else:
        with pytest.raises(Refusal, match="https://"):
            rules.check_template(template)


def test_times_are_sane() -> None:
    rules.check_time(NOW + timedelta(minutes=1), 45, now=NOW)
    for starts, minutes in ((NOW, 45), (NOW + timedelta(days=1), 5), (NOW + timedelta(days=1), 481)):
        with pytest.raises(Refusal):
            rules.check_time(starts, minutes, now=NOW)
    rules.check_recorded(NOW, now=NOW)
    for when in (NOW + timedelta(minutes=1), NOW - timedelta(days=400)):
        with pytest.raises(Refusal):
            rules.check_recorded(when, now=NOW)


def test_hours_are_told_in_words() -> None:
    told = [rules.hours_words(n).replace("\u00a0", " ") for n in (0, 45, 60, 95)]
    assert told == ["0 мин", "45 мин", "1 ч", "1 ч 35 мин"]


def test_questions_go_in_turn() -> None:
    asked = [rules.question_for(n) for n in range(len(rules.QUESTIONS) + 1)]
    assert len(set(asked)) == len(rules.QUESTIONS)
    assert asked[0] == asked[-1]
