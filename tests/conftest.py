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
from hypothesis import HealthCheck
from hypothesis import settings as trying

from tests.cast import Cast, make_cast

# A busy machine is no fault of what is tried.
trying.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("calm")

# Whoever asks for one of these meets a database: of the tests, or of an installation made for one test.
DATABASES = {"db", "transactional_db", "live_server", "place", "another_place"}
KEYS = {"django_db_setup", "django_db_blocker"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--with-database", action="store_true", help="leave out the tests that meet no database at all"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A second run on another database need not try once more what asks none."""
    if config.getoption("--with-database"):
        pure = [item for item in items if not _meets_a_database(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if _meets_a_database(item)]


def _meets_a_database(item: pytest.Item) -> bool:
    """By its mark, or by what it asks for; a fixture of ours that takes the keys of the database opens it by itself."""
    found = getattr(item, "_fixtureinfo", None)
    asked = found.name2fixturedefs if found else {}
    ours = (each for defs in asked.values() for each in defs if each.baseid)
    opens = any(KEYS & set(each.argnames) for each in ours)
    return opens or bool(DATABASES & set(asked)) or item.get_closest_marker("django_db") is not None


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
