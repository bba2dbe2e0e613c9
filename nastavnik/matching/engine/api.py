"""The door of the engine: match, verify and the explanations; no Django, no files, no clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from nastavnik.matching.engine import explain, groups, opening, wide
from nastavnik.matching.engine.blocking import blocking
from nastavnik.matching.engine.eligible import codes, failing
from nastavnik.matching.engine.fairness import Fairness
from nastavnik.matching.engine.fairness import fairness as _fairness
from nastavnik.matching.engine.flow import choose
from nastavnik.matching.engine.frontier import BONUSES, Trade
from nastavnik.matching.engine.frontier import frontier as _frontier
from nastavnik.matching.engine.hall import neighbours, starved
from nastavnik.matching.engine.leaves import Found, too_small
from nastavnik.matching.engine.listing import Listing
from nastavnik.matching.engine.model import (
    BadInput,
    Branch,
    Candidate,
    Goals,
    Infeasible,
    Move,
    Problem,
    Report,
    Result,
    Unmatched,
    Why,
    WhyNot,
    fingerprint,
)
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net, network_of, whole_face
from nastavnik.matching.engine.prices import bound
from nastavnik.matching.engine.progress import Progress, silent
from nastavnik.matching.engine.remedies import Remedy
from nastavnik.matching.engine.remedies import remedies as _remedies
from nastavnik.matching.engine.repair import State
from nastavnik.matching.engine.score import Encoder
from nastavnik.matching.engine.tiers import Best, Goal, Outcome, aims, lex, plain_aim, trusted
from nastavnik.matching.engine.verify import verify as _verify

SMALL = 2000
"""Pairs of a problem whose groups are searched by flows alone."""


def match(
    problem: Problem,
    goals: Goals | None = None,
    *,
    backend: str = "auto",
    progress: Progress = silent,
) -> Result:
    """Best pairs with the proof.

    `progress` is told of every round of a long run; what it raises ends the run.
    `backend`: "ortools", "pure" (no dependency, slower) or "auto". Raise `Infeasible` naming the rows, `NotProved`
    when no solver's answer stands up to the check (never expected).
    """
    goals = goals or Goals()
    used, listing = choose(backend), Listing.of(problem)
    if wide.is_wide(listing, goals):
        return _match_wide(listing, goals, used, progress)
    net = network_of(problem, listing.pairs())
    _check_minima(net, used)
    root, found = _decide(problem, net, goals, used, progress)
    prices = _plain_prices(net, goals, root, used)
    return _result(listing, net, goals, found, prices, used)


def _match_wide(listing: Listing, goals: Goals, backend: str, progress: Progress) -> Result:
    """Where groups leave a gap between bound and value, pairs that lose no more than the gap may matter too."""
    problem, broad = listing.problem, wide.widen(listing, goals, backend, progress=progress)
    while True:
        _check_minima(broad.net, backend)
        root, found = _decide(problem, broad.net, goals, backend, progress, broad.best)
        first = root.tiers[0]
        gap = first.value - found.outcome.tiers[0].value
        grown = wide.join(broad, goals, first.prices, slack=gap) if gap else None
        if grown is None:
            break
        broad = grown
    plain = _plain_prices(broad.net, goals, root, backend)
    prices = wide.closed_prices(listing, broad.net, goals, plain)
    return _result(listing, broad.net, goals, found, prices, backend)


def _decide(
    problem: Problem,
    net: Net,
    goals: Goals,
    backend: str,
    progress: Progress,
    known: Best | None = None,
) -> tuple[Outcome, Found]:
    """The best sets without group minima, and with them; `known` is the answer to the first goal."""
    order = aims(problem, net, goals)
    root = lex(whole_face(net), order, len(net.pairs), backend, known)
    if not too_small(net, root):
        return root, Found(root, ((), ()), (), complete=True)
    found = _by_groups(net, goals, backend)(net, order, root, backend, progress)
    own = Branch(*found.node, found.outcome.tiers)
    return root, replace(found, branches=(own, *found.branches))


def _by_groups(
    net: Net, goals: Goals, backend: str
) -> Callable[[Net, list[Goal], Outcome, str, Progress], Found]:
    """Small problems are searched by flows alone, every tie of every goal included; large ones by programmes."""
    plain = backend == "ortools" and goals.keep in ("free", "last")
    return opening.search if plain and len(net.pairs) > SMALL else groups.search


def _check_minima(net: Net, backend: str) -> None:
    face = whole_face(net)
    short = starved(face, backend)
    if short:
        raise Infeasible("min_load", mentors=short, mentees=neighbours(face, short))


def _plain_prices(net: Net, goals: Goals, root: Outcome, backend: str) -> Ints:
    """Prices of coverage and fit alone, whatever goals stand before them."""
    if goals.keep in ("free", "last"):
        return root.tiers[0].prices
    face = whole_face(net)
    return trusted(face, face, plain_aim(net, goals), backend)[1].prices


def _result(listing: Listing, net: Net, goals: Goals, found: Found, prices: Ints, backend: str) -> Result:
    chosen, plain = found.outcome.chosen, plain_aim(net, goals)
    pairs, scores = _pairs(net, chosen)
    value = int(sum(plain.gain[chosen].tolist()))
    limit = bound(whole_face(net), plain.gain, prices, balance=False)
    proof: Literal["prices", "branching", "tiers"] = "prices"
    if value != limit:
        proof = "branching" if found.branches else "tiers"
    return Result(
        pairs=pairs,
        scores=scores,
        matched=len(pairs),
        fit=int(scores.sum()),
        prices=prices,
        premium=net.premium,
        value=value,
        bound=limit,
        proof=proof,
        proved=found.complete,
        tiers=found.outcome.tiers,
        branches=found.branches,
        unique=found.outcome.unique and found.complete,
        unmatched=tuple(explain.left_out(listing, net, chosen, goals, pairs, groups=bool(found.branches))),
        blocking=blocking(listing, net, chosen),
        goals=goals,
        digest=fingerprint(listing.problem, goals),
        backend=backend,
    )


def _pairs(net: Net, chosen: Flags) -> tuple[Ints, Ints]:
    free = np.column_stack((net.pairs.mentee[chosen], net.pairs.mentor[chosen]))
    pairs = np.concatenate((net.locks, free))
    scores = np.concatenate((net.lock_scores, net.pairs.score[chosen]))
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    return pairs[order], scores[order]


def verify(problem: Problem, result: Result) -> Report:
    """Recompute everything from the input and the prices, trusting no solver."""
    return _verify(problem, result)


def why(problem: Problem, mentee: int, mentor: int) -> Why:
    """Parts of the score of any pair (rows), what fits, what is missing, what is not known, which rules fail."""
    _check_rows(problem, mentee, mentor)
    return explain.why(Encoder(problem), mentee, mentor)


def why_not(
    problem: Problem,
    result: Result,
    mentee: int,
    mentor: int,
    *,
    backend: str = "auto",
    state: State | None = None,
) -> WhyNot:
    """Why this pair was not chosen, and what holding it would cost: exact.

    A shortest chain over the prices tells it (`state`: of this result, where it is in memory already); where groups or
    the price of standing pairs are in the way, the problem is solved again with the pair held.
    """
    _check_rows(problem, mentee, mentor)
    encoder = Encoder(problem)
    fails = codes(int(failing(encoder, np.array([mentee]))[0, mentor]))
    score = int(explain.scored(problem, encoder, np.array([mentee]))[0, mentor])
    mine = result.pairs[:, 0] == mentee
    best = int(result.scores[mine].max(initial=0))
    plain = WhyNot(mentee, mentor, "chosen", fails, score, best, 0, 0, ())
    if (result.pairs[mine, 1] == mentor).any():
        return plain
    if fails:
        return replace(plain, code="not_eligible")
    held = _held(problem, result, mentee, mentor, backend, state or repair_state(problem, result))
    if held is None:
        return replace(plain, code="impossible")
    full = int((result.pairs[:, 1] == mentor).sum()) >= int(problem.mentors.capacity[mentor])
    served, points, moves = held
    code: Literal["equal", "lower_score", "full", "costs_others"] = "full" if full else "costs_others"
    if not served and not points:
        code = "equal"
    elif score < best:
        code = "lower_score"
    return replace(plain, code=code, matched_delta=served, score_delta=points, moves=moves)


def _held(
    problem: Problem, result: Result, mentee: int, mentor: int, backend: str, state: State
) -> tuple[int, int, tuple[Move, ...]] | None:
    """Change in served requests and points, and who moves, if the pair were held; None where it cannot be."""
    if state.tells:
        told = state.instead(mentee, mentor)
        return (told.matched_delta, told.score_delta, told.moves) if told else None
    locks = np.unique(np.concatenate((problem.locks, [[mentee, mentor]])), axis=0)
    try:
        forced = match(replace(problem, locks=locks), result.goals, backend=backend)
    except Infeasible:
        return None
    moves = _moves(result.pairs, forced.pairs)
    return forced.matched - result.matched, forced.fit - result.fit, moves


def _moves(before: Ints, after: Ints) -> tuple[Move, ...]:
    old, new = (_by_mentee(pairs) for pairs in (before, after))
    return tuple(
        Move(i, old.get(i, ()), new.get(i, ()))
        for i in sorted(old.keys() | new.keys())
        if old.get(i, ()) != new.get(i, ())
    )


def _by_mentee(pairs: Ints) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for i, j in pairs.tolist():
        found[i] = (*found.get(i, ()), j)
    return found


def remedies(
    problem: Problem,
    result: Result,
    mentee: int,
    mentor: int,
    *,
    backend: str = "auto",
    state: State | None = None,
) -> tuple[Remedy, ...]:
    """Single changes that would make this pair best, the least trouble first; each found by a new solution."""
    told = why_not(problem, result, mentee, mentor, backend=backend, state=state)
    explained = None if problem.scores is not None else explain.why(Encoder(problem), mentee, mentor)

    def again(changed: Problem, i: int, j: int) -> WhyNot:
        return why_not(changed, match(changed, result.goals, backend=backend), i, j, backend=backend)

    return _remedies(problem, told, explained, again)


def fairness(problem: Problem, result: Result) -> Fairness:
    """Loads, waiting, first wishes, organisations, who has least, who would rather have each other."""
    return _fairness(problem, result)


def frontier(
    problem: Problem, bonuses: Sequence[int | None] = BONUSES, *, backend: str = "auto"
) -> tuple[Trade, ...]:
    """What a bonus for standing pairs costs in fit and spares in moves."""
    return _frontier(problem, lambda one, goals: match(one, goals, backend=backend), bonuses)


def repair_state(problem: Problem, result: Result, *, backend: str = "auto") -> State:
    """The result kept in memory with its prices: exact repair after each event, exact alternatives of a request."""
    return State(problem, result, lambda changed, goals: match(changed, goals, backend=backend))


def why_nobody(problem: Problem, result: Result, mentee: int) -> Unmatched | None:
    """Why the request was left without (all) its mentors; None when it was served."""
    _check_rows(problem, mentee, None)
    return next((one for one in result.unmatched if one.mentee == mentee), None)


def candidates(problem: Problem, *, mentee: int | None = None, mentor: int | None = None) -> list[Candidate]:
    """Everyone for one mentee or one mentor, eligible first, best first."""
    _check_rows(problem, mentee, mentor)
    return explain.candidates(problem, mentee=mentee, mentor=mentor)


def _check_rows(problem: Problem, mentee: int | None, mentor: int | None) -> None:
    if mentee is not None and not 0 <= mentee < len(problem.mentees):
        raise BadInput("mentee", "range", rows=[mentee])
    if mentor is not None and not 0 <= mentor < len(problem.mentors):
        raise BadInput("mentor", "range", rows=[mentor])
