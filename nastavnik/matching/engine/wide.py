"""Exact beyond the candidates: the best few of each request are only the start; prices call in whoever could change the result.

A pair that was left out gains nothing where its gain is below the price of the request plus the price of the mentor. One
pass over the grid finds all that are not below; they join, the flow is solved again, until none is left. Then the best
sets of the net are the best sets over every eligible pair, in all goals: what loses by best prices is in no best set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nastavnik.matching.engine.blocking import worst
from nastavnik.matching.engine.explain import Lacking, Rivals
from nastavnik.matching.engine.grid import Grid
from nastavnik.matching.engine.hall import lists
from nastavnik.matching.engine.model import Blocking, Goals, Pairs, Problem, Result
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net, network_of, whole_face
from nastavnik.matching.engine.prices import FAR, surplus
from nastavnik.matching.engine.tiers import aims, stands, trusted, unit

FROM_CELLS = 1_000_000
"""Possible pairs from which on only those are looked at that prices do not rule out."""
START = 16
"""Candidates of each request to begin with."""
STEP = 12
"""How many join of each request in one round, the most gainful first; pairs that would change nothing join all."""


def is_wide(problem: Problem, goals: Goals) -> bool:
    """Is the problem too large for a list of all eligible pairs? Given scores are such a list already."""
    cells = len(problem.mentees) * len(problem.mentors)
    return problem.scores is None and goals.keep != "first" and cells > FROM_CELLS


CROWD, CROWDS = 30, 20
"""From how many mentors on a walk is worth remembering, and how many walks are."""


@dataclass(frozen=True, slots=True, eq=False)
class Wide:
    """A net whose best sets are the best ones over all eligible pairs."""

    grid: Grid
    net: Net
    rounds: int


def widen(problem: Problem, goals: Goals, backend: str, *, start: int = START) -> Wide:
    """Begin with `start` candidates a request, end when no eligible pair can enter a best set."""
    grid = Grid.of(problem)
    first, top = _start(grid, start)
    wide = Wide(grid, network_of(problem, first, top=top), 0)
    while True:
        goal = aims(problem, wide.net, goals)[0]
        face = whole_face(wide.net)
        prices = trusted(face, face, goal, backend)[1].prices
        wide = replace(wide, rounds=wide.rounds + 1)
        grown = join(wide, goals, prices, slack=0, most=STEP)
        if grown is None:
            return wide
        wide = grown


def join(wide: Wide, goals: Goals, prices: Ints, *, slack: int, most: int | None) -> Wide | None:
    """The net with every eligible pair that loses no more than `slack` by these prices; None when there is none new.

    At most `most` of each request join, the most gainful first (None: all of them).
    """
    net, problem = wide.net, wide.grid.problem
    base, scale = unit(net, goals)
    own, _ = surplus(whole_face(net), base + scale * (net.pairs.score + _bonus(problem, net, goals)), prices)
    tiles = (
        _joining(wide, rows, own[rows] - base - slack, prices, scale, most) for rows in wide.grid.spans()
    )
    found = [_known(net), *tiles]
    pairs = _merged(found, len(problem.mentors))
    if len(pairs) == len(found[0][0]):
        return None
    return replace(wide, net=network_of(problem, pairs, top=net.top))


def _bonus(problem: Problem, net: Net, goals: Goals) -> Ints:
    if goals.keep != "bonus":
        return np.zeros(len(net.pairs), np.int64)
    return goals.keep_bonus * stands(problem, net)


Triples = tuple[Ints, Ints, Ints]


def _known(net: Net) -> Triples:
    """Free pairs of the net and its locks."""
    return (
        np.concatenate((net.pairs.mentee, net.locks[:, 0])),
        np.concatenate((net.pairs.mentor, net.locks[:, 1])),
        np.concatenate((net.pairs.score, net.lock_scores)),
    )


def _joining(wide: Wide, rows: slice, asked: Ints, prices: Ints, scale: int, most: int | None) -> Triples:
    """Eligible pairs of these rows that gain at least what both sides ask; `asked` [rows] is the requests' part."""
    tile = wide.grid.tile(rows)
    room = wide.net.high > 0
    gains = tile.astype(np.int64) * scale - prices
    fits = (tile >= 0) & (gains >= asked[:, None]) & room
    if most is not None:
        crowded = np.nonzero(fits.sum(axis=1) > most)[0]
        if len(crowded):
            ranked = np.where(fits[crowded], gains[crowded], np.iinfo(np.int64).min)
            last = np.partition(ranked, -most, axis=1)[:, -most]
            fits[crowded] &= gains[crowded] >= last[:, None]
    i, j = np.nonzero(fits)
    return i + rows.start, j, tile[i, j].astype(np.int64)


