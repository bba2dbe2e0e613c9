"""Shortest chains of changes: from a request or a mentor to nobody, from nobody to a mentor or a request."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nastavnik.matching.engine.model.checks import Ints
from nastavnik.matching.engine.prices import FAR
from nastavnik.matching.engine.repair.flow import Flow, Step

HUB = -1
"""Nobody: where a request that is left out goes and a place that stays empty comes from."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain and what it costs."""

    cost: int
    steps: list[Step]


class Onward:
    """Where a request goes (or where the mentees of a mentor go), and whom they push out, until nobody is pushed out.

    `limit`: chains that cost so much or more are not wanted.
    """

    def __init__(self, flow: Flow, limit: int) -> None:
        self.flow, self.end = flow, limit
        self.last: tuple[str, int] | None = None
        self.dist = np.full(len(flow.of), limit)
        self.by: dict[int, int] = {}
        self.seen: dict[int, int] = {}
        self.came: dict[int, int] = {}
        self.settled: dict[int, int] = {}
        self.heap: list[tuple[int, int]] = []

    def from_request(self, i: int) -> Chain | None:
        """A place for one more mentor of the request, at less than the limit."""
        self.seen[i] = 0
        self._look(i, 0, may_stay_out=False)
        return self._run(source=None)

    def from_mentor(self, j: int) -> Chain | None:
        """One of the mentor's mentees goes elsewhere or is left out."""
        self.dist[j] = 0
        heapq.heappush(self.heap, (0, j))
        return self._run(source=j)

    def _run(self, source: int | None) -> Chain | None:
        flow = self.flow
        while self.heap:
            far, j = heapq.heappop(self.heap)
            if far >= self.end:
                break
            if j in self.settled:
                continue
            self.settled[j] = far
            if j != source and len(flow.of[j]) < flow.high[j]:
                self._finish(far - int(flow.v[j]), ("place", j))
            for x in list(flow.of[j]):
                there = far + flow.slack(x, j)
                if there < self.seen.get(x, self.end):
                    self.seen[x], self.came[x] = there, j
                    self._look(x, there)
        self._mend()
        return None if self.last is None else Chain(self.end, self._steps())

    def _finish(self, cost: int, last: tuple[str, int]) -> None:
        if cost < self.end:
            self.end, self.last = cost, last
            np.minimum(self.dist, cost, out=self.dist)

    def _look(self, x: int, far: int, *, may_stay_out: bool = True) -> None:
        flow = self.flow
        if may_stay_out:
            self._finish(far + int(flow.u[x]), ("out", x))
        cost = (far + int(flow.u[x])) - flow.gains_of(x)
        cost[flow.has[x]] = FAR
        hits = (cost < self.dist).nonzero()[0]
        for j in hits[flow.points[x, hits] >= 0].tolist():
            self.dist[j] = there = int(cost[j])
            self.by[j] = x
            heapq.heappush(self.heap, (there, j))

    def _mend(self) -> None:
        """Prices that hold after the chain: whoever is nearer than its end."""
        for x, far in self.seen.items():
            if far < self.end:
                self.flow.u[x] -= self.end - far
        for j, far in self.settled.items():
            if far < self.end:
                self.flow.v[j] += self.end - far

    def _steps(self) -> list[Step]:
        assert self.last is not None  # noqa: S101 — for the types only
        kind, node = self.last
        steps: list[Step] = []
        x: int | None = node if kind == "out" else None
        j: int | None = None if kind == "out" else node
        while True:
            if x is not None:
                if x not in self.came:
                    return steps
                j, x = self.came[x], x
                steps.append(Step("part", x, j))
                x = None
                continue
            assert j is not None  # noqa: S101 — for the types only
            if j not in self.by:
                return steps
            x = self.by[j]
            steps.append(Step("make", x, j))


