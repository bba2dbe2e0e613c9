"""Bringing the database to the shape that this version of the code expects."""

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from nastavnik.core.errors import Refusal
from nastavnik.core.health import waiting_migrations


def is_empty() -> bool:
    """No table of ours yet."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        tables = connections[DEFAULT_DB_ALIAS].introspection.table_names(cursor)
    return "django_migrations" not in tables


def migrate() -> None:
    """Apply what is not applied; nothing to do takes no time."""
    if is_empty() or waiting_migrations():
        call_command("migrate", interactive=False, verbosity=0)


def prepare() -> None:
    """Migrate an empty folder; refuse to work on a database of another version."""
    if is_empty():
        call_command("migrate", interactive=False, verbosity=0)
    elif waiting_migrations():
        raise Refusal(
            "База создана прежней версией. Сделайте копию папки данных и запустите nastavnik serve: он обновит базу."
        )
