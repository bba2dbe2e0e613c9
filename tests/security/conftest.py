"""A browser-less client signed in as one of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client

from nastavnik.people.models import Person

Enter = Callable[[Person], Client]


@pytest.fixture
def enter() -> Enter:
    def sign_in(person: Person) -> Client:
        assert person.account is not None
        client = Client()
        client.force_login(person.account)
        return client

    return sign_in
