"""What the packages above add to the filters of the list of people, for example the state in a bank."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.organisations.models import Organisation

# (organisation, chosen value, today) → condition on Person
Condition = Callable[[Organisation, str, date], Q]


@dataclass(frozen=True)
class ListFilter:
    """One drop-down: `choices` are (value, words); only a holder of `permission` sees it."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    condition: Condition
    permission: Permission


_FILTERS: dict[str, ListFilter] = {}


def register(list_filter: ListFilter) -> None:
    _FILTERS[list_filter.name] = list_filter


def filters_for(actor: Actor) -> list[ListFilter]:
    return [each for each in _FILTERS.values() if actor.holds(each.permission)]
