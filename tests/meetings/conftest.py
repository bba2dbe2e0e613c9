"""Meetings are tried at one moment: noon of a school day."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.people.conftest import Enter, enter

from .world import NOW

__all__ = ["Enter", "enter"]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
