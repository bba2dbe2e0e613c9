"""The smallest change that would make a pair best: each single change is made and the problem solved again with it.

A pair is best when some best set has it, so that nobody loses by holding it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from nastavnik.matching.engine.model import Bans, Infeasible, Problem, Why, WhyNot
from nastavnik.matching.engine.model.checks import Ints

SLOTS = 3
"""So many windows are tried on each side."""

Code = Literal["ban", "distance", "subject", "issue", "place", "window", "points"]


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change that is enough. Facts by code:

    ban: `kind` (forbidden, declined); distance: `sides` who has not agreed yet; subject, issue: `bits` that the mentor
    would mark; place: `places` with the mentor then; window: `side` who opens it, `slot`; points: `points` lacking of
    10 000, `where` — parts (and domains) with room for so many, the widest first.
    """

    code: Code
    facts: Mapping[str, Any]


Changed = tuple[Remedy, Problem]


def remedies(
    problem: Problem, told: WhyNot, why: Why | None, cost_of: Callable[[Problem, int, int], WhyNot]
) -> tuple[Remedy, ...]:
    """All single changes that are enough, the least trouble first; none where one change does not suffice.

    `cost_of` solves a changed problem and tells what holding the pair costs in it (`api.why_not` without a state).
    """
    if told.code in ("chosen", "equal"):
        return ()
    i, j = told.mentee, told.mentor
    found = [remedy for remedy, changed in _changes(problem, i, j) if _is_best(changed, i, j, cost_of)]
    lacking = -told.score_delta
    if not told.failing and told.code != "impossible" and told.matched_delta == 0 and lacking > 0:
        found.append(Remedy("points", {"points": lacking, "where": _room(why, lacking) if why else []}))
    return tuple(found)


def _is_best(problem: Problem, i: int, j: int, cost_of: Callable[[Problem, int, int], WhyNot]) -> bool:
    try:
        return cost_of(problem, i, j).code in ("chosen", "equal")
    except Infeasible:
        return False


def _changes(problem: Problem, i: int, j: int) -> Iterator[Changed]:
    yield from _bans(problem, i, j)
    if problem.scores is None:
        yield from _distance(problem, i, j)
        yield from _marks(problem, i, j)
    places = int(problem.mentors.capacity[j]) + 1
    capacity = _with(problem.mentors.capacity, j, places)
    changed = replace(problem, mentors=replace(problem.mentors, capacity=capacity))
    yield Remedy("place", {"places": places}), changed
    if problem.scores is None:
        yield from _windows(problem, i, j)


def _bans(problem: Problem, i: int, j: int) -> Iterator[Changed]:
    for kind in ("forbidden", "declined"):
        rows: Ints = getattr(problem.bans, kind)
        here = (rows[:, 0] == i) & (rows[:, 1] == j)
        if here.any():
            bans: Bans = replace(problem.bans, **{kind: rows[~here]})
            yield Remedy("ban", {"kind": kind}), replace(problem, bans=bans)


def _distance(problem: Problem, i: int, j: int) -> Iterator[Changed]:
    mentees, mentors = problem.mentees, problem.mentors
    own = mentees.organisation[i] == mentors.organisation[j] and mentees.organisation[i] >= 0
    sides = [
        side
        for side, agreed in (("mentee", mentees.virtual[i]), ("mentor", mentors.virtual[j]))
        if not agreed
    ]
    if own or not sides or mentees.contour[i] != mentors.contour[j]:
        return
    yield (
        Remedy("distance", {"sides": sides}),
        replace(
            problem,
            mentees=replace(mentees, virtual=_with(mentees.virtual, i, True)),
            mentors=replace(mentors, virtual=_with(mentors.virtual, j, True)),
        ),
    )


def _marks(problem: Problem, i: int, j: int) -> Iterator[Changed]:
    """The mentor would mark what the request asks for."""
    codes: tuple[tuple[Literal["subject", "issue"], str], ...] = (
        ("subject", "subjects"),
        ("issue", "issues"),
    )
    for code, name in codes:
        asked, offered = getattr(problem.mentees, name), getattr(problem.mentors, name)
        lacking = int(asked[i]) & ~int(offered[j])
        if lacking and not int(asked[i]) & int(offered[j]):
            marked: Any = {name: _with(offered, j, int(offered[j]) | lacking)}
            bits = [bit for bit in range(64) if lacking >> bit & 1]
            yield Remedy(code, {"bits": bits}), replace(problem, mentors=replace(problem.mentors, **marked))


def _windows(problem: Problem, i: int, j: int) -> Iterator[Changed]:
    mentees, mentors = problem.mentees, problem.mentors
    ours, theirs = int(mentees.windows[i]), int(mentors.windows[j])
    for slot in _slots(ours & ~theirs):
        opened = _with(mentors.windows, j, theirs | 1 << slot)
        yield (
            Remedy("window", {"side": "mentor", "slot": slot}),
            replace(problem, mentors=replace(mentors, windows=opened)),
        )
    for slot in _slots(theirs & ~ours):
        opened = _with(mentees.windows, i, ours | 1 << slot)
        yield (
            Remedy("window", {"side": "mentee", "slot": slot}),
            replace(problem, mentees=replace(mentees, windows=opened)),
        )


def _slots(mask: int) -> list[int]:
    return [bit for bit in range(64) if mask >> bit & 1][:SLOTS]


def _with(column: Any, row: int, value: object) -> Any:
    made = np.array(column)
    made[row] = value
    made.setflags(write=False)
    return made


def _room(why: Why, lacking: int) -> list[dict[str, Any]]:
    """Parts that could bring so many points more; of the domains each one by itself. Wishes and waiting are not asked of."""
    rooms = []
    for part in why.parts:
        if part.code == "domains":
            lines = [*part.facts["unmet"], *part.facts["unknown"]]
            rooms += [
                {"part": "domains", "domain": line["domain"], "room": line["of"] - line["points"]}
                for line in lines
            ]
        elif part.code not in ("waiting", "mentee_wish", "mentor_wish"):
            rooms.append({"part": part.code, "domain": None, "room": part.of - part.points})
    return sorted((each for each in rooms if each["room"] >= lacking), key=lambda each: -each["room"])
