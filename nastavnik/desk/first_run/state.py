"""How far the first visit has come. Read from the tables, so that it can be left and taken up again."""

from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Level
from nastavnik.people.models import User


def is_open() -> bool:
    """Nobody real can sign in yet. People of the example do not count."""
    return not User.objects.filter(is_demo=False).exists()


def started() -> Organisation | None:
    """The organisation that has been made but has nobody at the desk yet."""
    real = Organisation.objects.filter(is_demo=False)
    return real.filter(level=Level.ORGANISATION).first() or real.first()


def example() -> list[Organisation]:
    return list(Organisation.objects.filter(is_demo=True))
