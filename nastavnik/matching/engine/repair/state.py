"""A result in memory that takes events one by one: a refusal, a mentor who leaves, a new request, a freed place.

Each event costs one or two shortest chains, and what comes out is as good in coverage and fit as a new solution of the
changed problem: the prices prove it (`proved`). Ties are broken in favour of those who already have somebody, not by
balance and hash, so that nobody moves without need. Where groups of "nobody or at least g", the goal "standing pairs
first" or the sheer size are in the way, the event solves the changed problem anew and says so (`Change.by`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nastavnik.matching.engine.model import BadInput, Goals, Infeasible, Move, Pairs, Problem, Result
from nastavnik.matching.engine.model.checks import Ints
from nastavnik.matching.engine.network import Net, network_of
from nastavnik.matching.engine.prices import FAR
from nastavnik.matching.engine.repair import events, nearest
from nastavnik.matching.engine.repair.edits import Edits
from nastavnik.matching.engine.repair.flow import Flow, settle
from nastavnik.matching.engine.repair.nearest import Alternative
from nastavnik.matching.engine.repair.table import fits_in, points_of, rows_of

SPARE = 100
"""Requests or places that may be added at once before the unit of prices is looked at again."""

Chosen = dict[int, dict[int, int]]
"""The mentors of each request with the points of the pair."""

Solve = Callable[[Problem, Goals], Result]


@dataclass(frozen=True, slots=True)
class Change:
    """What an event changed: who moved, and the change in served requests and points."""

    moves: tuple[Move, ...]
    matched_delta: int
    score_delta: int
    by: Literal["chain", "solve"]


class State:
    """`problem` is the problem with all events so far; `pairs` is a best set of pairs for it."""

    def __init__(self, problem: Problem, result: Result, solve: Solve) -> None:
        """`solve` solves a problem from nothing (`api.match`): for events that chains cannot follow."""
        self._solve_anew, self.goals = solve, result.goals
        self._edits = Edits(problem)
        self._top = 0
        self._adopt(problem, result)

    def _adopt(self, problem: Problem, result: Result) -> None:
        self._chosen = _by_mentee(result.pairs, result.scores)
        self._net = _bare(problem)
        self._points = points_of(problem, self.goals) if fits_in(problem) else None
        self._flow = self._flow_of(result)

    def _flow_of(self, result: Result) -> Flow | None:
        """None where chains would not keep what the goals ask for."""
        net = self._net
        if self._points is None or self.goals.keep == "first" or result.proof == "branching":
            return None
        base, scale = _unit(net, result)
        flow = Flow(self._points, base, scale, net.demand, net.low, net.high)
        locked = list(map(tuple, net.locks.tolist()))
        for i, j in locked:
            flow.hold(i, j)
        for i, j in set(_rows(self._chosen)) - set(locked):
            flow.make(i, j)
        self._top = int(self._points.max(initial=0))
        if flow.price(result.tiers[0].prices):
            return flow
        prices = settle(flow)
        return flow if prices is not None and flow.price(prices) else None

    # What it is now

    @property
    def problem(self) -> Problem:
        """The problem with all events so far: a new solution of it is what the state is held against."""
        return self._edits.problem()

    @property
    def quick(self) -> bool:
        """Do events cost a chain? Otherwise each one solves the problem anew."""
        return self._flow is not None

    @property
    def pairs(self) -> Ints:
        """[P, 2] rows (mentee, mentor), locks included, sorted."""
        return np.array(sorted(_rows(self._chosen)), np.int64).reshape(-1, 2)

    @property
    def matched(self) -> int:
        """Pairs chosen, locks included."""
        return sum(map(len, self._chosen.values()))

    @property
    def fit(self) -> int:
        """Their points; a lock that is not eligible has none."""
        return sum(sum(mine.values()) for mine in self._chosen.values())

    @property
    def prices(self) -> Ints | None:
        """[M] prices that prove the pairs, in the unit of the first goal; None where the last event solved anew."""
        return None if self._flow is None else np.where(self._flow.v >= FAR // 2, 0, self._flow.v)

    def proved(self) -> bool:
        """Recompute the bound from the prices over every eligible pair and hold the value against it."""
        return self._flow is not None and self._flow.value() == self._flow.bound()

    def score(self, mentee: int, mentor: int) -> int:
        """Points of a pair without the bonus for standing pairs; 0 where it is not eligible."""
        if self._points is None:
            return int(max(0, rows_of(self.problem, np.array([mentee]))[0, mentor]))
        got = self._flow.worth(mentee, mentor) if self._flow else int(self._points[mentee, mentor])
        bonus = self.goals.keep_bonus if self.goals.keep == "bonus" else 0
        return max(0, got - (bonus if bonus and self._edits.stands(mentee, mentor) else 0))

    # Events

    def refuse(self, mentee: int, mentor: int) -> Change:
        """These two are not to be together: the place is free, the request is served again."""
        self._check_not_locked(mentee, mentor)
        return self._event(
            lambda: self._edits.ban(mentee, mentor), lambda flow: events.refuse(flow, mentee, mentor)
        )

    def leave(self, mentor: int) -> Change:
        """The mentor takes nobody any more; locked pairs with them are no longer locks."""
        locked = [i for i, j in self._net.locks.tolist() if j == mentor]
        return self._event(
            lambda: self._edits.close(mentor), lambda flow: events.leave(flow, mentor, locked), renewed=True
        )

    def free(self, mentor: int, places: int = 1) -> Change:
        """So many places more with the mentor."""
        return self._event(
            lambda: self._edits.places(mentor, places),
            lambda flow: events.free(flow, mentor, places),
            grows=True,
        )

    def take(self, mentor: int) -> Change:
        """One place less with the mentor."""
        if not self._net.high[mentor]:
            raise Infeasible("locks_over_capacity", mentors=[mentor])
        return self._event(lambda: self._edits.places(mentor, -1), lambda flow: events.take(flow, mentor))

    def withdraw(self, mentee: int) -> Change:
        """The request asks for nobody any more."""
        self._check_not_locked(mentee, None)
        return self._event(lambda: self._edits.silence(mentee), lambda flow: events.withdraw(flow, mentee))

    def lock(self, mentee: int, mentor: int) -> Change:
        """These two are to be together whatever it costs; raise `Infeasible` where that cannot be."""
        self._check_not_locked(mentee, mentor)
        grouped = bool(self._net.group[mentor])
        return self._event(
            lambda: self._edits.lock(mentee, mentor),
            lambda flow: not grouped and events.lock(flow, mentee, mentor),
            renewed=True,
        )

    def join(self, problem: Problem) -> Change:
        """New requests: `problem` is this state's problem with rows of mentees added at the end, nothing else changed."""
        first = len(self._edits.rows.mentees)
        if problem.mentees.id[:first].tolist() != self._edits.rows.mentees.id.tolist():
            raise BadInput("mentees.id", "repeat")
        more = rows_of(problem, np.arange(first, len(problem.mentees)))
        asked = problem.mentees.demand[first:].tolist()

        def grow(flow: Flow) -> bool:
            for row, demand in zip(more, asked, strict=True):
                i = flow.grow(row)
                for _ in range(demand):
                    events.ask(flow, i)
            return True

        self._top = max(self._top, int(more.max(initial=0)))
        return self._event(lambda: self._edits.renew(problem), grow, renewed=True, grows=True)

    def _check_not_locked(self, mentee: int, mentor: int | None) -> None:
        if any(i == mentee and mentor in (None, j) for i, j in self._net.locks.tolist()):
            raise BadInput("mentor", "locked", rows=[mentee])

    def _event(
        self,
        edit: Callable[[], None],
        follow: Callable[[Flow], bool],
        *,
        renewed: bool = False,
        grows: bool = False,
    ) -> Change:
        """Follow the event by chains where that is possible, else solve anew. An impossible event changes nothing.

        `renewed`: locks or rows change; `grows`: more requests or places, which may need a greater premium.
        """
        edits, flow, kept = self._edits.copy(), self._flow, self._flow and self._flow.apart()
        try:
            edit()
            if flow and self._may_follow(flow, grows=grows) and follow(flow):
                net = _bare(self.problem) if renewed else self._net
                if not _too_small(flow, net):
                    self._net = net
                    return self._by_chain(flow)
            return self._by_solving()
        except Infeasible:
            self._edits, self._flow = edits, kept
            if kept:
                kept.undo()
                self._points = kept.points
            raise

    def _by_solving(self) -> Change:
        problem, before = self.problem, self._chosen
        self._adopt(problem, self._solve_anew(problem, self.goals))
        return _change(before, self._chosen, before.keys() | self._chosen.keys(), "solve")

    def _by_chain(self, flow: Flow) -> Change:
        """Take over the mentors of the requests that the event touched."""
        touched, flow.touched = flow.touched, set()
        before = {i: self._chosen.get(i, {}) for i in touched}
        for i in touched:
            old = before[i]
            self._chosen[i] = {j: old.get(j) or self.score(i, j) for j in flow.mentors_of(i)}
        return _change(before, self._chosen, touched, "chain")

    def _may_follow(self, flow: Flow, *, grows: bool) -> bool:
        """Where the premium would be too small, prices are found anew in a wider unit."""
        if not grows:
            return True
        most = min(sum(flow.demand), sum(flow.high)) + SPARE
        quality = self.goals.aim == "quality"
        if flow.scale > most if quality else flow.base > most * self._top:
            return True
        flow.scale, flow.base = (2 * most, 1) if quality else (1, 2 * most * (self._top + 1))
        prices = settle(flow)
        return prices is not None and flow.price(prices)

    # Alternatives

    def alternatives(self, mentee: int, k: int) -> list[Alternative]:
        """The `k` mentors whom it would cost least to have instead, exact; the cheapest first, ties by stable id.

        Raise `BadInput` where chains do not tell (`tells` is False).
        """
        return nearest.best(self._chains(), mentee, k, self._edits.rows.mentors.id, self.score)

    def instead(self, mentee: int, mentor: int) -> Alternative | None:
        """What it would cost to hold this pair, exact; None where it cannot be held."""
        return nearest.one(self._chains(), mentee, mentor, self.score)

    @property
    def tells(self) -> bool:
        """Do chains tell what a held pair costs? Not where groups may open or close for it."""
        return self._flow is not None and not self._net.group.any() and self.goals.keep in ("free", "last")

    def _chains(self) -> Flow:
        if self._flow is None or not self.tells:
            raise BadInput("group_min", "unknown")
        return self._flow


