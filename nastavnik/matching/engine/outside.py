"""The answer of `nastavnik solve`: pairs, prices and their bound in one stable unit, alternatives, who competes for what."""

from __future__ import annotations

from typing import Any

import numpy as np

from nastavnik.matching.engine.api import match, repair_state, why_not
from nastavnik.matching.engine.model import Goals, Problem, Result
from nastavnik.matching.engine.model.checks import Ints
from nastavnik.matching.engine.network import network, whole_face
from nastavnik.matching.engine.prices import bound
from nastavnik.matching.engine.tiers import plain_aim

MOST_ALTERNATIVES = 20
ALTERNATIVES_WORK = 400_000
"""Pairs looked at for alternatives where each one is the whole problem solved again."""


def solve(problem: Problem, goals: Goals) -> dict[str, Any]:
    """Everything that RESULT holds. The unit of prices: a pair gains `premium + score`; later goals never change it.

    By the aim of quality the answer may lie below the bound of that unit: then prices and bound stand under `quality`,
    in which a pair gains `score · (most pairs + 1) + 1`.
    """
    result = match(problem, goals)
    answer: dict[str, Any] = {
        "pairs": result.pairs.tolist(),
        "digest": result.digest,
        "unique": result.unique,
    }
    if goals.aim == "participation":
        answer |= _certificate(result)
    else:
        answer |= {"quality": _certificate(result)} | _in_the_plain_unit(problem, result)
    answer["alternatives"] = _alternatives(problem, result)
    if hall := _hall(problem, result):
        answer["hall"] = {"mentees": hall}
    return answer


def _certificate(result: Result) -> dict[str, Any]:
    shown = {"prices": result.prices.tolist(), "bound": result.bound, "value": result.value}
    closed = result.bound == result.value
    if closed or result.proved:
        shown["proof"] = "prices" if closed else "branching"
    return shown


def _in_the_plain_unit(problem: Problem, result: Result) -> dict[str, Any]:
    """The certificate of participation for a result of quality, where it is the same best set."""
    goals = Goals(aim="participation")
    twin = match(problem, goals)
    if (twin.matched, twin.fit) != (result.matched, result.fit):
        return {}
    net = network(problem)
    limit = bound(whole_face(net), plain_aim(net, goals).gain, twin.prices, balance=False)
    return {"prices": twin.prices.tolist(), "bound": limit, "value": twin.value} | (
        {"proof": twin.proof} if twin.proved and twin.proof != "tiers" else {}
    )


def _alternatives(problem: Problem, result: Result) -> list[list[int]]:
    """[mentee, mentor, change of served, change of points] if the pair were held: the most wished changes first."""
    net = network(problem)
    state = repair_state(problem, result)
    most = MOST_ALTERNATIVES
    if not state.tells:
        most = min(most, ALTERNATIVES_WORK // max(1, len(net.pairs)))
    found = []
    for mentee, mentor in _wished(problem, result, most):
        told = why_not(problem, result, mentee, mentor, state=state)
        if told.code not in ("chosen", "not_eligible", "impossible"):
            found.append([mentee, mentor, told.matched_delta, told.score_delta])
    return found


def _wished(problem: Problem, result: Result, most: int) -> list[tuple[int, int]]:
    """Pairs that were not chosen, by what the mentee would gain; ties by stable ids."""
    net = network(problem)
    chosen = set(map(tuple, result.pairs.tolist()))
    now = np.zeros(len(problem.mentees), np.int64)
    np.maximum.at(now, result.pairs[:, 0], result.scores)
    mentee, mentor, score = net.pairs.mentee, net.pairs.mentor, net.pairs.score
    ids, theirs = problem.mentees.id, problem.mentors.id
    order = np.lexsort((theirs[mentor], ids[mentee], now[mentee] - score))
    rows: list[tuple[int, int]] = []
    for place in order[: most + len(chosen)].tolist():
        pair = (int(mentee[place]), int(mentor[place]))
        if pair not in chosen and net.high[pair[1]] > 0:
            rows.append(pair)
        if len(rows) == most:
            break
    return rows


def _hall(problem: Problem, result: Result) -> list[int]:
    """More mentees than places of all mentors acceptable to them, where that is what leaves somebody out."""
    inside = sorted({i for one in result.unmatched if one.code == "scarcity" for i in one.hall_mentees})
    if not inside:
        return []
    net = network(problem)
    mentors: Ints = np.unique(net.pairs.mentor[np.isin(net.pairs.mentee, inside)])
    asked, places = int(net.demand[inside].sum()), int(net.high[mentors].sum())
    return inside if asked > places else []
