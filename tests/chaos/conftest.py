"""Installations of their own for these tests: copies of one, for tables are slow to make."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installations import Installation, installation


@pytest.fixture(scope="package")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """All tables, no rows."""
    with installation(tmp_path_factory.mktemp("migrated") / "data") as made:
        done = made.python("manage.py", "migrate", "--verbosity=0")
        assert done.returncode == 0, done.stderr
        yield made


@pytest.fixture
def place(migrated: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation in which nothing has happened yet."""
    with installation(tmp_path / "data", like=migrated) as made:
        yield made
