"""The home page never calls in order what has not begun, and names the one next step."""

from datetime import date
from typing import Any

import pytest

from nastavnik.desk import cards
from nastavnik.desk.home import Counts

DAY = date(2026, 9, 15)
ZERO = dict.fromkeys(
    [
        "people",
        "mentees",
        "mentors",
        "mentees_entered",
        "mentors_entered",
        "sheets",
        "looking",
        "proposed",
        "to_approve",
        "await_consents",
        "await_order",
        "active",
        "drafts",
        "issued",
    ],
    0,
)


def page(**given: Any) -> dict[str, Any]:
    counts = Counts(**{**ZERO, "waiting_since": None, "people": 42, **given})
    return cards.for_leaders(counts, DAY, may_match=True)


def test_before_anybody_is_in_a_bank_nothing_is_ticked_off() -> None:
    assert page()["todo"] == []
    assert page(mentees_entered=1)["todo"] != []


@pytest.mark.parametrize(
    ("given", "button"),
    [
        ({"people": 2}, "Загрузить список"),
        ({}, "Добавить наставляемых"),
        ({"mentees_entered": 3, "sheets": 3}, "Добавить наставников"),
        ({"mentees_entered": 3, "mentors_entered": 3, "sheets": 6}, "Согласия"),
        ({"mentees_entered": 3, "mentors_entered": 3, "mentees": 3}, "Кандидаты в наставники"),
        (
            {"mentees_entered": 3, "mentors_entered": 3, "mentees": 3, "mentors": 3},
            "Записать запросы",
        ),
        (
            {"mentees_entered": 3, "mentors_entered": 3, "mentees": 3, "mentors": 3, "looking": 3},
            "Подобрать пары",
        ),
    ],
)
def test_each_stage_has_one_next_step(given: dict[str, Any], button: str) -> None:
    assert page(**given)["next"][1].label == button


def test_sheets_of_people_in_banks_are_counted_before_any_pair() -> None:
    card = page(mentees_entered=3, sheets=3)["todo"][2]
    assert (card.number, card.url) == (3, "/people/consents/?state=awaited")


def test_a_pair_that_waits_for_what_has_no_sheet_is_not_called_in_order() -> None:
    card = page(mentees_entered=1, await_consents=1)["todo"][2]
    assert (card.number, card.url) == (1, "/pairs/?state=consents")
