"""What other packages add to the page of a run: each registers a function that builds its panels or nothing.

`register(20, build)` in `AppConfig.ready()`. Usual order: 10 name and parameters, 20 council, 30 fairness, 40 re-run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nastavnik.access.actor import Actor
from nastavnik.core.ui import Action, Line, Status

from .models import MatchRun


@dataclass(frozen=True)
class Panel:
    """A section of the page: a text, lines and buttons, or a template of the package itself with its `context`.

    `name` is unique on the page (an anchor). No button of a panel is the primary one of the page.
    """

    name: str
    title: str
    text: str = ""
    status: Status | None = None
    lines: Sequence[Line] = ()
    actions: Sequence[Action] = ()
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)


# The builder itself asks what the actor may see: None or nothing hides the panel.
Build = Callable[[MatchRun, Actor], Panel | Sequence[Panel] | None]
_BUILDERS: dict[Build, int] = {}


def register(order: int, build: Build) -> None:
    """The smaller `order` stands higher. Registering the same function again changes nothing."""
    _BUILDERS[build] = order


def panels_of(run: MatchRun, actor: Actor) -> list[Panel]:
    """The panels of a run that this actor may see, in order."""
    found: list[Panel] = []
    for build in sorted(_BUILDERS, key=lambda each: _BUILDERS[each]):
        built = build(run, actor)
        found += [built] if isinstance(built, Panel) else list(built or ())
    return found
