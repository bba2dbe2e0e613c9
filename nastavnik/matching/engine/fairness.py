"""The fairness of a result: loads, waiting, first wishes, organisations, who has least. Reported, never a goal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nastavnik.matching.engine.model import Problem, Result
from nastavnik.matching.engine.model.checks import Flags

FEWEST = 3
"""So many requests with the least points are named."""


@dataclass(frozen=True, slots=True)
class School:
    """Requests of one organisation (its number): asked, served, mean points of the pairs (0 where there is none)."""

    organisation: int
    asked: int
    served: int
    mean: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """Counts and whole points of 10 000; days; rows of the problem."""

    loads: tuple[int, ...]
    """[M] mentees of each mentor with this result, those led already included."""
    places: tuple[int, ...]
    """[M] mentees that each may have at most."""
    idle: int
    """Mentors with nobody at all."""
    spread: int
    """Greatest load less the least."""
    served_median: int
    served_longest: int
    """Days that the served requests have waited; 0 where nothing is known."""
    left_longest: int
    """The longest wait of a request that is left without a mentor."""
    wished: int
    """Requests that named whom they would like first."""
    first_wishes: int
    """... and have that mentor."""
    any_wishes: int
    """... or one of those named."""
    schools: tuple[School, ...]
    """By the share of served requests, the least first."""
    school_spread: int
    """Thousandths: the greatest share of served requests of an organisation less the least."""
    least: tuple[tuple[int, int, int], ...]
    """(mentee, mentor, points) of the pairs with the least points."""
    blocking: tuple[tuple[int, int, int], ...]
    """(mentee, mentor, gain in points): two who would both rather have each other."""


def fairness(problem: Problem, result: Result) -> Fairness:
    """All from the result and the problem; nothing is solved."""
    mentees, mentors = problem.mentees, problem.mentors
    load = np.bincount(result.pairs[:, 1], minlength=len(mentors)) + np.maximum(mentors.load, 0)
    served = np.bincount(result.pairs[:, 0], minlength=len(mentees)) > 0
    asked = mentees.demand > 0
    known = mentees.waiting >= 0
    waits = mentees.waiting[served & known]
    wished, first, anyone = _wishes(problem, result)
    schools = _schools(problem, result, served & asked, asked)
    shares = [1000 * one.served // one.asked for one in schools]
    order = np.lexsort((mentees.id[result.pairs[:, 0]], result.scores))[:FEWEST]
    gains = result.blocking.gains.tolist()
    return Fairness(
        loads=tuple(load.tolist()),
        places=tuple((mentors.capacity + np.maximum(mentors.load, 0)).tolist()),
        idle=int((load == 0).sum()),
        spread=int(load.max(initial=0) - load.min(initial=load.max(initial=0))),
        served_median=int(np.median(waits)) if len(waits) else 0,
        served_longest=int(waits.max(initial=0)),
        left_longest=int(mentees.waiting[asked & ~served & known].max(initial=0)),
        wished=wished,
        first_wishes=first,
        any_wishes=anyone,
        schools=schools,
        school_spread=max(shares, default=0) - min(shares, default=0),
        least=tuple((*result.pairs[k].tolist(), int(result.scores[k])) for k in order.tolist()),
        blocking=tuple(
            (*pair, gain) for pair, gain in zip(result.blocking.pairs.tolist(), gains, strict=True)
        ),
    )


def _wishes(problem: Problem, result: Result) -> tuple[int, int, int]:
    """How many requests wished for somebody, have their first wish, have any of those wished for."""
    pairs = set(map(tuple, result.pairs.tolist()))
    first: dict[int, int] = {}
    got, first_got = set(), set()
    for i, _, rank in problem.mentee_wishes.tolist():
        first[i] = min(rank, first.get(i, rank))
    for i, j, rank in problem.mentee_wishes.tolist():
        if (i, j) in pairs:
            got.add(i)
            if rank == first[i]:
                first_got.add(i)
    return len(first), len(first_got), len(got)


def _schools(problem: Problem, result: Result, served: Flags, asked: Flags) -> tuple[School, ...]:
    home = problem.mentees.organisation
    points, pairs = np.zeros(len(home), np.int64), np.zeros(len(home), np.int64)
    np.add.at(points, result.pairs[:, 0], result.scores)
    np.add.at(pairs, result.pairs[:, 0], 1)
    made = []
    for one in np.unique(home[asked]).tolist():
        here = (home == one) & asked
        count = int(pairs[here].sum())
        mean = int(points[here].sum()) // count if count else 0
        made.append(School(one, int(here.sum()), int((served & here).sum()), mean))
    return tuple(sorted(made, key=lambda each: (each.served / each.asked, each.organisation)))
