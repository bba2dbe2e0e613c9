"""Explanations as data: parts of a score, what fits, what is missing, why not another, why nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from nastavnik.matching.engine.eligible import TILE_CELLS, codes, failing
from nastavnik.matching.engine.hall import Rivals, competing
from nastavnik.matching.engine.listing import Listing
from nastavnik.matching.engine.model import (
    PARTS,
    RULES,
    Candidate,
    Goals,
    Part,
    Problem,
    Remark,
    Unmatched,
    Why,
)
from nastavnik.matching.engine.model.answer import Step
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net
from nastavnik.matching.engine.score import Encoder

NEXT_STEP: Mapping[str, Step] = {
    "self": "train_mentor",
    "consent_mentee": "ask_consent",
    "consent_mentor": "ask_consent",
    "forbidden": "lift_ban",
    "declined": "lift_ban",
    "capacity": "add_place",
    "form": "relax_rule",
    "kind": "relax_rule",
    "reach": "widen",
    "issue": "train_mentor",
    "subject": "widen",
    "experience": "lower_weight",
    "domains": "lower_weight",
    "windows": "lower_weight",
    "distance": "lower_weight",
    "past": "lower_weight",
    "criteria": "lower_weight",
    "mentee_wish": "lower_weight",
    "mentor_wish": "lower_weight",
    "cut_off": "lower_weight",
    "not_scored": "relax_rule",
}
"""What to do about the rule that takes away most mentors."""


def why(encoder: Encoder, mentee: int, mentor: int) -> Why:
    """Parts that add up to the score of the pair (rows), and what they say."""
    rows = np.array([mentee])
    parts = []
    for code in PARTS:
        budget = int(encoder.budgets[code][mentee])
        if budget:
            points, known = encoder.part(code, rows)
            facts = _facts(encoder, code, mentee, mentor)
            parts.append(Part(code, int(points[0, mentor]), budget, bool(known[0, mentor]), facts))
    return Why(
        mentee=mentee,
        mentor=mentor,
        score=encoder.exact(mentee, mentor),
        parts=tuple(parts),
        fits=tuple(_domains(parts, "met") + [Remark(p.code, p.facts) for p in parts if _fits(p)]),
        gaps=tuple(_domains(parts, "unmet") + [Remark(p.code, p.facts) for p in parts if _lacks(p)]),
        unknown=tuple(_domains(parts, "unknown") + [Remark(p.code, p.facts) for p in parts if not p.known]),
        failing=codes(int(failing(encoder, rows)[0, mentor])),
    )


def _fits(part: Part) -> bool:
    return part.code != "domains" and part.known and 10 * part.points >= 6 * part.of


def _lacks(part: Part) -> bool:
    small = part.known and 10 * part.points < 4 * part.of
    return small and part.code not in ("domains", "waiting")


def _domains(parts: list[Part], which: str) -> list[Remark]:
    return [Remark("domain", line) for part in parts if part.code == "domains" for line in part.facts[which]]


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(64) if mask >> bit & 1]


def _common(problem: Problem, name: str, mentee: int, mentor: int) -> dict[str, Any]:
    ours = int(getattr(problem.mentees, name)[mentee])
    theirs = int(getattr(problem.mentors, name)[mentor])
    return {"asked": _bits(ours), "offered": _bits(theirs), "common": _bits(ours & theirs)}


def _facts(encoder: Encoder, code: str, mentee: int, mentor: int) -> dict[str, Any]:
    """Numbers and bit numbers behind a part, from which the caller makes words."""
    problem = encoder.problem
    mentees, mentors = problem.mentees, problem.mentors
    if code == "domains":
        return _domain_facts(encoder, mentee, mentor)
    if code in ("issue", "subject", "windows"):
        return _common(problem, {"issue": "issues", "subject": "subjects"}.get(code, code), mentee, mentor)
    if code == "willingness":
        return {name: _common(problem, name, mentee, mentor) for name in ("forms", "kinds")}
    if code == "experience":
        return {
            "mentee_years": int(mentees.years[mentee]),
            "mentor_years": int(mentors.years[mentor]),
            "mentee_category": int(mentees.category[mentee]),
            "mentor_category": int(mentors.category[mentor]),
            "reverse": bool(mentees.reverse[mentee]),
        }
    if code == "workload":
        return {"load": int(mentors.load[mentor])}
    if code == "past":
        return {"pairs": int(mentors.past[mentor])}
    if code == "criteria":
        return {"met": int(mentors.criteria[mentor])}
    if code == "distance":
        return {"same": _same(problem, mentee, mentor)}
    if code == "waiting":
        return {"days": int(mentees.waiting[mentee])}
    wishes = problem.mentee_wishes if code == "mentee_wish" else problem.mentor_wishes
    ranks = wishes[(wishes[:, 0] == mentee) & (wishes[:, 1] == mentor), 2]
    return {"rank": int(ranks.min()) if len(ranks) else 0}


def _same(problem: Problem, mentee: int, mentor: int) -> str:
    for name in ("organisation", "municipality", "region"):
        ours, theirs = getattr(problem.mentees, name)[mentee], getattr(problem.mentors, name)[mentor]
        if ours == theirs and ours >= 0:
            return name
    return "nothing"


def _domain_facts(encoder: Encoder, mentee: int, mentor: int) -> dict[str, Any]:
    """Each domain that the mentee finds hard: met (strength not below need), unmet or unknown."""
    points = encoder.domain_points(np.array([mentee]))[0]
    facts: dict[str, Any] = {"met": [], "unmet": [], "unknown": [], "not_asked": []}
    needs = encoder.problem.mentees.needs[mentee].tolist()
    strengths = encoder.problem.mentors.strengths[mentor].tolist()
    for k, (need, strength) in enumerate(zip(needs, strengths, strict=True)):
        if need < 0:
            facts["not_asked"].append(k)
        if need > 0:
            kind = "unknown" if strength < 0 else "met" if strength >= need else "unmet"
            got = int(points[k, strength])
            of = int(encoder.domain_of[mentee, k])
            facts[kind].append({"domain": k, "need": need, "strength": strength, "points": got, "of": of})
    return facts


def left_out(
    listing: Listing, net: Net, chosen: Flags, goals: Goals, pairs: Ints, *, groups: bool
) -> list[Unmatched]:
    """Everyone with fewer mentors than asked for, and why; `pairs` [P, 2] are all pairs chosen, locks included."""
    problem = listing.problem
    n = len(problem.mentees)
    missing = problem.mentees.demand - np.bincount(pairs[:, 0], minlength=n)
    taken = np.bincount(listing.mentees_of(listing.numbers(pairs)), minlength=n)
    able = listing.counts() > taken
    barred = _barred(Encoder(problem), np.nonzero((missing > 0) & ~able)[0], missing)
    load = np.bincount(net.pairs.mentor[chosen], minlength=len(net.high))
    rivals = competing(listing, net, chosen, np.nonzero((missing > 0) & able)[0].tolist())
    code: Literal["group_min", "choice"] = "choice" if goals.aim == "quality" and not groups else "group_min"
    found = []
    for (mentees, mentors), ours in _together(rivals):
        places, asked = int(net.high[list(mentors)].sum()), int(net.demand[list(mentees)].sum())
        scarce = bool((load[list(mentors)] == net.high[list(mentors)]).all())
        told: tuple[Literal["scarcity", "group_min", "choice"], Step] = (
            ("scarcity", "add_place") if scarce else (code, "review_minima")
        )
        found += [
            Unmatched(i, told[0], int(missing[i]), {}, mentees, mentors, places, asked, told[1]) for i in ours
        ]
    return sorted([*barred, *found], key=lambda one: one.mentee)


def _together(rivals: Mapping[int, Rivals]) -> list[tuple[Rivals, list[int]]]:
    """Each crowd once, with its left-out requests."""
    crowds: dict[int, tuple[Rivals, list[int]]] = {}
    for i, crowd in rivals.items():
        crowds.setdefault(id(crowd), (crowd, []))[1].append(i)
    return list(crowds.values())


def _barred(encoder: Encoder, mentees: Ints, missing: Ints) -> list[Unmatched]:
    """No eligible mentor is left: how many each rule takes away (by the first rule that fails)."""
    found = []
    step = max(1, TILE_CELLS // max(1, len(encoder.problem.mentors)))
    for start in range(0, len(mentees), step):
        rows = mentees[start : start + step]
        bits = failing(encoder, rows)
        first = bits & (~bits + np.uint32(1))
        counts = np.stack([(first == 1 << place).sum(axis=1) for place in range(len(RULES))], axis=1)
        found += [
            _emptied(i, int(missing[i]), row) for i, row in zip(rows.tolist(), counts.tolist(), strict=True)
        ]
    return found


def _emptied(mentee: int, missing: int, row: list[int]) -> Unmatched:
    counts = {code: count for code, count in zip(RULES, row, strict=True) if count}
    step: Step = NEXT_STEP[max(counts, key=lambda code: counts[code])] if counts else "train_mentor"
    return Unmatched(mentee, "no_eligible", missing, counts, next_step=step)


def candidates(problem: Problem, *, mentee: int | None, mentor: int | None) -> list[Candidate]:
    """Everyone for one mentee or for one mentor: eligible first, best first, then by stable id."""
    encoder = Encoder(problem)
    rows = np.arange(len(problem.mentees)) if mentee is None else np.array([mentee])
    columns = np.arange(len(problem.mentors)) if mentor is None else np.array([mentor])
    bits = failing(encoder, rows)[:, columns]
    scores = scored(problem, encoder, rows)[:, columns]
    made = [
        Candidate(i, j, int(scores[a, b]), codes(int(bits[a, b])))
        for a, i in enumerate(rows.tolist())
        for b, j in enumerate(columns.tolist())
    ]
    ids, theirs = problem.mentees.id, problem.mentors.id
    return sorted(made, key=lambda c: (bool(c.failing), -c.score, int(ids[c.mentee]), int(theirs[c.mentor])))


def scored(problem: Problem, encoder: Encoder, rows: Ints) -> Ints:
    """Scores [rows, M]: given ones where they are the last word, else of the profiles."""
    if problem.scores is None:
        return encoder.tile(rows)
    place = np.full(len(problem.mentees), -1)
    place[rows] = np.arange(len(rows))
    here = place[problem.scores.mentee] >= 0
    table = np.zeros((len(rows), len(problem.mentors)), np.int64)
    table[place[problem.scores.mentee[here]], problem.scores.mentor[here]] = problem.scores.score[here]
    return table
