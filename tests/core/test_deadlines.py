"""Deadlines as people write them: read, said in an order, given back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.deadlines import Deadline, DeadlineKind, parse
from nastavnik.core.errors import Refusal

TODAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("typed", "words", "last"),
    [
        ("01.10.2026", "до 01.10.2026", date(2026, 10, 1)),
        ("до 1 октября 2026 г.", "до 01.10.2026", date(2026, 10, 1)),
        ("октябрь 2026", "в октябре 2026 г.", date(2026, 10, 31)),
        ("в мае", "в мае 2027 г.", date(2027, 5, 31)),
        ("Сентябрь – ноябрь 2026 года", "в сентябре — ноябре 2026 г.", date(2026, 11, 30)),
        ("декабрь 2026 - март 2027", "в декабре 2026 г. — марте 2027 г.", date(2027, 3, 31)),
        ("декабрь - февраль 2027", "в декабре 2026 г. — феврале 2027 г.", date(2027, 2, 28)),
        ("в течение года", "в течение 2026/27 учебного года", date(2027, 8, 31)),
        ("В течение учебного года", "в течение 2026/27 учебного года", date(2027, 8, 31)),
        ("10 рабочих дней", "в течение 10 рабочих дней", None),
        ("в течение 21 рабочего дня", "в течение 21 рабочего дня", None),
    ],
)
def test_a_deadline_is_read_and_said(typed: str, words: str, last: date | None) -> None:
    found = parse(typed, TODAY)
    assert found is not None
    assert (found.words, found.last_day) == (words, last)


@pytest.mark.parametrize(
    "typed", ["когда-нибудь", "31.02.2027", "0 рабочих дней", "май 2027 — март 2027", "13 мартобря"]
)
def test_what_cannot_be_read_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refusal):
        parse(typed, TODAY)


def test_nothing_typed_is_no_deadline() -> None:
    assert parse("  ", TODAY) is None


months = st.dates(date(2026, 9, 1), date(2028, 12, 1)).map(lambda day: day.replace(day=1))
deadlines = st.one_of(
    st.builds(Deadline, st.just(DeadlineKind.DAY), st.dates(date(2026, 1, 1), date(2030, 1, 1))),
    st.tuples(months, months).map(lambda pair: Deadline(DeadlineKind.MONTHS, min(pair), max(pair))),
    st.just(Deadline(DeadlineKind.YEAR, day=TODAY)),
    st.integers(1, 400).map(lambda n: Deadline(DeadlineKind.WORKING_DAYS, count=n)),
)


@given(deadlines)
def test_what_is_typed_back_means_the_same(deadline: Deadline) -> None:
    assert parse(deadline.typed, TODAY) == deadline
    assert Deadline.from_dict(deadline.as_dict()) == deadline
