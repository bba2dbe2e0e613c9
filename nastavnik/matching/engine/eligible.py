"""Who may be with whom: each rule is a bit, so that the first that fails can be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.model import RULES, Pairs, Problem
from nastavnik.matching.engine.model.checks import Bits, Flags, Ints
from nastavnik.matching.engine.score import Encoder

TILE_CELLS = 1_000_000


def failing(encoder: Encoder, rows: NDArray[np.intp]) -> NDArray[np.uint32]:
    """Bits [rows, M] of the rules of `RULES` that each pair fails, 0 = eligible."""
    problem = encoder.problem
    bits = np.zeros((len(rows), len(problem.mentors)), np.uint32)
    checks = _bans(problem, rows)
    if problem.scores is None:
        checks |= failing_rules(problem, rows) | _unwished(problem, rows)
        if problem.rules.cut_off > 0:
            checks["cut_off"] = encoder.tile(rows) < problem.rules.cut_off
    else:
        checks["not_scored"] = ~_listed(
            problem, rows, np.column_stack((problem.scores.mentee, problem.scores.mentor))
        )
    for code, fails in checks.items():
        bits |= np.where(fails, np.uint32(1 << RULES.index(code)), np.uint32(0))
    return bits


def codes(bits: int) -> tuple[str, ...]:
    """Names of the rules behind the bits, in the order of `RULES`."""
    return tuple(code for place, code in enumerate(RULES) if bits >> place & 1)


def acceptable(problem: Problem) -> Pairs:
    """All eligible pairs with their scores; given scores are the last word, profiles are scored otherwise."""
    if problem.scores is not None:
        return _given(problem, problem.scores)
    encoder = Encoder(problem)
    found: list[tuple[Ints, Ints, Ints]] = []
    step = max(1, TILE_CELLS // max(1, len(problem.mentors)))
    for start in range(0, len(problem.mentees), step):
        rows = np.arange(start, min(start + step, len(problem.mentees)))
        i, j = np.nonzero(failing(encoder, rows) == 0)
        found.append((rows[i], j, encoder.tile(rows)[i, j]))
    empty = np.zeros(0, np.int64)
    i, j, s = (np.concatenate([empty, *(tile[k] for tile in found)]) for k in range(3))
    return Pairs.build(i, j, s)


def _given(problem: Problem, scores: Pairs) -> Pairs:
    banned = np.concatenate((problem.bans.forbidden, problem.bans.declined))
    m = max(1, len(problem.mentors))
    keep = ~np.isin(scores.mentee * m + scores.mentor, banned[:, 0] * m + banned[:, 1])
    return Pairs(scores.mentee[keep], scores.mentor[keep], scores.score[keep])


def _listed(problem: Problem, rows: NDArray[np.intp], pairs: Ints) -> Flags:
    place = np.full(len(problem.mentees), -1)
    place[rows] = np.arange(len(rows))
    listed = np.zeros((len(rows), len(problem.mentors)), np.bool_)
    here = pairs[place[pairs[:, 0]] >= 0]
    listed[place[here[:, 0]], here[:, 1]] = True
    return listed


def _bans(problem: Problem, rows: NDArray[np.intp]) -> dict[str, Flags]:
    return {
        "forbidden": _listed(problem, rows, problem.bans.forbidden),
        "declined": _listed(problem, rows, problem.bans.declined),
    }


def _apart(ours: Bits, theirs: Bits) -> Flags:
    """Both sides said something and have nothing in common."""
    ours, theirs = ours[:, None], theirs[None, :]
    return np.asarray((ours != 0) & (theirs != 0) & (ours & theirs == 0))


def failing_rules(problem: Problem, rows: NDArray[np.intp]) -> dict[str, Flags]:
    """By the code of each rule that the profiles decide: where it fails, in a shape that spreads to [rows, M]."""
    mentees, mentors = problem.mentees, problem.mentors
    fails: dict[str, Flags] = {
        "self": mentees.person[rows][:, None] == mentors.person[None, :],
        "consent_mentee": ~mentees.consent[rows][:, None],
        "consent_mentor": ~mentors.consent[None, :],
        "capacity": (mentors.capacity <= 0)[None, :],
        "reach": ~_reach(problem, rows),
        "subject": (mentees.subject_bound | problem.rules.binding("subject")[mentees.scale])[rows][:, None]
        & _apart(mentees.subjects[rows], mentors.subjects),
    }
    for part, lacks in LACKS.items():
        here = problem.rules.binding(part)[mentees.scale[rows]][:, None]
        if here.any():
            fails |= {code: here & where for code, where in lacks(problem, rows).items()}
    return fails


def _reach(problem: Problem, rows: NDArray[np.intp]) -> Flags:
    """Own organisation, or both agreed to distance inside one contour."""
    mentees, mentors = problem.mentees, problem.mentors
    home = mentees.organisation[rows][:, None]
    own = (home == mentors.organisation[None, :]) & (home >= 0)
    contour = mentees.contour[rows][:, None] == mentors.contour[None, :]
    return np.asarray(own | (contour & mentees.virtual[rows][:, None] & mentors.virtual[None, :]))


def _unwilling(problem: Problem, rows: NDArray[np.intp]) -> dict[str, Flags]:
    mentees, mentors = problem.mentees, problem.mentors
    return {
        "form": _apart(mentees.forms[rows], mentors.forms),
        "kind": _apart(mentees.kinds[rows], mentors.kinds),
    }


def _other_issue(problem: Problem, rows: NDArray[np.intp]) -> Flags:
    asked = problem.mentees.issues[rows][:, None]
    return np.asarray((asked != 0) & (asked & problem.mentors.issues[None, :] == 0))


def covered(
    needs: NDArray[np.int8], strengths: NDArray[np.int8]
) -> tuple[Flags, NDArray[np.float32], NDArray[np.float32]]:
    """Who asks for something [N], and two tables whose product counts the asked domains that each mentor may meet.

    A domain is met by a strength not below the need; one that is not known may be. Shapes: [N, 4 K] and [4 K, M].
    """
    levels = np.arange(1, 5)
    asks = needs[:, :, None] == levels
    may = (strengths[:, :, None] >= levels) | (strengths[:, :, None] < 0)
    left, right = (each.reshape(len(each), 4 * each.shape[1]).astype(np.float32) for each in (asks, may))
    return np.asarray((needs > 0).any(axis=1)), left, right.T


def _uncovered(problem: Problem, rows: NDArray[np.intp]) -> Flags:
    asking, left, right = covered(problem.mentees.needs[rows], problem.mentors.strengths)
    return np.asarray(asking[:, None] & (left @ right == 0))


def _elsewhere(problem: Problem, rows: NDArray[np.intp]) -> Flags:
    ours, theirs = problem.mentees.organisation[rows][:, None], problem.mentors.organisation[None, :]
    return np.asarray((ours >= 0) & (theirs >= 0) & (ours != theirs))


def _junior(problem: Problem, rows: NDArray[np.intp]) -> Flags:
    mentees, mentors = problem.mentees, problem.mentors
    ours, theirs = mentees.years[rows][:, None], mentors.years[None, :]
    return np.asarray((ours >= 0) & (theirs >= 0) & (theirs <= ours) & ~mentees.reverse[rows][:, None])


def _unwished(problem: Problem, rows: NDArray[np.intp]) -> dict[str, Flags]:
    """Where wishes bind: one who has wished, and another whom they have not named."""
    found: dict[str, Flags] = {}
    sides = (("mentee_wish", problem.mentee_wishes, 0), ("mentor_wish", problem.mentor_wishes, 1))
    for code, wishes, side in sides:
        here = problem.rules.binding(code)[problem.mentees.scale[rows]][:, None]
        if not here.any():
            continue
        said = np.isin(rows, wishes[:, 0])[:, None]
        if side:
            said = problem.wishing_mentors()[None, :]
        found[code] = here & said & ~_listed(problem, rows, wishes[:, :2])
    return found


LACKS: Mapping[str, Callable[[Problem, NDArray[np.intp]], dict[str, Flags]]] = {
    "willingness": _unwilling,
    "issue": lambda problem, rows: {"issue": _other_issue(problem, rows)},
    "experience": lambda problem, rows: {"experience": _junior(problem, rows)},
    "domains": lambda problem, rows: {"domains": _uncovered(problem, rows)},
    "windows": lambda problem, rows: {
        "windows": _apart(problem.mentees.windows[rows], problem.mentors.windows)
    },
    "distance": lambda problem, rows: {"distance": _elsewhere(problem, rows)},
    "past": lambda problem, _: {"past": (problem.mentors.past == 0)[None, :]},
    "criteria": lambda problem, _: {
        "criteria": ((problem.mentors.criteria >= 0) & (problem.mentors.criteria < 1000))[None, :]
    },
}
"""Part that is required → where its lack bars, by the code of the rule; the subject and the wishes stand apart."""
