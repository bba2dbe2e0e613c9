"""Scores of all pairs at once, for runs where listing the eligible pairs is too much: [N, M] whole points, -1 not eligible.

What a part of the score says of a pair depends on few different answers of each side. So each part is scored once for
every two different answers, by the same code that scores single pairs, and looked up by which answers the two gave.
Domains are one product of matrices: points for each level on the left, which level each mentor has on the right. Exact
in float32: all sums are whole and below 2**24; a rule that fails takes off more than all parts together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.eligible import covered, failing_rules
from nastavnik.matching.engine.model import Problem
from nastavnik.matching.engine.model.checks import Ints
from nastavnik.matching.engine.score import MIDDLE, Encoder

Tile = NDArray[np.int16]
Products = NDArray[np.float32]
Rows = NDArray[np.intp]

OUT = 1 << 17
"""Taken off for each rule that fails: more than the greatest score, and all of them together stay below 2**22."""
CELLS = 1_000_000
"""Cells of a tile."""
KEPT_CELLS = 64_000_000
"""Up to so many cells a whole table of scores may be kept (2 octets each)."""
PLACE = ("organisation", "municipality", "region", "contour", "virtual", "scale")
"""What is asked of a mentee to know how near somebody is."""
# Part of the score or None, rules that rest on the same answers, columns of both sides that hold the answers.
KEYED: tuple[tuple[str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    ("issue", ("issue",), ("issues",), ("issues",)),
    ("subject", ("subject",), ("subjects", "subject_bound"), ("subjects",)),
    ("experience", ("experience",), ("years", "category", "reverse"), ("years", "category")),
    ("willingness", ("form", "kind"), ("forms", "kinds"), ("forms", "kinds")),
    ("workload", (), (), ("load",)),
    ("past", ("past",), (), ("past",)),
    ("criteria", ("criteria",), (), ("criteria",)),
    ("waiting", (), ("waiting",), ()),
)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """One part of the score, and rules that rest on the same answers, for every two different answers."""

    points: Products
    """[A, B]"""
    mine: NDArray[np.intp]
    """[N] which answer each mentee gave ..."""
    other: NDArray[np.intp]
    """[M] ... and each mentor."""

    def among(self, mentees: Rows, mentors: Rows) -> Products:
        """[mentees, mentors] points of these rows and columns."""
        if len(self.points) < len(mentees):
            return self.points[:, self.other[mentors]][self.mine[mentees]]
        return self.points[self.mine[mentees]][:, self.other[mentors]]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Scores of a problem whose profiles are scored; made by `Grid.of`."""

    problem: Problem
    left: Products
    """[N, F] points for every level of the mentors, and what one side alone decides."""
    right: Products
    """[F, M] which level each mentor has."""
    answers: tuple[Answers, ...]
    near: Near
    sparse: Ints
    """[S, 3] (mentee, mentor, points to add; below 0 where a rule fails), sorted."""

    @classmethod
    def of(cls, problem: Problem) -> Grid:
        """Make ready what tiles are computed from."""
        columns = [_domains(problem), _vectors(problem)]
        left = np.concatenate([each[0] for each in columns], axis=1)
        right = np.concatenate([each[1] for each in columns], axis=0)
        answers = tuple(_keyed(problem, *each) for each in KEYED)
        return cls(problem, left, right, answers, Near(problem), _sparse(problem))

    def spans(self) -> Iterator[slice]:
        """Slices of rows, a tile each."""
        step = max(1, CELLS // max(1, len(self.problem.mentors)))
        for start in range(0, len(self.problem.mentees), step):
            yield slice(start, min(start + step, len(self.problem.mentees)))

    def tile(self, rows: slice) -> Tile:
        """Scores of these rows: [rows, M], -1 where the pair is not eligible."""
        return self.among(np.arange(rows.start, rows.stop), np.arange(len(self.problem.mentors)))

    def among(self, mentees: Rows, mentors: Rows) -> Tile:
        """Scores [mentees, mentors] of these rows and columns, -1 where the pair is not eligible."""
        points: Products = self.left[mentees] @ self.right[:, mentors]
        for each in self.answers:
            points += each.among(mentees, mentors)
        self.near.add(points, mentees, mentors)
        self._add_sparse(points, mentees, mentors)
        points[points < self.problem.rules.cut_off] = -1
        return points.astype(np.int16)

    def _add_sparse(self, points: Products, mentees: Rows, mentors: Rows) -> None:
        """Add what is said of single pairs, several times of one pair as well."""
        row = np.full(len(self.problem.mentees), -1)
        column = np.full(len(self.problem.mentors), -1)
        row[mentees], column[mentors] = np.arange(len(mentees)), np.arange(len(mentors))
        i, j = row[self.sparse[:, 0]], column[self.sparse[:, 1]]
        here = (i >= 0) & (j >= 0)
        np.add.at(points, (i[here], j[here]), self.sparse[here, 2])


def _represent(
    columns: Sequence[NDArray[np.generic]], rows: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """A row for each different answer, and which answer each row gave."""
    if not columns:
        return np.zeros(1 if rows else 0, np.intp), np.zeros(rows, np.intp)
    code = np.zeros(rows, np.int64)
    for column in columns:
        _, answer = np.unique(column, return_inverse=True)
        code = code * (int(answer.max(initial=0)) + 1) + answer
        _, code = np.unique(code, return_inverse=True)
    _, first, answer = np.unique(code, return_index=True, return_inverse=True)
    return first, answer


def _keyed(
    problem: Problem, part: str | None, rules: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> Answers:
    ours = (*ours, "scale")
    mentees, mine = _represent([getattr(problem.mentees, name) for name in ours], len(problem.mentees))
    mentors, other = _represent([getattr(problem.mentors, name) for name in theirs], len(problem.mentors))
    table = _table(_part_of(problem, mentees, mentors), part, rules)
    return Answers(table.astype(np.float32), mine, other)


def _part_of(problem: Problem, mentees: Rows, mentors: Rows) -> Problem:
    """The same rules for these rows only; links of pairs are left out."""
    return Problem.build(problem.mentees.take(mentees), problem.mentors.take(mentors), rules=problem.rules)


def _table(small: Problem, part: str | None, rules: Sequence[str]) -> Ints:
    encoder, rows = Encoder(small), np.arange(len(small.mentees))
    shape = (len(small.mentees), len(small.mentors))
    points = np.zeros(shape, np.int64)
    if part:
        points += encoder.part(part, rows)[0]
    failed = failing_rules(small, rows)
    for code in rules:
        if code in failed:
            points -= OUT * np.broadcast_to(failed[code], shape)
    return points


def _domains(problem: Problem) -> tuple[Products, Products]:
    encoder = Encoder(problem)
    rows = np.arange(len(problem.mentees))
    points = encoder.domain_points(rows).reshape(len(rows), len(encoder.one_hot.T)).astype(np.float32)
    blind = encoder.domain_of.sum(axis=1) == 0
    middle = np.where(blind, (encoder.budgets["domains"] + 1) // 2, 0)[:, None].astype(np.float32)
    right = np.vstack((encoder.one_hot.T, np.ones((1, len(problem.mentors)))))
    return np.hstack((points, middle)), right.astype(np.float32)


def _vectors(problem: Problem) -> tuple[Products, Products]:
    """What one side alone decides: consents, places, and what a wish says of those whom it does not name.

    Nobody wished: the middle. Somebody wished for others: nothing, and out where wishes bind; `_sparse` takes that back.
    """
    mentees, mentors = problem.mentees, problem.mentors
    ours = -OUT * (~mentees.consent).astype(np.int64)
    theirs = -OUT * ((~mentors.consent).astype(np.int64) + (mentors.capacity <= 0))
    wishing = np.isin(np.arange(len(mentees)), problem.mentee_wishes[:, 0])
    wishes_other, wishes_none = _of_wishes(problem, "mentee_wish")
    ours = ours + np.where(wishing, wishes_other, wishes_none)
    wished_other, wished_none = _of_wishes(problem, "mentor_wish")
    wished_by = problem.wishing_mentors()
    left = np.stack((ours, np.ones_like(ours), wished_other, wished_none), axis=1)
    right = np.stack((np.ones_like(theirs), theirs, wished_by, ~wished_by))
    return left.astype(np.float32), right.astype(np.float32)


def _of_wishes(problem: Problem, code: str) -> tuple[Ints, Ints]:
    """[N] points where the side has wished for others, and where it has not wished."""
    scale = problem.mentees.scale
    return -OUT * problem.rules.binding(code)[scale], Encoder(problem).worth(code, MIDDLE)[scale]


def _sparse(problem: Problem) -> Ints:
    """What is said of single pairs: wishes, bans, and that nobody leads themselves."""
    encoder, shares = Encoder(problem), problem.rules.wish_shares
    rows = [np.zeros((0, 3), np.int64)]
    for code, wishes in (("mentee_wish", problem.mentee_wishes), ("mentor_wish", problem.mentor_wishes)):
        scale = problem.mentees.scale[wishes[:, 0]]
        rank = np.minimum(wishes[:, 2], len(shares)) - 1
        worth = np.array([encoder.worth(code, share) for share in shares])[rank, scale]
        worth = worth + OUT * problem.rules.binding(code)[scale]
        # Named twice, the higher place counts.
        order = np.lexsort((-worth, wishes[:, 1], wishes[:, 0]))
        first = np.unique(wishes[order][:, :2], axis=0, return_index=True)[1]
        rows.append(np.column_stack((wishes[order][first][:, :2], worth[order][first])))
    bans = np.concatenate((problem.bans.forbidden, problem.bans.declined, _own(problem)))
    rows.append(np.column_stack((bans, np.full(len(bans), -OUT))))
    found = np.concatenate(rows)
    return found[np.argsort(found[:, 0], kind="stable")]


def _own(problem: Problem) -> Ints:
    """[.., 2] rows of one and the same person on both sides."""
    ours, theirs = problem.mentees.person, problem.mentors.person
    order = np.argsort(theirs, kind="stable")
    first, last = (np.searchsorted(theirs[order], ours, side=side) for side in ("left", "right"))
    mentee = np.repeat(np.arange(len(ours)), last - first)
    place = np.arange(len(mentee)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    return np.column_stack((mentee, order[np.repeat(first, last - first) + place]))


class Near:
    """Parts and rules with nearly as many answers as there are people: common time, place, reach, needs all uncovered."""

    def __init__(self, problem: Problem) -> None:
        encoder = Encoder(problem)
        self.mentees, self.mentors = problem.mentees, problem.mentors
        scale, binding = problem.mentees.scale, problem.rules.binding

        def worth(code: str, share: int) -> Products:
            """[N, 1]"""
            return encoder.worth(code, share)[scale].astype(np.float32)[:, None]

        def out(code: str) -> Products:
            """[N, 1] what the lack of the part takes off."""
            return (OUT * binding(code)[scale]).astype(np.float32)[:, None]

        self.hours = [worth("windows", share) for share in (0, 700, 1000)]
        self.hours[0] -= out("windows")
        self.no_hours = worth("windows", MIDDLE)
        self.places = [
            (name, worth("distance", share))
            for name, share in (("region", 250), ("municipality", 500), ("organisation", 1000))
        ]
        self.no_place = worth("distance", MIDDLE)
        self.apart = worth("distance", 0)
        self.away = out("distance")
        self.domains = None
        if binding("domains").any():
            asking, left, right = covered(problem.mentees.needs, problem.mentors.strengths)
            self.domains = (np.where(asking[:, None], out("domains"), 0), left, right)

    def add(self, points: Products, rows: Rows, columns: Rows) -> None:
        """Add to the points [rows, columns]."""
        self._add_windows(points, rows, columns)
        asked = [getattr(self.mentees, name)[rows] for name in PLACE]
        few, answer = _represent(asked, len(rows))
        points += self._place(rows[few], columns)[answer]
        if self.domains is not None:
            out, left, right = self.domains
            points -= np.where(left[rows] @ right[:, columns] == 0, out[rows], 0)

    def _add_windows(self, points: Products, rows: Rows, columns: Rows) -> None:
        """Nothing in common, one window, two or more; the middle where either side said nothing."""
        ours, theirs = self.mentees.windows[rows], self.mentors.windows[columns]
        said, heard = np.nonzero(ours)[0], np.nonzero(theirs)[0]
        points += self.no_hours[rows]
        if not len(said) or not len(heard):
            return
        none, one, two = (each[rows[said]] for each in self.hours)
        common = ours[said][:, None] & theirs[heard]
        more: Products = (common != 0) * (one - none)
        common &= common - np.uint64(1)
        more += (common != 0) * (two - one)
        more += none - self.no_hours[rows[said]]
        points[np.ix_(said, heard)] += more

    def _place(self, rows: Rows, columns: Rows) -> Products:
        """Place and reach [rows, columns]; the rows are few."""
        shape = (len(rows), len(columns))
        points: Products = np.broadcast_to(self.apart[rows], shape)
        for name, worth in self.places:
            ours, theirs = (getattr(side, name) for side in (self.mentees, self.mentors))
            same = (ours[rows][:, None] == theirs[columns]) & (ours[rows][:, None] >= 0)
            points = np.where(same, worth[rows], points)
        home, theirs = self.mentees.organisation[rows][:, None], self.mentors.organisation[columns]
        own = (home == theirs) & (home >= 0)
        points = points - np.where(own | (home < 0) | (theirs < 0), 0, self.away[rows])
        points = np.where((home < 0) | (theirs < 0), self.no_place[rows], points)
        contour = self.mentees.contour[rows][:, None] == self.mentors.contour[columns]
        far = contour & self.mentees.virtual[rows][:, None] & self.mentors.virtual[columns]
        return np.where(own | far, points, points - OUT)
