"""Points of a pair: parts add up, an unknown answer neither helps nor hurts, rules tell themselves."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.matching.engine.api import candidates, match, why, why_nobody, why_not
from nastavnik.matching.engine.eligible import acceptable, failing
from nastavnik.matching.engine.explain import NEXT_STEP
from nastavnik.matching.engine.labels import PART_NAMES, RULE_NAMES, STEP_NAMES
from nastavnik.matching.engine.model import (
    BINDS,
    DEFAULT_BUDGETS,
    FULL,
    PARTS,
    RULES,
    BadInput,
    Mentees,
    Mentors,
    Pairs,
    Problem,
    Rules,
)
from nastavnik.matching.engine.score import Encoder, split
from tests.matching.engine.problems import profiles

LEVELS = st.integers(-1, 4)


def one(needs: list[int], strengths: list[int]) -> Problem:
    """One request and one offer that differ only in the domains."""
    return Problem.build(Mentees.build([1], needs=[needs]), Mentors.build([1], strengths=[strengths]))


def points(needs: list[int], strengths: list[int]) -> int:
    return Encoder(one(needs, strengths)).exact(0, 0)


@given(st.integers(0, 9999), st.lists(st.integers(0, 4), min_size=1, max_size=9))
def test_a_budget_is_split_without_remainder(budget: int, weights: list[int]) -> None:
    shares = split(budget, np.array([weights]))[0]
    assert shares.sum() == (budget if any(weights) else 0)
    exact = [budget * weight / max(1, sum(weights)) for weight in weights]
    assert all(abs(share - there) < 1 for share, there in zip(shares.tolist(), exact, strict=True))


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_the_parts_of_a_pair_add_up_to_its_score_and_tile(seed: int) -> None:
    problem = profiles(12, 8, seed)
    tile = Encoder(problem).tile(np.arange(12))
    for i in range(12):
        for j in range(i % 2, 8, 2):
            told = why(problem, i, j)
            assert sum(part.points for part in told.parts) == told.score == tile[i, j]
            assert sum(part.of for part in told.parts) == FULL
            assert all(0 <= part.points <= part.of for part in told.parts)


@given(st.lists(st.tuples(LEVELS, LEVELS), min_size=9, max_size=9), st.integers(0, 8))
@settings(deadline=None)
def test_an_unknown_strength_lies_between_the_worst_and_the_best_answer(
    levels: list[tuple[int, int]], k: int
) -> None:
    needs, strengths = [need for need, _ in levels], [strength for _, strength in levels]
    with_ = {level: points(needs, [*strengths[:k], level, *strengths[k + 1 :]]) for level in (-1, 0, 4)}
    assert with_[0] <= with_[-1] <= with_[4]
    assert abs(2 * with_[-1] - with_[0] - with_[4]) <= 1


@given(st.lists(st.tuples(LEVELS, LEVELS), min_size=2, max_size=9))
@settings(deadline=None)
def test_an_unknown_need_is_as_if_it_was_not_asked(levels: list[tuple[int, int]]) -> None:
    needs, strengths = [need for need, _ in levels], [strength for _, strength in levels]
    assert points([*needs, -1], [*strengths, 0]) == points(needs, strengths)
    assert points([*needs, -1], [*strengths, 4]) == points(needs, strengths)


def test_nothing_known_on_either_side_is_the_exact_middle() -> None:
    problem = Problem.build(
        Mentees.build([1], organisation=[-1], virtual=[1]), Mentors.build([1], organisation=[-1], virtual=[1])
    )
    told = why(problem, 0, 0)
    assert told.score == FULL // 2
    assert {remark.code for remark in told.unknown} == set(PARTS)
    assert told.fits == told.gaps == ()


def test_a_greater_strength_never_scores_less() -> None:
    for need in range(5):
        row = [points([need, 2], [level, 2]) for level in range(5)]
        assert row == sorted(row)


def test_met_unmet_and_unknown_domains_are_named() -> None:
    told = why(one([4, 3, 2, -1, 0], [4, 1, -1, 4, 4]), 0, 0)
    assert [remark.facts["domain"] for remark in told.fits if remark.code == "domain"] == [0]
    assert [remark.facts["domain"] for remark in told.gaps if remark.code == "domain"] == [1]
    assert [remark.facts["domain"] for remark in told.unknown if remark.code == "domain"] == [2]


def base() -> tuple[dict[str, object], dict[str, object]]:
    """Two people who may be a pair."""
    mentee: dict[str, object] = {
        "id": [1],
        "person": [1],
        "issues": [1],
        "subjects": [1],
        "subject_bound": [1],
        "forms": [1],
    }
    mentor: dict[str, object] = {
        "id": [1],
        "person": [2],
        "issues": [1],
        "subjects": [1],
        "forms": [1],
        "kinds": [1],
        "years": [9],
    }
    mentee |= {"kinds": [1], "years": [2]}
    return mentee, mentor


RULES_ON = Rules(required=frozenset(BINDS))


@pytest.mark.parametrize(
    ("code", "mentee", "mentor", "other"),
    [
        ("self", {"person": [2]}, {}, {}),
        ("consent_mentee", {"consent": [0]}, {}, {}),
        ("consent_mentor", {}, {"consent": [0]}, {}),
        ("forbidden", {}, {}, {"forbidden": [(0, 0)]}),
        ("declined", {}, {}, {"declined": [(0, 0)]}),
        ("capacity", {}, {"capacity": [0]}, {}),
        ("form", {"forms": [2]}, {}, {}),
        ("kind", {"kinds": [2]}, {}, {}),
        ("reach", {"organisation": [-1]}, {}, {}),
        ("issue", {"issues": [2]}, {}, {}),
        ("subject", {"subjects": [2]}, {}, {}),
        ("experience", {"years": [9]}, {}, {}),
        ("domains", {"needs": [[3]]}, {"strengths": [[2]]}, {}),
        ("windows", {"windows": [1]}, {"windows": [2]}, {}),
        ("distance", {"organisation": [7], "virtual": [1]}, {"virtual": [1]}, {}),
        ("past", {}, {"past": [0]}, {}),
        ("criteria", {}, {"criteria": [999]}, {}),
        ("mentee_wish", {}, {}, {"mentee_wishes": [(0, 1, 1)]}),
        ("mentor_wish", {}, {}, {"mentor_wishes": [(1, 0, 1)]}),
        ("cut_off", {}, {}, {"rules": Rules(cut_off=FULL)}),
        ("not_scored", {}, {}, {"scores": Pairs.build([], [], [])}),
    ],
)
def test_each_rule_alone_makes_a_pair_ineligible(
    code: str, mentee: dict[str, object], mentor: dict[str, object], other: dict[str, object]
) -> None:
    ours, theirs = base()
    well = problem_of(ours, theirs, {})
    assert failing(Encoder(well), np.array([0]))[0, 0] == 0
    if code.endswith("_wish"):  # somebody else is named
        ill = problem_of(two(ours), two(theirs), other)
    else:
        ill = problem_of(ours | mentee, theirs | mentor, other)
    assert why(ill, 0, 0).failing == (code,)
    assert len(acceptable(ill)) == 0
    left = match(ill).unmatched[0]
    assert left.code == "no_eligible"
    assert left.rules[code] == 1
    if "scores" not in other and code != "cut_off" and code in BINDS:
        loose = replace(ill, rules=Rules(required=frozenset()))
        assert why(loose, 0, 0).failing in ((), ("subject",))


def two(columns: dict[str, object]) -> dict[str, object]:
    """The same people and another one without consent on each side, for rules that name somebody else."""
    doubled: dict[str, object] = {name: [value[0], value[0]] for name, value in columns.items()}  # type: ignore[index]
    return doubled | {"id": [1, 2], "person": [columns["person"][0], 99], "consent": [1, 0]}  # type: ignore[index]


def problem_of(mentee: dict[str, object], mentor: dict[str, object], other: dict[str, object]) -> Problem:
    return Problem.build(
        Mentees.build(**mentee),  # type: ignore[arg-type]
        Mentors.build(**mentor),  # type: ignore[arg-type]
        **({"rules": RULES_ON} | other),  # type: ignore[arg-type]
    )


def test_the_rules_are_all_tried_above() -> None:
    marks = test_each_rule_alone_makes_a_pair_ineligible.pytestmark  # type: ignore[attr-defined]
    assert [case[0] for case in marks[0].args[1]] == list(RULES)


def test_distance_needs_both_and_one_contour() -> None:
    ours, theirs = base()
    for mentee_says, mentor_says, contour, able in (
        (1, 1, 0, True),
        (1, 0, 0, False),
        (0, 1, 0, False),
        (1, 1, 5, False),
    ):
        mentee = ours | {"organisation": [7], "virtual": [mentee_says], "contour": [contour]}
        problem = problem_of(mentee, theirs | {"virtual": [mentor_says]}, {"rules": Rules()})
        assert (why(problem, 0, 0).failing == ()) == able


def test_reverse_mentoring_is_free_of_the_experience_rule() -> None:
    ours, theirs = base()
    junior = theirs | {"years": [1]}
    assert why(problem_of(ours, junior, {}), 0, 0).failing == ("experience",)
    assert why(problem_of(ours | {"reverse": [1]}, junior, {}), 0, 0).failing == ()


def test_budgets_must_be_known_and_add_up() -> None:
    assert sum(DEFAULT_BUDGETS.values()) == FULL
    assert set(DEFAULT_BUDGETS) == set(PARTS)
    for budgets in ({"domains": 9999}, {"domains": 10_001, "issue": -1}, {"luck": FULL}):
        with pytest.raises(BadInput):
            Rules(budgets=budgets)


def test_scaled_scores_keep_the_pairs() -> None:
    problem = profiles(30, 20, seed=8)
    pairs = acceptable(problem)
    scaled = replace(problem, scores=Pairs(pairs.mentee, pairs.mentor, 7 * pairs.score))
    assert match(scaled).pairs.tolist() == match(problem).pairs.tolist()


def shortage() -> Problem:
    """Two want the first mentor's one place; the second mentor suits the second request less, the third hardly."""
    return Problem.build(
        Mentees.build([1, 2, 3]),
        Mentors.build([1, 2]),
        scores=Pairs.build([0, 1, 1, 2], [0, 0, 1, 1], [50, 90, 60, 10]),
    )


