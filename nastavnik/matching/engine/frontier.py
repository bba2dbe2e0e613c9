"""What calm costs: the same problem with a greater and greater bonus for pairs that stand now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nastavnik.matching.engine.model import Goals, Problem, Result

BONUSES: tuple[int | None, ...] = (0, 25, 100, 300, 1000, None)
"""Points for each standing pair; None: standing pairs before fit."""


@dataclass(frozen=True, slots=True, eq=False)
class Trade:
    """One point of the frontier."""

    bonus: int | None
    moved: int
    """Standing pairs that are parted."""
    matched: int
    fit: int
    lost: int
    """Points of fit less than without any bonus."""
    result: Result


def frontier(
    problem: Problem, solve: Callable[[Problem, Goals], Result], bonuses: Sequence[int | None] = BONUSES
) -> tuple[Trade, ...]:
    """From the best fit to the fewest moves; coverage is the same everywhere. One solution for each bonus."""
    standing = set(map(tuple, problem.standing.tolist()))
    trades: list[Trade] = []
    for bonus in bonuses:
        result = solve(problem, goals_of(bonus))
        moved = len(standing - set(map(tuple, result.pairs.tolist())))
        best = trades[0].fit if trades else result.fit
        trades.append(Trade(bonus, moved, result.matched, result.fit, best - result.fit, result))
    return tuple(trades)


def goals_of(bonus: int | None) -> Goals:
    """Goals under which a standing pair is worth so much."""
    if bonus is None:
        return Goals(keep="first")
    return Goals(keep="bonus", keep_bonus=bonus) if bonus else Goals(keep="last")
