"""The home page never calls in order what has not begun, and names the one next step."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from nastavnik.core.ui import ToDo
from nastavnik.desk import cards
from nastavnik.desk.home import Counts

DAY = date(2026, 9, 15)
ZERO = {field.name: 0 for field in fields(Counts)}


def page(**given: Any) -> dict[str, Any]:
    counts = Counts(**{**ZERO, "waiting_since": None, "people": 42, **given})
    return cards.for_leaders(counts, DAY, may_match=True)


def card_of(shown: dict[str, Any], label: str) -> ToDo:
    found: ToDo = next(card for card in shown["todo"] if card.label == label)
    return found


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
    card = card_of(page(mentees_entered=3, sheets=3), "Получить согласия")
    assert (card.number, card.url) == (3, "/people/consents/?state=awaited")


def test_a_pair_that_waits_for_what_has_no_sheet_is_not_called_in_order() -> None:
    card = card_of(page(mentees_entered=1, await_consents=1), "Получить согласия")
    assert (card.number, card.url) == (1, "/pairs/?state=consents")


def test_work_that_has_not_begun_is_not_called_done() -> None:
    labels = [card.label for card in page(mentees_entered=3, looking=3)["todo"]]
    assert labels == ["Подобрать наставника", "Получить согласия"]
    with_pairs = [card.label for card in page(mentees_entered=3, active=3)["todo"]]
    assert with_pairs[1:] == ["Утвердить пары", "Получить согласия", "Подготовить приказ"]


def test_entered_people_who_do_not_count_yet_are_told_beside_the_step() -> None:
    steps = {step.label: step.note for step in page(mentees_entered=3, mentors_entered=2)["steps"]}
    assert steps["Банк наставляемых"] == "записано: 3, ждут согласий"
    assert steps["Банк наставников"] == "записано: 2, ещё не приняты"


def test_when_nothing_waits_the_page_still_says_what_comes_next() -> None:
    quiet = page(mentees_entered=3, mentees=3, mentors_entered=3, mentors=3, active=3, issued=1)
    assert all(not card.number for card in quiet["todo"])
    assert "Новая пара начнётся с запроса" in quiet["next"][0]
    assert (
        page(mentees_entered=3, mentees=3, mentors_entered=3, mentors=3, active=3, drafts=1)["next"] is None
    )


def test_pairs_taken_in_without_a_bank_are_not_sent_back_to_the_beginning() -> None:
    taken_in = page(active=2, sheets=8, without_basis=2)
    assert taken_in["next"] is None or "кому нужна помощь" not in taken_in["next"][0]
    assert card_of(taken_in, "Записать основание работы").url == "/pairs/?state=active&lacking=basis"
