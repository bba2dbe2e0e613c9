"""What the packages above add to a person's card: each registers a function that builds its section or nothing.

`register(30, consents_section)` in `AppConfig.ready()`. Own order of the card: 10 jobs, 20 roles, 25 representatives.
The card has two leaves, so that neither asks the database too much: «О человеке» and «Наставничество».
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from nastavnik.access.actor import Actor
from nastavnik.core.ui import Action, Line
from nastavnik.people.models import Person


@dataclass(frozen=True)
class Section:
    """A panel of the card: lines and buttons, or a template of the package itself with its `context`.

    `name` is unique on the page (an anchor). The template is drawn inside the panel, under the title.
    """

    name: str
    title: str
    lines: Sequence[Line] = ()
    actions: Sequence[Action] = ()
    change_url: str = ""
    note: str = ""
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)


# The builder itself asks what the actor may see: None hides the section.
Build = Callable[[Actor, Person, date], Section | None]
Leaf = Literal["about", "mentoring"]
_BUILDERS: dict[Build, tuple[Leaf, int]] = {}


def register(order: int, build: Build, *, leaf: Leaf = "about") -> None:
    """Add a section; the smaller `order` stands higher. Registering the same function again changes nothing."""
    _BUILDERS[build] = leaf, order


def sections_of(person: Person, *, leaf: Leaf, today: date, by: Actor) -> list[Section]:
    """The sections of a leaf that this actor may see, in order."""
    in_order = sorted(
        (b for b in _BUILDERS if _BUILDERS[b][0] == leaf), key=lambda build: _BUILDERS[build][1]
    )
    built = (build(by, person, today) for build in in_order)
    return [section for section in built if section is not None]
