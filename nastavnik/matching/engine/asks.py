"""A bound that knows of groups: one price per request, exact, in whole parts of a point.

For any prices u, none below 0, no set of pairs is worth more than
    sum over requests of demand · u  +  sum over mentors of the best set they may lead, each pair at gain - u,
where a group leads nobody or at least its minimum. It is the relaxation of the requests instead of the groups, so it
closes where prices of mentors leave a gap. Prices stand in parts of `SCALE`: gains are whole, so a bound less than one
point above the value reached is the proof.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.leaves import Node
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net

SCALE = 10_000
GRIDS = (SCALE, SCALE // 2, 100, 1)
"""Prices of such a problem tend to be whole or halves: coarser grids first."""


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """What each mentor [M] can be worth at most, in parts: open, and by how much that beats the other choice.

    `sure[j]`: the group is open (True) or closed in every set that is worth more than `bound - margin[j]`.
    """

    bound: int
    margin: Ints
    is_open: Flags
    picked: Flags
    """[E] pairs of the best sets."""


def worth(net: Net, gain: Ints, asks: Ints, node: Node, keep: Flags) -> Worth:
    """Exact, over the pairs marked in `keep` [E]; `gain` [E] of all, `asks` [N] in parts, not below 0."""
    m = len(net.high)
    low, high, group = net.low.copy(), net.high.copy(), net.group.copy()
    closed, held = (list(part) for part in node)
    high[closed], group[closed] = 0, 0
    low[held], group[held] = np.maximum(low[held], group[held]), 0
    who = net.pairs.mentor[keep]
    margin = SCALE * gain[keep] - asks[net.pairs.mentee[keep]]
    order = np.lexsort((net.mentee_rank[net.pairs.mentee[keep]], -margin, who))
    mentor, ranked = who[order], margin[order]
    counts = np.bincount(mentor, minlength=m)
    place = np.arange(len(order)) - (np.cumsum(counts) - counts)[mentor]
    least = np.where(group > 0, group, low)
    inside = (place < high[mentor]) & ((ranked > 0) | (place < least[mentor]))
    filled = np.zeros(m, np.int64)
    np.add.at(filled, mentor[inside], ranked[inside])
    able = np.minimum(counts, high) >= least
    grouped = group > 0
    is_open = np.where(grouped, able & (filled > 0), True)
    apart = np.where(grouped, np.where(able, np.abs(filled), np.iinfo(np.int64).max), np.iinfo(np.int64).max)
    picked = np.zeros(len(keep), np.bool_)
    picked[np.nonzero(keep)[0][order[inside & is_open[mentor]]]] = True
    total = int(sum((net.demand * asks).tolist())) + int(sum(np.where(is_open, filled, 0).tolist()))
    return Worth(total, apart, is_open, picked)


def sharpest(net: Net, gain: Ints, found: NDArray[np.float64], node: Node, keep: Flags) -> tuple[Ints, Worth]:
    """The prices [N] found in floats (points) as whole parts, by the grid that bounds best."""
    made = []
    for grid in GRIDS:
        asks = np.maximum(np.rint(found * (SCALE / grid)).astype(np.int64) * grid, 0)
        made.append((asks, worth(net, gain, asks, node, keep)))
    return min(made, key=lambda each: each[1].bound)
