"""Who else may see a person's levels: the packages above say so, for example the mentor of an open mentorship.

`register(is_mentor_of)` in `AppConfig.ready()`; the function answers (actor, person, today) → bool.
"""

from collections.abc import Callable
from datetime import date

from nastavnik.access.actor import Actor
from nastavnik.people.models import Person

Sees = Callable[[Actor, Person, date], bool]
_VIEWERS: list[Sees] = []


def register(sees: Sees) -> None:
    """Registering the same function again changes nothing."""
    if sees not in _VIEWERS:
        _VIEWERS.append(sees)


def is_viewer(actor: Actor, person: Person, today: date) -> bool:
    return any(sees(actor, person, today) for sees in _VIEWERS)
