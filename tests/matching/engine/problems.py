"""Small random problems, and larger ones with profiles; all people are numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from nastavnik.matching.engine.model import Mentees, Mentors, Pairs, Problem, Rules


@st.composite
def small(draw: st.DrawFn, *, groups: bool = True, minima: bool = True, demand: bool = True) -> Problem:
    """N <= 6 requests, M <= 4 offers, few score levels so that ties are common."""
    n, m = draw(st.integers(0, 6)), draw(st.integers(0, 4))
    cells = [(i, j) for i in range(n) for j in range(m)]
    table = [(i, j, draw(st.sampled_from([-1, 0, 1, 1, 5, 9]))) for i, j in cells]
    asked = draw(st.lists(st.sampled_from([1, 1, 1, 2]), min_size=n, max_size=n)) if demand else [1] * n
    some = st.lists(st.sampled_from(cells), max_size=2) if cells else st.just([])
    few = st.lists(st.sampled_from(cells), max_size=1) if cells else st.just([])
    high = draw(st.lists(st.sampled_from([0, 1, 1, 2, 2, 3]), min_size=m, max_size=m))
    low = draw(st.lists(st.sampled_from([0, 0, 0, 0, 1, 2]), min_size=m, max_size=m)) if minima else [0] * m
    group = draw(st.lists(st.sampled_from([0, 0, 2, 3]), min_size=m, max_size=m)) if groups else [0] * m
    kept = [row for row in table if row[2] >= 0]
    return Problem.build(
        Mentees.build(np.arange(n) * 7 + 3, demand=asked),
        Mentors.build(np.arange(m) * 11 + 5, capacity=high, min_load=low, group_min=group),
        locks=draw(few),
        forbidden=draw(some),
        standing=draw(some),
        scores=Pairs.build(*([row[k] for row in kept] for k in range(3))),
    )


def profiles(n: int, m: int, seed: int, rules: Rules | None = None) -> Problem:
    """A school or a municipality of made-up levels, with missing answers and a shortage in some subjects."""
    rng = np.random.default_rng(seed)
    subjects = 9
    return Problem.build(
        Mentees.build(
            rng.permutation(10 * n)[:n],
            person=np.arange(n),
            needs=rng.integers(-1, 5, (n, 9)),
            issues=1 << rng.integers(0, 6, n),
            subjects=1 << np.minimum(rng.integers(0, subjects, n), rng.integers(0, subjects, n)),
            subject_bound=rng.random(n) < 0.5,
            years=rng.integers(-1, 4, n),
            category=rng.integers(-1, 2, n),
            windows=rng.integers(0, 32, n),
            organisation=rng.integers(0, max(1, n // 40), n),
            virtual=rng.random(n) < 0.8,
            consent=rng.random(n) < 0.98,
            waiting=rng.integers(-1, 120, n),
        ),
        Mentors.build(
            rng.permutation(10 * m)[:m],
            person=n // 2 + np.arange(m),
            strengths=rng.integers(-1, 5, (m, 9)),
            issues=rng.integers(0, 64, m),
            subjects=1 << rng.integers(0, subjects, m),
            years=rng.integers(3, 30, m),
            category=rng.integers(0, 5, m),
            windows=rng.integers(0, 32, m),
            organisation=rng.integers(0, max(1, n // 40), m),
            virtual=rng.random(m) < 0.8,
            capacity=rng.integers(1, 3, m),
            load=rng.integers(-1, 3, m),
            past=rng.integers(-1, 4, m),
            criteria=rng.choice([-1, 0, 583, 1000, 1000], m),
            wishing=rng.random(m) < 0.2,
        ),
        mentee_wishes=np.column_stack((rng.integers(0, n, n), rng.integers(0, m, n), rng.integers(1, 4, n))),
        rules=rules,
    )


def permuted(problem: Problem, rng: np.random.Generator) -> tuple[Problem, list[int], list[int]]:
    """The same problem with rows of both sides shuffled, and the old row of each new one."""
    ours, theirs = rng.permutation(len(problem.mentees)), rng.permutation(len(problem.mentors))
    new_i, new_j = np.argsort(ours), np.argsort(theirs)

    def move(rows: NDArray[np.int64]) -> NDArray[np.int64]:
        shuffled = np.column_stack((new_i[rows[:, 0]], new_j[rows[:, 1]], rows[:, 2:]))
        return rng.permutation(shuffled, axis=0)

    scores = problem.scores
    made = Problem.build(
        problem.mentees.take(ours),
        problem.mentors.take(theirs),
        locks=move(problem.locks),
        forbidden=move(problem.bans.forbidden),
        declined=move(problem.bans.declined),
        standing=move(problem.standing),
        mentee_wishes=move(problem.mentee_wishes),
        mentor_wishes=move(problem.mentor_wishes),
        rules=problem.rules,
        scores=scores and Pairs.build(new_i[scores.mentee], new_j[scores.mentor], scores.score),
    )
    return made, ours.tolist(), theirs.tolist()
