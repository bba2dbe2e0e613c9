"""Other solvers on the same pairs; each gives the numbers of the pairs it chooses."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tests.bench.matching.arcs import Arcs, Ints


def ortools(arcs: Arcs) -> Ints:
    """Most flow at least cost, as bare as it gets: exact, no proof, no word about anybody."""
    return _ortools(arcs, np.arange(len(arcs.mentee)))


def pruned(arcs: Arcs) -> Ints:
    """The same on the best fifty pairs of each mentee."""
    return _ortools(arcs, arcs.best(50))


def _ortools(arcs: Arcs, kept: Ints) -> Ints:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # type: ignore[import-untyped]

    n, m = arcs.mentees, len(arcs.places)
    mentees, mentors = 2 + np.arange(n), 2 + n + np.arange(m)
    solver = SimpleMinCostFlow()
    tail = np.concatenate((arcs.mentee[kept] + 2, np.zeros(n, np.int64), mentors))
    head = np.concatenate((arcs.mentor[kept] + 2 + n, mentees, np.ones(m, np.int64)))
    room = np.concatenate((np.ones_like(kept), np.ones(n, np.int64), arcs.places))
    cost = np.concatenate((arcs.score.max(initial=0) - arcs.score[kept], np.zeros(n + m, np.int64)))
    numbers = solver.add_arcs_with_capacity_and_unit_cost(tail, head, room, cost)
    solver.set_nodes_supplies(np.array([0, 1]), np.array([n, -n]))
    if solver.solve_max_flow_with_min_cost() != SimpleMinCostFlow.OPTIMAL:
        raise ValueError("not solved")
    return kept[np.asarray(solver.flows(numbers[: len(kept)])) > 0]


def scipy_sparse(arcs: Arcs) -> Ints:
    """A full matching of mentees with single places; who is left out takes a place of their own at a high price."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped, import-not-found, unused-ignore]
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # type: ignore[import-untyped, import-not-found, unused-ignore]

    top, n = int(arcs.score.max(initial=0)), arcs.mentees
    first = np.cumsum(arcs.places) - arcs.places
    copies = arcs.places[arcs.mentor]
    pair = np.repeat(np.arange(len(copies)), copies)
    step = np.arange(len(pair)) - np.repeat(np.cumsum(copies) - copies, copies)
    row = np.concatenate((arcs.mentee[pair], np.arange(n)))
    column = np.concatenate((first[arcs.mentor[pair]] + step, int(arcs.places.sum()) + np.arange(n)))
    cost = np.concatenate((top + 1 - arcs.score[pair], np.full(n, (n + 1) * (top + 1))))
    table = csr_array((cost.astype(np.float64), (row, column)))
    rows, columns = min_weight_full_bipartite_matching(table)
    mentor = np.repeat(np.arange(len(arcs.places)), arcs.places)
    taken = columns < len(mentor)
    return _numbers(arcs, rows[taken], mentor[columns[taken]])


def residents(arcs: Arcs) -> Ints:
    """`matching`: hospitals and residents by the common score, a stable matching."""
    from matching.games import HospitalResident  # type: ignore[import-untyped, import-not-found, unused-ignore]

    sys.setrecursionlimit(1_000_000)
    wants, takes = (
        _ranked(who, whom, arcs.score)
        for who, whom in ((arcs.mentee, arcs.mentor), (arcs.mentor, arcs.mentee))
    )
    places = {j: int(arcs.places[j]) for j in takes if arcs.places[j]}
    wants = {i: kept for i, js in wants.items() if (kept := [j for j in js if j in places])}
    game = HospitalResident.create_from_dictionaries(wants, {j: takes[j] for j in places}, places)
    pairs = [(i.name, j.name) for j, held in game.solve().items() for i in held]
    return _numbers(arcs, *(np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True)))


def _ranked(who: Ints, whom: Ints, score: Ints) -> dict[int, list[int]]:
    lists: dict[int, list[int]] = {}
    for place in np.lexsort((whom, -score, who)).tolist():
        lists.setdefault(int(who[place]), []).append(int(whom[place]))
    return lists


def networkx_simplex(arcs: Arcs) -> Ints:
    """`networkx`: network simplex in Python."""
    import networkx  # type: ignore[import-untyped]

    n, top = arcs.mentees, int(arcs.score.max(initial=0))
    graph: Any = networkx.DiGraph()
    graph.add_node("all", demand=-n)
    graph.add_node("end", demand=n)
    graph.add_edge("all", "end", capacity=n, weight=(n + 1) * (top + 1))
    for i in range(n):
        graph.add_edge("all", i, capacity=1, weight=0)
    for j, places in enumerate(arcs.places.tolist()):
        graph.add_edge(n + j, "end", capacity=places, weight=0)
    for i, j, points in zip(arcs.mentee.tolist(), arcs.mentor.tolist(), arcs.score.tolist(), strict=True):
        graph.add_edge(i, n + j, capacity=1, weight=top - points)
    _, flow = networkx.network_simplex(graph)
    pairs = [(i, j - n) for i in range(n) for j, units in flow.get(i, {}).items() if units]
    return _numbers(arcs, *(np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True)))


def greedy(arcs: Arcs) -> Ints:
    """The best pair that is still free, again and again."""
    places, free, chosen = arcs.places.tolist(), [True] * arcs.mentees, []
    mentee, mentor = arcs.mentee.tolist(), arcs.mentor.tolist()
    for pair in np.argsort(-arcs.score, kind="stable").tolist():
        if free[mentee[pair]] and places[mentor[pair]]:
            free[mentee[pair]] = False
            places[mentor[pair]] -= 1
            chosen.append(pair)
    return np.array(sorted(chosen), dtype=np.int64)


def _numbers(arcs: Arcs, mentee: Ints, mentor: Ints) -> Ints:
    """Numbers of the pairs with these ends."""
    keys = arcs.mentee * len(arcs.places) + arcs.mentor
    return np.sort(np.searchsorted(keys, mentee * len(arcs.places) + mentor))


PEERS: Mapping[str, tuple[str, Callable[[Arcs], Ints]]] = {
    "ortools": ("OR-Tools alone, all pairs", ortools),
    "pruned": ("OR-Tools alone, best 50", pruned),
    "scipy": ("scipy sparse full matching", scipy_sparse),
    "residents": ("matching, hospital-resident", residents),
    "networkx": ("networkx network simplex", networkx_simplex),
    "greedy": ("greedy by score", greedy),
}
