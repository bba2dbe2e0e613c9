"""The workspace of matching by hand: choose, compare, hide, lock, swap, take back; at both widths, and without script."""

import re

import pytest

from tests.browser.conftest import Watched, clean_at_all_widths
from tests.browser.hands import Hands
from tests.browser.test_accounts import sign_in
from tests.cast import Cast, make_cast, make_person
from tests.matching.workspace.world import Trio, trio
from tests.matching.world import asks, offers, ran, sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def school(cast: Cast) -> Trio:
    """Six who ask, five who help: a workspace, not a plain page."""
    world = trio(cast)
    for number, name in enumerate(("Агеева Нина Петровна", "Брусникин Лев Ильич", "Ветрова Ольга Юрьевна")):
        person = make_person(name, cast.school, subjects="физика")
        sheet(person, {"methods": number, "ict": 3 - number})
        asks(person, domains=("methods",))
    for number, name in enumerate(("Грачёва Инна Львовна", "Дымов Олег Павлович", "Ежова Римма Ильинична")):
        person = make_person(name, cast.school, subjects="физика, математика")
        sheet(person, {"methods": 4 - number, "ict": 2 + number})
        offers(person, capacity=1)
    return world


def test_from_candidates_to_a_run_that_keeps_what_was_decided(watched: Watched, cast: Cast) -> None:
    school(cast)
    ran(cast)
    sign_in(watched, cast.vera.account.email)
    hands = Hands(watched, "workspace")
    hands.go("/matching/work/")
    clean_at_all_widths(watched)
    page = hands.page

    page.get_by_role("navigation", name="Ждут наставника").get_by_role(
        "link", name=re.compile("Зимин")
    ).click()
    page.get_by_role("heading", name="Кто поможет Кириллу Андреевичу?").wait_for()
    assert "request=" in page.url
    hands.see(narrow=True)

    boxes = page.get_by_role("checkbox", name=re.compile("^Сравнить"))
    boxes.nth(0).check()
    boxes.nth(1).check()
    hands.press("Сравнить отмеченных")
    hands.says("Чем отличаются")
    hands.see(narrow=True)
    hands.follow("К кандидатам")

    hands.follow(re.compile("^Скрыть"), nth=1)
    hands.says("Пары не изменятся")
    hands.fill(reason="Работают в разные смены")
    hands.press("Скрыть")
    hands.says("Наставник скрыт для этого запроса")
    hands.says("Не показаны по вашему решению")
    hands.says("После подбора принято: 1 решение")
    hands.see(narrow=True)

    hands.follow(re.compile("^Закрепить"), nth=0)
    hands.says("Что изменится")
    hands.see(narrow=True)
    hands.fill(reason="Уже договорились")
    hands.press("Закрепить")
    hands.says("Пара закреплена")
    hands.says("Закреплены вами до следующего подбора")
    hands.press("Подобрать заново")
    hands.says("Предложенные пары")


def test_pairs_are_swapped_after_a_look_and_the_reason_why_not_is_told(watched: Watched, cast: Cast) -> None:
    world = school(cast)
    sign_in(watched, cast.vera.account.email)
    hands = Hands(watched, "workspace-swap")
    page = hands.go(f"/matching/work/?request={world.kirill.pk}")
    page.locator("main li.n-panel--now summary").first.click()
    hands.follow(re.compile("^Поменять местами"))
    hands.see(narrow=True)
    page.get_by_label("С какой парой").select_option(index=1)
    hands.press("Показать, что изменится")
    hands.says("Сумма баллов всех пар")
    hands.see(narrow=True)
    hands.fill(reason="Просили оба")
    hands.press("Поменять местами")
    hands.says("Пары поменялись местами")

    page.locator("main ol > li:not(.n-panel--now) summary").last.click()
    hands.follow(re.compile("^Почему не эта пара"), nth=-1)
    hands.says("Если закрепить эту пару")
    hands.see(narrow=True)
    hands.go("/matching/work/?side=mentors")
    hands.says("Свободные наставники")
    hands.see(narrow=True)


def test_a_school_of_three_has_one_plain_page(watched: Watched, cast: Cast) -> None:
    trio(cast)
    sign_in(watched, cast.vera.account.email)
    hands = Hands(watched, "workspace-plain")
    hands.go("/matching/work/")
    hands.says("Почему останется без наставника")
    hands.says("Добавить место")
    hands.see(narrow=True)
    assert hands.page.get_by_role("navigation", name="Ждут наставника").count() == 0


def test_a_run_is_seen_as_a_picture(watched: Watched, cast: Cast) -> None:
    school(cast)
    run = ran(cast)
    sign_in(watched, cast.vera.account.email)
    hands = Hands(watched, "workspace-picture")
    hands.go(f"/matching/{run.pk}/")
    hands.follow("Картина подбора")
    hands.page.get_by_text("Показать таблицей").click()
    hands.see(narrow=True)
    hands.says("Кому поможет")


def test_without_script_everything_is_there(open_browser: object, cast: Cast) -> None:
    world = school(cast)
    watched = open_browser(java_script_enabled=False)  # type: ignore[operator]
    sign_in(watched, cast.vera.account.email)
    page = watched.at("/matching/work/")
    page.get_by_role("link", name=re.compile("Зимин")).click()
    page.get_by_role("heading", name="Кто поможет Кириллу Андреевичу?").wait_for()
    page.get_by_role("link", name=re.compile("^Закрепить")).first.click()
    page.get_by_label("Почему").fill("Рядом")
    page.get_by_role("button", name="Закрепить").click()
    assert "Пара закреплена" in page.inner_text("main")
    assert str(world.kirill.pk) in page.url
