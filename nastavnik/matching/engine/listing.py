"""All eligible pairs of a problem with their scores, six octets each: what solvers start from and prices are held against.

Pairs that reach forbids are not even scored: a mentee may be with mentors of the own organisation, and, where both agreed
to distance, of the contour. So rows are taken in the order of contours and organisations, a block of near ones at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.grid import CELLS, Grid
from nastavnik.matching.engine.model import Pairs, Problem
from nastavnik.matching.engine.model.checks import Flags, Ints

CHUNK = 1 << 20
"""Pairs looked at together in one pass."""

ABOVE_ALL = 1 << 21
"""Greater than any score, given ones included."""

Small = NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """E eligible pairs, all pairs of a mentee side by side; made by `Listing.of`."""

    problem: Problem
    order: Ints
    """[N] mentees in the order in which their pairs stand."""
    start: Ints
    """[N + 1] where the pairs of each of them begin."""
    mentor: Small
    """[E]"""
    score: Small
    """[E]"""
    place: Ints
    """[N] where each mentee stands in `order`."""

    @classmethod
    def of(cls, problem: Problem) -> Listing:
        """List all; given scores are the last word, profiles are scored otherwise."""
        order, counts, mentor, score = _given(problem) if problem.scores is not None else _scored(problem)
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        return cls(problem, order, np.concatenate(([0], np.cumsum(counts))), mentor, score, place)

    def __len__(self) -> int:
        return len(self.mentor)

    def chunks(self) -> Iterator[tuple[slice, Ints, Small, Small]]:
        """Where they stand, mentees, mentors and scores of some pairs; a mentee is never parted."""
        first = 0
        while first < len(self.order):
            after = int(np.searchsorted(self.start, self.start[first] + CHUNK, side="right")) - 1
            last = min(max(first + 1, after), len(self.order))
            part = slice(int(self.start[first]), int(self.start[last]))
            mentee = np.repeat(self.order[first:last], np.diff(self.start[first : last + 1]))
            yield part, mentee, self.mentor[part], self.score[part]
            first = last

    def pairs(self) -> Pairs:
        """All of them, sorted."""
        return self.taken(np.arange(len(self)))

    def taken(self, numbers: Ints) -> Pairs:
        """Those with these numbers, sorted."""
        mentee = self.mentees_of(numbers)
        mentor = self.mentor[numbers].astype(np.int64)
        order = np.lexsort((mentor, mentee))
        return Pairs(mentee[order], mentor[order], self.score[numbers][order].astype(np.int64))

    def mentees_of(self, numbers: Ints) -> Ints:
        """Whose pairs these are."""
        return self.order[np.searchsorted(self.start, numbers, side="right") - 1]

    def near(self, mentee: int) -> slice:
        """Where the pairs of a mentee stand."""
        place = self.place[mentee]
        return slice(int(self.start[place]), int(self.start[place + 1]))

    def counts(self) -> Ints:
        """[N] how many mentors are eligible for each mentee."""
        return np.diff(self.start)[self.place]

    def numbers(self, pairs: Ints) -> Ints:
        """Where these pairs [P, 2] stand; those that are not eligible are left out."""
        place, wanted = self.place[pairs[:, 0]], pairs[:, 1]
        low, high = self.start[place], self.start[place + 1]
        end = high
        while (low < high).any():  # all rows are halved together
            middle = (low + high) // 2
            before = (low < high) & (self.mentor[np.minimum(middle, len(self) - 1)] < wanted)
            low, high = np.where(before, middle + 1, low), np.where(before, high, middle)
        here = low < end
        here[here] = self.mentor[low[here]] == wanted[here]
        return low[here]

    def best_of_mentees(self, each: int) -> Ints:
        """Numbers of the best `each` pairs of every mentee."""
        found = [np.zeros(0, np.int64)]
        for part, mentee, _, score in self.chunks():
            found.append(part.start + _leading(self.place[mentee], score, each))
        return np.concatenate(found)

    def best_of_mentors(self, each: int) -> Ints:
        """Numbers of the best `each` pairs of every mentor."""
        best = np.zeros(0, np.int64)
        for part, _, _, _ in self.chunks():
            best = np.concatenate((best, np.arange(part.start, part.stop)))
            best = best[_leading(self.mentor[best], self.score[best], each)]
        return best


def _leading(who: Small, score: Small, each: int) -> Ints:
    """Which rows are among the best `each` of those with the same `who`."""
    order = np.argsort(who.astype(np.int64) * ABOVE_ALL - score)
    ordered = who[order]
    fresh = np.nonzero(np.diff(ordered, prepend=-1))[0]
    place = np.arange(len(order)) - np.repeat(fresh, np.diff(fresh, append=len(order)))
    return order[place < each]


Listed = tuple[Ints, Ints, Small, Small]
"""Order of the mentees, how many pairs each has, mentors and scores of the pairs."""


def _given(problem: Problem) -> Listed:
    scores = problem.scores
    assert scores is not None  # noqa: S101
    m, n = max(1, len(problem.mentors)), len(problem.mentees)
    banned = np.concatenate((problem.bans.forbidden, problem.bans.declined)) @ np.array([m, 1])
    keep = ~np.isin(scores.mentee * m + scores.mentor, banned)
    counts = np.bincount(scores.mentee[keep], minlength=n)
    return np.arange(n), counts, scores.mentor[keep].astype(_narrow(m)), scores.score[keep].astype(np.int32)


def _narrow(largest: int) -> type[np.uint16] | type[np.int32]:
    return np.uint16 if largest <= np.iinfo(np.uint16).max else np.int32


def _scored(problem: Problem) -> Listed:
    mentees, kind = problem.mentees, _narrow(len(problem.mentors))
    order = np.lexsort((np.arange(len(mentees)), mentees.organisation, mentees.contour))
    step = max(1, CELLS // max(1, len(problem.mentors)))
    counts, mentors, scores = [np.zeros(0, np.int64)], [np.zeros(0, kind)], [np.zeros(0, np.int16)]
    if not len(mentees) or not len(problem.mentors):
        return order, np.zeros_like(order), mentors[0], scores[0]
    grid = Grid.of(problem)
    for first in range(0, len(order), step):
        rows = order[first : first + step]
        i, j, score = _reached(grid, rows)
        counts.append(np.bincount(i, minlength=len(rows)))
        mentors.append(j.astype(kind))
        scores.append(score)
    return order, np.concatenate(counts), np.concatenate(mentors), np.concatenate(scores)


def _reached(grid: Grid, rows: Ints) -> tuple[Ints, Ints, NDArray[np.int16]]:
    """Eligible pairs of these rows by (place among the rows, mentor): at a distance, then in the own organisation."""
    mentees, mentors = grid.problem.mentees, grid.problem.mentors
    far_rows = np.nonzero(mentees.virtual[rows])[0]
    far_columns = np.nonzero(mentors.virtual & np.isin(mentors.contour, mentees.contour[rows[far_rows]]))[0]
    own_columns = np.nonzero(np.isin(mentors.organisation, mentees.organisation[rows]))[0]
    far = grid.among(rows[far_rows], far_columns)
    own = grid.among(rows, own_columns)
    own[_at_a_distance(grid.problem, rows, own_columns)] = -1
    found = [
        (some[i], columns[j], tile[i, j])
        for some, columns, tile in ((far_rows, far_columns, far), (np.arange(len(rows)), own_columns, own))
        for i, j in [np.nonzero(tile >= 0)]
    ]
    i, j, score = (np.concatenate([each[k] for each in found]) for k in range(3))
    order = np.argsort(i * len(grid.problem.mentors) + j)
    return i[order], j[order], score[order]


def _at_a_distance(problem: Problem, rows: Ints, columns: Ints) -> Flags:
    """[rows, columns] both agreed to distance inside one contour."""
    mentees, mentors = problem.mentees, problem.mentors
    agreed = mentees.virtual[rows][:, None] & mentors.virtual[columns]
    return np.asarray(agreed & (mentees.contour[rows][:, None] == mentors.contour[columns]))
