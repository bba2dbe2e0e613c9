"""Pages of the workspace: what stands there for whom, how they refuse, and what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nastavnik.access.roles import Role
from nastavnik.matching.models import Decision
from nastavnik.matching.rules import DecisionKind
from nastavnik.matching.workspace import services
from tests.cast import TODAY, Cast, make_person
from tests.matching.test_screens import entered, text
from tests.matching.world import asks, crowd, line, offers, ran, sheet

from .world import decide, trio

LOCK, APART, HIDE = DecisionKind.LOCK, DecisionKind.APART, DecisionKind.HIDE
WORK = "/matching/work/"
MOST_QUERIES = 38
MOST_OCTETS = 150_000


def two(name: str, request: object, mentor: object) -> str:
    return reverse(f"matching:{name}", args=[request.pk, mentor.pk])  # type: ignore[attr-defined]


def test_few_requests_have_one_plain_page_with_the_same_facts(cast: Cast) -> None:
    trio(cast)
    page = text(entered(cast.vera).get(WORK))
    assert "n-pick" not in page
    for words in (
        "Кто поможет Кириллу Андреевичу?",
        "Затруднения",
        "сильна в том, где нужна помощь",
        "Не хватает:",
    ):
        assert words in page
    assert "3 запроса претендуют на 2 места" in page
    assert "Вершинина Д. О., Зимин К. А., Осинин П. Л." in page
    assert "Добавить место: " in page
    assert "%" not in page


def test_those_who_wait_longest_stand_first(cast: Cast) -> None:
    asking, _ = crowd(cast.school, 6, 5)
    for days, one in zip((3, 40, 12, 0, 7, 25), asking, strict=True):
        type(one).objects.filter(pk=one.pk).update(opened_on=TODAY.replace(day=1) if days == 40 else TODAY)
    page = entered(cast.vera).get(WORK)
    waiting = page.context["waiting"]
    assert waiting[0].value == asking[1].pk
    assert waiting[0].current
    assert len(waiting) == 6
    assert "Ждут наставника" in text(page)


def test_the_other_side_has_mentors_with_free_places(cast: Cast) -> None:
    _, offering = crowd(cast.school, 6, 5)
    page = entered(cast.vera).get(f"{WORK}?side=mentors")
    assert {one.value for one in page.context["waiting"]} == {one.pk for one in offering}
    assert "Кому поможет" in text(page)
    chosen = entered(cast.vera).get(f"{WORK}?mentor={offering[2].pk}")
    assert [one.value for one in chosen.context["waiting"] if one.current] == [offering[2].pk]


def test_a_candidate_is_hidden_with_a_reason_and_brought_back(cast: Cast) -> None:
    world = trio(cast)
    curator = entered(cast.vera)
    address = two("hide", world.kirill, world.marina)
    assert "Пары не изменятся" in text(curator.get(address))
    assert "Заполните поле" in text(curator.post(address, {"reason": ""}))
    page = text(curator.post(address, {"reason": "Работают в разные смены"}, follow=True))
    assert "Наставник скрыт для этого запроса" in page
    assert "Не показаны по вашему решению" in page
    assert "Работают в разные смены" in page
    again = text(curator.post(address, {"reason": "Ещё раз"}))
    assert "уже есть решение" in again

    made = Decision.objects.get()
    lift = reverse("matching:lift", args=[made.pk])
    assert "Что изменится" in text(curator.get(lift))
    assert "Решение отменено" in text(curator.post(lift, follow=True))
    assert "уже отменено" in text(curator.post(lift, follow=True))


def test_a_lock_shows_who_would_lose_before_it_is_confirmed(cast: Cast) -> None:
    world = trio(cast)
    curator = entered(cast.vera)
    page = text(curator.get(two("lock", world.pyotr, world.galina)))
    assert "Без наставника останется: Зимин К. А." in page
    assert "Наставника получит: Осинин П. Л." in page
    assert "С наставником по-прежнему 2 из 3" in page
    assert "станет меньше на" in page
    assert not Decision.objects.exists()
    page = text(curator.post(two("lock", world.pyotr, world.galina), {"reason": "Просили"}, follow=True))
    assert "Пара закреплена" in page
    assert "Закреплены вами до следующего подбора" in page


def test_why_not_tells_the_rule_the_cost_or_what_is_missing_in_the_bank(cast: Cast) -> None:
    world = trio(cast)
    far = asks(cast.darya, "subject-content", subject="mathematics")
    candidate = offers(make_person("Осинина Мария Львовна", cast.school), state="candidate")
    curator = entered(cast.vera)
    assert "Подбор и предлагает эту пару" in text(curator.get(two("why", world.kirill, world.galina)))
    page = text(curator.get(two("why", world.kirill, world.marina)))
    assert "Место этого наставника нужнее другим" in page
    assert "Если закрепить эту пару" in page
    assert "Теряет: затруднения" in page
    assert "нужен тот, кто ведёт его" in text(curator.get(two("why", far, world.galina)))
    assert "Пока кандидат" in text(curator.get(two("why", world.kirill, candidate)))
    decide(cast, APART, world.pyotr, world.galina, "Тайная ссора")
    page = text(curator.get(two("why", world.pyotr, world.galina)))
    assert "Куратор решил не предлагать эту пару" in page


def test_the_second_pair_of_a_swap_is_chosen_from_a_list(cast: Cast) -> None:
    world = trio(cast)
    curator = entered(cast.vera)
    address = two("swap", world.kirill, world.galina)
    assert "Вершинина Д. О. — Лугова М. И." in text(curator.get(address))
    page = text(curator.get(f"{address}?second="))
    assert "Заполните поле" in page or "Выберите" in page
    chosen = f"{address}?second={world.darya.pk}"
    page = text(curator.get(chosen))
    assert "Изменится у 2 запросов" in page
    page = text(curator.post(chosen, {"reason": "Просили оба"}, follow=True))
    assert "Пары поменялись местами и закреплены" in page
    assert Decision.objects.filter(kind=LOCK, lifted_at=None).count() == 2


def test_two_or_three_are_compared(cast: Cast) -> None:
    world = trio(cast)
    curator = entered(cast.vera)
    address = reverse("matching:compare-mentors", args=[world.kirill.pk])
    assert "Отметьте двоих или троих" in text(curator.get(address))
    page = text(curator.get(f"{address}?mentor={world.galina.pk}&mentor={world.marina.pk}&mentor=чушь"))
    assert re.search(r"Затруднения: Мещерякова Г\. В\. — (\d+) из \1, Лугова М\. И\. — \d из \1", page)
    assert "одинаково" in page
    address = reverse("matching:compare-requests", args=[world.galina.pk])
    page = text(curator.get(f"{address}?request={world.kirill.pk}&request={world.darya.pk}"))
    assert "Зимин К. А." in page
    assert "is-common" in page


def test_the_council_looks_without_levels_costs_and_decisions(cast: Cast) -> None:
    world = trio(cast)
    member = make_person("Советов Иван Ильич", cast.school, Role.COUNCIL_MEMBER)
    decide(cast, HIDE, world.kirill, world.marina, "Тайная ссора")
    council = entered(member)
    page = text(council.get(WORK))
    assert "Кто поможет Кириллу Андреевичу?" in page
    assert "Куратор решил не предлагать эту пару" in page
    for words in ("Тайная ссора", "методическая область", "Закрепить", "Скрыть", "Предложить эту пару"):
        assert words not in page
    chosen = f"{reverse('matching:compare-mentors', args=[world.darya.pk])}?mentor={world.galina.pk}&mentor={world.marina.pk}"
    assert "ИКТ-компетенции" not in text(council.get(chosen))
    assert council.get(two("why", world.kirill, world.galina)).status_code == 403
    assert council.post(two("hide", world.kirill, world.galina), {"reason": "Да"}).status_code == 403


def test_a_mentor_of_another_school_who_has_not_agreed_is_not_found(cast: Cast) -> None:
    world = trio(cast)
    stranger = offers(cast.oleg)
    curator = entered(cast.vera)
    for name in ("why", "lock", "apart", "hide", "swap"):
        assert curator.get(two(name, world.kirill, stranger)).status_code == 404


def test_the_run_knows_of_later_decisions_and_offers_the_next_step(cast: Cast) -> None:
    world = trio(cast)
    run = ran(cast)
    curator = entered(cast.vera)
    address = reverse("matching:run", args=[run.pk])
    page = text(curator.get(address))
    assert "После подбора принято" not in page
    assert "Добавить место: " in page
    assert "Поменять местами" in page
    made = decide(cast, HIDE, world.kirill, world.galina)
    assert "После подбора принято: 1 решение" in text(curator.get(address))
    services.lift(made, by=cast.as_actor(cast.vera))
    ran(cast)
    assert "После подбора принято" not in text(curator.get(WORK))


@pytest.mark.parametrize("without", ["requests", "mentors"])
def test_nobody_on_one_side_is_told(cast: Cast, without: str) -> None:
    if without == "mentors":
        asks(cast.kirill)
    else:
        offers(cast.galina)
    assert "Подбирать пока не из кого" in text(entered(cast.vera).get(WORK))


def test_sensitive_words_are_on_no_page(cast: Cast) -> None:
    world = trio(cast)
    growth = line(cast.school, "domain", "psychology")
    type(growth).objects.filter(pk=growth.pk).update(sensitive=True, title="Тайная область")
    world.kirill.domains.set([growth])
    sheet(cast.kirill, {"psychology": 0})
    curator = entered(cast.vera)
    for address in (WORK, two("why", world.kirill, world.marina), two("lock", world.pyotr, world.galina)):
        assert "тайная область" not in text(curator.get(address)).lower()


def test_a_large_school_costs_as_many_queries_as_a_small_one_and_stays_light(cast: Cast) -> None:
    crowd(cast.school, 5, 5)
    curator = entered(cast.vera)
    curator.get(WORK)
    with CaptureQueriesContext(connection) as few:
        curator.get(WORK)
    crowd(cast.school, 120, 60, seed=11)
    with CaptureQueriesContext(connection) as many:
        answer = curator.get(WORK)
    assert len(answer.context["waiting"]) == 60
    assert len(answer.context["everybody"]) == 125
    assert len(many) == len(few) <= MOST_QUERIES
    assert len(answer.content) < MOST_OCTETS


def test_the_picture_has_every_pair_and_its_twin(cast: Cast) -> None:
    trio(cast)
    run = ran(cast)
    page = entered(cast.vera).get(reverse("matching:picture", args=[run.pk]))
    drawn = page.context["picture"]
    assert (len(drawn.lines), len(drawn.requests), len(drawn.mentors)) == (2, 3, 2)
    assert [one.name for one in drawn.requests if one.left] == ["Осинин\u00a0П.\u00a0Л."]
    rows = [[cell.text for cell in row.cells] for row in drawn.table.rows]
    assert ["Мещерякова\u00a0Г.\u00a0В.", "1 из 1", "Зимин\u00a0К.\u00a0А."] in rows
    assert 'role="img"' in text(page)
