"""Prices: recovered from the pairs alone, a bound from prices alone, and what they leave open for the next goal.

Any whole prices v bound every possible set of pairs:
    sum over mentees of their best `demand` margins (gain - v, not below 0 unless they must be served)
  + sum over mentors of the best v * load - cost(load) within their bounds.
Equality with the value reached is the proof (duality of the assignment problem, all numbers whole).
With `balance` the t-th mentee of a mentor costs 2t - 1, so that a load of t costs t squared.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Face

FAR = 1 << 61


def value(face: Face, gain: Ints, chosen: Flags, *, balance: bool) -> int:
    """Sum of gains of the chosen open pairs [F], less the cost of loads."""
    total = int(sum(gain[chosen].tolist()))
    return total - load_cost(face, loads(face, chosen)[1]) if balance else total


def loads(face: Face, chosen: Flags) -> tuple[Ints, Ints]:
    """How many of the chosen open pairs each mentee [N] and each mentor [M] has."""
    return (
        np.bincount(face.mentee[chosen], minlength=len(face.demand_high)),
        np.bincount(face.mentor[chosen], minlength=len(face.high)),
    )


def load_cost(face: Face, load: Ints) -> int:
    """What these loads [M] cost beside the mentees led already: a load of t costs t squared."""
    return int(sum((load * load + 2 * face.led * load).tolist()))


def least_prices(face: Face, gain: Ints, chosen: Flags, *, balance: bool) -> Ints | None:
    """The least prices [M] that support the chosen pairs, None when they do not settle (the pairs are not best).

    A mentee would give for another mentor what they have there less what they lose here; prices rise until nobody
    wants to move. Rounds are as many as the longest chain of moves.
    """
    served, load = loads(face, chosen)
    floor, ceiling = _floor(face, gain, load, balance), _ceiling(face, load, balance)
    prices, free = floor, ~chosen
    by_mentor = np.lexsort((face.mentee, face.mentor))
    by_mentor = by_mentor[free[by_mentor]]
    wants_mentee, wants_gain, mentor = face.mentee[by_mentor], gain[by_mentor], face.mentor[by_mentor]
    starts = np.nonzero(np.diff(mentor, prepend=-1))[0]
    for _ in range(len(floor) + 2):
        surplus = np.where(served < face.demand_high, 0, FAR)
        np.minimum.at(surplus, face.mentee[chosen], gain[chosen] - prices[face.mentor[chosen]])
        raised = floor.copy()
        if len(starts):
            offers = np.maximum.reduceat(wants_gain - surplus[wants_mentee], starts)
            raised[mentor[starts]] = np.maximum(raised[mentor[starts]], offers)
        if np.array_equal(raised, prices):
            return prices
        if (raised > ceiling).any():
            return None
        prices = raised
    return None


def _ceiling(face: Face, load: Ints, balance: bool) -> Ints:
    """A free place may not cost more than it takes to fill it: else somebody would rather have it."""
    more = 2 * (face.led + load) + 1 if balance else np.zeros_like(load)
    return np.where(load < face.high, more, FAR)


def _floor(face: Face, gain: Ints, load: Ints, balance: bool) -> Ints:
    """Not below 0, or the last place's cost; far below where the lower bound itself holds the mentees in."""
    reach = int(np.abs(gain).max()) if len(gain) else 0
    if balance:
        reach += 2 * int((face.led + face.high).max(initial=0)) + 1
    deep = -2 * (reach + 1) * (len(load) + 2)
    above = 2 * (face.led + load) - 1 if balance else np.zeros_like(load)
    return np.where(load > face.low, above, np.where(face.low == 0, 0, deep))


def surplus(face: Face, gain: Ints, prices: Ints) -> tuple[Ints, Ints]:
    """Price of each mentee [N] (their last counted margin) and the sum of their counted margins [N]."""
    margin = gain - prices[face.mentor]
    order = np.lexsort((-margin, face.mentee))
    mentee, ranked = face.mentee[order], margin[order]
    counts = np.bincount(face.mentee, minlength=len(face.demand_high))
    place = np.arange(len(order)) - (np.cumsum(counts) - counts)[mentee]
    free = face.demand_low == 0
    counted = np.where(free[mentee], np.maximum(ranked, 0), ranked)
    sums = np.zeros(len(counts), np.int64)
    inside = place < face.demand_high[mentee]
    np.add.at(sums, mentee[inside], counted[inside])
    last = np.where(free, 0, -FAR)
    at = place == face.demand_high[mentee] - 1
    last[mentee[at]] = counted[at]
    return np.where(face.demand_high > 0, last, FAR), sums


def bound(face: Face, gain: Ints, prices: Ints, *, balance: bool) -> int:
    """No set of pairs of the face has a greater value; whole numbers without limit of size."""
    _, sums = surplus(face, gain, prices)
    _, load = _likes(face, prices, balance)
    worth = [price * units for price, units in zip(prices.tolist(), load.tolist(), strict=True)]
    total = int(sum(sums.tolist()) + sum(worth))
    return total - load_cost(face, load) if balance else total


def _likes(face: Face, prices: Ints, balance: bool) -> tuple[Ints, Ints]:
    """Least and greatest load of each mentor that these prices make best."""
    if balance:
        least = -((-prices - 1) // 2) - 1 - face.led
        most = (prices + 1) // 2 - face.led
        return np.clip(least, face.low, face.high), np.clip(most, face.low, face.high)
    return np.where(prices > 0, face.high, face.low), np.where(prices < 0, face.low, face.high)


def restrict(face: Face, gain: Ints, prices: Ints, *, balance: bool) -> Face:
    """Exactly the best sets of the face: pairs that lose by these prices are out, pairs that gain are in.

    Complementary slackness: it holds for every best set whatever best prices are used.
    """
    own, _ = surplus(face, gain, prices)
    reduced = gain - prices[face.mentor] - own[face.mentee]
    least, most = _likes(face, prices, balance)
    must = np.where(own > 0, face.demand_high, face.demand_low)
    demand_low = np.where(face.demand_high > 0, must, 0)
    tight = replace(face, demand_low=demand_low, low=least, high=most)
    return tight.narrow(reduced == 0, reduced > 0)
