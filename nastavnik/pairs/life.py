"""How a mentorship lives: facts that the packages above tell of it, for its health, its progress and its next step.

`register(facts_of)` in `AppConfig.ready()`; `facts_of(mentorships, today)` answers for many at once, in a few queries,
and names only what its package knows; the rest keeps its default.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from .models import Mentorship


@dataclass(frozen=True)
class Life:
    """`rating` is the last mark of a meeting, 1–4; `unfit`: a side said «не подходит» after the first meeting: both are
    told to the curator only, never to the other side (`for_sides` takes them out);
    `done` of `total` activities of the programme; `overdue` counts activities and tasks past their day."""

    met: int = 0
    last_met_on: date | None = None
    next_meeting_at: datetime | None = None
    unrecorded: int = 0
    rating: int | None = None
    unfit: bool = False
    has_programme: bool = False
    programme_approved: bool = False
    done: int = 0
    total: int = 0
    overdue: int = 0


def for_sides(life: Life) -> Life:
    """The same without what is the curator's alone (`Permission.RATING_VIEW`)."""
    return replace(life, rating=None, unfit=False)


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
