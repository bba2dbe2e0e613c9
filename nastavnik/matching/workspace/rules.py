"""What a decision changes, exactly: two results of the engine compared. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from nastavnik.core.errors import Refusal
from nastavnik.matching.engine.model import Result

FEW = 3
"""So many requests (or mentors) are looked at on one plain page."""
REASON_MOST = 300


@dataclass(frozen=True)
class Shift:
    """A request (row) whose mentors (rows) change, and by how many points of the engine."""

    mentee: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    points: int


@dataclass(frozen=True)
class Effect:
    """Everything that one result has otherwise than another."""

    shifts: tuple[Shift, ...]
    served: int
    """Requests with a mentor: so many more (or, below zero, fewer)."""
    points: int
    """The sum of the points of all pairs: so many more or fewer."""

    @property
    def is_nothing(self) -> bool:
        return not self.shifts

    @property
    def left(self) -> tuple[Shift, ...]:
        """Those who lose their mentor and get no other."""
        return tuple(one for one in self.shifts if one.before and not one.after)

    @property
    def found(self) -> tuple[Shift, ...]:
        """Those who had nobody and get a mentor."""
        return tuple(one for one in self.shifts if one.after and not one.before)

    @property
    def moved(self) -> tuple[Shift, ...]:
        return tuple(one for one in self.shifts if one.after and one.before)

    def loads(self) -> dict[int, int]:
        """Mentors (rows) who get so many more or fewer mentees."""
        change: dict[int, int] = {}
        for one in self.shifts:
            for mentor in one.before:
                change[mentor] = change.get(mentor, 0) - 1
            for mentor in one.after:
                change[mentor] = change.get(mentor, 0) + 1
        return {mentor: number for mentor, number in sorted(change.items()) if number}


def effect(before: Result, after: Result) -> Effect:
    old, new = _by_mentee(before), _by_mentee(after)
    shifts = [
        Shift(
            mentee,
            tuple(old.get(mentee, {})),
            tuple(new.get(mentee, {})),
            sum(new.get(mentee, {}).values()) - sum(old.get(mentee, {}).values()),
        )
        for mentee in sorted(old.keys() | new.keys())
        if tuple(old.get(mentee, {})) != tuple(new.get(mentee, {}))
    ]
    return Effect(tuple(shifts), after.matched - before.matched, after.fit - before.fit)


def _by_mentee(result: Result) -> dict[int, dict[int, int]]:
    """Row of a request → row of its mentor → points."""
    found: dict[int, dict[int, int]] = {}
    for (mentee, mentor), points in zip(result.pairs.tolist(), result.scores.tolist(), strict=True):
        found.setdefault(mentee, {})[mentor] = points
    return found


def is_few(requests: int, mentors: int) -> bool:
    """A plain page, no workspace."""
    return min(requests, mentors) <= FEW


def check_reason(words: str) -> str:
    """The reason as it is kept."""
    reason = " ".join(words.split())[:REASON_MOST]
    if not reason:
        raise Refusal("Напишите причину: одной фразы достаточно.")
    return reason


def check_swap(first: Sequence[object], second: Sequence[object]) -> None:
    """Two pairs (request, mentor) of which nothing is common."""
    if first[0] == second[0]:
        raise Refusal("Выберите вторую пару: с другим запросом.")
    if first[1] == second[1]:
        raise Refusal("У этих запросов один и тот же наставник: менять нечего. Выберите другую пару.")
