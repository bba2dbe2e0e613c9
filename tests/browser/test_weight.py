"""What a first visit costs the line of a village school, and what a usual page weighs."""

from collections.abc import Callable
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from django.test import Client
from django.utils import timezone

from nastavnik.access.actor import CONSOLE
from nastavnik.demo.services import fill
from nastavnik.people.models import Person
from tests.browser.conftest import Watched

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST_VISIT = 150 * 1024  # bytes over the line, compressed as the server keeps its files
HTML = 20 * 1024
PACKED = (".woff2", ".png", ".jpg")
USUAL = ("/", "/people/", "/pairs/", "/matching/", "/bank/", "/people/consents/", "/documents/")


def line_weight(answer: Any) -> int:
    body: bytes = answer.body()
    return len(body) if answer.url.endswith(PACKED) else len(brotli.compress(body))


def test_the_first_visit_fits_150_kilobytes(
    open_browser: Callable[..., Watched], transactional_db: None
) -> None:
    watched, answers = open_browser(), []
    watched.page.on("response", lambda answer: answers.append(answer))
    page = watched.at("/")
    page.wait_for_load_state("networkidle")
    weights = {
        answer.url.rsplit("/", 1)[-1]: line_weight(answer) for answer in answers if answer.status == 200
    }
    print(sorted(weights.items(), key=lambda pair: -pair[1]), sum(weights.values()))  # noqa: T201
    assert len(weights) > 3
    assert sum(weights.values()) <= FIRST_VISIT, weights


def test_usual_pages_of_a_school_are_light(db: None) -> None:
    fill(by=CONSOLE, today=timezone.localdate())
    vera = Person.objects.get(last_name="Ладыгина")
    client = Client()
    assert vera.account
    client.force_login(vera.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    weights = {
        path: len(brotli.compress(client.get(path).content)) for path in (*USUAL, f"/people/{vera.pk}/")
    }
    raw = {path: len(client.get(path).content) for path in USUAL}
    print(weights, raw)  # noqa: T201
    assert {path: size for path, size in weights.items() if size > HTML} == {}
