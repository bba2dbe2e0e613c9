"""The page of components in a real browser: accessibility, width, and what the small script promises."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from .conftest import RULES

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def address(live_server: LiveServer) -> Iterator[str]:
    with override_settings(DEBUG=True):
        yield f"{live_server.url}/ui/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_components_are_accessible_fit_the_screen_and_keep_the_policy(
    browser: Any, address: str, width: int, scheme: str
) -> None:
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
    )
    foreign: list[str] = []
    page.on(
        "request",
        lambda sent: foreign.append(sent.url) if not sent.url.startswith(address[:16]) else None,
    )
    page.goto(address, wait_until="networkidle")
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    broad = page.evaluate("document.documentElement.scrollWidth")
    theme = page.evaluate("document.documentElement.dataset.bsTheme")
    page.close()
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert broad <= width
    assert theme == scheme
    assert complaints == []
    assert foreign == []


def test_the_small_script_keeps_its_promises(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address, wait_until="networkidle")
    focused = page.evaluate("document.activeElement.hasAttribute('data-errors')")

    page.fill("#filled_agreed", "ё" * 999)
    left = page.text_content("#filled_agreed_count")

    page.check("#filled_password_show")
    revealed = page.get_attribute("#filled_password", "type")

    page.evaluate(
        """() => {
            window.sent = 0;
            const form = document.querySelector('#filled_name').form;
            window.addEventListener('submit', (event) => { window.sent += !event.defaultPrevented; event.preventDefault(); });
            form.requestSubmit();
            form.requestSubmit();
        }"""
    )
    sent = page.evaluate("window.sent")
    page.wait_for_timeout(150)
    said = page.text_content("#live")
    stored = page.evaluate("localStorage.length + sessionStorage.length")
    page.close()
    assert focused
    assert left == "Остался 1 знак"
    assert revealed == "text"
    assert sent == 1
    assert said == "Форма уже отправляется. Подождите."
    assert stored == 0
