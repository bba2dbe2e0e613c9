"""How far a re-run may go, and what it changes for one request. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from nastavnik.core.choices import Choices


class Way(Choices):
    NOBODY = "nobody", "Никого не трогать"
    ASKED = "asked", "Тронуть только тех, кто просил"
    BEST = "best", "Лучший подбор"


class Kind(Choices):
    GAINS = "gains", "Получит наставника"
    MOVES = "moves", "Сменит наставника"
    LOSES = "loses", "Останется без наставника"


@dataclass(frozen=True)
class Shift:
    """One request (row) that has another mentor (column) than it has now."""

    mentee: int
    before: int | None
    after: int | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return Kind.GAINS
        return Kind.LOSES if self.after is None else Kind.MOVES


def shifts(before: Mapping[int, int], after: Mapping[int, int]) -> list[Shift]:
    """By rows of the requests; those that keep their mentor are left aside."""
    rows = sorted(before.keys() | after.keys())
    found = [Shift(row, before.get(row), after.get(row)) for row in rows]
    return [one for one in found if one.before != one.after]
