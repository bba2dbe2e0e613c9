"""Chosen pairs with their prices, kept so that one event costs one shortest chain instead of a new solution.

The pairs are a flow: nobody → request → mentor → nobody. A change that is still possible costs `u + v - gain` for a
pair that would be made, the negative of that for a pair that would be parted, `u` for a request that would be left out,
`v` for a place that would be left empty. At the optimum none of these is below 0, and a chain of changes costs the sum
of its links: shortest chains are found by Dijkstra, and the distances mend the prices.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.model.checks import Ints
from nastavnik.matching.engine.prices import FAR

Points = NDArray[Any]
"""[N, M] whole points of every pair, -1 where it is not eligible: the smallest kind of numbers that holds them."""

CELLS = 4_000_000
"""Cells looked at in one step where the whole table is read."""


@dataclass(frozen=True, slots=True)
class Step:
    """One pair made or parted."""

    kind: Literal["make", "part"]
    mentee: int
    mentor: int


class Flow:
    """N requests, M mentors. `u` [N] and `v` [M] are their prices in the unit of the first goal.

    A pair of p points gains base + scale · p. Locked pairs are outside: their places and requests are taken off.
    """

    def __init__(self, points: Points, base: int, scale: int, demand: Ints, low: Ints, high: Ints) -> None:
        self.points = points
        self.turned: Points = np.ascontiguousarray(points.T)
        self.base, self.scale = base, scale
        self.demand: list[int] = demand.tolist()
        self.low: list[int] = low.tolist()
        self.high: list[int] = high.tolist()
        n, m = points.shape
        self.u, self.v = np.zeros(n, np.int64), np.zeros(m, np.int64)
        self.has: list[list[int]] = [[] for _ in range(n)]
        """Mentors of each request."""
        self.of: list[list[int]] = [[] for _ in range(m)]
        """Requests of each mentor."""
        self.touched: set[int] = set()
        """Requests whose mentors have changed since somebody looked."""
        self.held: dict[tuple[int, int], int] = {}
        """Points of locked pairs."""
        self.former: list[tuple[int, int, int]] = []
        """(mentee, mentor, points) as they were before `set`; one list for all copies."""

    # Pairs

    def apply(self, steps: list[Step]) -> None:
        """Part what is parted before anything is made."""
        for step in sorted(steps, key=lambda each: each.kind == "make"):
            self.make(step.mentee, step.mentor) if step.kind == "make" else self.part(
                step.mentee, step.mentor
            )

    def make(self, i: int, j: int) -> None:
        """Choose a pair."""
        self.touched.add(i)
        self.has[i].append(j)
        self.of[j].append(i)

    def part(self, i: int, j: int) -> None:
        """Choose a pair no longer."""
        self.touched.add(i)
        self.has[i].remove(j)
        self.of[j].remove(i)

    def gain(self, i: int, j: int) -> int:
        """In the unit of the first goal."""
        return self.base + self.scale * int(self.points.item(i, j))

    def slack(self, i: int, j: int) -> int:
        """What parting a chosen pair loses beside the prices; 0 but where a request has several mentors."""
        return self.gain(i, j) - self.u.item(i) - self.v.item(j)

    def mentors_of(self, i: int) -> list[int]:
        """Mentors of a request, locks included, sorted."""
        return sorted([*self.has[i], *(j for x, j in self.held if x == i)])

    def hungry(self, i: int) -> bool:
        """Does the request ask for more mentors than it has?"""
        return len(self.has[i]) < self.demand[i]

    def set(self, i: int, j: int, points: int) -> None:
        """Points of a pair from now on, -1: not eligible. The table is shared by all copies, see `undo`."""
        self.former.append((i, j, int(self.points[i, j])))
        self.points[i, j] = self.turned[j, i] = points

    def hold(self, i: int, j: int) -> None:
        """The pair is locked: out of the flow, its points kept aside."""
        self.held[i, j] = int(self.points[i, j])
        self.set(i, j, -1)

    def let_go(self, i: int, j: int) -> None:
        """The pair is no longer locked."""
        self.touched.add(i)
        self.set(i, j, self.held.pop((i, j)))

    def worth(self, i: int, j: int) -> int:
        """Points of a pair, locked or not."""
        return self.held.get((i, j), int(self.points[i, j]))

    def apart(self) -> Flow:
        """The same pairs and prices; only the table is shared, and `undo` of the copy gives it back as it was."""
        self.former.clear()
        made = copy(self)
        made.u, made.v, made.held = self.u.copy(), self.v.copy(), dict(self.held)
        made.demand, made.low, made.high = self.demand[:], self.low[:], self.high[:]
        made.has, made.of = [mine[:] for mine in self.has], [mine[:] for mine in self.of]
        made.touched = set(self.touched)
        return made

    def undo(self) -> None:
        """Take back all that was set in the table since the copy was made."""
        while self.former:
            i, j, points = self.former.pop()
            self.points[i, j] = self.turned[j, i] = points

    def grow(self, row: Points) -> int:
        """One more request: its points [M]. Returns its row; it is served by `ask`."""
        self.points = np.vstack((self.points, row[None, :].astype(self.points.dtype)))
        self.turned = np.ascontiguousarray(self.points.T)
        self.demand.append(0)
        self.has.append([])
        self.u = np.append(self.u, FAR)
        return len(self.has) - 1

    # Rows and columns of the table

    def gains_of(self, i: int) -> Ints:
        """[M] what each mentor is worth to the request, the mentor's price taken off; not eligible ones included."""
        if self.scale == 1:
            return np.asarray(self.points[i] - self.v + self.base)
        return np.asarray(self.points[i].astype(np.int64) * self.scale - self.v + self.base)

    def best_margin(self, i: int) -> int:
        """The greatest such worth among the eligible, not below 0."""
        eligible = self.points[i] >= 0
        return max(0, int(self.gains_of(i)[eligible].max(initial=0)))

    def best_offer(self, j: int) -> int:
        """What the requests would give for a place with a mentor who has none, not below 0."""
        eligible = self.turned[j] >= 0
        gains = self.turned[j].astype(np.int64) * self.scale + self.base - self.u
        return max(0, int(gains[eligible].max(initial=0)))

    # The certificate

    def value(self) -> int:
        """Sum of the gains of the chosen pairs."""
        return sum(self.gain(i, j) for i, mine in enumerate(self.has) for j in mine)

    def bound(self) -> int:
        """No set of pairs gains more: from the prices of the mentors alone, over the whole table."""
        total = sum(
            price * (high if price > 0 else low)
            for price, high, low in zip(self.v.tolist(), self.high, self.low, strict=True)
            if high
        )
        demand = np.array(self.demand)
        closed = np.array(self.high) == 0
        for start in range(0, len(self.has), step := max(1, CELLS // max(1, len(self.of)))):
            rows = slice(start, start + step)
            margin = self.points[rows].astype(np.int64) * self.scale - self.v + self.base
            margin[(self.points[rows] < 0) | closed] = 0
            total += sum(_counted(margin, demand[rows]))
        return total

    def price(self, prices: Ints) -> bool:
        """Take these prices of the mentors [M]; False where they do not prove the chosen pairs best."""
        self.v = prices.astype(np.int64).copy()
        closed = np.array(self.high, np.int64) == 0
        self.v[closed] = FAR
        for i, mine in enumerate(self.has):
            margins = [self.gain(i, j) - int(self.v[j]) for j in mine]
            served = len(mine) == self.demand[i]
            self.u[i] = FAR if not self.demand[i] else max(0, min(margins, default=0)) if served else 0
        return self.value() == self.bound()


def _counted(margin: Ints, demand: Ints) -> list[int]:
    """The greatest `demand` margins above 0 of each row, summed."""
    best = np.maximum(margin.max(axis=1, initial=0), 0)
    sums = np.where(demand > 0, best, 0).tolist()
    for i in np.nonzero(demand > 1)[0].tolist():
        few = np.sort(margin[i])[::-1][: demand[i]]
        sums[i] = int(np.maximum(few, 0).sum())
    return [int(each) for each in sums]


def settle(flow: Flow) -> Ints | None:
    """The least prices [M] that support the chosen pairs; None when they do not settle (the pairs are not best).

    As `prices.least_prices`, over the whole table: after the first pass only requests whose own price fell are looked
    at again.
    """
    floor = _floor(flow)
    v, changed = floor.copy(), np.array([i for i, asked in enumerate(flow.demand) if asked], np.int64)
    own = np.full(len(flow.has), FAR)
    for _ in range(len(flow.of) + 3):
        if not len(changed):
            return v
        own[changed] = [_own(flow, v, i) for i in changed.tolist()]
        raised = v.copy()
        for start in range(0, len(changed), step := max(1, CELLS // max(1, len(flow.of)))):
            rows = changed[start : start + step]
            offers = flow.points[rows].astype(np.int64) * flow.scale + flow.base - own[rows][:, None]
            offers[flow.points[rows] < 0] = -FAR
            for place, i in enumerate(rows.tolist()):
                offers[place, flow.has[i]] = -FAR
            np.maximum(raised, offers.max(axis=0, initial=-FAR), out=raised)
        risen = np.nonzero(raised > v)[0].tolist()
        v = raised
        changed = np.unique(np.array([i for j in risen for i in flow.of[j]], np.int64))
    return None


def _own(flow: Flow, v: Ints, i: int) -> int:
    if flow.hungry(i):
        return 0
    return min(flow.gain(i, j) - int(v[j]) for j in flow.has[i])


def _floor(flow: Flow) -> Ints:
    """Not below 0, but far below where the least load itself holds the mentees in."""
    reach = flow.base + flow.scale * int(flow.points.max(initial=0))
    deep = -2 * (reach + 1) * (len(flow.of) + 2)
    rows = zip(flow.of, flow.low, strict=True)
    return np.array([deep if len(mine) <= low and low > 0 else 0 for mine, low in rows], np.int64)
