"""Made-up banks keep what their description says, whatever the seed; properties, never particular totals."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nastavnik.matching.engine.api import match
from nastavnik.matching.engine.eligible import failing
from nastavnik.matching.engine.model import RULES, Problem
from nastavnik.matching.engine.score import Encoder
from nastavnik.matching.synthetic import PROFILES, SIZES, Size, problem
from nastavnik.matching.synthetic.latent import ICT, KINDS, REVERSE, flags

TOWN = Size(240, 150, schools=12, municipalities=2)
PROFILE = st.sampled_from(sorted(PROFILES))
SEED = st.integers(0, 2**32 - 1)
CALM = settings(max_examples=25, deadline=None)


def together(pairs: NDArray[np.int64]) -> set[tuple[int, int]]:
    return {(i, j) for i, j in pairs[:, :2].tolist()}


def fails(made: Problem, pairs: NDArray[np.int64]) -> list[int]:
    rows = np.unique(pairs[:, 0])
    bits = failing(Encoder(made), rows)
    return [int(bits[np.searchsorted(rows, i), j]) for i, j in pairs.tolist()]


@given(SEED, PROFILE)
@CALM
def test_places_follow_the_profile_and_hold_all_that_is_promised(seed: int, profile: str) -> None:
    made = problem(seed, TOWN, profile)
    mentors, asked = made.mentors, made.mentees.demand.sum()
    assert mentors.capacity.min() >= 1
    assert mentors.capacity.max() <= 6
    assert set(mentors.group_min.tolist()) <= {0, 2, 3}
    assert (mentors.group_min <= mentors.capacity).all()
    assert 0.65 <= mentors.capacity.sum() / asked <= 1.7
    assert abs(mentors.capacity.sum() / asked - PROFILES[profile].places) < 0.1
    for links in (made.locks, made.standing):
        assert (np.bincount(links[:, 1], minlength=len(mentors)) <= mentors.capacity).all()
        assert (np.bincount(links[:, 0], minlength=len(made.mentees)) <= made.mentees.demand).all()
    assert together(made.locks) <= together(made.standing)
    assert not together(made.locks) & together(np.concatenate((made.bans.forbidden, made.bans.declined)))
    kept = np.array(
        sorted(together(made.standing) - together(made.bans.forbidden) - together(made.bans.declined))
    )
    assert (np.bincount(kept[:, 1], minlength=len(mentors)) >= mentors.min_load).all()


@given(SEED, PROFILE)
@CALM
def test_standing_pairs_may_be_and_a_lock_in_a_group_brings_the_whole_group(seed: int, profile: str) -> None:
    made = problem(seed, TOWN, profile)
    banned = 1 << RULES.index("forbidden") | 1 << RULES.index("declined")
    assert {bits & ~banned for bits in fails(made, made.standing)} <= {0}
    load = np.bincount(made.locks[:, 1], minlength=len(made.mentors))
    assert (load[load > 0] >= made.mentors.group_min[load > 0]).all()


@given(SEED, PROFILE)
@settings(max_examples=30, deadline=None)
def test_a_school_can_be_solved_with_the_proof(seed: int, profile: str) -> None:
    result = match(problem(seed, "school", profile))
    assert result.proved
    assert result.unique


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_every_kind_of_row_and_link_is_there(profile: str) -> None:
    made = problem(3, "municipality", profile)
    mentees, mentors = made.mentees, made.mentors
    assert (len(mentees), len(mentors)) == (500, 300)
    for side in (mentees, mentors):
        assert 0 < (~side.consent).mean() < 0.1
        assert len(np.unique(side.organisation)) > 10
        assert (side.subjects == 0).any()
        assert (side.windows == 0).any()
        assert len(np.unique(side.id)) == len(side)
    sizes = np.sort(np.bincount(mentees.organisation))
    assert sizes[-1] > 2 * max(1, sizes[len(sizes) // 4])
    assert np.isin(mentees.person, mentors.person).any()
    assert set(mentees.demand.tolist()) == {1, 2}
    for links in (made.locks, made.standing, made.bans.forbidden, made.bans.declined):
        assert len(links) > 1
    assert mentors.min_load.any()
    assert (mentors.group_min > 0).any()
    if PROFILES[profile].wishing[0]:
        wished = together(made.mentee_wishes)
        assert wished & together(made.mentor_wishes)
        assert wished & together(made.bans.forbidden)
        assert set(made.mentee_wishes[:, 2].tolist()) == set(made.mentor_wishes[:, 2].tolist()) == {1, 2, 3}


def test_subjects_are_skewed_and_some_are_short() -> None:
    made = problem(5, "region")
    asked, taught = (
        np.array([(side.subjects >> np.uint64(k) & np.uint64(1)).sum() for k in range(20)]) / len(side)
        for side in (made.mentees, made.mentors)
    )
    assert asked.max() > 4 * asked.min()
    assert (taught < 0.75 * asked).any()
    assert (taught > 1.25 * asked).any()


def test_sheets_are_noisy_and_hang_together() -> None:
    """One general trait: domains go together; mentors are above mentees; ICT falls with age, the young are strong."""
    made = problem(7, "region")
    strengths = made.mentors.strengths.astype(float)
    strengths[strengths < 0] = np.nan
    whole = strengths[~np.isnan(strengths).any(axis=1)]
    together_ = np.corrcoef(whole.T)[np.triu_indices(whole.shape[1], 1)]
    assert together_.min() > 0.05
    assert together_.max() < 0.8
    young = (made.mentors.years >= 0) & (made.mentors.years <= 5)
    old = made.mentors.years >= 25
    assert np.nanmean(strengths[young, ICT]) > np.nanmean(strengths[old, ICT]) + 1
    assert made.mentees.reverse.any()
    helps = flags(made.mentors.kinds, KINDS)[:, REVERSE]
    assert helps[young & (made.mentors.kinds != 0)].all()
    assert set(np.unique(made.mentees.needs)) == {-1, 0, 2, 3, 4}
    assert set(np.unique(made.mentors.strengths)) == {-1, 0, 1, 2, 3, 4}


def test_stress_profiles_are_what_they_are_called() -> None:
    made = {name: problem(11, "municipality", name) for name in PROFILES}
    distinct = {}
    for name in ("usual", "ties"):
        scores = Encoder(made[name]).tile(np.arange(200))
        distinct[name] = len(np.unique(scores))
    assert distinct["ties"] < distinct["usual"] / 5
    unknown = {name: float((made[name].mentors.strengths < 0).mean()) for name in ("usual", "holes")}
    assert abs(unknown["usual"] - 0.17) < 0.04
    assert abs(unknown["holes"] - 0.6) < 0.05
    assert not made["islands"].mentees.virtual.any()
    assert made["usual"].mentees.virtual.any()
    assert (made["groups"].mentors.group_min > 0).mean() > 0.3
    fame = np.sort(np.bincount(made["hub"].mentee_wishes[:, 1], minlength=300))[::-1]
    assert fame[:6].sum() > 0.35 * fame.sum()
    answers = np.column_stack((made["duplicates"].mentees.needs, made["duplicates"].mentees.windows))
    assert len(np.unique(answers, axis=0)) < 0.55 * len(answers)
    assert made["scarce"].mentors.capacity.sum() < 0.8 * made["scarce"].mentees.demand.sum()
    assert made["ample"].mentors.capacity.sum() > 1.5 * made["ample"].mentees.demand.sum()


def test_another_process_makes_the_same_problems_without_django() -> None:
    code = (
        "import sys; from nastavnik.matching.synthetic import PROFILES, problem\n"
        "for name in sorted(PROFILES): print(problem(9, 'school', name).digest())\n"
        "print(problem(9, 'municipality').digest(), 'django' in sys.modules)"
    )
    here = [problem(9, "school", name).digest() for name in sorted(PROFILES)]
    here.append(problem(9, "municipality").digest())
    run = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "77"},
    )
    assert run.stdout.split() == [*here, "False"]
    assert len(set(here)) == len(here)
    assert problem(10, "school").digest() != problem(9, "school").digest()


def test_sizes_are_those_of_the_benchmarks() -> None:
    assert {name: (size.mentees, size.mentors) for name, size in SIZES.items()} == {
        "school": (15, 10),
        "municipality": (500, 300),
        "region": (5_000, 3_000),
        "country": (50_000, 30_000),
    }
    with pytest.raises(KeyError):
        problem(1, "planet")
