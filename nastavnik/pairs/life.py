"""How a mentorship lives: facts that the packages above tell of it, for its health, its progress and its next step.

`register(facts_of)` in `AppConfig.ready()`; `facts_of(mentorships, today)` answers for many at once, in a few queries,
and names only what its package knows; the rest keeps its default.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from .life_facts import Life as Life
from .life_facts import for_sides as for_sides

if TYPE_CHECKING:
    from .models import Mentorship


Told = Mapping[UUID, Mapping[str, Any]]
FactsOf = Callable[[Sequence["Mentorship"], date], Told]
_SOURCES: list[FactsOf] = []


def register(facts_of: FactsOf) -> None:
    """Registering the same function again changes nothing."""
    if facts_of not in _SOURCES:
        _SOURCES.append(facts_of)


def lives_of(mentorships: "Sequence[Mentorship]", *, today: date) -> dict[UUID, Life]:
    """One for every mentorship asked for. What several packages count («overdue») is added up."""
    lives = {m.pk: Life() for m in mentorships}
    for source in _SOURCES:
        for pk, facts in source(mentorships, today).items():
            lives[pk] = _joined(lives[pk], facts)
    return lives


def life_of(mentorship: "Mentorship", *, today: date) -> Life:
    """Of one, remembered by the row: a page asks several times."""
    kept: dict[date, Life] = mentorship.__dict__.setdefault("_lives", {})
    if today not in kept:
        kept[today] = lives_of([mentorship], today=today)[mentorship.pk]
    return kept[today]


def _joined(life: Life, facts: Mapping[str, Any]) -> Life:
    told = dict(facts)
    if "overdue" in told:
        told["overdue"] += life.overdue
    return replace(life, **told)
