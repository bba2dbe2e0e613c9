"""With whom a person works in pairs: the packages above say so, that the psychologist may support both (R090).

`register(partners_of)` in `AppConfig.ready()`; the function answers (person, today) → people.
"""

from collections.abc import Callable, Sequence
from datetime import date

from nastavnik.people.models import Person

Find = Callable[[Person, date], Sequence[Person]]
_FINDERS: list[Find] = []


def register(find: Find) -> None:
    """Registering the same function again changes nothing."""
    if find not in _FINDERS:
        _FINDERS.append(find)


def partners_of(person: Person, *, today: date) -> list[Person]:
    """Everybody once, in the order of their names."""
    found = {each.pk: each for find in _FINDERS for each in find(person, today)}
    return sorted(found.values(), key=lambda each: (each.search_text, each.pk))