def _merged(found: Sequence[Triples], mentors: int) -> Pairs:
    mentee, mentor, score = (np.concatenate([each[k] for each in found]) for k in range(3))
    _, first = np.unique(mentee * max(1, mentors) + mentor, return_index=True)
    return Pairs(mentee[first], mentor[first], score[first])


def _start(grid: Grid, start: int) -> tuple[Pairs, int]:
    """The best few of each request, everybody named in a wish, a lock or a standing pair; and the top score."""
    problem = grid.problem
    named = _named(problem)
    found: list[Triples] = []
    top = 0
    asked = problem.mentees.demand - np.bincount(problem.locks[:, 0], minlength=len(problem.mentees)) > 0
    for rows in grid.spans():
        tile = grid.tile(rows)
        top = max(top, int(tile[asked[rows]].max(initial=0)))
        few = min(start, tile.shape[1])
        best = np.argpartition(-tile, few - 1, axis=1)[:, :few] if few else np.zeros((len(tile), 0), np.int64)
        i = np.repeat(np.arange(len(tile)), few)
        here = named[(named[:, 0] >= rows.start) & (named[:, 0] < rows.stop)]
        i, j = np.concatenate((i, here[:, 0] - rows.start)), np.concatenate((best.reshape(-1), here[:, 1]))
        score = tile[i, j].astype(np.int64)
        fits = score >= 0
        found.append((i[fits] + rows.start, j[fits], score[fits]))
    return _merged(found, len(problem.mentors)), top


def _named(problem: Problem) -> Ints:
    wishes = (problem.mentee_wishes[:, :2], problem.mentor_wishes[:, :2])
    return np.unique(np.concatenate((*wishes, problem.locks, problem.standing)), axis=0)


def tight(problem: Problem, result: Result) -> Net:
    """The net that the prices of a result leave, found anew from all eligible pairs, with the pairs it has chosen.

    Pairs that lose more than the gap between bound and value are in no set as good as the result.
    """
    grid = Grid.of(problem)
    few, top = _start(grid, 1)
    bare = network_of(problem, few, top=top)
    base, scale = unit(bare, result.goals)
    slack, room = max(0, result.bound - result.value), bare.high > 0
    found: list[Triples] = [_known(bare), _chosen(grid, result.pairs)]
    for rows in grid.spans():
        tile = grid.tile(rows)
        gains = np.where(
            (tile >= 0) & room, base + scale * tile.astype(np.int64) - result.tiers[0].prices, -FAR
        )
        own = _last_margins(gains, bare.demand[rows])
        i, j = np.nonzero(gains >= np.maximum(own - slack, -FAR + 1)[:, None])
        found.append((i + rows.start, j, tile[i, j].astype(np.int64)))
    return network_of(problem, _merged(found, len(problem.mentors)), top=top)


def _last_margins(gains: Ints, demand: Ints) -> Ints:
    """Price of each request: its last counted margin, not below 0; nothing is asked where nobody is."""
    own = np.maximum(gains.max(axis=1, initial=-FAR), 0)
    for i in np.nonzero(demand > 1)[0].tolist():
        own[i] = (
            max(0, int(np.partition(gains[i], -int(demand[i]))[-int(demand[i])]))
            if demand[i] <= gains.shape[1]
            else 0
        )
    return np.where(demand > 0, own, FAR)


def _chosen(grid: Grid, pairs: Ints) -> Triples:
    scores = np.array([int(grid.tile(slice(i, i + 1))[0, j]) for i, j in pairs.tolist()], dtype=np.int64)
    fits = scores >= 0
    return pairs[fits, 0], pairs[fits, 1], scores[fits]


