"""Problems that are measured: made-up banks, the same for the same seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nastavnik.matching.engine.model import Problem
from nastavnik.matching.synthetic import SIZES, problem

__all__ = ["SIZES", "groups", "plain"]


def plain(size: str, seed: int) -> Problem:
    """Places and scores only, which every solver can state: no minima, groups or locks, one mentor a request."""
    made = problem(seed, size)
    zeros = np.zeros_like(made.mentors.capacity)
    return replace(
        made,
        mentees=replace(made.mentees, demand=np.ones_like(made.mentees.demand)),
        mentors=replace(made.mentors, min_load=zeros, group_min=zeros),
        locks=made.locks[:0],
    )


def groups(size: str, seed: int) -> Problem:
    """Everything that a bank may say; two offers of five lead nobody or at least two or three."""
    return problem(seed, size, "groups")
