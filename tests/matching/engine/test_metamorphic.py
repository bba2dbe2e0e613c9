"""What must stay the same when a whole bank is told in another way: other rows, twins, other units, another process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields, replace
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nastavnik.matching.engine.api import match, verify
from nastavnik.matching.engine.eligible import acceptable
from nastavnik.matching.engine.model import Bans, Goals, Mentees, Mentors, Pairs, Problem, Result
from nastavnik.matching.synthetic import PROFILES, Size, problem
from tests.matching.engine.problems import permuted

VILLAGE = Size(40, 25, schools=3)
PROFILE = st.sampled_from(sorted(PROFILES))
SEED = st.integers(0, 10_000)
GOALS = st.sampled_from(
    [Goals(), Goals(aim="quality"), Goals(keep="last"), Goals(keep="bonus", keep_bonus=300)]
)
FEW = settings(max_examples=15, deadline=None)


def by_id(made: Problem, result: Result) -> set[tuple[int, int]]:
    return {(int(made.mentees.id[i]), int(made.mentors.id[j])) for i, j in result.pairs.tolist()}


@given(SEED, PROFILE, GOALS)
@FEW
def test_other_rows_give_the_same_pairs_of_a_bank(seed: int, profile: str, goals: Goals) -> None:
    made = problem(seed, VILLAGE, profile)
    shuffled, _, _ = permuted(made, np.random.default_rng(seed))
    result, again = match(made, goals), match(shuffled, goals)
    assert result.unique
    assert again.unique
    assert by_id(made, result) == by_id(shuffled, again)
    assert (result.matched, result.fit, result.value) == (again.matched, again.fit, again.value)
    assert verify(shuffled, again).ok


def plain(seed: int, profile: str) -> Problem:
    """One mentor a request, no locks, minima or groups: what places and scores alone decide."""
    made = problem(seed, VILLAGE, profile)
    zeros, none = np.zeros_like(made.mentors.capacity), np.zeros((0, 2), np.int64)
    mentors = replace(made.mentors, min_load=zeros, group_min=zeros)
    mentees = replace(made.mentees, demand=np.ones_like(made.mentees.demand))
    return replace(made, mentees=mentees, mentors=mentors, locks=none, standing=none, bans=Bans(none, none))


S = TypeVar("S", Mentees, Mentors)


def beside(side: S, rows: NDArray[np.intp]) -> S:
    """Twins of these rows after all others: the same in everything but the id and the person."""
    more = replace(side.take(rows), id=side.id[rows] + 10**9, person=side.person[rows] + 10**9)
    return replace(
        side,
        **{
            each.name: np.concatenate((getattr(side, each.name), getattr(more, each.name)))
            for each in fields(side)
        },
    )


@given(SEED, PROFILE)
@FEW
def test_a_bank_of_twins_is_worth_twice_as_much(seed: int, profile: str) -> None:
    made = plain(seed, profile)
    n, m = len(made.mentees), len(made.mentors)
    pairs = acceptable(made)
    doubled = replace(
        made,
        mentees=beside(made.mentees, np.arange(n)),
        mentors=beside(made.mentors, np.arange(m)),
        scores=Pairs.build(
            np.concatenate([pairs.mentee + i * n for i in (0, 1) for _ in (0, 1)]),
            np.concatenate([pairs.mentor + j * m for _ in (0, 1) for j in (0, 1)]),
            np.tile(pairs.score, 4),
        ),
    )
    once, twice = match(replace(made, scores=pairs)), match(doubled)
    assert (twice.matched, twice.fit) == (2 * once.matched, 2 * once.fit)


@given(SEED, PROFILE)
@FEW
def test_a_mentor_of_many_places_is_as_good_as_twins_who_share_them(seed: int, profile: str) -> None:
    made = plain(seed, profile)
    split = np.flatnonzero(made.mentors.capacity > 1)
    pairs = acceptable(made)
    mentors = beside(made.mentors, split)
    places = mentors.capacity.copy()
    places[split] -= 1
    places[len(made.mentors) :] = 1
    twin = np.full(len(made.mentors), -1)
    twin[split] = len(made.mentors) + np.arange(len(split))
    has = twin[pairs.mentor] >= 0
    scores = Pairs.build(
        np.concatenate((pairs.mentee, pairs.mentee[has])),
        np.concatenate((pairs.mentor, twin[pairs.mentor[has]])),
        np.concatenate((pairs.score, pairs.score[has])),
    )
    whole = match(replace(made, scores=pairs))
    shared = match(replace(made, mentors=replace(mentors, capacity=places), scores=scores))
    assert (shared.matched, shared.fit) == (whole.matched, whole.fit)


@given(SEED, PROFILE, st.integers(2, 50))
@FEW
def test_points_in_another_unit_give_the_same_pairs(seed: int, profile: str, times: int) -> None:
    made = problem(seed, VILLAGE, profile)
    pairs = acceptable(made)
    scaled = replace(made, scores=Pairs(pairs.mentee, pairs.mentor, times * pairs.score))
    result, again = match(replace(made, scores=pairs)), match(scaled)
    assert again.pairs.tolist() == result.pairs.tolist()
    assert again.fit == times * result.fit


CODE = """
import json, sys
from nastavnik.matching.engine.api import match
from nastavnik.matching.synthetic import PROFILES, Size, problem
village = Size(40, 25, schools=3)
print(json.dumps([match(problem(5, village, name)).pairs.tolist() for name in sorted(PROFILES)]))
"""


@pytest.mark.parametrize("salt", ["0", "4242"])
def test_another_process_finds_the_same_pairs(salt: str) -> None:
    env = {**os.environ, "PYTHONHASHSEED": salt}
    run = subprocess.run([sys.executable, "-c", CODE], check=True, capture_output=True, text=True, env=env)
    assert json.loads(run.stdout) == [
        match(problem(5, VILLAGE, name)).pairs.tolist() for name in sorted(PROFILES)
    ]
