"""The engine finds what brute force finds, proves it, and says when nothing is possible."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nastavnik.matching.engine import api
from nastavnik.matching.engine.api import match, verify
from nastavnik.matching.engine.hall import is_starved
from nastavnik.matching.engine.model import (
    BadInput,
    Goals,
    Infeasible,
    Mentees,
    Mentors,
    Pairs,
    Problem,
    Result,
)
from nastavnik.matching.engine.network import network, whole_face
from tests.matching.engine import brute
from tests.matching.engine.problems import permuted, profiles, small

CALM = settings(max_examples=250, deadline=None)
FEW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def solved(problem: Problem, goals: Goals | None = None, backend: str = "auto") -> Result | None:
    """The result, None where no set of pairs is possible."""
    try:
        return match(problem, goals, backend=backend)
    except Infeasible:
        return None


@given(small(), st.sampled_from(["participation", "quality"]))
@CALM
def test_the_result_is_the_brute_force_optimum_and_is_proved(problem: Problem, aim: str) -> None:
    goals = Goals(aim="quality" if aim == "quality" else "participation")
    truth, result = brute.best(problem, aim), solved(problem, goals)
    assert (truth is None) == (result is None)
    if result is not None:
        assert (result.matched, result.fit) == truth
        assert result.proved
        assert verify(problem, result).problems == ()


@given(small(), st.sampled_from(["participation", "quality"]))
@CALM
def test_groups_by_programmes_find_the_same_optimum_with_a_proof_of_their_own(
    problem: Problem, aim: str
) -> None:
    goals = Goals(aim="quality" if aim == "quality" else "participation", keep="last")
    with patch.object(api, "SMALL", -1):
        truth, result = brute.best(problem, aim), solved(problem, goals)
    assert (truth is None) == (result is None)
    if result is not None:
        assert (result.matched, result.fit) == truth
        assert result.proved
        assert verify(problem, result).problems == ()


def test_a_proof_by_programmes_falls_with_its_prices() -> None:
    problem = ample(7)
    result = match(problem)
    assert (result.proved, result.proof, verify(problem, result).ok) == (True, "branching", True)
    leaf = next(branch for branch in result.branches if branch.asks is not None)
    assert leaf.asks is not None
    cheap = replace(leaf, asks=leaf.asks * 0)
    others = tuple(branch for branch in result.branches if branch is not leaf)
    assert not verify(problem, replace(result, branches=(*others, cheap))).ok
    assert not verify(problem, replace(result, branches=others)).ok


@pytest.mark.parametrize("seed", range(3))
def test_a_municipality_with_many_half_empty_groups_is_proved_in_any_order(seed: int) -> None:
    problem = ample(seed)
    result = match(problem)
    shuffled, ours, theirs = permuted(problem, np.random.default_rng(seed))
    again = match(shuffled)
    assert result.proved
    assert verify(problem, result).problems == ()
    assert sorted([ours[i], theirs[j]] for i, j in again.pairs.tolist()) == result.pairs.tolist()


def ample(seed: int) -> Problem:
    """200 requests, 150 mentors with more places than needed, two of five of them with a group: hard for plain flows."""
    rng = np.random.default_rng(seed)
    n, m, each = 200, 150, 24
    keys = np.unique(np.repeat(np.arange(n), each) * m + rng.integers(0, m, n * each))
    return Problem.build(
        Mentees.build(rng.permutation(10 * n)[:n]),
        Mentors.build(
            rng.permutation(10 * m)[:m],
            capacity=rng.integers(2, 4, m),
            group_min=np.where(rng.random(m) < 0.4, 2, 0),
        ),
        scores=Pairs.build(keys // m, keys % m, rng.integers(0, 40, len(keys)) * 250),
    )


@given(small(groups=False))
@FEW
def test_without_groups_the_prices_alone_close_the_gap(problem: Problem) -> None:
    result = solved(problem)
    assume(result is not None and not problem.mentors.group_min.any())
    assert result is not None
    assert (result.proof, result.bound) == ("prices", result.value)


@given(small(), st.sampled_from(["bonus", "first"]))
@FEW
def test_keeping_standing_pairs_is_proved_and_keeps_coverage(problem: Problem, keep: str) -> None:
    goals = Goals(keep="first") if keep == "first" else Goals(keep="bonus", keep_bonus=3)
    plain, kept = solved(problem), solved(problem, goals)
    assert (plain is None) == (kept is None)
    if plain is None or kept is None:
        return
    assert verify(problem, kept).problems == ()
    assert kept.matched == plain.matched
    assert kept.fit <= plain.fit
    standing = {tuple(pair) for pair in problem.standing.tolist()}
    stay = [sum(tuple(pair) in standing for pair in result.pairs.tolist()) for result in (plain, kept)]
    assert stay[0] <= stay[1]


@given(small(), st.booleans())
@FEW
def test_both_backends_give_the_same_pairs(problem: Problem, balance: bool) -> None:
    first = solved(problem, Goals(balance=balance), "ortools")
    second = solved(problem, Goals(balance=balance), "pure")
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert first.pairs.tolist() == second.pairs.tolist()
        assert first.prices.tolist() == second.prices.tolist()


@given(small(), st.randoms(use_true_random=False))
@FEW
def test_the_order_of_rows_does_not_change_the_pairs(problem: Problem, random: object) -> None:
    result = solved(problem)
    assume(result is not None)
    assert result is not None
    shuffled, ours, theirs = permuted(problem, np.random.default_rng(len(result.pairs)))
    again = match(shuffled)
    assert result.unique
    assert again.unique
    assert {(ours[i], theirs[j]) for i, j in again.pairs.tolist()} == {
        (i, j) for i, j in result.pairs.tolist()
    }


@given(small(groups=False, minima=False), st.data())
@FEW
def test_one_more_place_never_makes_it_worse(problem: Problem, data: st.DataObject) -> None:
    result = solved(problem)
    assume(result is not None and len(problem.mentors) > 0)
    assert result is not None
    capacity = problem.mentors.capacity.copy()
    capacity[data.draw(st.integers(0, len(capacity) - 1))] += 1
    more = match(replace(problem, mentors=replace(problem.mentors, capacity=capacity)))
    assert (more.matched, more.fit) >= (result.matched, result.fit)


@given(small(), st.data())
@FEW
def test_a_forbidden_pair_never_makes_it_better(problem: Problem, data: st.DataObject) -> None:
    result = solved(problem)
    assume(result is not None and len(problem.mentees) and len(problem.mentors))
    assert result is not None
    pair = [data.draw(st.integers(0, len(side) - 1)) for side in (problem.mentees, problem.mentors)]
    forbidden = np.concatenate((problem.bans.forbidden, [pair]))
    less = solved(replace(problem, bans=replace(problem.bans, forbidden=forbidden)))
    assert less is None or (less.matched, less.fit) <= (result.matched, result.fit)


@given(small(), st.data())
@FEW
def test_a_lock_on_a_chosen_pair_changes_nothing(problem: Problem, data: st.DataObject) -> None:
    result = solved(problem)
    assume(result is not None and len(result.pairs))
    assert result is not None
    pair = data.draw(st.sampled_from(result.pairs.tolist()))
    locks = np.unique(np.concatenate((problem.locks, [pair])), axis=0)
    assert match(replace(problem, locks=locks)).pairs.tolist() == result.pairs.tolist()


@given(small(groups=False, demand=False))
@FEW
def test_those_left_out_are_explained_by_counting(problem: Problem) -> None:
    result = solved(problem)
    assume(result is not None)
    assert result is not None
    assert problem.scores is not None
    net = network(problem)
    served = set(result.pairs[:, 0].tolist())
    assert {one.mentee for one in result.unmatched} == set(range(len(problem.mentees))) - served
    for one in result.unmatched:
        if one.code == "scarcity":
            reach = net.pairs.mentor[np.isin(net.pairs.mentee, one.hall_mentees)]
            assert set(reach.tolist()) == set(one.hall_mentors)
            assert one.places == net.high[list(one.hall_mentors)].sum() < one.asked == len(one.hall_mentees)
        else:
            assert one.code == "no_eligible"
            assert one.mentee not in net.pairs.mentee.tolist()
            assert sum(one.rules.values()) == len(problem.mentors)


@given(small(groups=False).filter(lambda problem: bool(problem.mentors.min_load.any())))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_minima_that_cannot_be_met_come_with_a_witness(problem: Problem) -> None:
    refusal = refusal_of(problem)
    assume(refusal is not None and refusal.code == "min_load")
    assert refusal is not None
    assert is_starved(whole_face(network(problem)), refusal.mentors)


def refusal_of(problem: Problem) -> Infeasible | None:
    """What the engine refuses with, if it does."""
    try:
        match(problem)
    except Infeasible as refusal:
        return refusal
    return None


def example() -> Problem:
    """Three requests, two offers, three places."""
    return Problem.build(
        Mentees.build([1, 2, 3]),
        Mentors.build([1, 2], capacity=[2, 1]),
        scores=Pairs.build([0, 0, 1, 1, 2], [0, 1, 0, 1, 1], [90, 80, 70, 20, 50]),
    )


def mutations() -> dict[str, Result]:
    result = match(example())
    pairs = result.pairs
    dropped, swapped = np.delete(pairs, 0, axis=0), pairs.copy()
    swapped[[0, 2], 1] = swapped[[2, 0], 1]
    changed = {
        "a pair dropped": replace(result, pairs=dropped),
        "a pair dropped with its totals": replace(
            result, pairs=dropped, matched=2, fit=result.fit - 90, scores=result.scores[1:]
        ),
        "two swapped": replace(result, pairs=swapped),
        "more served": replace(result, matched=result.matched + 1),
        "better fit": replace(result, fit=result.fit + 1),
        "lower bound": replace(result, bound=result.bound - 1),
        "greater value": replace(result, value=result.value + 1),
        "another digest": replace(result, digest="0" * 64),
        "a tier less": replace(result, tiers=result.tiers[:-1]),
        "not proved": replace(result, proved=False),
        "a score": replace(result, scores=result.scores + 1),
        "a pair twice": replace(result, pairs=np.concatenate((pairs, pairs[:1]))),
    }
    for j in range(len(result.prices)):
        for step in (-1, 1):
            prices = result.prices.copy()
            prices[j] += step
            tier = replace(result.tiers[0], prices=prices)
            changed[f"price of {j} by {step} in the tier"] = replace(result, tiers=(tier, *result.tiers[1:]))
            changed[f"price of {j} by {step}"] = replace(result, prices=prices)
    return changed


@pytest.mark.parametrize("name", mutations().keys())
def test_a_changed_result_does_not_stand_up_to_the_check(name: str) -> None:
    assert verify(example(), match(example())).ok
    assert not verify(example(), mutations()[name]).ok


def refused(code: str, **change: object) -> None:
    mentors = {"capacity": [1, 1], **{k: v for k, v in change.items() if k in ("capacity", "min_load")}}
    rest = {k: v for k, v in change.items() if k not in mentors}
    problem = Problem.build(
        Mentees.build([1, 2]),
        Mentors.build([1, 2], **mentors),  # type: ignore[arg-type]
        scores=Pairs.build([0, 1], [0, 0], [5, 5]),
        **rest,  # type: ignore[arg-type]
    )
    with pytest.raises(Infeasible) as refusal:
        match(problem)
    assert refusal.value.code == code
    assert refusal.value.mentors == (0,)


def test_impossible_input_is_refused_with_its_rows() -> None:
    refused("locks_over_capacity", locks=[(0, 0), (1, 0)])
    refused("lock_forbidden", locks=[(0, 0)], forbidden=[(0, 0)])
    refused("min_over_max", min_load=[2, 0])
    refused("min_load", min_load=[3, 0], capacity=[3, 1])


def test_malformed_input_names_the_field() -> None:
    for make in (
        lambda: Mentees.build([1, 1]),
        lambda: Mentees.build([1, 2], demand=[1]),
        lambda: Mentors.build([1], strengths=[[5]]),
        lambda: Mentors.build([1], capacity=[-1]),
        lambda: Problem.build(Mentees.build([1]), Mentors.build([1]), locks=[(0, 1)]),
        lambda: Pairs.build([0, 0], [1, 1], [2, 2]),
    ):
        with pytest.raises(BadInput):
            make()


@pytest.mark.slow
def test_a_municipality_is_proved_unique_and_checked() -> None:
    problem = profiles(479, 300, seed=5)
    result = match(problem)
    assert result.proved
    assert result.unique
    assert result.proof == "prices"
    assert verify(problem, result).problems == ()
    assert any(one.code == "scarcity" for one in result.unmatched)


def test_a_school_is_the_same_with_either_backend() -> None:
    problem = profiles(40, 30, seed=3)
    assert match(problem, backend="pure").pairs.tolist() == match(problem, backend="ortools").pairs.tolist()


@pytest.mark.parametrize("n", [30, 60])
def test_a_school_of_groups_is_proved_by_branching(n: int) -> None:
    rng = np.random.default_rng(2)
    problem = profiles(n, 2 * n // 3, seed=4)
    sizes = np.full(len(problem.mentors), 4), rng.choice([0, 2, 3], len(problem.mentors))
    problem = replace(problem, mentors=replace(problem.mentors, capacity=sizes[0], group_min=sizes[1]))
    result = match(problem)
    assert (result.proved, result.proof) == (True, "branching")
    assert verify(problem, result).problems == ()
    assert not verify(problem, replace(result, branches=result.branches[:-1])).ok
