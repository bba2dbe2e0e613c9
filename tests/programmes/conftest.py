"""The clock of the cast, and somebody who has signed in."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from nastavnik.people.models import Person
from tests.cast import TODAY

SignedIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: TODAY)


@pytest.fixture
def enter() -> SignedIn:
    def sign_in(person: Person) -> Client:
        client = Client()
        assert person.account is not None
        client.force_login(person.account)
        return client

    return sign_in
