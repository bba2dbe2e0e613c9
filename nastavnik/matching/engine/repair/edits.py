"""The problem as events have changed it: edits are collected and the problem is made when somebody asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from nastavnik.matching.engine.model import Problem
from nastavnik.matching.engine.model.checks import Ints


class Edits:
    """A problem and what was said since."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._bans: list[tuple[int, int]] = []

    def copy(self) -> Edits:
        """The same edits, apart."""
        made = Edits(self._problem)
        made._bans = list(self._bans)
        return made

    def problem(self) -> Problem:
        """With all edits."""
        if self._bans:
            bans = self._problem.bans
            declined = np.unique(np.concatenate((bans.declined, np.array(self._bans, np.int64))), axis=0)
            self._problem = replace(self._problem, bans=replace(bans, declined=declined))
            self._bans = []
        return self._problem

    @property
    def rows(self) -> Problem:
        """The problem for its rows and ids alone, whatever was edited."""
        return self._problem

    def stands(self, mentee: int, mentor: int) -> bool:
        """Do these two stand as a pair now?"""
        standing = self._problem.standing
        return bool(((standing[:, 0] == mentee) & (standing[:, 1] == mentor)).any())

    def ban(self, mentee: int, mentor: int) -> None:
        """Declined: never again in this problem."""
        self._bans.append((mentee, mentor))

    def renew(self, problem: Problem) -> None:
        """Another problem altogether."""
        self._problem, self._bans = problem, []

    def places(self, mentor: int, more: int) -> None:
        """So many places more (or fewer)."""
        now = int(self._problem.mentors.capacity[mentor])
        self._mentors(mentor, capacity=now + more)

    def close(self, mentor: int) -> None:
        """No place, no least load, no lock."""
        problem = self.problem()
        self._problem = replace(problem, locks=problem.locks[problem.locks[:, 1] != mentor])
        self._mentors(mentor, capacity=0, min_load=0)

    def silence(self, mentee: int) -> None:
        """The request asks for nobody."""
        problem = self.problem()
        demand = _changed(problem.mentees.demand, mentee, 0)
        self._problem = replace(problem, mentees=replace(problem.mentees, demand=demand))

    def lock(self, mentee: int, mentor: int) -> None:
        """A pair that must be."""
        problem = self.problem()
        locks = np.unique(np.concatenate((problem.locks, [[mentee, mentor]])), axis=0)
        self._problem = replace(problem, locks=locks)

    def _mentors(self, row: int, **values: int) -> None:
        problem = self.problem()
        columns: dict[str, Any] = {
            name: _changed(getattr(problem.mentors, name), row, value) for name, value in values.items()
        }
        self._problem = replace(problem, mentors=replace(problem.mentors, **columns))


def _changed(column: Ints, row: int, value: int) -> Ints:
    made = column.copy()
    made[row] = value
    made.setflags(write=False)
    return made
