"""The fairness sheet: kept with a run, told to the curator alone."""

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.access.roles import Role
from nastavnik.matching.fairness import panel
from nastavnik.matching.models import MatchRun
from nastavnik.people.models import Person
from tests.cast import Cast, make_person

from .world import asks, offers, ran, sheet, simple


def page(person: Person, run: MatchRun) -> str:
    client = Client()
    client.force_login(person.account)
    answer = client.get(reverse("matching:run", args=[run.pk]))
    return plain(answer.content.decode())


def test_the_curator_sees_loads_waiting_and_who_has_least(cast: Cast) -> None:
    simple(cast)
    run = ran(cast)
    kept = run.certificate["fairness"]
    assert sum(load for _, load, _ in kept["loads"]) == 2
    assert not any("Галина" in str(value) for value in kept.values())
    told = page(cast.vera, run)
    assert "Поровну ли разделена помощь" in told
    assert "Сколько наставников кого ведут" in told
    assert "Меньше всего баллов" in told
    assert plain(cast.galina.short_name) in told
    assert "%" not in told


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR, Role.HEAD])
def test_others_see_the_pairs_without_the_sheet(cast: Cast, role: Role) -> None:
    simple(cast)
    run = ran(cast)
    assert "Поровну ли разделена помощь" not in page(
        make_person("Лугова Анна Игоревна", cast.school, role), run
    )


def test_blocking_pairs_are_counted_and_named(cast: Cast) -> None:
    sheet(cast.galina, {"methods": 4})
    second = make_person("Тихонова Раиса Павловна", cast.school)
    sheet(second, {"methods": 2})
    for person in (cast.kirill, cast.darya):
        sheet(person, {"methods": 0})
    asks(cast.kirill)
    asks(cast.darya)
    offers(cast.galina, capacity=1)
    offers(second, capacity=1)
    run = ran(cast)
    kept = run.certificate["fairness"]
    assert len(kept["blocking"]) == kept["blocking_all"]
    build = panel.build(run, cast.as_actor(cast.vera))
    assert build is not None
    number = kept["blocking_all"]
    assert ("Нет двоих" in build.context["blocking_title"]) is (number == 0)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_words_of_the_sheet() -> None:
    kept = {
        "loads": [["a", 3, 3], ["b", 0, 2], ["c", 1, 1]],
        "waits": {"median": 12, "longest": 21, "left": 40},
        "wishes": {"asked": 4, "first": 2, "any": 3},
        "schools": [["x", 1, 3], ["y", 2, 2]],
        "least": [],
        "blocking": [],
        "blocking_all": 0,
    }
    assert [(term, plain(value)) for term, value in panel.figures(kept)] == [
        ("ждали помощи: половина не дольше", "12 дней"),
        ("самое долгое ожидание", "21 день"),
        ("наставляемых у наставника", "0–3"),
        ("первое пожелание исполнено", "2 из 4"),
    ]
    assert [plain(words) for words in panel.sentences(kept)] == [
        "Без наставника остался запрос, который ждёт дольше всех: 40 дней.",
        "Кого-то из названных получат 3 из 4.",
        "Никого не ведут и не получат: 1 наставник.",
        "В организации, где помощи меньше всего, наставника получат 1 из 3.",
    ]
    assert [(plain(bar.words), bar.mentors) for bar in panel.bars(kept["loads"])] == [
        ("Никого", 1),
        ("1 наставляемый", 1),
        ("2 наставляемых", 0),
        ("3 наставляемых", 1),
    ]