class Back:
    """Who comes to a mentor's place (or sets a request free), who comes to theirs, until nobody is missed."""

    def __init__(self, flow: Flow, limit: int) -> None:
        self.flow, self.limit = flow, limit
        self.near = np.full(len(flow.has), limit)
        """[N] what it costs at least when the request comes loose."""
        self.goes: dict[int, int] = {}
        """Where a request that came loose goes."""
        self.dist: dict[int, int] = {}
        self.sends: dict[int, int] = {}
        """Whom a mentor (or `HUB`) sends."""
        self.settled: dict[int, int] = {}
        self.heap: list[tuple[int, int]] = []
        self.target: int | None = None
        self.empties: int | None = None
        """The mentor whose place stays empty, where the hub sends nobody."""

    # To a mentor: the chain ends at the hub

    def to_mentor(self, j: int) -> Chain | None:
        """Somebody for a free place with the mentor, at less than the limit."""
        self.target = j
        self._reach(j, 0, None)
        for node, far in self.settling():
            if node == HUB:
                steps = self.steps_from(HUB)
                self.mend(far)
                return Chain(far, steps)
        if self.limit < FAR:
            self.mend(self.limit)
        return None

    # To a request: every mentor has a distance

    def to_request(self, i: int) -> Iterator[tuple[int, int]]:
        """Mentors (or the hub) by what it costs to part the request from one it has, starting from them."""
        flow = self.flow
        self.near[i] = 0
        for j in flow.has[i]:
            self._reach(j, flow.slack(i, j), i)
        if flow.hungry(i):
            self._reach(HUB, int(flow.u[i]), i)
        return self.settling()

    def settling(self) -> Iterator[tuple[int, int]]:
        """Nodes from the nearest, each when its distance is final."""
        while self.heap:
            far, node = heapq.heappop(self.heap)
            if far >= self.limit:
                return
            if node in self.settled:
                continue
            self.settled[node] = far
            yield node, far
            if node == HUB:
                self._from_hub(far)
            else:
                self._look(node, far)

    def _reach(self, node: int, far: int, sends: int | None) -> None:
        if far >= self.dist.get(node, self.limit):
            return
        self.dist[node] = far
        if sends is None:
            self.sends.pop(node, None)
        else:
            self.sends[node] = sends
        heapq.heappush(self.heap, (far, node))

    def _look(self, j: int, far: int) -> None:
        flow = self.flow
        if (
            j != self.target
            and len(flow.of[j]) > flow.low[j]
            and far + int(flow.v[j]) < self.dist.get(HUB, self.limit)
        ):
            self._reach(HUB, far + int(flow.v[j]), None)
            self.empties = j
        gains = flow.turned[j] if flow.scale == 1 else flow.turned[j].astype(np.int64) * flow.scale
        cost: Ints = flow.u - gains
        cost += far + int(flow.v[j]) - flow.base
        cost[flow.of[j]] = FAR
        hits = (cost < self.near).nonzero()[0]
        for x in hits[flow.turned[j, hits] >= 0].tolist():
            self._loosen(x, int(cost[x]), j)

    def _loosen(self, x: int, far: int, to: int) -> None:
        """Request x would come to `to`, and every mentor it has would get a free place."""
        flow, mine = self.flow, self.flow.has[x]
        self.near[x] = far
        self.goes[x] = to
        for m in mine:
            if far < self.dist.get(m, self.limit) and m != self.target:
                self._reach(m, far + flow.slack(x, m), x)
        if len(mine) < flow.demand[x]:
            self._reach(HUB, far + flow.u.item(x), x)

    def _from_hub(self, far: int) -> None:
        """Whoever can take a place that stays empty, and whoever can be left out."""
        flow = self.flow
        for j, mine in enumerate(flow.of):
            if len(mine) < flow.high[j]:
                self._reach_empty(j, far - int(flow.v[j]))
        for x in (far + flow.u < self.near).nonzero()[0].tolist():
            if flow.has[x]:
                self._loosen(x, far + int(flow.u[x]), HUB)

    def _reach_empty(self, j: int, far: int) -> None:
        if far < self.dist.get(j, self.limit):
            self._reach(j, far, HUB)

    def tighten(self, limit: int) -> None:
        """Nodes that are so far or farther are not wanted any more."""
        if limit < self.limit:
            self.limit = limit
            np.minimum(self.near, limit, out=self.near)

    def mend(self, end: int) -> None:
        """Prices that hold after a chain of this cost: as `Onward`, seen from the other end.

        Nobody has no price: where the hub is nearer than the end, all others are shifted instead.
        """
        u, v, near = self.flow.u, self.flow.v, self.near < end
        u[near] += end - self.near[near]
        for j, far in self.settled.items():
            if j != HUB and far < end:
                v[j] -= end - far
        shift = end - min(end, self.settled.get(HUB, end))
        if shift:
            u[u < FAR // 2] -= shift
            np.maximum(u, 0, out=u)
            v[v < FAR // 2] += shift

    def steps_from(self, node: int) -> list[Step]:
        """The chain from a mentor or the hub to the target: a mentor, or the request that is set free."""
        steps: list[Step] = []
        while node != self.target:
            x = self.sends.get(node)
            if node == HUB and x is None:
                assert self.empties is not None  # noqa: S101 — for the types only
                node = self.empties
                continue
            assert x is not None  # noqa: S101 — for the types only
            if x == HUB:
                node = HUB
                continue
            if node != HUB:
                steps.append(Step("part", x, node))
            if x not in self.goes:
                return steps
            node = self.goes[x]
            if node != HUB:
                steps.append(Step("make", x, node))
        return steps
