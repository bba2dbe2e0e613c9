"""Key journeys with scripts switched off: every form is a plain form, and a long job refreshes the page by itself."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nastavnik.core.jobs import run_all
from nastavnik.documents.models import Paper
from nastavnik.documents.rules import PaperState
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Consent, Person
from tests.cast import Cast, make_cast
from tests.people.staff_file.dirty import dirty_staff_xlsx

from .conftest import Watched
from .sweep import enter, path_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def plain(open_browser: Callable[..., Watched]) -> Watched:
    return open_browser(java_script_enabled=False)


def press(page: Any, words: Any) -> None:
    page.locator("main").get_by_role("button", name=words).first.click()
    page.wait_for_load_state()


def test_one_signs_in_and_adds_a_person(plain: Watched, cast: Cast) -> None:
    page = plain.at("/people/new/")
    page.locator("[name=login]").fill(cast.vera.account.email)  # type: ignore[union-attr]
    page.locator("[name=password]").fill("пароль-для-проверки")
    press(page, "Войти")
    assert path_of(page) == "/people/new/"
    press(page, "Сохранить карточку")
    assert page.title().startswith("Ошибка: ")
    page.locator("[name=last_name]").fill("Берёзкина")
    page.locator("[name=first_name]").fill("Алла")
    press(page, "Сохранить карточку")
    assert Person.objects.filter(last_name="Берёзкина").count() == 1


def test_a_staff_list_is_imported_and_the_page_refreshes_by_itself(
    plain: Watched, cast: Cast, tmp_path: Path
) -> None:
    expected, before = dirty_staff_xlsx(tmp_path / "кадры.xlsx"), Person.objects.count()
    enter(plain, cast.vera.account)
    page = plain.at("/people/import/")
    page.locator("[name=file]").set_input_files(tmp_path / "кадры.xlsx")
    press(page, "Прочитать файл")
    press(page, "Показать, что получится")
    press(page, re.compile("Загрузить: 40"))
    assert 'http-equiv="refresh"' in page.content()
    run_all()
    page.get_by_role("link", name="Посмотреть людей").wait_for(timeout=20_000)
    assert Person.objects.count() == before + expected.people


def test_a_pair_is_made_consents_are_marked_and_the_order_is_issued(plain: Watched, cast: Cast) -> None:
    enter(plain, cast.vera.account)
    page = plain.at("/pairs/new/")
    page.locator("[name=mentor]").select_option(str(cast.galina.pk))
    page.locator("[name=mentees]").select_option(str(cast.kirill.pk))
    page.locator("[name=issue]").select_option(index=1)
    press(page, "Создать пару")
    pair = Mentorship.objects.get()

    for sheet in Consent.objects.filter(person__in=[cast.galina, cast.kirill]):
        page = plain.at(f"/people/consents/{sheet.pk}/paper/")
        page.locator("main form[method=post] .btn-primary").click()
        page.wait_for_load_state()
    pair.refresh_from_db()
    assert pair.state == PairState.AWAITS_ORDER

    page = plain.at(f"/pairs/{pair.pk}/basis/")
    page.locator("[name=kind][value=job]").check()
    page.locator("[name=explanation]").fill("пункт 7 должностной инструкции учителя")
    press(page, "Сохранить основание")
    page = plain.at("/pairs/orders/new/")
    press(page, "Подготовить черновик")
    page.locator("main").get_by_role("link", name="Издать приказ").click()
    page.locator("[name=number]").fill("56-ОД")
    press(page, "Подписать и издать")
    assert "Приказ № 56-ОД издан" in page.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
    assert Paper.objects.get().state == PaperState.ISSUED
