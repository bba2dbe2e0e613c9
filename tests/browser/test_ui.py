"""The page of components in a real browser: accessibility, width, and what the small script promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

playwright_api = pytest.importorskip("playwright.sync_api")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = Path("/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium here"),
    pytest.mark.skipif(
        not (settings.BASE_DIR / "static" / "app.css").exists(), reason="static/ is not built: make assets"
    ),
]


@pytest.fixture
def address(live_server: LiveServer) -> Iterator[str]:
    with override_settings(DEBUG=True):
        yield f"{live_server.url}/ui/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_components_are_accessible_fit_the_screen_and_keep_the_policy(
    address: str, width: int, scheme: str
) -> None:
    complaints: list[str] = []
    with playwright_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
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
        found = axe_api.Axe().run(page, options={"runOnly": RULES}).response["violations"]
        broad = page.evaluate("document.documentElement.scrollWidth")
        theme = page.evaluate("document.documentElement.dataset.bsTheme")
        browser.close()
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert broad <= width
    assert theme == scheme
    assert complaints == []
    assert foreign == []


def test_the_small_script_keeps_its_promises(address: str) -> None:
    with playwright_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
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
        browser.close()
    assert focused
    assert left == "Остался 1 знак"
    assert revealed == "text"
    assert sent == 1
    assert said == "Форма уже отправляется. Подождите."
    assert stored == 0
