"""Large runs start from a few candidates and end at the optimum over every eligible pair."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest

from nastavnik.matching.engine import api, wide
from nastavnik.matching.engine.api import match, verify
from nastavnik.matching.engine.eligible import failing
from nastavnik.matching.engine.grid import Grid
from nastavnik.matching.engine.listing import Listing
from nastavnik.matching.engine.model import BINDS, Goals, Problem, Result, Rules, Scale
from nastavnik.matching.engine.progress import Step
from nastavnik.matching.engine.score import Encoder
from tests.matching.engine.problems import profiles
from tests.matching.engine.test_optimum import ample

SCALES = (
    Scale({"domains": 3000, "windows": 3333, "mentee_wish": 1667, "workload": 2000}, frozenset({"windows"})),
    Scale(
        {"distance": 1111, "mentor_wish": 4445, "criteria": 4444},
        frozenset({"mentee_wish", "distance", "domains"}),
    ),
)
"""Weights of two kinds of requests that have little in common with the usual ones."""


def rich(seed: int, n: int = 130, m: int = 80, rules: Rules | None = None) -> Problem:
    """Profiles with everything that single pairs may say: wishes, bans, locks, standing pairs, two mentors for some."""
    rng = np.random.default_rng(seed)
    plain = profiles(n, m, seed, rules)

    def some(k: int) -> list[list[int]]:
        return np.column_stack((rng.choice(n, k, replace=False), rng.integers(0, m, k))).tolist()  # type: ignore[no-any-return]

    return Problem.build(
        replace(
            plain.mentees,
            demand=rng.choice([1, 1, 1, 2], n),
            scale=rng.integers(0, 1 + len(plain.rules.scales), n),
        ),
        replace(plain.mentors, capacity=rng.integers(0, 4, m), group_min=rng.choice([0, 0, 0, 2], m)),
        mentee_wishes=[[*pair, int(rng.integers(1, 5))] for pair in some(30)],
        mentor_wishes=[[*pair, int(rng.integers(1, 5))] for pair in some(20)],
        forbidden=some(20),
        declined=some(20),
        standing=some(40),
        rules=plain.rules,
    )


@pytest.mark.parametrize(
    "rules",
    [
        Rules(),
        Rules(required=frozenset({"issue", "experience", "willingness"}), cut_off=4200),
        Rules(required=frozenset(), wish_shares=(900, 333)),
        Rules(required=frozenset(BINDS)),
        Rules(required=frozenset({"mentor_wish"}), scales=SCALES),
    ],
    ids=["usual", "strict", "loose", "bound", "by kind"],
)
def test_a_grid_says_of_every_pair_what_the_direct_formula_says(rules: Rules) -> None:
    problem = rich(5, rules=rules)
    rows = np.arange(len(problem.mentees))
    encoder = Encoder(problem)
    direct = np.where(failing(encoder, rows) == 0, encoder.tile(rows), -1)
    with patch("nastavnik.matching.engine.grid.CELLS", 900):  # more tiles than one
        grid = Grid.of(problem)
        assert np.array_equal(np.vstack([grid.tile(span) for span in grid.spans()]), direct)


@pytest.mark.parametrize("chunk", [1, 700, 1 << 20])
@pytest.mark.parametrize("seed", [5, 6])
def test_a_listing_holds_exactly_the_eligible_pairs(seed: int, chunk: int) -> None:
    problem = apart(seed)
    rows = np.arange(len(problem.mentees))
    encoder = Encoder(problem)
    direct = np.where(failing(encoder, rows) == 0, encoder.tile(rows), -1)
    with (
        patch("nastavnik.matching.engine.listing.CELLS", 80 * 7),
        patch("nastavnik.matching.engine.listing.CHUNK", chunk),
    ):
        listing = Listing.of(problem)
        pairs, (mentee, mentor) = listing.pairs(), np.nonzero(direct >= 0)
        assert np.array_equal(pairs.mentee, mentee)
        assert np.array_equal(pairs.mentor, mentor)
        assert np.array_equal(pairs.score, direct[mentee, mentor])
        assert np.array_equal(listing.counts(), (direct >= 0).sum(axis=1))
        told = [(i, j, s) for _, i, j, s in listing.chunks()]
        i, j, s = (np.concatenate([each[k] for each in told]) for k in range(3))
        assert np.array_equal(direct[i, j], s)
        some = np.column_stack((rows[:60], (rows[:60] * 7) % 80))
        assert listing.numbers(some).tolist() == [
            int(np.nonzero((i == a) & (j == b))[0][0]) for a, b in some.tolist() if direct[a, b] >= 0
        ]
        for best, side in ((listing.best_of_mentees(3), i), (listing.best_of_mentors(3), j)):
            for who in range(5):
                kept = np.sort(s[best[side[best] == who]])
                assert kept.tolist() == np.sort(s[side == who])[-3:].tolist()


def apart(seed: int) -> Problem:
    """Few of many organisations and two contours agree to distance; some are nowhere at home."""
    rng, plain = np.random.default_rng(seed), rich(seed)
    sides = [
        replace(
            side,
            organisation=rng.integers(-1, 9, len(side)),
            contour=rng.integers(0, 2, len(side)),
            virtual=rng.random(len(side)) < 0.4,
        )
        for side in (plain.mentees, plain.mentors)
    ]
    return replace(plain, mentees=sides[0], mentors=sides[1])


def widely(problem: Problem, goals: Goals, start: int) -> Result:
    with patch.object(wide, "FROM_PAIRS", 0), patch.dict(wide.widen.__kwdefaults__, {"start": start}):
        found = match(problem, goals)
        assert verify(problem, found).problems == ()
        return found


@pytest.mark.parametrize("start", [1, 3, 20])
@pytest.mark.parametrize(
    "goals", [Goals(keep="last"), Goals(aim="quality"), Goals(keep="bonus", keep_bonus=150)]
)
@pytest.mark.parametrize("seed", [1, 2])
def test_few_candidates_to_begin_with_end_at_the_same_pairs(seed: int, goals: Goals, start: int) -> None:
    problem = rich(seed)
    whole, found = match(problem, goals), widely(problem, goals, start)
    assert found.pairs.tolist() == whole.pairs.tolist()
    assert (found.matched, found.fit, found.value) == (whole.matched, whole.fit, whole.value)
    assert found.proved
    assert whole.proved
    assert sorted(map(tuple, found.blocking.pairs.tolist())) == sorted(
        map(tuple, whole.blocking.pairs.tolist())
    )
    assert [(one.mentee, one.code) for one in found.unmatched] == [
        (one.mentee, one.code) for one in whole.unmatched
    ]


def test_who_competes_is_read_over_all_eligible_pairs() -> None:
    problem = replace(
        rich(3), mentors=replace(rich(3).mentors, capacity=np.full(80, 1), group_min=np.zeros(80, int))
    )
    found = widely(problem, Goals(), 3)
    scarce = [one for one in found.unmatched if one.code == "scarcity"]
    assert scarce
    encoder = Encoder(problem)
    for one in scarce:
        eligible = failing(encoder, np.array(one.hall_mentees)) == 0
        assert set(np.nonzero(eligible.any(axis=0))[0].tolist()) == set(one.hall_mentors)
        assert one.asked > one.places


def test_a_proof_of_a_large_run_falls_with_one_pair_or_price() -> None:
    problem = replace(rich(2), mentors=replace(rich(2).mentors, group_min=np.zeros(80, int)))
    with patch.object(wide, "FROM_PAIRS", 0):
        found = match(problem)
        assert verify(problem, found).ok
        used = int(found.pairs[0, 1])
        prices = found.prices.copy()
        prices[used] += 1
        assert not verify(problem, replace(found, prices=prices)).ok
        assert not verify(problem, replace(found, pairs=found.pairs[1:], scores=found.scores[1:])).ok


def test_every_round_is_told_and_whoever_is_told_may_end_it() -> None:
    problem = rich(2)
    told: list[Step] = []
    with patch.object(wide, "FROM_PAIRS", 0), patch.dict(wide.widen.__kwdefaults__, {"start": 1}):
        found = match(problem, progress=told.append)
        rounds = [step for step in told if step.stage == "prices"]
        assert [step.round for step in rounds] == list(range(1, len(rounds) + 1))
        assert (rounds[-1].left, rounds[-1].gap) == (0, 0)
        assert all(step.left and step.gap for step in rounds[:-1])
        assert found.pairs.tolist() == match(problem).pairs.tolist()

        def enough(step: Step) -> None:
            raise KeyboardInterrupt(step.round)

        with pytest.raises(KeyboardInterrupt, match="1"):
            match(problem, progress=enough)


def test_every_programme_of_the_groups_is_told() -> None:
    told: list[Step] = []
    with patch.object(api, "SMALL", -1):
        match(ample(4), progress=told.append)
        assert all((step.stage, step.left > 0, step.gap > 0) == ("groups", True, True) for step in told)
