"""Which names the installation answers to (T27)."""

import pytest
from django.test import Client

from config import settings as module


@pytest.mark.parametrize(
    ("base", "named", "expected"),
    [
        ("", "", ["*"]),
        ("https://school-14.example", "", ["school-14.example", "localhost", "127.0.0.1", "[::1]"]),
        ("https://наставник.рф/", "", ["xn--80aagyknd3aj.xn--p1ai", "localhost", "127.0.0.1", "[::1]"]),
        ("https://school-14.example", "a.example,b.example", ["a.example", "b.example"]),
    ],
)
def test_the_names_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, base: str, named: str, expected: list[str]
) -> None:
    monkeypatch.setattr(module, "BASE_URL", base)
    monkeypatch.setenv("ALLOWED_HOSTS", named)
    assert module._hosts() == expected


def test_a_foreign_name_is_refused(db: None, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["school-14.example"]  # type: ignore[attr-defined]
    assert Client(HTTP_HOST="school-14.example").get("/accounts/login/").status_code == 200
    assert Client(HTTP_HOST="evil.example").get("/accounts/login/").status_code == 400
