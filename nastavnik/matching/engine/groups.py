"""Groups of nobody or at least g: branch on groups that came out too small, best bound first, with its proof.

Every node is a plain flow (some groups closed, some held at their minimum), so its goals bound everything below it.
With g = 2 the problem is polynomial, with g >= 3 it is NP-hard (Cornuejols; Dudycz and Paluch): nodes are limited.
"""

from __future__ import annotations

import heapq
from dataclasses import replace

import numpy as np

from nastavnik.matching.engine.hall import is_starved, starved
from nastavnik.matching.engine.leaves import Found, Node, covers, leaf_face, too_small
from nastavnik.matching.engine.model import Branch, Infeasible
from nastavnik.matching.engine.model.checks import Ints
from nastavnik.matching.engine.network import Net
from nastavnik.matching.engine.opening import not_worth_more
from nastavnik.matching.engine.progress import Progress, Step, silent
from nastavnik.matching.engine.tiers import Goal, Outcome, behind, lex, trusted

MOST_NODES = 2000
MOST_WORK = 4_000_000
"""Pairs looked at over all nodes, so that a large run ends in seconds."""


def search(net: Net, goals: list[Goal], root: Outcome, backend: str, progress: Progress = silent) -> Found:
    """Best set that keeps the group minima; `complete` is False when the nodes ran out.

    A node with the first goal alone sorts before its full solution, so no tie is passed over.
    """
    heap: list[tuple[tuple[int, ...], int, Node, Outcome]] = []
    heapq.heappush(heap, (_order(root), 0, ((), ()), root))
    dead: list[Branch] = []
    nodes = 1
    while True:
        _, _, node, outcome = heapq.heappop(heap)
        progress(Step("groups", nodes, len(heap), 0))
        small = too_small(net, outcome)
        if not small and len(outcome.tiers) < len(goals):
            made = lex(leaf_face(net, node), goals, len(net.pairs), backend)
            heapq.heappush(heap, (_order(made), nodes, node, made))
            nodes += 1
            continue
        if not small:
            rest = [Branch(other[0], other[1], item.tiers) for _, _, other, item in heap]
            leaves = [node, *((branch.closed, branch.held) for branch in dead + rest)]
            ties = any(item.rank == outcome.rank for _, _, _, item in heap)
            final = replace(outcome, unique=outcome.unique and not ties)
            return Found(final, node, tuple(dead + rest), complete=covers(net, leaves))
        for child in _children(net, node, small, nodes):
            nodes += 1
            first = _first(net, goals[0], child, backend)
            if isinstance(first, Branch):
                dead.append(first)
            else:
                heapq.heappush(heap, (_order(first), nodes, child, first))


def _order(outcome: Outcome) -> tuple[int, ...]:
    return tuple(-mark for mark in outcome.rank)


def _limit(net: Net) -> int:
    return max(100, min(MOST_NODES, MOST_WORK // (len(net.pairs) + 1)))


def _children(net: Net, node: Node, small: list[int], nodes: int) -> list[Node]:
    """Close the worst group or hold it; when the nodes have run out, close them all and be done."""
    closed, held = node
    if nodes >= _limit(net):
        return [(tuple(sorted({*closed, *small})), held)]
    j = small[0]
    hopeless = np.nonzero(net.group > net.high)[0].tolist()
    if j in hopeless:
        return [(tuple(sorted({*closed, *hopeless})), held)]
    return [(tuple(sorted({*closed, j})), held), (closed, tuple(sorted({*held, j})))]


def _first(net: Net, goal: Goal, node: Node, backend: str) -> Outcome | Branch:
    """The first goal alone: it is enough to set most leaves aside; the others follow where it is not."""
    face = leaf_face(net, node)
    try:
        chosen, tier = trusted(face, face, goal, backend)
    except Infeasible:
        return Branch(node[0], node[1], (), starved(face, backend))
    whole = np.zeros(len(net.pairs), np.bool_)
    whole[face.index[chosen]] = True
    return Outcome(whole, (tier,), unique=False)


def not_better(net: Net, goals: list[Goal], branch: Branch, rank: tuple[int, ...], prices: Ints) -> bool:
    """Check one leaf without a solver; `prices` [M] are those of the problem without group minima."""
    if branch.asks is not None:
        return not_worth_more(net, goals[0], branch, prices, rank[0])
    face = leaf_face(net, (branch.closed, branch.held))
    if not branch.tiers:
        return is_starved(face, branch.starved)
    return behind(face, goals, branch.tiers, rank)
