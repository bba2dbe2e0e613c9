"""Two hand-typed people become a working pair with a lawful order, on a phone."""

from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client

from nastavnik.documents.models import Paper
from nastavnik.documents.rules import PaperState
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person
from tests.browser.conftest import Watched, axe_clean
from tests.cast import make_cast

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = 360


def enter(watched: Watched, person: Person) -> None:
    """The session of a person who has signed in."""
    client = Client()
    assert person.account is not None
    client.force_login(person.account)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": watched.home}
    watched.page.context.add_cookies([cookie])


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def add_person(watched: Watched, last: str, first: str, middle: str, position: str) -> None:
    page = watched.at("/people/new/")
    for name, value in {"last_name": last, "first_name": first, "middle_name": middle}.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=kind]").select_option("pedagogue")
    page.locator("[name=gender]").select_option("female")
    axe_clean(page)
    press(page, "Сохранить карточку")
    page.get_by_role("heading", level=1, name=last).wait_for()
    person = Person.objects.get(last_name=last)
    page = watched.at(f"/people/{person.pk}/jobs/new/")
    page.locator("[name=position]").fill(position)
    press(page, "Сохранить должность")
    page.get_by_role("heading", level=1, name=last).wait_for()


def test_two_people_by_hand_reach_the_signed_order(watched: Watched, transactional_db: None) -> None:
    cast = make_cast()
    watched.wide(PHONE)
    enter(watched, cast.vera)
    add_person(watched, "Ольхина", "Анна", "Игоревна", "учитель математики")
    add_person(watched, "Кедрова", "Полина", "Саввична", "учитель физики")

    page = watched.at("/pairs/")
    axe_clean(page)
    page.get_by_role("link", name="Создать пару").click()
    press(page, "Создать пару")
    page.get_by_role("alert").wait_for()
    axe_clean(page)
    page.locator("[name=mentor]").select_option(label="Ольхина Анна Игоревна")
    page.locator("[name=mentees]").select_option(label="Кедрова Полина Саввична")
    page.locator("[name=issue]").select_option(label="Методика обучения и преподавания")
    press(page, "Создать пару")
    page.get_by_role("heading", name="Перед приказом").wait_for()
    axe_clean(page)
    pair = Mentorship.objects.get()
    assert pair.state == PairState.AWAITS_CONSENTS

    # The four sheets have been signed on paper and are marked together
    page = watched.at("/people/consents/papers/")
    for box in page.locator("[name=ids]").all():
        box.check()
    axe_clean(page)
    page.locator("form [name=given_on]").locator("xpath=ancestor::form").locator("button").last.click()
    page.wait_for_url(lambda url: url.endswith("/people/consents/"))
    pair.refresh_from_db()
    assert pair.state == PairState.AWAITS_ORDER

    page = watched.at(f"/pairs/{pair.pk}/")
    page.get_by_role("link", name="Записать основание").click()
    page.locator("[name=kind][value=job]").check()
    page.locator("[name=explanation]").fill("пункт 7 должностной инструкции учителя")
    axe_clean(page)
    press(page, "Сохранить основание")
    page.get_by_text("Всё готово для приказа").wait_for()
    axe_clean(page)

    page.get_by_role("link", name="Подготовить приказ").click()
    axe_clean(page)
    press(page, "Подготовить черновик")
    page.get_by_role("heading", name="Как будет на бумаге").wait_for()
    axe_clean(page)
    page.get_by_role("link", name="Издать приказ").click()
    page.locator("[name=number]").fill("56-ОД")
    axe_clean(page)
    press(page, "Подписать и издать")
    page.get_by_text("Приказ № 56-ОД издан").wait_for()
    axe_clean(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Скачать DOCX").click()
    with ZipFile(coming.value.path()) as box:
        words = box.read("word/document.xml").decode()
    assert "Ольхина Анна Игоревна" in words
    assert "пункт 7 должностной инструкции учителя" in words
    pair.refresh_from_db()
    assert pair.state == PairState.ACTIVE
    assert Paper.objects.get().state == PaperState.ISSUED
