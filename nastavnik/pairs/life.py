"""How a mentorship lives: facts that the packages above tell of it, for its health, its progress and its next step.

`register(Source(columns, told))` in `AppConfig.ready()`. Every package names what it counts of a pair as columns of the
row of the pair, so that one query reads them all, for one pair or for many; `told` turns the values into facts, and the
rest keeps its default.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from .life_facts import Life as Life
from .life_facts import for_sides as for_sides

if TYPE_CHECKING:
    from .models import Mentorship

Columns = Mapping[str, Any]  # name → expression over the row of a mentorship; no two sources share a name
Values = Mapping[str, Any]
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """`columns(today)` are read, `told(values)` are facts of `Life`."""

    columns: Callable[[date], Columns]
    told: Callable[[Values], Facts]


_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Registering the same source again changes nothing."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def columns(today: date) -> Columns:
    """Of all packages."""
    return {name: each for source in _SOURCES for name, each in source.columns(today).items()}


def lives_of(mentorships: "Sequence[Mentorship]", *, today: date) -> dict[UUID, Life]:
    """One for every mentorship asked for, in one query. What several packages count («overdue») is added up."""
    if not mentorships:
        return {}
    wanted = columns(today)
    rows = type(mentorships[0])._base_manager.filter(pk__in=[m.pk for m in mentorships])
    return {row["pk"]: _life(row) for row in rows.annotate(**wanted).values("pk", *wanted)}


def life_of(mentorship: "Mentorship", *, today: date) -> Life:
    """Of one, remembered by the row: a page asks several times."""
    kept: dict[date, Life] = mentorship.__dict__.setdefault("_lives", {})
    if today not in kept:
        kept[today] = lives_of([mentorship], today=today)[mentorship.pk]
    return kept[today]


def remember(mentorship: "Mentorship", *, today: date) -> None:
    """A row that was read with the columns knows its life."""
    mentorship.__dict__["_lives"] = {today: _life(mentorship.__dict__)}


def _life(values: Values) -> Life:
    return _added(Life(), (source.told(values) for source in _SOURCES))


def _added(life: Life, told: Iterable[Facts]) -> Life:
    for facts in told:
        life = replace(life, **{**facts, "overdue": life.overdue + facts.get("overdue", 0)})
    return life
