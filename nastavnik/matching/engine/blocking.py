"""Blocking pairs: two who would both rather have each other than what they got. Reported, never a goal."""

from __future__ import annotations

import numpy as np

from nastavnik.matching.engine.listing import Listing
from nastavnik.matching.engine.model import Blocking
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net


def blocking(listing: Listing, net: Net, chosen: Flags) -> Blocking:
    """All free pairs where both gain, with the smaller gain in points; the greatest first, then by rows.

    `chosen` marks pairs of the net [E], which need not hold all eligible ones.
    """
    pairs = np.column_stack((net.pairs.mentee[chosen], net.pairs.mentor[chosen]))
    mine = _worst(pairs[:, 0], net.pairs.score[chosen], net.demand)
    theirs = _worst(pairs[:, 1], net.pairs.score[chosen], net.high)
    together = listing.numbers(np.concatenate((pairs, net.locks)))
    found, gains = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for part, mentee, mentor, score in listing.chunks():
        gain = score.astype(np.int64) - np.maximum(mine[mentee], theirs[mentor])
        gain[together[(together >= part.start) & (together < part.stop)] - part.start] = 0
        here = np.nonzero(gain > 0)[0]
        found.append(part.start + here)
        gains.append(gain[here])
    numbers, gain = np.concatenate(found), np.concatenate(gains)
    rows = np.column_stack((listing.mentees_of(numbers), listing.mentor[numbers].astype(np.int64)))
    order = np.lexsort((rows[:, 1], rows[:, 0], -gain))
    return Blocking(rows[order], gain[order])


def _worst(who: Ints, score: Ints, places: Ints) -> Ints:
    """Score of the worst pair of each; 0 where a place is free, out of reach where there is none to have."""
    least = np.full(len(places), np.iinfo(np.int64).max)
    np.minimum.at(least, who, score)
    return np.where(np.bincount(who, minlength=len(places)) < places, 0, least)
