"""What hands do wrong at the screen: press twice, change one card in two tabs, follow a stranger's address."""

from collections.abc import Callable

import pytest

from nastavnik.people.models import Person
from tests.cast import make_cast, make_person

from .conftest import Watched, axe_clean, clean_at_all_widths
from .sweep import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_double_click_makes_one_card(watched: Watched, transactional_db: None) -> None:
    cast = make_cast()
    enter(watched, cast.vera.account)
    page = watched.at("/people/new/")
    page.locator("[name=last_name]").fill("Берёзкина")
    page.locator("[name=first_name]").fill("Алла")
    page.get_by_role("button", name="Сохранить карточку").dblclick()
    page.get_by_role("heading", level=1, name="Берёзкина").wait_for()
    assert Person.objects.filter(last_name="Берёзкина").count() == 1


def test_a_double_click_without_scripts_makes_one_card(
    open_browser: Callable[..., Watched], transactional_db: None
) -> None:
    """The same form sent a second time by «Назад» and the button: the server knows it."""
    cast = make_cast()
    watched = open_browser(java_script_enabled=False)
    enter(watched, cast.vera.account)
    page = watched.at("/people/new/")
    page.locator("[name=last_name]").fill("Берёзкина")
    page.locator("[name=first_name]").fill("Алла")
    page.get_by_role("button", name="Сохранить карточку").dblclick()
    page.wait_for_load_state()
    page.get_by_role("heading", level=1, name="Берёзкина").wait_for()
    assert Person.objects.filter(last_name="Берёзкина").count() == 1


def test_the_second_of_two_tabs_is_told_and_keeps_the_text(
    open_browser: Callable[[], Watched], transactional_db: None
) -> None:
    cast = make_cast()
    first = open_browser()
    enter(first, cast.vera.account)
    second = first.page.context.new_page()
    address = f"/people/{cast.kirill.pk}/edit/"
    second.goto(f"{first.home}{address}")
    first.at(address)
    first.page.locator("[name=phone]").fill("+7 912 000-00-01")
    first.page.get_by_role("button", name="Сохранить").first.click()
    first.page.get_by_role("heading", level=1, name="Зимин").wait_for()

    second.locator("[name=email]").fill("zimin@school-14.example")
    second.get_by_role("button", name="Сохранить").first.click()
    second.get_by_role("alert").first.wait_for()
    axe_clean(second)
    assert "Ошибка: " in second.title()
    assert second.locator("[name=email]").input_value() == "zimin@school-14.example"
    said = second.get_by_role("alert").first.inner_text()
    assert "изменил" in said.lower(), said
    cast.kirill.refresh_from_db()
    assert cast.kirill.email != "zimin@school-14.example"


def test_a_strangers_address_is_a_page_in_russian_with_a_way_home(
    watched: Watched, transactional_db: None
) -> None:
    cast = make_cast()
    stranger = make_person("Юдина Лариса Борисовна", cast.other_school)
    enter(watched, cast.vera.account)
    page = watched.at(f"/people/{stranger.pk}/")
    page.get_by_role("heading", level=1, name="Страница не нашлась").wait_for()
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
    assert "Юдина" not in page.content()
    clean_at_all_widths(watched)
    page.locator("main a[href='/']").first.click()
    page.get_by_role("heading", level=1, name="Что сделать сегодня").wait_for()
    # The browser itself complains of 404, once, and of nothing else.
    assert [words for words in watched.complaints if "404" not in words] == []
    watched.complaints.clear()
