"""The linear programme of the groups: a pair may be chosen only as far as its group is open (x ≤ y).

It bounds far better than a flow without minima. It begins with few pairs; whoever would be taken at its prices but is not
in it joins, and it is solved again, until nobody is: then its bound is that of the programme over all pairs. The solver is
not trusted: it gives prices of requests, from which `asks` recomputes the bound in whole numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.asks import SCALE, Worth, sharpest
from nastavnik.matching.engine.leaves import Node
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net

WHOLE = 1e-6
NEAR = 6
"""Pairs of each request and of each mentor, over the places, that a programme begins with."""


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """One solved linear programme: prices of the requests with their exact bound, how far each group opens."""

    asks: Ints
    worth: Worth
    opened: NDArray[np.float64]
    """[M] 0..1; 1 where there is no group, or where it is decided that it opens."""
    rank: Ints
    """[M] of the mentors, so that the order of rows changes nothing."""
    columns: Flags
    """[E] pairs of the net that it knows."""

    @property
    def split(self) -> int | None:
        """The group that is opened by half, the worst first; None when all are open or closed."""
        apart = np.minimum(self.opened, 1 - self.opened)
        halves = np.nonzero(apart > WHOLE)[0]
        order = np.lexsort((self.rank[halves], -np.round(apart[halves], 6)))
        return int(halves[order[0]]) if len(halves) else None

    @property
    def limit(self) -> int:
        """No set of pairs is worth more than this, in whole units of the goal."""
        return self.worth.bound // SCALE


def near(net: Net, loses: Ints, keep: Flags) -> Flags:
    """Pairs [E] to begin with: the few of each side that lose least by the prices of the plain flow."""
    columns = np.zeros(len(keep), np.bool_)
    index = np.nonzero(keep)[0]
    mentee, mentor = net.pairs.mentee, net.pairs.mentor
    for who, rank, most in (
        (mentee, net.mentor_rank[mentor], np.full(len(net.demand), NEAR)),
        (mentor, net.mentee_rank[mentee], NEAR + net.high),
    ):
        order = index[np.lexsort((rank[index], loses[index], who[index]))]
        counts = np.bincount(who[index], minlength=len(most))
        place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
        columns[order[place < most[who[order]]]] = True
    return columns


def solved(net: Net, gain: Ints, node: Node, keep: Flags, columns: Flags, value: int) -> Programme | None:
    """The programme over the pairs marked in `keep` [E], beginning with `columns` [E]; None when it has no answer.

    It ends early where its bound shows that nothing is worth more than `value`, or cannot fall by a whole point any more.
    """
    while True:
        found = _restricted(net, gain, node, columns)
        if found is None:
            if columns[keep].all():
                return None
            columns = keep
            continue
        prices, share, reached = found
        asks, told = sharpest(net, gain, prices, node, keep)
        fresh = told.picked & ~columns
        closed = told.bound // SCALE <= max(value, math.floor(reached + WHOLE))
        if closed or not fresh.any():
            return Programme(asks, told, share, net.mentor_rank, columns)
        columns = columns | fresh


def _restricted(
    net: Net, gain: Ints, node: Node, columns: Flags
) -> tuple[NDArray[np.float64], NDArray[np.float64], float] | None:
    """Prices of the requests [N], how far groups open [M] and the value, by these pairs alone.

    Rows and columns stand by the ranks of mentees and mentors, so the order of rows changes nothing.
    """
    from ortools.linear_solver.python.model_builder_helper import (  # noqa: PLC0415
        ModelBuilderHelper,
        ModelSolverHelper,
        SolveStatus,
    )

    model: Any = ModelBuilderHelper()
    model.set_maximize(True)
    index = np.nonzero(columns)[0]
    index = index[
        np.lexsort((net.mentor_rank[net.pairs.mentor[index]], net.mentee_rank[net.pairs.mentee[index]]))
    ]
    none, ones = np.zeros(len(index)), np.ones(len(index))
    pairs = model.add_var_array_with_bounds(none, ones, none.astype(np.bool_), "").tolist()
    model.set_objective_coefficients(pairs, gain[index].astype(np.float64).tolist())
    rows = np.empty(len(net.demand), np.int64)
    for i in np.argsort(net.mentee_rank).tolist():
        rows[i] = _row(model, 0, int(net.demand[i]))
    opened, mentors = _mentors(model, net, node)
    asks = rows[net.pairs.mentee[index]].tolist()
    for pair, row, j in zip(pairs, asks, net.pairs.mentor[index].tolist(), strict=True):
        for each in (row, *mentors[j]):
            model.add_term_to_constraint(each, pair, 1)
        if j in opened:
            tie = _row(model, -np.inf, 0)
            model.add_term_to_constraint(tie, pair, 1)
            model.add_term_to_constraint(tie, opened[j], -1)
    solver: Any = ModelSolverHelper("glop")
    solver.set_solver_specific_parameters("use_dual_simplex: true")
    solver.solve(model)
    if not solver.has_solution() or solver.status() != SolveStatus.OPTIMAL:
        return None
    share = np.ones(len(net.high))
    share[list(node[0])] = 0
    values = solver.variable_values()
    for j, y in opened.items():
        share[j] = values[y]
    return np.maximum(solver.dual_values()[rows], 0), share, float(solver.objective_value())


def _row(model: Any, low: float, high: float) -> int:
    row = int(model.add_linear_constraint())
    model.set_constraint_lower_bound(row, low)
    model.set_constraint_upper_bound(row, high)
    return row


def _mentors(model: Any, net: Net, node: Node) -> tuple[dict[int, int], dict[int, tuple[int, ...]]]:
    """How far each undecided group opens (columns), and the rows of each mentor."""
    closed, held = set(node[0]), set(node[1])
    opened: dict[int, int] = {}
    rows: dict[int, tuple[int, ...]] = {}
    for j in np.argsort(net.mentor_rank).tolist():
        low, high, group = int(net.low[j]), int(net.high[j]), int(net.group[j])
        if not group or j in closed or j in held:
            least = max(low, group) if j in held else low
            rows[j] = (_row(model, least, 0 if j in closed else high),)
            continue
        opened[j] = int(model.add_var())
        model.set_var_lower_bound(opened[j], 0)
        model.set_var_upper_bound(opened[j], 1 if group <= high else 0)
        most, fewest = _row(model, -np.inf, 0), _row(model, 0, np.inf)
        model.add_term_to_constraint(most, opened[j], -high)
        model.add_term_to_constraint(fewest, opened[j], -group)
        rows[j] = (most, fewest)
    return opened, rows
