"""Problems that are measured: made-up people, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nastavnik.matching.engine.model import Problem
from tests.matching.engine.problems import profiles


@dataclass(frozen=True, slots=True)
class Size:
    """Mentors and mentees."""

    mentors: int
    mentees: int


SIZES = {
    "school": Size(10, 15),
    "municipality": Size(300, 500),
    "region": Size(3_000, 5_000),
    "country": Size(30_000, 50_000),
}


def plain(size: str, seed: int) -> Problem:
    """Places and scores only, which every solver can state: no minima, groups or locks, one mentor a request."""
    made = profiles(SIZES[size].mentees, SIZES[size].mentors, seed)
    zeros = np.zeros_like(made.mentors.capacity)
    return replace(
        made,
        mentees=replace(made.mentees, demand=np.ones_like(made.mentees.demand)),
        mentors=replace(made.mentors, min_load=zeros, group_min=zeros),
        locks=made.locks[:0],
    )


def groups(size: str, seed: int) -> Problem:
    """Two offers of five lead nobody or at least two."""
    made = profiles(SIZES[size].mentees, SIZES[size].mentors, seed)
    rng = np.random.default_rng(seed)
    offers = len(made.mentors)
    leads = rng.random(offers) < 0.4
    capacity = np.where(leads, rng.integers(2, 5, offers), made.mentors.capacity)
    return replace(made, mentors=replace(made.mentors, capacity=capacity, group_min=np.where(leads, 2, 0)))