def test_why_not_says_what_forcing_the_pair_would_cost() -> None:
    problem = shortage()
    result = match(problem)
    assert result.pairs.tolist() == [[0, 0], [1, 1]]
    told = why_not(problem, result, 1, 0)
    assert (told.code, told.matched_delta, told.score_delta) == ("full", 0, -10)
    told = why_not(problem, result, 2, 0)
    assert (told.code, told.failing) == ("not_eligible", ("not_scored",))
    assert why_not(problem, result, 0, 0).code == "chosen"


@given(st.integers(0, 1000))
@settings(max_examples=12, deadline=None)
def test_forcing_a_pair_never_makes_the_whole_better(seed: int) -> None:
    problem = profiles(8, 5, seed)
    result = match(problem)
    for i in range(8):
        for j in range(5):
            told = why_not(problem, result, i, j)
            assert (told.matched_delta, told.score_delta) <= (0, 0)
            if told.code == "full" and (told.matched_delta, told.score_delta) < (0, 0):
                assert any(move.mentee != i for move in told.moves)


def test_why_nobody_names_who_competes_for_what() -> None:
    problem = shortage()
    told = why_nobody(problem, match(problem), 2)
    assert told is not None
    assert (told.code, told.hall_mentees, told.hall_mentors) == ("scarcity", (0, 1, 2), (0, 1))
    assert (told.places, told.asked, told.next_step) == (2, 3, "add_place")
    assert why_nobody(problem, match(problem), 0) is None


def test_candidates_come_best_first_and_the_ineligible_last() -> None:
    problem = shortage()
    found = [(c.mentor, c.score, c.failing) for c in candidates(problem, mentee=1)]
    assert found == [(0, 90, ()), (1, 60, ())]
    found = [(c.mentee, c.score, c.failing) for c in candidates(problem, mentor=1)]
    assert found == [(1, 60, ()), (2, 10, ()), (0, 0, ("not_scored",))]


def test_blocking_pairs_are_counted_with_their_gain() -> None:
    blocking = match(shortage()).blocking
    assert blocking.pairs.tolist() == [[1, 0]]
    assert blocking.gains.tolist() == [30]


def test_the_engine_does_not_load_django() -> None:
    code = (
        "import json, sys, nastavnik.matching.engine.api;"
        "print(json.dumps([name for name in sys.modules if name.split('.')[0] == 'django']))"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert json.loads(out.stdout) == []


def test_every_code_has_its_words() -> None:
    assert set(PART_NAMES) == set(PARTS)
    assert set(RULE_NAMES) == set(RULES) == set(NEXT_STEP)
    assert set(NEXT_STEP.values()) <= set(STEP_NAMES)
