"""What a pair still lacks before it may be completed: the package of programmes knows of results, pairs do not.

`register(lacks)` in `AppConfig.ready()`; `lacks(mentorship, today)` gives sentences that say what to do first.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Mentorship

Lacks = Callable[["Mentorship", date], Iterable[str]]
_SOURCES: list[Lacks] = []


def register(lacks: Lacks) -> None:
    """Registering the same function again changes nothing."""
    if lacks not in _SOURCES:
        _SOURCES.append(lacks)


def lacking(mentorship: "Mentorship", *, today: date) -> list[str]:
    return [words for source in _SOURCES for words in source(mentorship, today)]
