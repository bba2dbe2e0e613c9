"""One world and one walk for the whole folder; everything is rolled back at its end."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from .walk import Visit, matrix, walk
from .world import NOW, VISITORS, World, make_world


@pytest.fixture(scope="package")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, _fast_passwords: None
) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def rows() -> dict[str, dict[str, Any]]:
    return matrix()


class Lines(logging.Handler):
    """Every line of the log, as it would be printed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="package")
def log() -> Iterator[list[str]]:
    heard, root = Lines(), logging.getLogger()
    root.addHandler(heard)
    yield heard.lines
    root.removeHandler(heard)


@pytest.fixture(scope="package")
def visits(
    world: World, rows: dict[str, dict[str, Any]], log: list[str], django_db_blocker: DjangoDbBlocker
) -> list[Visit]:
    with django_db_blocker.unblock():
        return [visit for visitor in VISITORS for visit in walk(world, visitor, rows)]