def closed_prices(wide: Wide, goals: Goals, prices: Ints) -> Ints:
    """Prices that nobody would pay for mentors without a free place, so that the bound holds over all eligible pairs."""
    net, made = wide.net, prices.copy()
    none = np.nonzero(net.high == 0)[0]
    if not len(none):
        return made
    base, scale = unit(net, goals)
    own, _ = surplus(whole_face(net), base + scale * net.pairs.score, prices)
    for rows in wide.grid.spans():
        tile = wide.grid.tile(rows)[:, none].astype(np.int64)
        offers = np.where(tile >= 0, base + scale * tile - own[rows][:, None], 0)
        made[none] = np.maximum(made[none], offers.max(axis=0, initial=0))
    return made


def blocking(wide: Wide, chosen: Flags) -> Blocking:
    """Over all eligible pairs: two who would both rather have each other, with the smaller gain; the greatest first."""
    net = wide.net
    mine = worst(net.pairs.mentee[chosen], net.pairs.score[chosen], net.demand)
    theirs = worst(net.pairs.mentor[chosen], net.pairs.score[chosen], net.high)
    found: list[Triples] = []
    for rows in wide.grid.spans():
        tile = wide.grid.tile(rows)
        gain = tile.astype(np.int64) - np.maximum(mine[rows][:, None], theirs)
        together = chosen & (net.pairs.mentee >= rows.start) & (net.pairs.mentee < rows.stop)
        gain[net.pairs.mentee[together] - rows.start, net.pairs.mentor[together]] = 0
        i, j = np.nonzero((gain > 0) & (net.high > 0) & (net.demand[rows] > 0)[:, None])
        found.append((i + rows.start, j, gain[i, j]))
    mentee, mentor, gains = (np.concatenate([each[k] for each in found]) for k in range(3))
    order = np.argsort(-gains, kind="stable")
    return Blocking(np.column_stack((mentee[order], mentor[order])), gains[order])


def lacking_in(wide: Wide, chosen: Flags, pairs: Ints) -> Lacking:
    """As `explain.lacking_in`, over all eligible pairs."""
    problem = wide.grid.problem
    missing = problem.mentees.demand - np.bincount(pairs[:, 0], minlength=len(problem.mentees))
    able = np.zeros(len(missing), np.bool_)
    for rows in wide.grid.spans():
        able[rows] = (wide.grid.tile(rows) >= 0).any(axis=1)
    return Lacking(missing, able, Competition(wide, chosen).of)


class Competition:
    """Who competes for whose places: along "could take j, j has i'", over all eligible pairs.

    Most left-out requests end in one and the same crowd: the reach of a few mentors is kept, so that it is walked once.
    """

    def __init__(self, wide: Wide, chosen: Flags) -> None:
        net = wide.net
        self.wide, self.room = wide, net.high > 0
        self.has = lists(net.pairs.mentor[chosen], net.pairs.mentee[chosen], len(net.high))
        self.with_whom = lists(net.pairs.mentee[chosen], net.pairs.mentor[chosen], len(net.demand))
        self.known: dict[int, Flags] = {}

    def of(self, mentee: int) -> Rivals:
        """Requests and mentors reached from a left-out request."""
        reached, walked = self._reach(self._wants(mentee))
        if walked > CROWD and len(self.known) < CROWDS:
            first = int(np.nonzero(reached)[0][0])
            self.known[first] = self._reach(np.arange(len(reached)) == first)[0]
        mentors = np.nonzero(reached)[0].tolist()
        mentees = {mentee, *(i for j in mentors for i in self.has[j])}
        return tuple(sorted(mentees)), tuple(mentors)

    def _wants(self, mentee: int) -> Flags:
        wants: Flags = (self.wide.grid.tile(slice(mentee, mentee + 1))[0] >= 0) & self.room
        wants[self.with_whom[mentee]] = False
        return wants

    def _reach(self, start: Flags) -> tuple[Flags, int]:
        """Mentors [M] reached from these, and how many were walked through one by one."""
        reached, done, walked = start.copy(), np.zeros_like(start), 0
        while True:
            for one, whole in self.known.items():
                if reached[one] and not done[one]:
                    reached |= whole
                    done |= whole
            front = np.nonzero(reached & ~done)[0].tolist()
            if not front:
                return reached, walked
            for mentor in front:
                done[mentor] = True
                walked += 1
                for mentee in self.has[mentor]:
                    reached |= self._wants(mentee)
