"""What every test may lean on."""

import os
import tempfile
from importlib import import_module
from typing import Any

os.environ.setdefault("TESTING", "1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="nastavnik-tests-"))

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations  # this way round: the two import each other

from tests.cast import Cast, make_cast


@pytest.fixture(autouse=True, scope="session")
def _fast_passwords() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file: tables of a shared database in memory are locked under the threads of the live server."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = tmp_path_factory.mktemp("database") / "test.sqlite3"


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_journal() -> None:
    """Transactional tests empty the tables by DELETE on SQLite; the journal forbids that, so its guards step aside."""
    guards = import_module("nastavnik.core.migrations.0002_journal_append_only")
    flush = DatabaseOperations.execute_sql_flush

    def without_guards(self: DatabaseOperations, sql_list: list[Any]) -> None:
        flush(self, [*guards.SQLITE_BACK, *sql_list, *guards.SQLITE])

    DatabaseOperations.execute_sql_flush = without_guards  # type: ignore[method-assign]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
