"""The check of a result: everything recomputed from the input and the prices, no solver is asked."""

from __future__ import annotations

import numpy as np

from nastavnik.matching.engine.groups import not_better
from nastavnik.matching.engine.leaves import covers, leaf_face
from nastavnik.matching.engine.listing import Listing
from nastavnik.matching.engine.model import Infeasible, Problem, Report, Result, fingerprint
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net, network_of, whole_face
from nastavnik.matching.engine.opening import only_pattern
from nastavnik.matching.engine.prices import bound
from nastavnik.matching.engine.tiers import aims, last_face, least_ones, only, plain_aim, replay
from nastavnik.matching.engine.wide import is_wide, tight


def verify(problem: Problem, result: Result) -> Report:
    """Raise nothing: what is wrong stands in `problems` as stable codes."""
    if len(result.prices) != len(problem.mentors):
        return Report(False, ("prices",), 0, 0, 0, 0)
    try:
        listing = Listing.of(problem)
        wide = is_wide(listing, result.goals)
        net = tight(listing, result) if wide else network_of(problem, listing.pairs())
    except Infeasible as refusal:
        return Report(False, (refusal.code,), 0, 0, 0, 0)
    chosen, problems = _chosen(net, result.pairs)
    problems += _loads(problem, net, result.pairs)
    plain = plain_aim(net, result.goals)
    fit = int(net.pairs.score[chosen].sum() + net.lock_scores.sum())
    value = int(sum(plain.gain[chosen].tolist()))
    limit = bound(whole_face(net), plain.gain, result.prices, balance=False)
    matched = int(chosen.sum()) + len(net.locks)
    said = (result.matched, result.fit, result.value, result.bound, result.premium)
    if said != (matched, fit, value, limit, net.premium):
        problems.append("totals")
    if value > limit:
        problems.append("value_over_bound")
    if result.digest != fingerprint(problem, result.goals):
        problems.append("digest")
    if not _scores_agree(net, chosen, result):
        problems.append("scores")
    if not problems:
        problems += _proof(problem, net, result, chosen, wide=wide)
    return Report(not problems, tuple(problems), matched, fit, value, limit)


def _chosen(net: Net, pairs: Ints) -> tuple[Flags, list[str]]:
    """Which free pairs of the net were chosen; problems: a pair twice, not eligible, a lock missing."""
    m = max(1, len(net.high))
    given, locks = pairs[:, 0] * m + pairs[:, 1], net.locks[:, 0] * m + net.locks[:, 1]
    keys = net.pairs.mentee * m + net.pairs.mentor
    problems = []
    if len(np.unique(given)) != len(given):
        problems.append("repeat")
    if not np.isin(locks, given).all():
        problems.append("lock_missing")
    if not (np.isin(given, keys) | np.isin(given, locks)).all():
        problems.append("not_eligible")
    return np.isin(keys, given), problems


def _loads(problem: Problem, net: Net, pairs: Ints) -> list[str]:
    served = np.bincount(pairs[:, 0], minlength=len(net.demand))
    load = np.bincount(pairs[:, 1], minlength=len(net.high))
    checks = {
        "demand": (served > problem.mentees.demand).any(),
        "capacity": (load > problem.mentors.capacity).any(),
        "min_load": (load < problem.mentors.min_load).any(),
        "group_min": ((load > 0) & (load < problem.mentors.group_min)).any(),
    }
    return [code for code, wrong in checks.items() if wrong]


def _scores_agree(net: Net, chosen: Flags, result: Result) -> bool:
    m = max(1, len(net.high))
    rows = np.concatenate(
        (net.pairs.mentee[chosen] * m + net.pairs.mentor[chosen], net.locks @ np.array([m, 1]))
    )
    scores = np.concatenate((net.pairs.score[chosen], net.lock_scores))
    return np.array_equal(scores[np.argsort(rows)], result.scores)


def _proof(problem: Problem, net: Net, result: Result, chosen: Flags, *, wide: bool) -> list[str]:
    """The proof goal by goal in the leaf of the result (the first branch), and that no other leaf is better."""
    goals = aims(problem, net, result.goals)
    leaves = [(branch.closed, branch.held) for branch in result.branches] or [((), ())]
    face = leaf_face(net, leaves[0])
    problems = replay(face, goals, result.tiers, chosen)
    if not problems and not wide:
        problems = [] if least_ones(face, goals, result.tiers, chosen) else ["tier_prices"]
    if problems:
        return problems
    rank = tuple(tier.value for tier in result.tiers)
    if not all(not_better(net, goals, branch, rank, result.prices) for branch in result.branches[1:]):
        problems.append("branch")
    complete = covers(net, leaves)
    if result.proved != complete:
        problems.append("proved")
    plain = result.goals.keep in ("free", "last") and not result.branches
    free = net.high > 0
    if plain and not np.array_equal(result.prices[free], result.tiers[0].prices[free]):
        problems.append("prices")
    if result.proof == "prices" and result.bound != result.value:
        problems.append("proof")
    if not problems and result.unique:
        last = last_face(face, goals, result.tiers)
        alone = only_pattern(net, goals[0], result.branches, result.prices, chosen, rank[0])
        problems += [] if alone and only(last, chosen[last.index]) else ["unique"]
    return problems
