"""What the tests of messages lean on: a table of things due, a mail server that is said to be there."""

import pytest

from nastavnik.notifications import kinds, reminders

from .things import KIND, Table


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    """The only source of reminders."""
    made = Table()
    monkeypatch.setattr(reminders, "KINDS", {})
    monkeypatch.setitem(kinds.KINDS, KIND, kinds.Kind(KIND, "Записи встреч"))
    reminders.register(KIND, "Записи встреч", made.source)
    return made


@pytest.fixture
def with_mail(settings: object) -> None:
    settings.EMAIL_HOST = "mail.example"  # type: ignore[attr-defined]
    settings.BASE_URL = "https://school.example"  # type: ignore[attr-defined]
