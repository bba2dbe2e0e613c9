"""The three ways of a re-run, each solved exactly over the same people, read once."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from nastavnik.matching.engine import api
from nastavnik.matching.engine.model import Infeasible, Problem, Result
from nastavnik.matching.engine.model.checks import rows as table
from nastavnik.matching.gathering import Gathered, gather, honour, open_requests
from nastavnik.matching.weights.rules import goals_of
from nastavnik.organisations.models import Organisation

from . import rules
from .rules import Shift, Way
from .standing import Standing, standing

Rows = Mapping[int, int]
"""Row of a request → column of its mentor."""


@dataclass(frozen=True, eq=False)
class Option:
    """One way: the best set of pairs that it allows."""

    way: Way
    gathered: Gathered
    result: Result
    shifts: Sequence[Shift]
    served: int
    points: int
    """Of all pairs, those that this way leaves aside included."""

    @property
    def moved(self) -> int:
        return sum(one.before is not None for one in self.shifts)

    @property
    def gained(self) -> int:
        return sum(one.before is None for one in self.shifts)

    @property
    def token(self) -> str:
        """Changes when anything that decides the way has changed."""
        words = (
            f"{self.way}:{self.result.digest}:{sorted((s.mentee, s.before, s.after) for s in self.shifts)}"
        )
        return hashlib.sha256(words.encode()).hexdigest()[:32]


@dataclass(frozen=True, eq=False)
class Outlook:
    """Everybody of one organisation, what stands, and the ways."""

    gathered: Gathered
    now: Rows
    pairs: Mapping[int, Standing]
    """Row of a request → what it has now."""

    @cached_property
    def asked(self) -> frozenset[int]:
        return frozenset(row for row, one in self.pairs.items() if one.asked)

    @cached_property
    def options(self) -> Mapping[Way, Option]:
        return {way: self._option(way) for way in Way}

    def option(self, way: Way) -> Option:
        return self.options[way]

    def _option(self, way: Way) -> Option:
        """Locks of a way that cannot hold together (a limit was lowered) are left to the solver."""
        aside = self.asked if way is Way.NOBODY else frozenset()
        goals = replace(goals_of(self.gathered.settings), keep="last", keep_bonus=0)
        problem = _without(self.gathered.problem, aside, self.now)
        held = _held(problem, self._kept(way))
        try:
            result = api.match(held, goals)
        except Infeasible:
            held = problem
            result = api.match(held, goals)
        after = {i: j for i, j in result.pairs.tolist() if i not in aside}
        left = {row: column for row, column in self.now.items() if row in aside}
        points = result.fit + sum(api.why(self.gathered.problem, *pair).score for pair in left.items())
        before = {row: column for row, column in self.now.items() if row not in aside}
        return Option(
            way,
            replace(self.gathered, problem=held),
            result,
            rules.shifts(before, after),
            result.matched + len(left),
            points,
        )

    def _kept(self, way: Way) -> Rows:
        if way is Way.BEST:
            return {}
        return {row: column for row, column in self.now.items() if row not in self.asked}


def outlook(organisation: Organisation, *, today: date) -> Outlook:
    """About fifteen queries; nothing is stored."""
    known = standing(organisation)
    unsigned = [one.request for one in known if one.mentorship]
    asking = open_requests(organisation, today=today, also=unsigned)
    gathered = gather(organisation, today=today, requests=asking)
    left = {row.pk: place for place, row in enumerate(gathered.requests)}
    right = {row.person_id: place for place, row in enumerate(gathered.mentors)}
    # A pair whose mentor may not be proposed now stays on its own page.
    lost = {
        left[one.request]
        for one in known
        if one.mentorship and one.request in left and one.mentor not in right
    }
    here = {left[one.request]: one for one in known if one.request in left and one.mentor in right}
    now = {row: right[one.mentor] for row, one in here.items()}
    whole = _with_places(gathered, now, {row for row, one in here.items() if one.mentorship})
    return Outlook(replace(whole, problem=_without(whole.problem, lost, {})), now, here)


def _with_places(gathered: Gathered, now: Rows, unsigned: Collection[int]) -> Gathered:
    """Places and loads as if the pairs without an order were only proposed; they are no reason to keep two apart."""
    n, m = len(gathered.requests), len(gathered.mentors)
    taken = np.bincount([now[row] for row in unsigned], minlength=m) if unsigned else np.zeros(m, np.int64)
    mentors = gathered.problem.mentors
    limits = np.array([one.capacity for one in gathered.mentors], np.int64)
    led = np.array([gathered.loads[one.person_id] for one in gathered.mentors], np.int64)
    load = np.where(mentors.load >= 0, mentors.load - taken, mentors.load)
    problem = replace(
        gathered.problem,
        mentors=replace(mentors, capacity=np.maximum(limits - led + taken, 0), load=load),
        standing=table("standing", sorted(now.items()), 2, n, m),
    )
    paired = gathered.paired - {(row, now[row]) for row in unsigned}
    return honour(replace(gathered, problem=problem, paired=frozenset(paired)), gathered.decided)


def _without(problem: Problem, aside: Collection[int], now: Rows) -> Problem:
    """These requests ask for nobody; the mentors they have now keep the place for them."""
    if not aside:
        return problem
    demand, capacity = problem.mentees.demand.copy(), problem.mentors.capacity.copy()
    for row in aside:
        demand[row] = 0
        if row in now:
            capacity[now[row]] = max(0, capacity[now[row]] - 1)
    locks = problem.locks[~np.isin(problem.locks[:, 0], list(aside))]
    return replace(
        problem,
        mentees=replace(problem.mentees, demand=demand),
        mentors=replace(problem.mentors, capacity=capacity),
        locks=locks,
    )


def _held(problem: Problem, kept: Rows) -> Problem:
    """Standing pairs as locks, but where a decision of the curator says otherwise."""
    decided = {row for row, _ in problem.locks.tolist()}
    banned = {
        tuple(pair) for rows in (problem.bans.forbidden, problem.bans.declined) for pair in rows.tolist()
    }
    more = [
        pair
        for pair in kept.items()
        if pair[0] not in decided and pair not in banned and problem.mentees.demand[pair[0]]
    ]
    locks = [*map(tuple, problem.locks.tolist()), *more]
    n, m = len(problem.mentees), len(problem.mentors)
    return replace(problem, locks=table("locks", sorted(locks), 2, n, m))
