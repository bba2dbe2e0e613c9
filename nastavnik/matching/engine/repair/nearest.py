"""Exact alternatives of one request: what it would cost to have another mentor, and who would move.

Holding a pair costs `u + v - gain` for the pair itself and the shortest chain from the mentor back to the request. One
search from the request serves all mentors: it ends when whoever is not yet reached cannot be among the best.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nastavnik.matching.engine.model import Move
from nastavnik.matching.engine.model.checks import Ints
from nastavnik.matching.engine.prices import FAR
from nastavnik.matching.engine.repair.chains import HUB, Back
from nastavnik.matching.engine.repair.flow import Flow, Step

Score = Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A mentor whom the request could have instead, and the change if the pair were held."""

    mentor: int
    cost: int
    """In the unit of the first goal, not below 0."""
    matched_delta: int
    score_delta: int
    moves: tuple[Move, ...]
    """Who would move, the asked request included."""


def best(flow: Flow, i: int, k: int, ids: Ints, score: Score) -> list[Alternative]:
    """The `k` cheapest, each exact; ties by the stable ids [M] of the mentors."""
    asks = _asks(flow, i)
    order = np.argsort(asks, kind="stable").tolist()
    able = int((asks < FAR).sum())
    worst: list[int] = []  # the k cheapest so far, negative: the dearest of them on top
    found: dict[int, int] = {}
    back = Back(flow, FAR)
    place = 0
    for node, far in back.to_request(i):
        if node != HUB and asks[node] < FAR:
            found[node] = cost = far + int(asks[node])
            heapq.heappush(worst, -cost)
            if len(worst) > k:
                heapq.heappop(worst)
        while place < able and order[place] in back.settled:
            place += 1
        if place == able:
            break
        if len(worst) >= k:
            dearest, cheapest = -worst[0], int(asks[order[place]])
            if far + cheapest > dearest:
                break
            back.tighten(dearest - cheapest + 1)
    chosen = sorted(found, key=lambda j: (found[j], int(ids[j])))[:k]
    return [_told(flow, back, i, j, found[j], score) for j in chosen]


def one(flow: Flow, i: int, j: int, score: Score) -> Alternative | None:
    """The one pair asked about; None where it cannot be held."""
    asks = _asks(flow, i)
    if asks[j] >= FAR:
        return None
    back = Back(flow, FAR)
    far = next((far for node, far in back.to_request(i) if node == j), None)
    return None if far is None else _told(flow, back, i, j, far + int(asks[j]), score)


def _asks(flow: Flow, i: int) -> Ints:
    """[M] what the pair itself loses by the prices; FAR where it cannot be made."""
    if not flow.demand[i]:
        return np.full(len(flow.of), FAR)
    asks: Ints = flow.u[i] - flow.gains_of(i)
    asks[(flow.points[i] < 0) | (np.array(flow.high) == 0)] = FAR
    asks[flow.has[i]] = FAR
    return asks


def _told(flow: Flow, back: Back, i: int, j: int, cost: int, score: Score) -> Alternative:
    steps = [Step("make", i, j), *back.steps_from(j)]
    sign = {"make": 1, "part": -1}
    return Alternative(
        mentor=j,
        cost=cost,
        matched_delta=sum(sign[step.kind] for step in steps),
        score_delta=sum(sign[step.kind] * score(step.mentee, step.mentor) for step in steps),
        moves=moved(flow, steps),
    )


def moved(flow: Flow, steps: list[Step]) -> tuple[Move, ...]:
    """Requests that the steps touch, before and after; those whose mentors stay the same are left aside."""
    before = {step.mentee: flow.mentors_of(step.mentee) for step in steps}
    after = {i: set(mine) for i, mine in before.items()}
    for step in sorted(steps, key=lambda each: each.kind == "make"):
        change = after[step.mentee].add if step.kind == "make" else after[step.mentee].discard
        change(step.mentor)
    return tuple(
        Move(i, tuple(before[i]), tuple(sorted(after[i])))
        for i in sorted(before)
        if set(before[i]) != after[i]
    )
