"""What differs between two sets of pairs: who moves, who gains a mentor, who is left without. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from nastavnik.core.choices import Choices

K = TypeVar("K")
TOLD = 2  # parts named in a line


class Turn(Choices):
    LOST = "lost", "останется без наставника"
    FOUND = "found", "получит наставника"
    MOVED = "moved", "сменит наставника"


@dataclass(frozen=True)
class Seen(Generic[K]):
    """The mentor of a request with the points of the pair, whole and by part."""

    mentor: K
    points: int
    parts: Mapping[str, int]


@dataclass(frozen=True)
class Change(Generic[K]):
    """One request whose mentor is not the same in both; None: without a mentor."""

    request: K
    before: Seen[K] | None
    after: Seen[K] | None

    @property
    def turn(self) -> Turn:
        if self.after is None:
            return Turn.LOST
        return Turn.MOVED if self.before else Turn.FOUND

    @property
    def gain(self) -> int:
        """Points more (or, below 0, less) in the second; 0 where one of the two has no pair."""
        return self.after.points - self.before.points if self.before and self.after else 0

    def parts(self) -> list[tuple[str, int]]:
        """Parts that speak most in the direction of the gain, the greatest first."""
        if not self.before or not self.after:
            return []
        deltas = [
            (code, self.after.parts.get(code, 0) - self.before.parts.get(code, 0))
            for code in {**self.before.parts, **self.after.parts}
        ]
        sign = 1 if self.gain >= 0 else -1
        told = [(code, delta) for code, delta in deltas if delta * sign > 0]
        return sorted(told, key=lambda each: (-abs(each[1]), each[0]))[:TOLD]


def changes(before: Mapping[K, Seen[K]], after: Mapping[K, Seen[K]]) -> list[Change[K]]:
    """Those left without first, then those who gain a mentor, then those who move, the most changed first."""
    found = [
        Change(request, before.get(request), after.get(request))
        for request in {**before, **after}
        if _mentor(before, request) != _mentor(after, request)
    ]
    order = list(Turn)
    return sorted(found, key=lambda one: (order.index(one.turn), -abs(one.gain), str(one.request)))


def _mentor(pairs: Mapping[K, Seen[K]], request: K) -> K | None:
    return pairs[request].mentor if request in pairs else None


def average(points: int, pairs: int) -> int:
    """Of a hundred, rounded; 0 without pairs."""
    return round(points / pairs / 100) if pairs else 0
