"""The leaves of a pair's page: «Обзор» is here; programme, meetings, diary, results, messages come from the packages above.

`register(20, build)` in `AppConfig.ready()`. Usual order: 10 overview, 20 programme, 30 meetings, 40 diary, 50 results,
60 messages, 70 papers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nastavnik.access.actor import Actor

from .life import Life
from .models import Mentorship


@dataclass(frozen=True)
class Leaf:
    """`name` tells which one is open; `note` is a number or a word beside the label."""

    name: str
    label: str
    url: str
    note: str = ""


# The builder itself asks what the actor may see: None hides the leaf. What it counts stands in the row (`reading`).
Build = Callable[[Actor, Mentorship, Life], Leaf | None]
_BUILDERS: dict[Build, int] = {}


def register(order: int, build: Build) -> None:
    """Registering the same function again changes nothing."""
    _BUILDERS[build] = order


def leaves_of(actor: Actor, mentorship: Mentorship, life: Life) -> list[Leaf]:
    """The leaves this actor may open, in order."""
    built = (build(actor, mentorship, life) for build in sorted(_BUILDERS, key=lambda each: _BUILDERS[each]))
    return [leaf for leaf in built if leaf is not None]
