"""One event after another, each repaired by a chain, held against a new solution of the changed problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nastavnik.matching.engine.api import match, repair_state
from nastavnik.matching.engine.model import (
    BadInput,
    Goals,
    Infeasible,
    Mentees,
    Mentors,
    Move,
    Pairs,
    Problem,
)
from nastavnik.matching.engine.model.checks import Ints
from nastavnik.matching.engine.repair import State
from tests.matching.engine.problems import profiles, small

EVENTS = ("refuse", "refuse", "refuse", "leave", "free", "take", "withdraw", "lock", "join")
GOALS = (Goals(), Goals(aim="quality"), Goals(keep="last"), Goals(keep="bonus", keep_bonus=3))


def happen(state: State, event: str, pick: np.random.Generator) -> None:
    """One event about somebody at random; a chosen pair is refused more often than any other."""
    n, m = len(state.problem.mentees), len(state.problem.mentors)
    mentee, mentor = int(pick.integers(n)), int(pick.integers(m))
    if event == "refuse":
        if len(state.pairs) and pick.random() < 0.8:
            mentee, mentor = state.pairs[pick.integers(len(state.pairs))].tolist()
        state.refuse(mentee, mentor)
    elif event == "lock":
        state.lock(mentee, mentor)
    elif event == "withdraw":
        state.withdraw(mentee)
    elif event == "join":
        state.join(joined(state.problem, pick))
    elif event == "free":
        state.free(mentor, int(pick.integers(1, 3)))
    else:
        getattr(state, event)(mentor)


def joined(problem: Problem, pick: np.random.Generator) -> Problem:
    """One more request with scores like those of the others."""
    n, m = len(problem.mentees), len(problem.mentors)
    assert problem.scores is not None
    old = problem.mentees
    fresh = Mentees.build([int(old.id.max()) + 1], needs=np.full((1, old.needs.shape[1]), -1), demand=[1])
    columns = {
        name: np.concatenate((getattr(old, name), getattr(fresh, name))) for name in old.__dataclass_fields__
    }
    row = pick.choice([-1, -1, 1, 5, 9, 12], m)
    able = np.nonzero(row >= 0)[0]
    scores = problem.scores
    return replace(
        problem,
        mentees=replace(old, **columns),
        scores=Pairs(
            np.concatenate((scores.mentee, np.full(len(able), n))),
            np.concatenate((scores.mentor, able)),
            np.concatenate((scores.score, row[able])),
        ),
    )


def holds(state: State, goals: Goals) -> None:
    """The state is as good as a new solution, its pairs are possible and its certificate stands."""
    problem, truth = state.problem, match(state.problem, goals)
    assert worth(problem, goals, state.pairs, state.fit) == worth(problem, goals, truth.pairs, truth.fit)
    mentors = problem.mentors
    load = np.bincount(state.pairs[:, 1], minlength=len(mentors))
    served = np.bincount(state.pairs[:, 0], minlength=len(problem.mentees))
    assert ((mentors.min_load <= load) & (load <= mentors.capacity)).all()
    assert ((load == 0) | (load >= mentors.group_min)).all()
    assert (served <= problem.mentees.demand).all()
    assert state.proved() or not state.quick


def worth(problem: Problem, goals: Goals, pairs: Ints, fit: int) -> tuple[int, int]:
    """Served requests and points, the bonus of standing pairs that are not locked included."""
    counted = set(map(tuple, problem.standing.tolist())) - set(map(tuple, problem.locks.tolist()))
    bonus = goals.keep_bonus if goals.keep == "bonus" else 0
    return len(pairs), fit + bonus * len(counted & set(map(tuple, pairs.tolist())))


@given(
    small(),
    st.sampled_from(GOALS),
    st.lists(st.sampled_from(EVENTS), min_size=1, max_size=8),
    st.integers(0, 1 << 30),
)
@settings(max_examples=100, deadline=None)
def test_after_each_event_the_state_is_as_good_as_a_new_solution(
    problem: Problem, goals: Goals, events: list[str], seed: int
) -> None:
    state = begun(problem, goals)
    pick = np.random.default_rng(seed)
    for event in events:
        before = state.pairs.tolist()
        try:
            happen(state, event, pick)
        except (Infeasible, BadInput):
            assert state.pairs.tolist() == before
        holds(state, goals)


def begun(problem: Problem, goals: Goals) -> State:
    assume(len(problem.mentees) and len(problem.mentors))
    try:
        return repair_state(problem, match(problem, goals))
    except Infeasible:
        assume(False)
        raise


@given(small(groups=False), st.sampled_from(GOALS[:3]), st.data())
@settings(max_examples=100, deadline=None)
def test_alternatives_cost_what_a_new_solution_with_the_pair_held_costs(
    problem: Problem, goals: Goals, data: st.DataObject
) -> None:
    state = begun(problem, goals)
    assume(state.tells)
    mentee = data.draw(st.integers(0, len(problem.mentees) - 1))
    assert problem.scores is not None
    row = problem.scores.mentor[problem.scores.mentee == mentee].tolist()
    exact = []
    for mentor in row:
        if [mentee, mentor] in [*state.pairs.tolist(), *problem.bans.forbidden.tolist()]:
            continue
        try:
            held = match(with_lock(problem, mentee, mentor), goals)
        except Infeasible:
            assert state.instead(mentee, mentor) is None
            continue
        told = state.instead(mentee, mentor)
        assert told is not None
        exact.append((held.matched - state.matched, held.fit - state.fit))
        assert (told.matched_delta, told.score_delta) == exact[-1]
        assert possible(problem, after(state.pairs, told.moves), (mentee, mentor))
    best = state.alternatives(mentee, 2)
    assert [(one.matched_delta, one.score_delta) for one in best] == sorted(exact, key=order(goals))[:2]


def with_lock(problem: Problem, mentee: int, mentor: int) -> Problem:
    return replace(problem, locks=np.unique(np.concatenate((problem.locks, [[mentee, mentor]])), axis=0))


def order(goals: Goals) -> Callable[[tuple[int, int]], tuple[int, int]]:
    """The least loss first, by what the goals put first."""
    return lambda delta: (-delta[1], -delta[0]) if goals.aim == "quality" else (-delta[0], -delta[1])


def after(pairs: Ints, moves: tuple[Move, ...]) -> list[tuple[int, int]]:
    moved = {move.mentee for move in moves}
    stay = [(i, j) for i, j in pairs.tolist() if i not in moved]
    return stay + [(move.mentee, j) for move in moves for j in move.after]


def possible(problem: Problem, pairs: list[tuple[int, int]], wanted: tuple[int, int]) -> bool:
    load = np.bincount([j for _, j in pairs], minlength=len(problem.mentors))
    served = np.bincount([i for i, _ in pairs], minlength=len(problem.mentees))
    mentors = problem.mentors
    fits = (load <= mentors.capacity) & (load >= mentors.min_load)
    return wanted in pairs and bool(fits.all()) and bool((served <= problem.mentees.demand).all())


def town(n: int = 60, m: int = 40, seed: int = 4) -> Problem:
    return profiles(n, m, seed)


def test_two_hundred_refusals_and_departures_of_a_town_stay_exact_and_proved() -> None:
    problem = town(150, 100)
    state = repair_state(problem, match(problem))
    pick = np.random.default_rng(1)
    ways = set()
    for number in range(200):
        if number % 20 == 19:
            change = state.leave(int(pick.integers(100)))
        elif number % 20 == 9:
            change = state.free(int(pick.integers(100)))
        else:
            mentee, mentor = state.pairs[pick.integers(len(state.pairs))].tolist()
            change = state.refuse(mentee, mentor)
            assert [mentee, mentor] not in state.pairs.tolist()
        ways.add(change.by)
        assert state.proved()
        if number % 25 == 24:
            holds(state, Goals())
    assert ways == {"chain"}


def test_a_group_that_would_fall_below_its_minimum_is_solved_anew_and_told() -> None:
    problem = Problem.build(
        Mentees.build([1, 2, 3]),
        Mentors.build([1, 2], capacity=[2, 1], group_min=[2, 0]),
        scores=Pairs.build([0, 1, 2, 0], [0, 0, 1, 1], [9, 9, 5, 1]),
    )
    state = repair_state(problem, match(problem))
    assert (state.quick, state.tells, state.matched) == (True, False, 3)
    change = state.refuse(1, 0)
    assert change.by == "solve"
    assert state.pairs.tolist() == [[2, 1]]
    assert (change.matched_delta, change.score_delta) == (-2, -18)


def test_prices_of_a_stored_run_are_enough() -> None:
    """Pairs and prices come back from the store; goals after the first need not."""
    problem = town()
    result = match(problem)
    stored = replace(result, tiers=(replace(result.tiers[0], prices=result.prices),), branches=())
    state = repair_state(problem, stored)
    assert state.quick
    assert state.proved()
    spoilt = replace(result, tiers=(replace(result.tiers[0], prices=result.prices * 0),))
    again = repair_state(problem, spoilt)
    assert again.proved()


def test_a_signed_pair_is_never_moved() -> None:
    problem = town()
    first = match(problem).pairs[:5]
    signed = replace(problem, locks=first)
    state = repair_state(signed, match(signed))
    with pytest.raises(BadInput):
        state.refuse(*first[0].tolist())
    for mentor in range(40):
        if mentor not in first[:, 1]:
            state.leave(mentor)
    assert {tuple(pair) for pair in first.tolist()} <= {tuple(pair) for pair in state.pairs.tolist()}
