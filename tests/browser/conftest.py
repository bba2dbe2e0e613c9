"""A real browser for journeys: Chromium, watched for foreign requests, complaints of the console and accessibility."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (360, 1280)

# Playwright's loop makes Django think that views run inside it; they run in the thread of the live server.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def chromium() -> str:
    """$CHROMIUM, else the browser of the system. Its absence is a failure unless NO_BROWSER says otherwise."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found and os.environ.get("NO_BROWSER"):
        pytest.skip("NO_BROWSER: browser journeys were not run")
    assert found, "Chromium is not found: install the package chromium, or set CHROMIUM, or NO_BROWSER=1"
    return found


@dataclass
class Watched:
    """A page of the browser with what it should not have done."""

    page: Any
    home: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def at(self, path: str) -> Any:
        self.page.goto(f"{self.home}{path}")
        return self.page

    def wide(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})


def axe_clean(page: Any) -> None:
    """No violation of WCAG 2.2 AA, and nothing broader than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def clean_at_all_widths(watched: Watched) -> None:
    for width in WIDTHS:
        watched.wide(width)
        axe_clean(watched.page)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert (settings.BASE_DIR / "static" / "app.css").exists(), "static/ is not built: run make assets"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_browser(browser: Any, live_server: LiveServer, settings: Any) -> Iterator[Callable[[], Watched]]:
    """Opens as many separate browsers (cookies apart) as a journey has people; at the end all must be spotless."""
    # The server of the tests gives styles and scripts by their plain names, whatever has been collected before.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    home = live_server.url.replace("127.0.0.1", "localhost")
    opened: list[Watched] = []

    def begin(**options: Any) -> Watched:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ru-RU", **options)
        watched = Watched(context.new_page(), home)
        host = urlsplit(home).netloc
        watched.page.on(
            "console",
            lambda said: watched.complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        watched.page.on(
            "request",
            lambda sent: (
                watched.foreign.append(sent.url) if urlsplit(sent.url).netloc not in {host, ""} else None
            ),
        )
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        opened.append(watched)
        return watched

    yield begin
    spots = [(each.complaints, each.foreign) for each in opened if each.complaints or each.foreign]
    for each in opened:
        each.page.context.close()
    assert spots == []


@pytest.fixture
def watched(open_browser: Callable[[], Watched]) -> Watched:
    return open_browser()
