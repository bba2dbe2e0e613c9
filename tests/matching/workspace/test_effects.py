"""The effect of a decision on random problems: nothing is lost between two results, and the engine agrees."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.matching.engine import api
from nastavnik.matching.engine.model import Mentees, Mentors, Pairs, Problem
from nastavnik.matching.workspace.rules import Effect, Shift, effect


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to six requests and four mentors with given scores."""
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    cells = [(i, j) for i in range(n) for j in range(m)]
    able = draw(st.lists(st.sampled_from(cells), unique=True, min_size=1))
    scores = [draw(st.integers(0, 10_000)) for _ in able]
    capacity = [draw(st.integers(0, 3)) for _ in range(m)]
    return Problem.build(
        Mentees.build(range(n)),
        Mentors.build(range(100, 100 + m), capacity=capacity),
        scores=Pairs.build([i for i, _ in able], [j for _, j in able], scores),
    )


def pairs_of(found: object) -> set[tuple[int, int]]:
    return {tuple(pair) for pair in found.pairs.tolist()}  # type: ignore[attr-defined]


def applied(pairs: set[tuple[int, int]], told: Effect) -> set[tuple[int, int]]:
    for one in told.shifts:
        pairs = pairs - {(one.mentee, j) for j in one.before} | {(one.mentee, j) for j in one.after}
    return pairs


@settings(max_examples=150, deadline=None)
@given(problem=problems(), data=st.data())
def test_moves_lead_from_one_result_to_the_other_and_cost_what_the_engine_says(
    problem: Problem, data: st.DataObject
) -> None:
    now = api.match(problem)
    assert problem.scores is not None
    place = data.draw(st.integers(0, len(problem.scores) - 1))
    pair = int(problem.scores.mentee[place]), int(problem.scores.mentor[place])
    told = api.why_not(problem, now, *pair)
    if told.code in ("chosen", "not_eligible", "impossible") or not problem.mentors.capacity[pair[1]]:
        return
    locked = api.match(replace(problem, locks=np.array([pair])))
    found = effect(now, locked)
    assert pair in pairs_of(locked)
    assert applied(pairs_of(now), found) == pairs_of(locked)
    assert (found.served, found.points) == (told.matched_delta, told.score_delta)
    assert found.points == sum(one.points for one in found.shifts)
    assert len(found.found) - len(found.left) == found.served
    load = np.bincount(locked.pairs[:, 1], minlength=4) - np.bincount(now.pairs[:, 1], minlength=4)
    assert found.loads() == {j: int(more) for j, more in enumerate(load.tolist()) if more}


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_to_part_two_who_are_not_together_changes_nothing(problem: Problem) -> None:
    now = api.match(problem)
    assert problem.scores is not None
    cells = set(zip(problem.scores.mentee.tolist(), problem.scores.mentor.tolist(), strict=True))
    apart = sorted(cells - pairs_of(now))
    if apart:
        banned = replace(problem, bans=replace(problem.bans, forbidden=np.array(apart[:1])))
        assert effect(now, api.match(banned)).is_nothing


def test_who_is_left_who_is_found_and_who_moves() -> None:
    told = Effect((Shift(0, (1,), (), -5), Shift(1, (), (1,), 4), Shift(2, (0,), (2,), -1)), 0, -2)
    assert [one.mentee for one in told.left] == [0]
    assert [one.mentee for one in told.found] == [1]
    assert [one.mentee for one in told.moved] == [2]
    assert told.loads() == {0: -1, 2: 1}