def _bare(problem: Problem) -> Net:
    """Demands, places and locks alone."""
    none = np.zeros(0, np.int64)
    return network_of(problem, Pairs(none, none, none))


def _by_mentee(pairs: Ints, scores: Ints) -> Chosen:
    found: Chosen = {}
    for (i, j), score in zip(pairs.tolist(), scores.tolist(), strict=True):
        found.setdefault(i, {})[j] = score
    return found


def _rows(chosen: Chosen) -> list[tuple[int, int]]:
    return [(i, j) for i, mine in chosen.items() for j in mine]


def _change(before: Chosen, now: Chosen, asked: Iterable[int], by: Literal["chain", "solve"]) -> Change:
    """What is different for the requests asked about."""
    moves, matched, points = [], 0, 0
    for i in sorted(asked):
        old, new = before.get(i, {}), now.get(i, {})
        if old.keys() != new.keys():
            moves.append(Move(i, tuple(sorted(old)), tuple(sorted(new))))
            matched += len(new) - len(old)
            points += sum(new.values()) - sum(old.values())
    return Change(tuple(moves), matched, points, by)


def _too_small(flow: Flow, net: Net) -> bool:
    return any(
        0 < len(mine) < group for mine, group in zip(flow.of, net.group.tolist(), strict=True) if group
    )


def _unit(net: Net, result: Result) -> tuple[int, int]:
    """As `tiers.unit`, from a stored result."""
    goals = result.goals
    if goals.aim == "quality":
        return 1, net.most + 1
    if goals.keep != "bonus":
        return result.premium, 1
    top = (result.premium - 1) // (net.most + 1)
    return (net.most + 1) * (top + goals.keep_bonus) + 1, 1
