"""Numbers of the method's description are computed anew: nobody defends a table that the code does not give."""

from __future__ import annotations

from pathlib import Path

from nastavnik.matching.engine.api import match, why
from nastavnik.matching.engine.model import DEFAULT_BUDGETS, Mentees, Mentors, Problem

DOCS = Path(__file__).parents[3] / "docs/algorithms/matching.md"


def by_hand() -> Problem:
    """The worked example of docs/algorithms/matching.md: Monday, Tuesday, Thursday are the bits 1, 2, 4."""
    return Problem.build(
        Mentees.build([1, 2], needs=[[4, 2], [2, 4]], issues=[1, 2], subjects=[1, 2], windows=[6, 1]),
        Mentors.build([1, 2], strengths=[[4, 3], [3, -1]], issues=[3, 1], subjects=[3, 1], windows=[7, 3]),
    )


def test_the_worked_example_has_the_numbers_of_the_docs() -> None:
    problem = by_hand()
    result = match(problem)
    parts = {part.code: part.points for part in why(problem, 0, 1).parts}
    known = ("domains", "issue", "subject", "windows", "distance")
    halves = sum(points for code, points in parts.items() if code not in known)
    assert [*(parts[code] for code in known), halves] == [1734, 1300, 1400, 1330, 600, 1100]
    scores = [[why(problem, i, j).score for j in (0, 1)] for i in (0, 1)]
    assert scores == [[8683, 7464], [7897, 4547]]
    assert result.pairs.tolist() == [[0, 1], [1, 0]]
    assert (result.premium, result.value, result.bound) == (26050, 67461, 67461)
    assert result.prices.tolist() == [1219, 0]
    told = DOCS.read_text(encoding="utf-8")
    told = told[told.index("## By hand") : told.index("## Explanations")]
    for number in (1734, 8683, 7464, 7897, 4547, 15361, 26050, 67461, 1219, 33514, 32728):
        assert str(number) in told


def test_the_docs_give_the_points_of_the_defaults() -> None:
    told = DOCS.read_text(encoding="utf-8")
    table = told[told.index("| part | points |") : told.index("* Points of difficulties")]
    points = [int(line.split("|")[2]) for line in table.splitlines()[2:] if line.startswith("|")]
    assert sorted(points) == sorted(DEFAULT_BUDGETS.values())
