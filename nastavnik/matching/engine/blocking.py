"""Blocking pairs: two who would both rather have each other than what they got. Reported, never a goal."""

from __future__ import annotations

import numpy as np

from nastavnik.matching.engine.model import Blocking
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net


def blocking(net: Net, chosen: Flags) -> Blocking:
    """All free pairs where both gain, with the smaller gain in points; the greatest first."""
    i, j, s = net.pairs.mentee, net.pairs.mentor, net.pairs.score
    mine = worst(i[chosen], s[chosen], net.demand)
    theirs = worst(j[chosen], s[chosen], net.high)
    gain = np.minimum(s - mine[i], s - theirs[j])
    found = np.nonzero(~chosen & (gain > 0) & (net.high[j] > 0))[0]
    order = found[np.argsort(-gain[found], kind="stable")]
    return Blocking(np.column_stack((i[order], j[order])), gain[order])


def worst(who: Ints, score: Ints, places: Ints) -> Ints:
    """Score of the worst pair of each, 0 where a place is free."""
    least = np.full(len(places), np.iinfo(np.int64).max)
    np.minimum.at(least, who, score)
    return np.where(np.bincount(who, minlength=len(places)) < places, 0, least)
