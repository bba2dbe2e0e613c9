"""Scores of pairs: whole points of thirteen parts that add up to the shown score, in tiles of rows.

Every part gives a share in thousandths of its budget; an answer that is not known gives 500, the exact middle, so
that it neither helps nor hurts. Difficulties x strengths are one matrix product over (domain, level): exact in
float64, since all partial sums are whole and far below 2**53.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.model import PARTS, Problem
from nastavnik.matching.engine.model.checks import Bits, Flags, Ints

MIDDLE = 500
UNKNOWN_LEVEL = 5
"""Column of `Rules.table` for a strength that is not known."""

Share = tuple[Ints, Flags]
"""Thousandths [rows, M] and whether they rest on an answer [rows, M]."""


def split(budgets: Ints | int, weights: Ints) -> Ints:
    """Share a budget, one or [R], by `weights` [R, K] in whole points by largest remainder; rows add up to the budget.

    Rows without weight get zeros. Ties go to the earlier column.
    """
    budget = np.broadcast_to(np.asarray(budgets, dtype=np.int64), len(weights))[:, None]
    total = weights.sum(axis=1, keepdims=True)
    safe = np.maximum(total, 1)
    whole = budget * weights // safe
    rest = budget * weights % safe
    left = np.where(total[:, 0] > 0, budget[:, 0] - whole.sum(axis=1), 0)
    place = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(whole + (place < left[:, None]), dtype=np.int64)


def _bits(mask: Bits) -> Ints:
    return np.bitwise_count(mask).astype(np.int64)


def _overlap(ours: Bits, theirs: Bits) -> tuple[Ints, Flags]:
    """Count of common bits [rows, M] and whether both sides said anything."""
    return _bits(ours[:, None] & theirs[None, :]), (ours[:, None] != 0) & (theirs[None, :] != 0)


def _settle(share: Ints, known: Flags) -> Share:
    return np.where(known, share, MIDDLE), known


class Encoder:
    """Scores any tile of the pairs of a problem; rows are row numbers of the mentees, columns all mentors."""

    def __init__(self, problem: Problem) -> None:
        """Precompute what depends on one side only."""
        self.problem = problem
        self.worths = {code: problem.rules.worths(code) for code in PARTS}
        """Part → [scales] its greatest points."""
        self.budgets = {code: worths[problem.mentees.scale] for code, worths in self.worths.items()}
        """Part → [N] its greatest points for each mentee."""
        strengths = problem.mentors.strengths.astype(np.int64)
        levels = np.where(strengths < 0, UNKNOWN_LEVEL, strengths)
        self.one_hot = np.eye(6)[levels].reshape(len(levels), 6 * levels.shape[1])
        """[M, 6 K]: which level each mentor has in each domain."""
        needs = np.maximum(problem.mentees.needs.astype(np.int64), 0)
        self.domain_of = split(self.budgets["domains"], needs)
        """[N, K] greatest points of each domain for each mentee; a row adds up to the budget or to 0."""
        self._shares: dict[str, Callable[[NDArray[np.intp]], Share]] = {
            "issue": self._issue,
            "subject": self._subject,
            "experience": self._experience,
            "windows": self._windows,
            "willingness": self._willingness,
            "workload": self._workload,
            "distance": self._distance,
            "past": self._past,
            "criteria": self._criteria,
            "mentee_wish": self._mentee_wish,
            "mentor_wish": self._mentor_wish,
            "waiting": self._waiting,
        }

    def part(self, code: str, rows: NDArray[np.intp]) -> tuple[Ints, Flags]:
        """Points [rows, M] of one part and whether they rest on an answer."""
        if code == "domains":
            return self._domains(rows)
        share, known = self._shares[code](rows)
        shape = (len(rows), len(self.problem.mentors))
        points = (self.budgets[code][rows][:, None] * share + 500) // 1000
        return np.broadcast_to(points, shape), np.broadcast_to(known, shape)

    def worth(self, code: str, share: int) -> Ints:
        """[scales] points of a part for a share in thousandths."""
        return np.asarray((self.worths[code] * share + 500) // 1000, dtype=np.int64)

    def tile(self, rows: NDArray[np.intp]) -> Ints:
        """Scores [rows, M], 0..10000."""
        total = np.zeros((len(rows), len(self.problem.mentors)), np.int64)
        for code in PARTS:
            if self.worths[code].any():
                total += self.part(code, rows)[0]
        return total

    def exact(self, mentee: int, mentor: int) -> int:
        """Score of one pair."""
        return int(self.tile(np.array([mentee]))[0, mentor])

    def domain_points(self, rows: NDArray[np.intp]) -> Ints:
        """Points [rows, K, 6] of each domain at each level of strength (the last: unknown)."""
        needs = np.maximum(self.problem.mentees.needs[rows].astype(np.int64), 0)
        shares = self.problem.rules.table[needs]
        return np.asarray((self.domain_of[rows][:, :, None] * shares + 500) // 1000, dtype=np.int64)

    def _domains(self, rows: NDArray[np.intp]) -> tuple[Ints, Flags]:
        points = self.domain_points(rows).reshape(len(rows), 6 * self.domain_of.shape[1]).astype(np.float64)
        met = np.rint(points @ self.one_hot.T).astype(np.int64)
        asked = self.domain_of[rows].sum(axis=1) > 0
        known = np.broadcast_to(asked[:, None], met.shape)
        return np.where(known, met, (self.budgets["domains"][rows][:, None] + 1) // 2), known

    def _issue(self, rows: NDArray[np.intp]) -> Share:
        asked = self.problem.mentees.issues[rows]
        common, known = _overlap(asked, self.problem.mentors.issues)
        return _settle(1000 * common // np.maximum(_bits(asked), 1)[:, None], known)

    def _subject(self, rows: NDArray[np.intp]) -> Share:
        common, known = _overlap(self.problem.mentees.subjects[rows], self.problem.mentors.subjects)
        return _settle(1000 * (common > 0).astype(np.int64), known)

    def _windows(self, rows: NDArray[np.intp]) -> Share:
        common, known = _overlap(self.problem.mentees.windows[rows], self.problem.mentors.windows)
        return _settle(np.array([0, 700, 1000])[np.minimum(common, 2)], known)

    def _willingness(self, rows: NDArray[np.intp]) -> Share:
        mentees, mentors = self.problem.mentees, self.problem.mentors
        share = np.zeros((len(rows), len(mentors)), np.int64)
        anything = np.zeros(share.shape, np.bool_)
        for ours, theirs in ((mentees.forms, mentors.forms), (mentees.kinds, mentors.kinds)):
            common, known = _overlap(ours[rows], theirs)
            share += np.where(known, 500 * (common > 0), MIDDLE // 2)
            anything |= known
        return share, anything

    def _experience(self, rows: NDArray[np.intp]) -> Share:
        """Half for years (full at ten more), half for the category; not asked of reverse mentoring."""
        mentees, mentors = self.problem.mentees, self.problem.mentors
        ours, theirs = mentees.years[rows].astype(np.int64)[:, None], mentors.years.astype(np.int64)[None, :]
        timed = (ours >= 0) & (theirs >= 0)
        share = np.where(timed, np.clip(theirs - ours, 0, 10) * 50, MIDDLE // 2)
        ours, theirs = (
            mentees.category[rows].astype(np.int64)[:, None],
            mentors.category.astype(np.int64)[None],
        )
        ranked = (ours >= 0) & (theirs >= 0)
        share = share + np.where(ranked, np.clip(theirs - ours + 1, 0, 2) * 250, MIDDLE // 2)
        return _settle(share, (timed | ranked) & ~mentees.reverse[rows][:, None])

    def _workload(self, rows: NDArray[np.intp]) -> Share:
        load = np.broadcast_to(self.problem.mentors.load, (len(rows), len(self.problem.mentors)))
        return _settle(np.maximum(1000 - 250 * load, 0), load >= 0)

    def _past(self, rows: NDArray[np.intp]) -> Share:
        """Who has led nobody yet is no worse than the usual for it: help is learned by helping."""
        past = np.broadcast_to(self.problem.mentors.past, (len(rows), len(self.problem.mentors)))
        return _settle(np.array([400, 800, 1000])[np.clip(past, 0, 2)], past >= 0)

    def _criteria(self, rows: NDArray[np.intp]) -> Share:
        met = np.broadcast_to(self.problem.mentors.criteria, (len(rows), len(self.problem.mentors)))
        return _settle(met, met >= 0)

    def _distance(self, rows: NDArray[np.intp]) -> Share:
        mentees, mentors = self.problem.mentees, self.problem.mentors
        share = np.zeros((len(rows), len(mentors)), np.int64)
        for name, worth in (("region", 250), ("municipality", 500), ("organisation", 1000)):
            ours, theirs = getattr(mentees, name)[rows][:, None], getattr(mentors, name)[None, :]
            share = np.where((ours == theirs) & (ours >= 0), worth, share)
        known = (mentees.organisation[rows] >= 0)[:, None] & (mentors.organisation >= 0)[None, :]
        return _settle(share, known)

    def _wish(self, wishes: Ints, rows: NDArray[np.intp], side: int) -> Share:
        n, m = len(self.problem.mentees), len(self.problem.mentors)
        place = np.full(n, -1)
        place[rows] = np.arange(len(rows))
        shares = np.array(self.problem.rules.wish_shares)
        share = np.zeros((len(rows), m), np.int64)
        here = wishes[place[wishes[:, 0]] >= 0]
        worth = shares[np.minimum(here[:, 2] - 1, len(shares) - 1)]
        np.maximum.at(share, (place[here[:, 0]], here[:, 1]), worth)
        if side == 0:
            return _settle(share, np.isin(rows, wishes[:, 0])[:, None])
        return _settle(share, self.problem.wishing_mentors()[None, :])

    def _mentee_wish(self, rows: NDArray[np.intp]) -> Share:
        return self._wish(self.problem.mentee_wishes, rows, 0)

    def _mentor_wish(self, rows: NDArray[np.intp]) -> Share:
        return self._wish(self.problem.mentor_wishes, rows, 1)

    def _waiting(self, rows: NDArray[np.intp]) -> Share:
        days = self.problem.mentees.waiting[rows][:, None]
        full = self.problem.rules.waiting_full
        return _settle(np.minimum(days, full) * 1000 // full, days >= 0)
