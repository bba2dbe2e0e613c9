"""Brute force over all sets of pairs of a small problem: the truth the engine is held against."""

from __future__ import annotations

from itertools import combinations, product

from nastavnik.matching.engine.model import Problem


def best(problem: Problem, aim: str = "participation") -> tuple[int, int] | None:
    """(matched, fit) of the best possible set of pairs, None when there is none. Only for given scores."""
    assert problem.scores is not None
    n, m = len(problem.mentees), len(problem.mentors)
    arrays = (problem.scores.mentee.tolist(), problem.scores.mentor.tolist(), problem.scores.score.tolist())
    banned = {(i, j) for i, j in [*problem.bans.forbidden.tolist(), *problem.bans.declined.tolist()]}
    locks = {(i, j) for i, j in problem.locks.tolist()}
    if locks & banned:
        return None
    score = {(i, j): s for i, j, s in zip(*arrays, strict=True) if (i, j) not in banned}
    demand = problem.mentees.demand.tolist()
    rows = []
    for i in range(n):
        mine = {j for a, j in locks if a == i}
        others = [j for j in range(m) if (i, j) in score and j not in mine]
        rows.append(
            [
                (*mine, *more)
                for size in range(demand[i] - len(mine) + 1)
                for more in combinations(others, size)
            ]
        )
    found = None
    for choice in product(*rows):
        load = [0] * m
        for js in choice:
            for j in js:
                load[j] += 1
        if not all(_allowed(problem, j, load[j], any(b == j for _, b in locks)) for j in range(m)):
            continue
        matched = sum(load)
        fit = sum(score.get((i, j), 0) for i, js in enumerate(choice) for j in js)
        rank = (matched, fit) if aim == "participation" else (fit, matched)
        found = max(found or rank, rank)
    if found is None or aim == "participation":
        return found
    return found[1], found[0]


def _allowed(problem: Problem, j: int, load: int, locked: bool) -> bool:
    mentors = problem.mentors
    group = int(mentors.group_min[j])
    grouped = load == 0 or load >= group
    return bool(mentors.min_load[j] <= load <= mentors.capacity[j]) and grouped
