"""The points of every pair as one table, made from a problem."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nastavnik.matching.engine.eligible import acceptable, failing
from nastavnik.matching.engine.explain import scored
from nastavnik.matching.engine.grid import KEPT_CELLS, Grid
from nastavnik.matching.engine.model import Goals, Problem
from nastavnik.matching.engine.model.checks import Ints
from nastavnik.matching.engine.repair.flow import Points
from nastavnik.matching.engine.score import Encoder

SMALLEST = (np.int16, np.int32, np.int64)


def fits_in(problem: Problem) -> bool:
    """Is the table small enough to be kept in memory?"""
    return len(problem.mentees) * len(problem.mentors) <= KEPT_CELLS


def points_of(problem: Problem, goals: Goals) -> Points:
    """[N, M] points that count for the first goal (the bonus of standing pairs included), -1 where not eligible.

    Places are left aside: a mentor without a free place may get one.
    """
    bonus = goals.keep_bonus if goals.keep == "bonus" else 0
    if problem.scores is None:
        capacity = np.maximum(problem.mentors.capacity, 1)
        made: Points = _whole(Grid.of(replace(problem, mentors=replace(problem.mentors, capacity=capacity))))
    else:
        pairs = acceptable(problem)
        made = np.full((len(problem.mentees), len(problem.mentors)), -1, np.int32)
        made[pairs.mentee, pairs.mentor] = pairs.score
    if bonus and len(problem.standing):
        i, j = problem.standing.T
        made = made.astype(_kind(int(made.max(initial=0)) + bonus))
        made[i, j] += np.where(made[i, j] >= 0, bonus, 0).astype(made.dtype)
    return made


def _whole(grid: Grid) -> Points:
    tiles = [grid.tile(rows) for rows in grid.spans()]
    return np.concatenate(tiles) if tiles else np.zeros((0, len(grid.problem.mentors)), np.int16)


def _kind(greatest: int) -> type[np.signedinteger]:
    return next(kind for kind in SMALLEST if greatest <= np.iinfo(kind).max)


def rows_of(problem: Problem, rows: Ints) -> Points:
    """[rows, M] points of these requests alone, without a bonus for standing pairs."""
    capacity = np.maximum(problem.mentors.capacity, 1)
    open_ = replace(problem, mentors=replace(problem.mentors, capacity=capacity))
    encoder = Encoder(open_)
    able = failing(encoder, rows) == 0
    return np.where(able, scored(open_, encoder, rows), -1)
