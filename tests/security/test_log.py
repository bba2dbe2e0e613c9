"""The log is read by people who may not enter: no secret of a link stands in it."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from nastavnik.core.logs import CodeFilter
from nastavnik.people.services.invitations import invite
from tests.cast import Cast, make_person


def test_a_refused_form_behind_a_living_link_writes_no_secret(cast: Cast) -> None:
    """A tab left open overnight fails the check of its origin, and Django writes down the address."""
    anna = make_person("Белова Анна Юрьевна", cast.school, account=False)
    sent = invite(anna, now=timezone.now(), by=cast.as_actor(cast.vera))
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.addFilter(CodeFilter())
    logger = logging.getLogger("django.security.csrf")
    logger.addHandler(handler)
    try:
        answer = Client(enforce_csrf_checks=True).post(sent.path, {"password1": "Снегопад-11"})
    finally:
        logger.removeHandler(handler)
    assert answer.status_code == 403
    assert "/invitation/…" in kept.getvalue()
    assert sent.secret not in kept.getvalue()


@pytest.mark.parametrize(
    "address", ["/invitation/aB3_x-9/", "/accounts/password/reset/key/2s-c0ffee-aa11/", "/invitation/aB3_x-9"]
)
def test_the_secret_is_cut_out_of_every_address_that_holds_one(address: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Gone: %s", (address,), None)
    CodeFilter().filter(record)
    assert record.getMessage().count("…") == 1
    assert "aB3" not in record.getMessage()
    assert "c0ffee" not in record.getMessage()


def test_the_filter_stands_before_every_handler() -> None:
    assert all("code" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
