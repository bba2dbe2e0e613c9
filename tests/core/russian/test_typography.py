"""Spaces that must not break, «ёлочки», the number sign, initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.russian.typography import (
    NBSP,
    bind_spaces,
    fir_quotes,
    initials_together,
    number_sign,
    polish,
)


def seen(text: str) -> str:
    """The spaces that do not break as «~»."""
    return text.replace(NBSP, "~")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('школа "Заря"', "школа «Заря»"),
        ("школа “Заря”", "школа «Заря»"),
        ('"Заря"', "«Заря»"),
        ('МБОУ "Школа "Заря""', "МБОУ «Школа „Заря“»"),
        ('проект ("Шаг")', "проект («Шаг»)"),
        ("без кавычек", "без кавычек"),
        ("«уже так»", "«уже так»"),
        ("МБОУ «Школа «Заря»»", "МБОУ «Школа „Заря“»"),
        ("МБОУ «Школа „Заря“»", "МБОУ «Школа „Заря“»"),
        ('МБОУ «Школа „Заря“» и "Луч"', "МБОУ «Школа „Заря“» и «Луч»"),
    ],
)
def test_quotes_become_firs_and_inner_ones_paws(typed: str, printed: str) -> None:
    assert fir_quotes(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("№20", "№~20"), ("№ 20", "№~20"), ("№   20-ОД", "№~20-ОД"), ("№", "№"), ("№ ____", "№~____")],
)
def test_the_number_sign_holds_its_number(typed: str, printed: str) -> None:
    assert seen(number_sign(typed)) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("А.С.Иванова", "А.~С.~Иванова"),
        ("А. С. Иванова", "А.~С.~Иванова"),
        ("Иванова А.С.", "Иванова~А.~С."),
        ("Иванова А. С. и Ким В. Г.", "Иванова~А.~С. и Ким~В.~Г."),
        ("А. Иванова", "А.~Иванова"),
    ],
)
def test_initials_and_the_surname_stay_together(typed: str, printed: str) -> None:
    assert seen(initials_together(typed)) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("приказ о наставничестве в школе", "приказ о~наставничестве в~школе"),
        ("Приказ — основание", "Приказ~— основание"),
        ("не менее 3 лет", "не~менее 3~лет"),
        ("27 мая 2026 г.", "27 мая 2026~г."),
        ("кто-то из нас", "кто-то из~нас"),
        ("С уважением", "С~уважением"),
    ],
)
def test_short_words_dashes_and_units_do_not_part(typed: str, printed: str) -> None:
    assert seen(bind_spaces(typed)) == printed


def test_everything_at_once() -> None:
    typed = 'Приказ №12 МБОУ "Школа № 3" о наставничестве подписала А.С.Иванова'
    assert seen(polish(typed)) == "Приказ №~12 МБОУ «Школа №~3» о~наставничестве подписала~А.~С.~Иванова"


RUSSIAN = st.text(alphabet='абвАБВ ёЁ"«»„“”№—–.-123гсвио\u00a0(', max_size=60)


@given(RUSSIAN)
def test_polishing_twice_changes_nothing(text: str) -> None:
    once = polish(text)
    assert polish(once) == once


@given(RUSSIAN)
def test_polishing_loses_no_letter(text: str) -> None:
    def letters(value: str) -> str:
        return "".join(sign for sign in value if sign.isalnum())

    assert letters(polish(text)) == letters(text)
