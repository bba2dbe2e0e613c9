"""The problem as a flow: locks substituted, and what each goal leaves open for the next (the optimal face)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nastavnik.matching.engine.listing import Listing
from nastavnik.matching.engine.model import Infeasible, Pairs, Problem
from nastavnik.matching.engine.model.checks import Flags, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """What is left to decide after the locks; E free pairs, N mentees, M mentors."""

    pairs: Pairs
    """E free pairs, sorted by (mentee, mentor)."""
    locks: Ints
    """[L, 2]"""
    lock_scores: Ints
    """[L] 0 where the lock is not eligible."""
    demand: Ints
    """[N] mentors still asked for."""
    low: Ints
    """[M] least free places to fill, locks taken off."""
    high: Ints
    """[M] places left."""
    group: Ints
    """[M] 0, or g >= 2 where nobody or at least g must come (only where nothing is locked and low is 0)."""
    led: Ints
    """[M] mentees led already: outside the run and by locks."""
    top: int
    """The greatest score of a free pair that is eligible, in the net or not."""
    mentee_rank: Ints
    mentor_rank: Ints
    """[N], [M] places of the rows by their stable ids: solvers see this order, so rows in another order change nothing."""

    @property
    def premium(self) -> int:
        """One more served request outweighs any change of scores: (most possible pairs + 1) * top score + 1."""
        return (self.most + 1) * self.top + 1

    @property
    def most(self) -> int:
        """No more pairs than this: free requests or places, whichever are fewer."""
        return min(int(self.demand.sum()), int(self.high.sum()))


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """The sets of pairs that are still possible: open pairs, pairs already taken, loads within bounds.

    `demand_low` is 0 or `demand_high` for every mentee: a mentee is free or must be served in full.
    """

    mentee: Ints
    mentor: Ints
    index: Ints
    """[F] numbers of the open pairs among the pairs of the net."""
    taken: Ints
    """Numbers of the pairs that belong to every set of the face."""
    demand_low: Ints
    demand_high: Ints
    low: Ints
    high: Ints
    led: Ints
    mentee_rank: Ints
    mentor_rank: Ints

    def narrow(self, open_: Flags, taken: Flags) -> Face:
        """Keep the open pairs marked, take in those marked as taken (masks over the open pairs)."""
        served = np.bincount(self.mentee[taken], minlength=len(self.demand_high))
        filled = np.bincount(self.mentor[taken], minlength=len(self.high))
        high, demand = self.high - filled, self.demand_high - served
        stay = open_ & (high[self.mentor] > 0) & (demand[self.mentee] > 0)
        return replace(
            self,
            mentee=self.mentee[stay],
            mentor=self.mentor[stay],
            index=self.index[stay],
            taken=np.concatenate((self.taken, self.index[taken])),
            demand_low=np.maximum(self.demand_low - served, 0),
            demand_high=demand,
            low=np.maximum(self.low - filled, 0),
            high=high,
            led=self.led + filled,
        )


def network(problem: Problem) -> Net:
    """All eligible pairs; raise `Infeasible` where locks contradict capacities, demands or bans."""
    return network_of(problem, Listing.of(problem).pairs())


def network_of(problem: Problem, pairs: Pairs, *, top: int | None = None) -> Net:
    """The net over these eligible pairs, locks substituted; `top` where a greater score stands outside of them."""
    _check_locks(problem)
    n, m = len(problem.mentees), len(problem.mentors)
    locks = problem.locks
    key, lock_key = pairs.mentee * max(1, m) + pairs.mentor, locks[:, 0] * max(1, m) + locks[:, 1]
    locked = np.isin(key, lock_key)
    scores = np.zeros(len(locks), np.int64)
    scores[np.searchsorted(lock_key, key[locked])] = pairs.score[locked]
    held = np.bincount(locks[:, 1], minlength=m)
    demand = problem.mentees.demand - np.bincount(locks[:, 0], minlength=n)
    low, group = _minima(problem, held)
    high = problem.mentors.capacity - held
    wrong = low > high
    if wrong.any():
        raise Infeasible("min_over_max", mentors=np.nonzero(wrong)[0])
    free = ~locked & (demand[pairs.mentee] > 0)
    left = Pairs(pairs.mentee[free], pairs.mentor[free], pairs.score[free])
    return Net(
        pairs=left,
        locks=locks,
        lock_scores=scores,
        demand=demand,
        low=low,
        high=high,
        group=group,
        led=np.maximum(problem.mentors.load, 0) + held,
        top=max(int(left.score.max(initial=0)), top or 0),
        mentee_rank=_rank(problem.mentees.id),
        mentor_rank=_rank(problem.mentors.id),
    )


def _rank(ids: Ints) -> Ints:
    rank = np.empty(len(ids), np.int64)
    rank[np.argsort(ids)] = np.arange(len(ids))
    return rank


def _minima(problem: Problem, held: Ints) -> tuple[Ints, Ints]:
    """A group that already holds a lock or must be filled has a plain lower bound; the others may stay empty."""
    mentors = problem.mentors
    sure = (held > 0) | (mentors.min_load > 0)
    least = np.where(sure, np.maximum(mentors.min_load, mentors.group_min), 0)
    low = np.maximum(least - held, 0)
    group = np.where(~sure & (mentors.group_min >= 2), mentors.group_min, 0)
    return low, group


def _check_locks(problem: Problem) -> None:
    n, m = len(problem.mentees), len(problem.mentors)
    banned = {
        tuple(pair) for pair in np.concatenate((problem.bans.forbidden, problem.bans.declined)).tolist()
    }
    clash = [pair for pair in problem.locks.tolist() if tuple(pair) in banned]
    if clash:
        raise Infeasible("lock_forbidden", mentees=[i for i, _ in clash], mentors=[j for _, j in clash])
    over = np.bincount(problem.locks[:, 1], minlength=m) > problem.mentors.capacity
    if over.any():
        raise Infeasible("locks_over_capacity", mentors=np.nonzero(over)[0])
    much = np.bincount(problem.locks[:, 0], minlength=n) > problem.mentees.demand
    if much.any():
        raise Infeasible("locks_over_demand", mentees=np.nonzero(much)[0])


def whole_face(net: Net) -> Face:
    """Everything that the net allows, group minima left aside."""
    return Face(
        mentee=net.pairs.mentee,
        mentor=net.pairs.mentor,
        index=np.arange(len(net.pairs)),
        taken=np.zeros(0, np.int64),
        demand_low=np.zeros_like(net.demand),
        demand_high=net.demand,
        low=net.low,
        high=net.high,
        led=net.led,
        mentee_rank=net.mentee_rank,
        mentor_rank=net.mentor_rank,
    )
