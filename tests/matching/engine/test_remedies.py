"""The smallest change that makes a pair best; what calm costs; the fairness of a result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.matching.engine import api
from nastavnik.matching.engine.model import Goals, Infeasible, Mentees, Mentors, Pairs, Problem
from nastavnik.matching.engine.remedies import Remedy
from tests.matching.engine.problems import profiles, small


def pair(**change: object) -> Problem:
    """Two requests with one and the same need, two mentors with one place each; the second is weaker."""
    ours = {"needs": [[4, 3], [4, 3]], "subjects": [1, 1], "windows": [6, 6], "waiting": [9, 5]}
    theirs = {"strengths": [[4, 4], [2, 2]], "subjects": [1, 1], "windows": [1 | 6, 6], "capacity": [1, 1]}
    mine = {
        name: change.pop(name)
        for name in list(change)
        if name in ("subject_bound", "virtual", "organisation")
    }
    given_ = {**theirs, **{name: change.pop(name) for name in list(change) if name in theirs}}
    home = change.pop("home", [0, 0])
    return Problem.build(
        Mentees.build([1, 2], person=[1, 2], **{**ours, **mine}),  # type: ignore[arg-type]
        Mentors.build([1, 2], person=[3, 4], organisation=home, **given_),  # type: ignore[arg-type]
        **change,  # type: ignore[arg-type]
    )


def codes(problem: Problem, mentee: int, mentor: int) -> dict[str, Remedy]:
    found = api.remedies(problem, api.match(problem), mentee, mentor)
    return {one.code: one for one in found}


def test_one_more_place_makes_the_better_mentor_the_best_for_both() -> None:
    problem = pair()
    left = 1 if [0, 0] in api.match(problem).pairs.tolist() else 0
    assert codes(problem, left, 0).get("place") == Remedy("place", {"places": 2}) or (
        api.why_not(problem, api.match(problem), left, 0).code == "equal"
    )
    problem = pair(mentor_wishes=[[0, 0, 1]])
    assert codes(problem, 1, 0)["place"].facts == {"places": 2}
    assert codes(problem, 0, 0) == {}


def test_a_ban_a_subject_and_distance_are_each_enough_where_they_alone_are_in_the_way() -> None:
    wide = {"capacity": [2, 2]}
    assert codes(pair(forbidden=[[0, 0]], **wide), 0, 0)["ban"].facts == {"kind": "forbidden"}
    assert codes(pair(declined=[[0, 0]], **wide), 0, 0)["ban"].facts == {"kind": "declined"}
    bound = pair(subject_bound=[True, True], subjects=[2, 1], **wide)
    assert codes(bound, 0, 0)["subject"].facts == {"bits": [0]}
    apart = pair(home=[7, 0], **wide)
    assert codes(apart, 0, 0)["distance"].facts == {"sides": ["mentee", "mentor"]}
    both = pair(home=[7, 0], forbidden=[[0, 0]], **wide)
    assert codes(both, 0, 0) == {}


def test_a_common_window_may_be_what_is_lacking() -> None:
    problem = Problem.build(
        Mentees.build([1], needs=[[2]], windows=[2]),
        Mentors.build([1, 2], strengths=[[2], [2]], windows=[4, 2]),
    )
    found = codes(problem, 0, 0)
    assert found["window"].facts in ({"side": "mentor", "slot": 1}, {"side": "mentee", "slot": 2})
    lacking = found["points"].facts
    assert lacking["points"] == api.match(problem).fit - api.why(problem, 0, 0).score
    assert next(each["part"] for each in lacking["where"]) in ("windows", "issue", "subject", "experience")
    assert all(each["room"] >= lacking["points"] for each in lacking["where"])


@given(small(groups=False, minima=False), st.data())
@settings(max_examples=60, deadline=None)
def test_so_many_points_more_are_enough_and_one_less_is_not(problem: Problem, data: st.DataObject) -> None:
    try:
        result = api.match(problem)
    except Infeasible:
        return
    scores = problem.scores
    assert scores is not None
    for i, j in zip(scores.mentee.tolist(), scores.mentor.tolist(), strict=True):
        found = {one.code: one for one in api.remedies(problem, result, i, j)}
        if "points" not in found:
            continue
        lacking = found["points"].facts["points"]
        for points, wanted in ((lacking, True), (lacking - 1, False)):
            more = scores.score + points * ((scores.mentee == i) & (scores.mentor == j))
            raised = replace(problem, scores=Pairs(scores.mentee, scores.mentor, more))
            told = api.why_not(raised, api.match(raised), i, j)
            assert (told.code in ("chosen", "equal")) is wanted


def test_each_change_that_is_told_makes_the_pair_best() -> None:
    problem = profiles(24, 16, 5)
    result = api.match(problem)
    places = 0
    for i in range(6):
        for j in range(6):
            found = {one.code for one in api.remedies(problem, result, i, j)}
            capacity = problem.mentors.capacity.copy()
            capacity[j] += 1
            more = replace(problem, mentors=replace(problem.mentors, capacity=capacity))
            told = api.why_not(problem, result, i, j)
            best = api.why_not(more, api.match(more), i, j).code in ("chosen", "equal")
            assert ("place" in found) is (best and told.code not in ("chosen", "equal"))
            places += "place" in found
    assert places


def test_the_frontier_trades_fit_for_calm() -> None:
    plain = profiles(120, 80, 6)
    before = api.match(plain).pairs
    pick = np.random.default_rng(2)
    away = pick.choice(80, 4, replace=False)
    capacity = plain.mentors.capacity.copy()
    capacity[away] = 0
    shaken = replace(plain, mentors=replace(plain.mentors, capacity=capacity), standing=before)
    trades = api.frontier(shaken)
    assert [trade.bonus for trade in trades] == [0, 25, 100, 300, 1000, None]
    assert len({trade.matched for trade in trades}) == 1
    moved, lost = [trade.moved for trade in trades], [trade.lost for trade in trades]
    assert moved == sorted(moved, reverse=True)
    assert lost == sorted(lost)
    assert moved[-1] < moved[0]
    assert all(api.verify(shaken, trade.result).ok for trade in trades)


def test_the_sheet_counts_what_the_pairs_say() -> None:
    problem = Problem.build(
        Mentees.build([1, 2, 3], waiting=[10, 4, 30], organisation=[5, 5, 6], virtual=[True] * 3),
        Mentors.build([1, 2], capacity=[2, 1], load=[1, -1], virtual=[True] * 2),
        mentee_wishes=[[0, 0, 1], [1, 1, 1], [1, 0, 2]],
        scores=Pairs.build([0, 1, 1, 2], [0, 0, 1, 1], [90, 70, 60, 10]),
    )
    result = api.match(problem)
    assert result.pairs.tolist() == [[0, 0], [1, 0], [2, 1]]
    sheet = api.fairness(problem, result)
    assert (sheet.loads, sheet.places, sheet.spread, sheet.idle) == ((3, 1), (3, 1), 2, 0)
    assert (sheet.served_median, sheet.served_longest, sheet.left_longest) == (10, 30, 0)
    assert (sheet.wished, sheet.first_wishes, sheet.any_wishes) == (2, 1, 2)
    assert [(one.organisation, one.served, one.asked, one.mean) for one in sheet.schools] == [
        (5, 2, 2, 80),
        (6, 1, 1, 10),
    ]
    assert sheet.least[0] == (2, 1, 10)
    assert sheet.blocking == tuple(
        (i, j, gain)
        for (i, j), gain in zip(result.blocking.pairs.tolist(), result.blocking.gains.tolist(), strict=True)
    )


@pytest.mark.parametrize("keep", ["bonus", "first"])
def test_why_not_with_a_price_on_calm_is_still_answered_by_a_new_solution(keep: str) -> None:
    problem = replace(profiles(20, 12, 2), standing=np.array([[0, 1], [3, 4]]))
    goals = Goals(keep="bonus", keep_bonus=200) if keep == "bonus" else Goals(keep="first")
    result = api.match(problem, goals)
    told = [api.why_not(problem, result, i, j) for i in range(4) for j in range(4)]
    assert {one.code for one in told} - {"chosen", "not_eligible"}
