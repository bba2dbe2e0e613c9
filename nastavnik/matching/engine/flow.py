"""One min-cost flow behind one small function; backends: OR-Tools, or pure Python by successive shortest paths."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from nastavnik.matching.engine.model import BadInput, Infeasible, NotProved
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Face

SOURCE, SINK, HUB, FIRST = 0, 1, 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Arcs of a flow from node 0 to node 1: four arrays of one length, costs not below 0."""

    tail: Ints
    head: Ints
    room: Ints
    cost: Ints
    nodes: int
    supply: int


def choose(backend: str) -> str:
    """Turn "auto" into "ortools" where it can be imported, else "pure"."""
    if backend == "auto":
        return "ortools" if find_spec("ortools") else "pure"
    if backend not in ("ortools", "pure"):
        raise BadInput("backend", "unknown")
    return backend


def send(arcs: Arcs, backend: str) -> Ints:
    """Cheapest flow among the greatest ones: units on each arc."""
    if not len(arcs.tail) or not arcs.supply:
        return np.zeros(len(arcs.tail), np.int64)
    return _ortools(arcs) if backend == "ortools" else _pure(arcs)


def _ortools(arcs: Arcs) -> Ints:
    from ortools.graph.python.min_cost_flow import (  # type: ignore[import-untyped]  # noqa: PLC0415
        SimpleMinCostFlow,
    )

    solver = SimpleMinCostFlow()
    numbers = solver.add_arcs_with_capacity_and_unit_cost(arcs.tail, arcs.head, arcs.room, arcs.cost)
    solver.set_nodes_supplies(np.array([SOURCE, SINK]), np.array([arcs.supply, -arcs.supply]))
    if solver.solve_max_flow_with_min_cost() != SimpleMinCostFlow.OPTIMAL:
        raise NotProved("solver")
    return np.asarray(solver.flows(numbers), dtype=np.int64)


def _pure(arcs: Arcs) -> Ints:
    """Insert one cheapest path after another: Dijkstra over costs reduced by potentials."""
    size = len(arcs.tail)
    to = np.column_stack((arcs.head, arcs.tail)).reshape(-1).tolist()
    room = np.column_stack((arcs.room, np.zeros(size, np.int64))).reshape(-1).tolist()
    cost = np.column_stack((arcs.cost, -arcs.cost)).reshape(-1).tolist()
    leaving: list[list[int]] = [[] for _ in range(arcs.nodes)]
    for arc in range(2 * size):
        leaving[to[arc ^ 1]].append(arc)
    potential = [0] * arcs.nodes
    left = arcs.supply
    while left:
        distance, by = _shortest(to, room, cost, leaving, potential)
        if distance[SINK] < 0:
            break
        far = distance[SINK]
        for node, there in enumerate(distance):
            potential[node] += min(there, far) if there >= 0 else far
        left -= _push(by, to, room, left)
    return np.array(room[1::2], dtype=np.int64)


def _shortest(
    to: list[int], room: list[int], cost: list[int], leaving: list[list[int]], potential: list[int]
) -> tuple[list[int], list[int]]:
    """Distances from the source up to the sink (-1: not reached) and the arc by which each node was reached."""
    distance, by = [-1] * len(leaving), [-1] * len(leaving)
    done = [False] * len(leaving)
    distance[SOURCE] = 0
    heap = [(0, SOURCE)]
    while heap:
        far, node = heapq.heappop(heap)
        if done[node]:
            continue
        done[node] = True
        if node == SINK:
            break
        for arc in leaving[node]:
            if not room[arc] or done[to[arc]]:
                continue
            there = far + cost[arc] + potential[node] - potential[to[arc]]
            if distance[to[arc]] < 0 or there < distance[to[arc]]:
                distance[to[arc]], by[to[arc]] = there, arc
                heapq.heappush(heap, (there, to[arc]))
    return distance, by


def _push(by: list[int], to: list[int], room: list[int], most: int) -> int:
    path, node = [], SINK
    while node != SOURCE:
        path.append(by[node])
        node = to[by[node] ^ 1]
    units = min(most, *(room[arc] for arc in path))
    for arc in path:
        room[arc] -= units
        room[arc ^ 1] += units
    return units


def best(face: Face, gain: Ints, *, balance: bool, backend: str) -> Flags:
    """Which open pairs to choose for the greatest sum of `gain` [F] (with `balance`, less the cost of loads).

    Nobody is forced in: a mentee that need not be served may go past everybody through the hub. Lower bounds are
    met because the sink takes exactly what it is offered: raise `Infeasible` where it does not fill.
    """
    order = np.lexsort((face.mentor_rank[face.mentor], face.mentee_rank[face.mentee]))
    arcs, pairs = _arcs(face, gain, order, balance)
    if arcs.supply < int(face.low.sum()):
        raise Infeasible("min_load", mentors=np.nonzero(face.low > 0)[0])
    units = send(arcs, backend)
    if int(units[arcs.head == SINK].sum()) != arcs.supply:
        raise Infeasible("min_load", mentors=np.nonzero(face.low > 0)[0])
    chosen = np.zeros(len(order), np.bool_)
    chosen[order] = units[pairs] > 0
    return chosen


def _arcs(face: Face, gain: Ints, order: Ints, balance: bool) -> tuple[Arcs, slice]:
    """Arcs of the open pairs in `order`, then the others; nodes stand by the stable ids of the rows."""
    n, m = len(face.demand_high), len(face.high)
    by_mentee, by_mentor = np.argsort(face.mentee_rank), np.argsort(face.mentor_rank)
    mentees, mentors = FIRST + np.arange(n), FIRST + n + np.arange(m)
    shift = max(0, int(gain.max())) if len(gain) else 0
    supply = int(face.demand_high.sum())
    rest_mentor, rest_room, rest_cost = _rest(face, by_mentor, balance)
    asked, spare = face.demand_high[by_mentee], (face.demand_high - face.demand_low)[by_mentee]
    ones, zeros = np.ones_like, np.zeros_like
    pair_mentee, pair_mentor = face.mentee_rank[face.mentee[order]], face.mentor_rank[face.mentor[order]]
    columns = [
        (pair_mentee + FIRST, pair_mentor + FIRST + n, ones(order), shift - gain[order]),
        (zeros(mentees), mentees, asked, zeros(mentees)),
        (mentees, zeros(mentees) + HUB, spare, zeros(mentees) + shift),
        (mentors, zeros(mentors) + SINK, face.low[by_mentor], zeros(mentors)),
        (rest_mentor + FIRST + n, zeros(rest_mentor) + HUB, rest_room, rest_cost),
        (np.array([HUB]), np.array([SINK]), np.array([max(0, supply - int(face.low.sum()))]), np.array([0])),
    ]
    tail, head, room, cost = (
        np.concatenate([column[k] for column in columns]).astype(np.int64) for k in range(4)
    )
    return Arcs(tail, head, room, cost, FIRST + n + m, supply), slice(0, len(face.index))


def _rest(face: Face, by_mentor: Ints, balance: bool) -> tuple[Ints, Ints, Ints]:
    """Places above the lower bound: one arc each mentor, or with balance one arc a place, dearer and dearer."""
    spare = (face.high - face.low)[by_mentor]
    if not balance:
        return np.arange(len(spare)), spare, np.zeros_like(spare)
    mentor = np.repeat(np.arange(len(spare)), spare)
    step = np.arange(len(mentor)) - np.repeat(np.cumsum(spare) - spare, spare) + 1
    cost = 2 * (face.led + face.low)[by_mentor][mentor] + 2 * step - 1
    return mentor, np.ones_like(mentor), cost
