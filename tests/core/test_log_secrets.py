"""An address with a secret in it is logged without the secret."""

import logging

import pytest

from nastavnik.core.logs import CodeFilter


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/invitation/S3cretWord/", "/invitation/…/"),
        ("/accounts/password/reset/key/5-abc-def/", "/accounts/password/reset/key/…/"),
        ("/people/0190-aa/", "/people/0190-aa/"),
    ],
)
def test_the_line_keeps_the_place_and_hides_the_secret(path: str, kept: str) -> None:
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
    assert CodeFilter().filter(line)
    assert line.getMessage() == f"Not Found: {kept}"
