"""Exact beyond the candidates: the best few are only the start; prices call in whoever could change the result.

A pair that was left out gains nothing where its gain is below the price of the request plus the price of the mentor. One
pass over all eligible pairs finds those that are not below; they join, the flow is solved again, until none is left. Then
the best sets of the net are the best sets over every eligible pair, in all goals: what loses by best prices is in no best
set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from nastavnik.matching.engine.listing import Listing
from nastavnik.matching.engine.model import Goals, Problem, Result, Tier
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net, network_of, whole_face
from nastavnik.matching.engine.prices import FAR, surplus
from nastavnik.matching.engine.progress import Progress, Step, silent
from nastavnik.matching.engine.tiers import Best, aims, stands, trusted, unit

FROM_PAIRS = 100_000
"""Eligible pairs from which on only those are looked at that prices do not rule out."""
START = 10
"""Candidates of each request, and of each mentor, to begin with."""
STEP = 12
"""How many join of each request in one round, the most gainful first."""


def is_wide(listing: Listing, goals: Goals) -> bool:
    """Are the pairs too many for a flow over all of them? Standing pairs that come before fit are kept by all pairs."""
    return goals.keep != "first" and len(listing) > FROM_PAIRS


@dataclass(frozen=True, slots=True, eq=False)
class Wide:
    """A net whose best sets, once nothing joins, are the best ones over all eligible pairs."""

    listing: Listing
    numbers: Ints
    """Which pairs of the listing are in the net."""
    net: Net
    best: Best | None = None
    """The first goal solved on the net, where it was."""

    @classmethod
    def of(cls, listing: Listing, numbers: Ints, top: int) -> Wide:
        """The net of these pairs; `top` is the greatest score of all."""
        ordered = np.sort(numbers)
        once = ordered[np.diff(ordered, prepend=-1) > 0]
        return cls(listing, once, network_of(listing.problem, listing.taken(once), top=top))

    def with_more(self, fresh: Ints) -> Wide:
        """These pairs as well."""
        return Wide.of(self.listing, np.concatenate((self.numbers, fresh)), self.net.top)


def widen(
    listing: Listing, goals: Goals, backend: str, *, start: int = START, progress: Progress = silent
) -> Wide:
    """Begin with `start` candidates of each, end when no eligible pair can enter a best set."""
    wide = Wide.of(listing, _start(listing, start), _top(listing))
    for number in count(1):
        goal = aims(listing.problem, wide.net, goals)[0]
        face = whole_face(wide.net)
        chosen, tier = trusted(face, face, goal, backend)
        fresh, over = _joining(wide, goals, tier.prices, slack=0)
        gainful = fresh[over > 0]
        progress(Step("prices", number, len(gainful), _gap(listing.mentees_of(gainful), over[over > 0])))
        if not len(gainful):
            break
        wide = wide.with_more(gainful[_foremost(listing.mentees_of(gainful), over[over > 0], STEP)])
    return _with_ties(wide, fresh, chosen, tier)


def _gap(mentee: Ints, over: Ints) -> int:
    """How far the value may still rise: prices of the requests would have to grow by what their best pair gains over."""
    worst = np.zeros(int(mentee.max(initial=-1)) + 1, np.int64)
    np.maximum.at(worst, mentee, over)
    return int(sum(worst.tolist()))


def _with_ties(wide: Wide, fresh: Ints, chosen: Flags, tier: Tier) -> Wide:
    """Pairs that gain nothing and lose nothing join: prices and the best set of the first goal stay what they were."""
    before, grown = wide.net.pairs, wide.with_more(fresh) if len(fresh) else wide
    m = max(1, len(wide.net.high))
    best = before.mentee[chosen] * m + before.mentor[chosen]
    stays = np.isin(grown.net.pairs.mentee * m + grown.net.pairs.mentor, best)
    return replace(grown, best=(stays, tier))


def join(wide: Wide, goals: Goals, prices: Ints, *, slack: int) -> Wide | None:
    """The net with every eligible pair that loses no more than `slack` by these prices; None when there is none new."""
    fresh, _ = _joining(wide, goals, prices, slack=slack)
    return wide.with_more(fresh) if len(fresh) else None


def _joining(wide: Wide, goals: Goals, prices: Ints, *, slack: int) -> tuple[Ints, Ints]:
    """Pairs outside the net that lose no more than `slack`, and by how much they gain over what both sides ask."""
    net = wide.net
    base, scale = unit(net, goals)
    gain = base + scale * (net.pairs.score + _bonus(wide.listing.problem, net, goals))
    asked = surplus(whole_face(net), gain, prices)[0]
    found, margins = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for first, mentee, gains in _gains(wide.listing, net, prices, base, scale):
        over = gains - asked[mentee]
        joins = np.nonzero(over >= -slack)[0]
        joins = joins[~_among(first + joins, wide.numbers)]
        found.append(first + joins)
        margins.append(over[joins])
    return np.concatenate(found), np.concatenate(margins)


def _among(numbers: Ints, known: Ints) -> Flags:
    """Which of these numbers are known; both in rising order."""
    at = np.searchsorted(known, numbers)
    return known[np.minimum(at, len(known) - 1)] == numbers if len(known) else np.zeros(len(at), np.bool_)


def _foremost(mentee: Ints, over: Ints, most: int) -> Ints:
    """Which of these pairs are among the `most` that gain most for their mentee."""
    order = np.lexsort((-over, mentee))
    fresh = np.nonzero(np.diff(mentee[order], prepend=-1))[0]
    place = np.arange(len(order)) - np.repeat(fresh, np.diff(fresh, append=len(order)))
    return order[place < most]


def _bonus(problem: Problem, net: Net, goals: Goals) -> Ints:
    if goals.keep != "bonus":
        return np.zeros(len(net.pairs), np.int64)
    return goals.keep_bonus * stands(problem, net)


def _gains(
    listing: Listing, net: Net, prices: Ints, base: int, scale: int
) -> Iterator[tuple[int, Ints, Ints]]:
    """What all eligible pairs gain by these prices, some at a time: number of the first, mentees, gains.

    Pairs of mentors without a free place gain nothing at any price.
    """
    dear = np.where(net.high > 0, prices - base, FAR)
    for part, mentee, mentor, score in listing.chunks():
        yield part.start, mentee, scale * score.astype(np.int64) - dear[mentor]


def _start(listing: Listing, start: int) -> Ints:
    """The best few of each side, and everybody named in a wish, a lock or a standing pair."""
    problem = listing.problem
    wishes = (problem.mentee_wishes[:, :2], problem.mentor_wishes[:, :2])
    named = np.concatenate((*wishes, problem.locks, problem.standing))
    best = (listing.best_of_mentees(start), listing.best_of_mentors(start))
    return np.concatenate((*best, listing.numbers(named)))


def _top(listing: Listing) -> int:
    """The greatest score of a pair that is still free."""
    problem = listing.problem
    asked = problem.mentees.demand - np.bincount(problem.locks[:, 0], minlength=len(problem.mentees)) > 0
    locked, top = listing.numbers(problem.locks), 0
    for part, mentee, _, score in listing.chunks():
        free = asked[mentee]
        free[locked[(locked >= part.start) & (locked < part.stop)] - part.start] = False
        top = max(top, int(score[free].max(initial=0)))
    return top


def tight(listing: Listing, result: Result) -> Net:
    """The net that the prices of a result leave, found anew from all eligible pairs, with the pairs it has chosen.

    Pairs that lose more than the gap between bound and value are in no set as good as the result.
    """
    problem, top = listing.problem, _top(listing)
    locked = listing.numbers(problem.locks)
    bare = Wide.of(listing, locked, top).net
    base, scale = unit(bare, result.goals)
    slack = max(0, result.bound - result.value)
    found = [locked, listing.numbers(result.pairs)]
    for first, mentee, gains in _gains(listing, bare, result.tiers[0].prices, base, scale):
        gains[locked[(locked >= first) & (locked < first + len(gains))] - first] = -FAR
        own = _last_margins(mentee, gains, bare.demand)
        keep = (gains >= own[mentee] - slack) & (gains > -FAR // 2)
        found.append(first + np.nonzero(keep)[0])
    return Wide.of(listing, np.concatenate(found), top).net


def _last_margins(mentee: Ints, gains: Ints, demand: Ints) -> Ints:
    """Price of each request [N] with all its pairs here: its last counted margin, not below 0; nothing for who asks none."""
    own = np.zeros(len(demand), np.int64)
    starts = np.nonzero(np.diff(mentee, prepend=-1))[0]
    if len(starts):
        own[mentee[starts]] = np.maximum(np.maximum.reduceat(gains, starts), 0)
    stops = np.append(starts[1:], len(mentee))
    for row in np.nonzero(demand[mentee[starts]] > 1)[0].tolist():
        whose, ranked = mentee[starts[row]], np.sort(gains[starts[row] : stops[row]])
        own[whose] = max(0, int(ranked[-demand[whose]])) if demand[whose] <= len(ranked) else 0
    return np.where(demand > 0, own, FAR)


def closed_prices(listing: Listing, net: Net, goals: Goals, prices: Ints) -> Ints:
    """Prices that nobody would pay for mentors without a free place, so that the bound holds over all eligible pairs."""
    made = prices.copy()
    closed = net.high == 0
    if not closed.any():
        return made
    base, scale = unit(net, goals)
    own, _ = surplus(whole_face(net), base + scale * net.pairs.score, prices)
    for _, mentee, mentor, score in listing.chunks():
        here = closed[mentor]
        offers = base + scale * score[here].astype(np.int64) - own[mentee[here]]
        np.maximum.at(made, mentor[here], offers)
    return made
