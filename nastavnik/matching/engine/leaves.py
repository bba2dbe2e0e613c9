"""Leaves of a search over groups: some closed, some held at their minimum, the rest free."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from nastavnik.matching.engine.model import Branch
from nastavnik.matching.engine.network import Face, Net, whole_face
from nastavnik.matching.engine.tiers import Outcome

Node = tuple[tuple[int, ...], tuple[int, ...]]
"""Groups closed, groups held at their minimum."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Best set of pairs, the leaf where it lies, and the leaves that are not better."""

    outcome: Outcome
    node: Node
    branches: tuple[Branch, ...]
    complete: bool


def leaf_face(net: Net, node: Node) -> Face:
    """What is possible with these groups closed and those held."""
    face = whole_face(net)
    if node == ((), ()):
        return face
    closed, held = (list(part) for part in node)
    low, high = face.low.copy(), face.high.copy()
    high[closed] = 0
    low[held] = np.maximum(low[held], net.group[held])
    open_ = high[face.mentor] > 0
    return replace(face, low=low, high=high).narrow(open_, np.zeros_like(open_))


def too_small(net: Net, outcome: Outcome) -> list[int]:
    """Groups with somebody but fewer than their minimum, the worst first."""
    load = np.bincount(net.pairs.mentor[outcome.chosen], minlength=len(net.high))
    lacking = np.where((load > 0) & (load < net.group), net.group - load, 0)
    return [int(j) for j in np.argsort(-lacking, kind="stable") if lacking[j]]


def covers(net: Net, leaves: list[Node]) -> bool:
    """Do the leaves together hold every possible choice of closed and filled groups?

    Split by the group that most leaves name: in a search tree all of them name its root.
    """
    if any(not closed and not held for closed, held in leaves):
        return True
    if not leaves:
        return False
    named = Counter(j for closed, held in leaves for j in (*closed, *held))
    first = max(named, key=lambda j: named[j])
    without = [(tuple(j for j in c if j != first), h) for c, h in leaves if first not in h]
    within = [(c, tuple(j for j in h if j != first)) for c, h in leaves if first not in c]
    impossible = bool(net.group[first] > net.high[first])
    return covers(net, without) and (impossible or covers(net, within))
