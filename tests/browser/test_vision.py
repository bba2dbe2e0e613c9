"""The version for low vision in a real browser: every scheme at its largest on the pages people use, without script too."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from nastavnik.access.actor import CONSOLE
from nastavnik.core.vision import COOKIE, SCHEMES, Vision
from nastavnik.demo.services import fill
from nastavnik.pairs.models import Participation
from nastavnik.people.models import Person, User
from tests.browser.conftest import RULES, Watched
from tests.browser.sweep import LOOK, axe_source, enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("/", "/people/", "/pairs/", "/bank/", "/matching/", "/documents/", "/people/consents/", "/news/")
PAGES += ("/board/", "/board/new/", "/talk/complaints/", "/organisation/", "/me/", "/vision/", "/pairs/new/")


def pages() -> Iterator[tuple[User | None, str]]:
    curator = Person.objects.get(last_name="Ладыгина")
    for path in PAGES:
        yield curator.account, path
    yield curator.account, f"/people/{curator.pk}/"
    yield None, "/accounts/login/"
    yield None, "/vision/"
    taker = Participation.objects.filter(mentorship__state="active", person__account__isnull=False).first()
    assert taker is not None, "somebody of the demo takes part in a working pair and signs in"
    yield curator.account, f"/pairs/{taker.mentorship_id}/"
    for path in ("/", f"/pairs/{taker.mentorship_id}/", f"/talk/{taker.mentorship_id}/"):
        yield taker.person.account, path


def put_on(watched: Watched, vision: Vision) -> None:
    cookie = {"name": COOKIE, "value": vision.kept, "url": watched.home}
    watched.page.context.add_cookies([cookie])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_key_pages_stay_usable_at_their_largest(
    open_browser: Callable[..., Watched], transactional_db: None, scheme: str
) -> None:
    fill(by=CONSOLE, today=timezone.localdate())
    watched, axe, wrong = open_browser(), axe_source(), []
    for user, path in pages():
        enter(watched, user)
        put_on(watched, Vision("200", "wide", "wide", scheme, "off"))
        page = watched.at(path)
        assert page.locator("html").get_attribute("data-lv") == scheme, path
        assert page.locator("main").count(), path
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/vision-{scheme}{path.replace('/', '_')[:30]}.png")
        found: Any = page.evaluate(LOOK, [RULES, axe])
        wrong += [f"{path}: {each}" for each in found["axe"]]
        wrong += [f"{path}: as wide as {found['broad']}"] if found["broad"] else []
    assert wrong == []


def test_it_is_turned_on_and_off_before_the_sign_in_without_script(
    open_browser: Callable[..., Watched], transactional_db: None
) -> None:
    fill(by=CONSOLE, today=timezone.localdate())
    watched = open_browser(java_script_enabled=False)
    page = watched.at("/accounts/login/")
    first = page.locator("header a").first
    assert "слабовидящих" in first.inner_text()
    first.click()
    page.locator("input[name=size][value='200']").check()
    page.locator("input[name=scheme][value='white-on-black']").check()
    page.locator("main form .btn-primary").click()
    assert page.url.endswith("/accounts/login/")
    root = page.locator("html")
    assert (root.get_attribute("data-lv"), root.get_attribute("data-lv-size")) == ("white-on-black", "200")
    page.get_by_role("button", name="Обычная версия").click()
    assert page.url.endswith("/accounts/login/")
    assert page.locator("html").get_attribute("data-lv") is None
