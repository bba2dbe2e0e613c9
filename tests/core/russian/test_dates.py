"""Dates, terms and numbers in words, against forms written by hand."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.russian import wording
from nastavnik.core.russian.dates import (
    MONTH,
    OF_MONTH,
    counted,
    in_digits,
    in_month,
    in_words,
    months,
    number_in_words,
    plural,
    quoted,
    term,
)
from nastavnik.core.russian.names import Case, Gender
from nastavnik.core.russian.typography import NBSP

DAYS = "день,дня,дней"


def flat(text: str) -> str:
    return text.replace(NBSP, " ")


def test_a_date_in_words() -> None:
    assert flat(in_words(date(2026, 5, 27))) == "27 мая 2026 г."
    assert flat(in_words(date(2027, 1, 1))) == "1 января 2027 г."


def test_only_the_space_before_the_year_may_break() -> None:
    assert in_words(date(2026, 5, 27)) == f"27{NBSP}мая 2026{NBSP}г."


def test_a_date_for_the_line_of_a_signature_has_two_signs_in_guillemets() -> None:
    assert flat(quoted(date(2026, 9, 1))) == "«01» сентября 2026 г."


def test_a_date_in_digits() -> None:
    assert in_digits(date(2026, 9, 1)) == "01.09.2026"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 9, 1), date(2027, 5, 31), "с 1 сентября 2026 г. по 31 мая 2027 г."),
        (date(2026, 9, 1), date(2026, 12, 30), "с 1 сентября по 30 декабря 2026 г."),
    ],
)
def test_a_term(start: date, end: date, words: str) -> None:
    assert flat(term(start, end)) == words


@pytest.mark.parametrize("say", [term, months])
def test_a_term_that_ends_before_it_starts_is_refused(say: Callable[[date, date], str]) -> None:
    with pytest.raises(ValueError, match="before it starts"):
        say(date(2026, 9, 2), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 5, 1), date(2026, 5, 31), "май 2026 г."),
        (date(2026, 9, 5), date(2026, 12, 1), "сентябрь — декабрь 2026 г."),
        (date(2026, 9, 1), date(2027, 5, 31), "сентябрь 2026 г. — май 2027 г."),
    ],
)
def test_months(start: date, end: date, words: str) -> None:
    assert flat(months(start, end)) == words


@pytest.mark.parametrize(
    ("month", "words"),
    [
        (1, "в январе"),
        (2, "в феврале"),
        (3, "в марте"),
        (4, "в апреле"),
        (5, "в мае"),
        (6, "в июне"),
        (7, "в июле"),
        (8, "в августе"),
        (9, "в сентябре"),
        (10, "в октябре"),
        (11, "в ноябре"),
        (12, "в декабре"),
    ],
)
def test_in_a_month(month: int, words: str) -> None:
    assert flat(in_month(date(2026, month, 15))) == f"{words} 2026 г."


def test_months_in_two_cases_stand_in_order() -> None:
    assert (OF_MONTH[0], OF_MONTH[4], OF_MONTH[11]) == ("января", "мая", "декабря")
    assert (MONTH[0], MONTH[4], MONTH[11]) == ("январь", "май", "декабрь")


@pytest.mark.parametrize(
    ("number", "word"),
    [
        *[(0, "дней"), (1, "день"), (2, "дня"), (4, "дня"), (5, "дней"), (10, "дней"), (11, "дней")],
        *[(12, "дней"), (14, "дней"), (19, "дней"), (20, "дней"), (21, "день"), (22, "дня"), (25, "дней")],
        *[(100, "дней"), (101, "день"), (111, "дней"), (112, "дней"), (121, "день"), (1004, "дня")],
        (-1, "день"),
    ],
)
def test_the_word_after_a_number(number: int, word: str) -> None:
    assert plural(number, DAYS) == word
    assert counted(number, DAYS) == f"{number}{NBSP}{word}"


@given(st.integers(-10_000, 10_000))
def test_papers_and_the_interface_count_alike(number: int) -> None:
    assert plural(number, DAYS) == wording.plural(number, DAYS)


# nominative, genitive, dative, accusative, instrumental, prepositional
NUMBERS = {
    (0, Gender.MALE): "ноль ноля нолю ноль нолём ноле",
    (1, Gender.MALE): "один одного одному один одним одном",
    (1, Gender.FEMALE): "одна одной одной одну одной одной",
    (2, Gender.MALE): "два двух двум два двумя двух",
    (2, Gender.FEMALE): "две двух двум две двумя двух",
    (3, Gender.MALE): "три трёх трём три тремя трёх",
    (4, Gender.MALE): "четыре четырёх четырём четыре четырьмя четырёх",
    (5, Gender.MALE): "пять пяти пяти пять пятью пяти",
    (7, Gender.MALE): "семь семи семи семь семью семи",
    (8, Gender.MALE): "восемь восьми восьми восемь восемью восьми",
    (10, Gender.MALE): "десять десяти десяти десять десятью десяти",
    (11, Gender.MALE): "одиннадцать одиннадцати одиннадцати одиннадцать одиннадцатью одиннадцати",
    (18, Gender.MALE): "восемнадцать восемнадцати восемнадцати восемнадцать восемнадцатью восемнадцати",
    (30, Gender.MALE): "тридцать тридцати тридцати тридцать тридцатью тридцати",
    (40, Gender.MALE): "сорок сорока сорока сорок сорока сорока",
    (50, Gender.MALE): "пятьдесят пятидесяти пятидесяти пятьдесят пятьюдесятью пятидесяти",
    (60, Gender.MALE): "шестьдесят шестидесяти шестидесяти шестьдесят шестьюдесятью шестидесяти",
    (80, Gender.MALE): "восемьдесят восьмидесяти восьмидесяти восемьдесят восемьюдесятью восьмидесяти",
    (90, Gender.MALE): "девяносто девяноста девяноста девяносто девяноста девяноста",
    (100, Gender.MALE): "сто ста ста сто ста ста",
}


@pytest.mark.parametrize(("asked", "forms"), NUMBERS.items(), ids=lambda value: str(value)[:24])
def test_a_number_in_words_declines(asked: tuple[int, Gender], forms: str) -> None:
    number, gender = asked
    assert [number_in_words(number, case, gender) for case in Case] == forms.split()


@pytest.mark.parametrize(
    ("number", "case", "gender", "words"),
    [
        (21, Case.NOMINATIVE, Gender.MALE, "двадцать один"),
        (21, Case.GENITIVE, Gender.FEMALE, "двадцати одной"),
        (42, Case.INSTRUMENTAL, Gender.MALE, "сорока двумя"),
        (64, Case.DATIVE, Gender.MALE, "шестидесяти четырём"),
        (99, Case.NOMINATIVE, Gender.MALE, "девяносто девять"),
    ],
)
def test_both_parts_of_a_number_decline(number: int, case: Case, gender: Gender, words: str) -> None:
    assert number_in_words(number, case, gender) == words


@pytest.mark.parametrize("number", [-1, 101])
def test_other_numbers_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="0…100"):
        number_in_words(number)


@given(st.integers(0, 100), st.sampled_from(Case), st.sampled_from(Gender))
def test_every_number_has_words(number: int, case: Case, gender: Gender) -> None:
    words = number_in_words(number, case, gender)
    assert words
    assert words == words.strip().lower()
    assert len(words.split()) == (2 if number > 20 and number % 10 else 1)
