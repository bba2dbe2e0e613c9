"""The council of the cast, the clock of the cast, and people who are signed in."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from nastavnik.people.models import Person
from tests.cast import TODAY, Cast

from .world import Council, make_council


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: TODAY)


@pytest.fixture
def council(cast: Cast) -> Council:
    return make_council(cast)


@pytest.fixture
def enter() -> Callable[[Person], Client]:
    def sign_in(person: Person) -> Client:
        client = Client()
        assert person.account is not None
        client.force_login(person.account)
        return client

    return sign_in
