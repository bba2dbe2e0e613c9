"""The problem of a run: two sides, rules, bans, locks, wishes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nastavnik.matching.engine.model.checks import Flags, Ints, feed, rows, within
from nastavnik.matching.engine.model.errors import BadInput
from nastavnik.matching.engine.model.sides import Mentees, Mentors

FULL = 10_000
"""The greatest score of a pair; the budgets of the parts add up to it."""

PARTS = (
    "domains",
    "issue",
    "subject",
    "experience",
    "windows",
    "willingness",
    "workload",
    "distance",
    "past",
    "criteria",
    "mentee_wish",
    "mentor_wish",
    "waiting",
)
RULES = (
    "self",
    "consent_mentee",
    "consent_mentor",
    "forbidden",
    "declined",
    "capacity",
    "form",
    "kind",
    "reach",
    "issue",
    "subject",
    "experience",
    "domains",
    "windows",
    "distance",
    "past",
    "criteria",
    "mentee_wish",
    "mentor_wish",
    "cut_off",
    "not_scored",
)
"""Codes of the rules of eligibility, in the order in which they are told; the codes are stable."""

DEFAULT_BUDGETS: Mapping[str, int] = {
    "domains": 2600,
    "issue": 1300,
    "subject": 1400,
    "experience": 800,
    "windows": 1900,
    "willingness": 100,
    "workload": 300,
    "distance": 600,
    "past": 300,
    "criteria": 300,
    "mentee_wish": 200,
    "mentor_wish": 100,
    "waiting": 100,
}
"""How they were found: docs/algorithms/matching.md, docs/decisions/0013-default-weights.md."""
BINDS: Mapping[str, tuple[str, ...]] = {
    "domains": ("domains",),
    "issue": ("issue",),
    "subject": ("subject",),
    "experience": ("experience",),
    "windows": ("windows",),
    "willingness": ("form", "kind"),
    "distance": ("distance",),
    "past": ("past",),
    "criteria": ("criteria",),
    "mentee_wish": ("mentee_wish",),
    "mentor_wish": ("mentor_wish",),
}
"""Part that may be required → the rules that then bar. What is not known bars nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class Bans:
    """Pairs that must not be: [.., 2] rows (mentee, mentor)."""

    forbidden: Ints
    """By the curator."""
    declined: Ints
    """Refused before by either side."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """E acceptable pairs with their scores: three arrays [E], sorted by (mentee, mentor), no repeats."""

    mentee: Ints
    mentor: Ints
    score: Ints

    @classmethod
    def build(cls, mentee: ArrayLike, mentor: ArrayLike, score: ArrayLike) -> Self:
        """Sort and check; raise `BadInput` at a repeat or a negative score."""
        i, j, s = (np.asarray(a, dtype=np.int64).reshape(-1) for a in (mentee, mentor, score))
        if not len(i) == len(j) == len(s):
            raise BadInput("scores", "length")
        order = np.lexsort((j, i))
        i, j, s = i[order], j[order], s[order]
        same = (i[1:] == i[:-1]) & (j[1:] == j[:-1])
        if same.any():
            raise BadInput("scores", "repeat", rows=order[1:][same].tolist())
        within("scores", s, 0, 1_000_000)
        return cls(i, j, s)

    def __len__(self) -> int:
        return len(self.mentee)


def _table() -> NDArray[np.int64]:
    """Share in thousandths for need 0..4 (rows) met by strength 0..4, unknown (columns): a quarter for each level.

    Unknown is the exact middle: it neither helps nor hurts. A need of 0 asks nothing.
    """
    return np.array([[0] * 6, *[[0, 250, 500, 750, 1000, 500]] * 4], dtype=np.int64)


def _check_weights(budgets: Mapping[str, int], required: frozenset[str]) -> None:
    if set(budgets) - set(PARTS):
        raise BadInput("budgets", "unknown")
    if any(points < 0 for points in budgets.values()):
        raise BadInput("budgets", "range")
    if sum(budgets.values()) != FULL:
        raise BadInput("budgets", "sum")
    if required - set(BINDS):
        raise BadInput("required", "unknown")


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Weights of some of the requests (of one kind of mentoring): as in `Rules`."""

    budgets: Mapping[str, int]
    required: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Raise `BadInput` unless the budgets are whole, known and add up to `FULL`."""
        _check_weights(self.budgets, self.required)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """How pairs are scored and which are eligible: data of the organisation."""

    budgets: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_BUDGETS))
    """Greatest points of each part of `PARTS`; non-negative, together `FULL`."""
    required: frozenset[str] = frozenset({"willingness"})
    """Parts (of `BINDS`) whose lack bars a pair."""
    scales: tuple[Scale, ...] = ()
    """Weights of the requests whose `Mentees.scale` is 1, 2, …; those with 0 take `budgets` and `required`."""
    table: NDArray[np.int64] = field(default_factory=_table)
    """[5, 6] thousandths: need 0..4 x (strength 0..4, unknown)."""
    wish_shares: tuple[int, ...] = (1000, 800, 600)
    """Thousandths for the first, second, third wish."""
    waiting_full: int = 90
    """Days of waiting that bring the whole part."""
    cut_off: int = 0
    """Pairs that score less are not proposed."""

    def __post_init__(self) -> None:
        """Raise `BadInput` unless the budgets are whole, known and add up to `FULL`."""
        _check_weights(self.budgets, self.required)
        if self.table.shape != (5, 6):
            raise BadInput("table", "shape")
        within("table", self.table, 0, 1000)
        if self.waiting_full < 1:
            raise BadInput("waiting_full", "range")

    def worths(self, code: str) -> Ints:
        """[1 + scales] greatest points of a part by scale."""
        every = (self.budgets, *(scale.budgets for scale in self.scales))
        return np.array([int(budgets.get(code, 0)) for budgets in every], dtype=np.int64)

    def binding(self, code: str) -> Flags:
        """[1 + scales] whether the lack of a part bars, by scale."""
        every = (self.required, *(scale.required for scale in self.scales))
        return np.array([code in required for required in every], dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """All that decides a run. Make with `build`. Rows are row numbers of `mentees` and `mentors`."""

    mentees: Mentees
    mentors: Mentors
    bans: Bans
    locks: Ints
    """[L, 2] pairs that must be (signed orders): honoured even where not eligible."""
    standing: Ints
    """[S, 2] pairs that stand now and may be kept."""
    mentee_wishes: Ints
    """[W, 3] (mentee, mentor, rank from 1): whom the mentee asked for."""
    mentor_wishes: Ints
    """[W, 3] (mentee, mentor, rank from 1): whom the mentor asked for."""
    rules: Rules
    scores: Pairs | None
    """Given scores are the last word on who is acceptable; None: profiles are scored by `rules`."""

    @classmethod
    def build(
        cls,
        mentees: Mentees,
        mentors: Mentors,
        *,
        forbidden: ArrayLike | None = None,
        declined: ArrayLike | None = None,
        locks: ArrayLike | None = None,
        standing: ArrayLike | None = None,
        mentee_wishes: ArrayLike | None = None,
        mentor_wishes: ArrayLike | None = None,
        rules: Rules | None = None,
        scores: Pairs | None = None,
    ) -> Self:
        """Check and freeze; raise `BadInput` naming the field. Repeated rows count once."""
        n, m = len(mentees), len(mentors)
        used = rules or Rules()
        within("mentees.scale", mentees.scale, 0, len(used.scales))
        if n and m and mentees.needs.shape[1] != mentors.strengths.shape[1]:
            raise BadInput("needs", "length")
        if scores is not None:
            within("scores.mentee", scores.mentee, 0, n - 1)
            within("scores.mentor", scores.mentor, 0, m - 1)
        bans = Bans(rows("forbidden", forbidden, 2, n, m), rows("declined", declined, 2, n, m))
        wishes = [
            rows(name, given, 3, n, m)
            for name, given in (("mentee_wishes", mentee_wishes), ("mentor_wishes", mentor_wishes))
        ]
        for name, wish in zip(("mentee_wishes", "mentor_wishes"), wishes, strict=True):
            within(name, wish[:, 2], 1, 1_000_000)
        return cls(
            mentees=mentees,
            mentors=mentors,
            bans=bans,
            locks=rows("locks", locks, 2, n, m),
            standing=rows("standing", standing, 2, n, m),
            mentee_wishes=wishes[0],
            mentor_wishes=wishes[1],
            rules=used,
            scores=scores,
        )

    def wishing_mentors(self) -> Flags:
        """[M] who of the mentors has wished for somebody."""
        named = np.isin(np.arange(len(self.mentors)), self.mentor_wishes[:, 1])
        return np.asarray(self.mentors.wishing | named, dtype=np.bool_)

    def digest(self) -> str:
        """SHA-256 in hex of all that decides the run."""
        digest = hashlib.sha256(b"nastavnik-engine-1")
        feed(digest, self)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Goals:
    """What is preferred among possible sets of pairs, strictly one goal after another."""

    aim: Literal["participation", "quality"] = "participation"
    """participation: most requests, then total score; quality: total score, then most requests."""
    keep: Literal["free", "last", "bonus", "first"] = "free"
    """Standing pairs: not considered / kept where that costs no fit / worth `keep_bonus` points more / kept before
    fit is looked at."""
    keep_bonus: int = 0
    balance: bool = True
    """Among equals spread the mentees evenly."""


def fingerprint(problem: Problem, goals: Goals) -> str:
    """SHA-256 in hex of the problem and of what is preferred: the same fingerprint gives the same pairs."""
    digest = hashlib.sha256(problem.digest().encode())
    feed(digest, goals)
    return digest.hexdigest()
