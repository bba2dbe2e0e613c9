"""What has happened in a mentorship and what is ahead: one timeline out of what every package knows.

`register(source)` in `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nastavnik.access.actor import Actor

from .models import Mentorship


@dataclass(frozen=True)
class Happening:
    """`kind` «doc» is a paper, «next» is still ahead; `sort` («pair», «meeting», «programme»…) serves the filter."""

    on: date
    title: str
    text: str = ""
    url: str = ""
    kind: Literal["", "doc", "next"] = ""
    sort: str = "pair"


# The source itself asks what the actor may see.
Source = Callable[[Actor, Mentorship, date], Iterable[Happening]]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Registering the same function again changes nothing."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def happenings_of(actor: Actor, mentorship: Mentorship, *, today: date) -> list[Happening]:
    """From the first day to the last one planned."""
    told = [each for source in _SOURCES for each in source(actor, mentorship, today)]
    return sorted(told, key=lambda each: each.on)
