"""Which groups open, on large problems: a linear programme says it almost whole, branching on what is left says the rest.

In it a pair may be chosen only as far as its group is open (x ≤ y), which bounds far better than a flow without minima.
The solver is not trusted: it gives prices, from
which `asks` recomputes the bound in whole numbers. Pairs that cannot be in a better set than the best one known are left
out of the programme by the prices of the plain flow.

Goals after the first are then followed within the groups that were opened.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.asks import SCALE, Worth, sharpest, worth
from nastavnik.matching.engine.hall import starved
from nastavnik.matching.engine.leaves import Found, Node, leaf_face, too_small
from nastavnik.matching.engine.model import Branch, Infeasible
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net, whole_face
from nastavnik.matching.engine.prices import bound, surplus
from nastavnik.matching.engine.tiers import Goal, Outcome, lex, trusted

MOST_PROGRAMMES = 60
HALF = 0.5
WHOLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """One solved linear programme: prices of the requests with their exact bound, how far each group opens."""

    asks: Ints
    worth: Worth
    opened: NDArray[np.float64]
    """[M] 0..1; 1 where there is no group, or where it is decided that it opens."""
    rank: Ints
    """[M] of the mentors, so that the order of rows changes nothing."""

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


def solved(net: Net, gain: Ints, node: Node, keep: Flags) -> Programme | None:
    """The programme over the pairs marked in `keep` [E]; None when it has no answer."""
    from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]  # noqa: PLC0415

    solver: Any = pywraplp.Solver.CreateSolver("GLOP")
    rows = {i: solver.Constraint(0, int(net.demand[i])) for i in np.argsort(net.mentee_rank).tolist()}
    opened, columns = _columns(solver, net, node)
    objective = solver.Objective()
    objective.SetMaximization()
    index = np.nonzero(keep)[0]
    index = index[
        np.lexsort((net.mentor_rank[net.pairs.mentor[index]], net.mentee_rank[net.pairs.mentee[index]]))
    ]
    for i, j, points in zip(
        net.pairs.mentee[index].tolist(), net.pairs.mentor[index].tolist(), gain[index].tolist(), strict=True
    ):
        x = solver.NumVar(0, 1, "")
        objective.SetCoefficient(x, points)
        for row in (rows[i], *columns[j]):
            row.SetCoefficient(x, 1)
        if j in opened:
            tie = solver.Constraint(-solver.infinity(), 0)
            tie.SetCoefficient(x, 1)
            tie.SetCoefficient(opened[j], -1)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    share = np.ones(len(net.high))
    share[list(node[0])] = 0
    for j, y in opened.items():
        share[j] = y.solution_value()
    prices = np.array([rows[i].dual_value() for i in range(len(rows))], dtype=np.float64)
    asks, found = sharpest(net, gain, np.maximum(prices, 0), node, keep)
    return Programme(asks, found, share, net.mentor_rank)


def _columns(solver: Any, net: Net, node: Node) -> tuple[dict[int, Any], dict[int, tuple[Any, ...]]]:
    closed, held = set(node[0]), set(node[1])
    opened: dict[int, Any] = {}
    columns: dict[int, tuple[Any, ...]] = {}
    for j in np.argsort(net.mentor_rank).tolist():
        low, high, group = int(net.low[j]), int(net.high[j]), int(net.group[j])
        if not group or j in closed or j in held:
            least = max(low, group) if j in held else low
            columns[j] = (solver.Constraint(least, 0 if j in closed else high),)
            continue
        opened[j] = solver.NumVar(0, 1 if group <= high else 0, "")
        most, least_row = solver.Constraint(-solver.infinity(), 0), solver.Constraint(0, solver.infinity())
        most.SetCoefficient(opened[j], -high)
        least_row.SetCoefficient(opened[j], -group)
        columns[j] = (most, least_row)
    return opened, columns


def pattern(net: Net, programme: Programme) -> Node:
    """Every group decided: those opened by half or more are held at their minimum, the others closed."""
    groups = np.nonzero(net.group > 0)[0]
    is_open = programme.opened[groups] >= HALF
    return tuple(groups[~is_open].tolist()), tuple(groups[is_open].tolist())


def worth_keeping(net: Net, gain: Ints, prices: Ints, value: int) -> Flags:
    """Which pairs [E] may stand in a set worth `value` or more: the bound of the prices less what the pair loses."""
    face = whole_face(net)
    own, _ = surplus(face, gain, prices)
    loses = prices[net.pairs.mentor] + own[net.pairs.mentee] - gain
    return np.asarray(bound(face, gain, prices, balance=False) - np.maximum(loses, 0) >= value)


def dive(net: Net, goal: Goal, root: Outcome, backend: str) -> tuple[Node, int]:
    """A first set that keeps the minima: groups that come out too small are closed until none does."""
    closed: set[int] = set()
    outcome = root
    while small := too_small(net, outcome):
        closed |= set(small)
        outcome = _flow(net, goal, (tuple(sorted(closed)), ()), backend)
    return _opened_by(net, outcome), outcome.tiers[0].value


def _opened_by(net: Net, outcome: Outcome) -> Node:
    """Every group decided as these pairs have it: equal sets of the first goal may not keep the minima."""
    groups = np.nonzero(net.group > 0)[0]
    used = np.bincount(net.pairs.mentor[outcome.chosen], minlength=len(net.high))[groups] > 0
    return tuple(groups[~used].tolist()), tuple(groups[used].tolist())


def _flow(net: Net, goal: Goal, node: Node, backend: str) -> Outcome:
    face = leaf_face(net, node)
    chosen, tier = trusted(face, face, goal, backend)
    whole = np.zeros(len(net.pairs), np.bool_)
    whole[face.index[chosen]] = True
    return Outcome(whole, (tier,), unique=False)


def search(net: Net, goals: list[Goal], root: Outcome, backend: str) -> Found:
    """Best set that keeps the group minima; `complete` is False when the programmes ran out."""
    return Search(net, goals, root, backend).run()


class Search:
    """Branch and bound over the groups: the best set known, programmes still above it, leaves that are done."""

    def __init__(self, net: Net, goals: list[Goal], root: Outcome, backend: str) -> None:
        self.net, self.goals, self.root, self.backend = net, goals, root, backend
        self.node, self.value = dive(net, goals[0], root, backend)
        self.dead: list[Branch] = []
        self.heap: list[tuple[int, int, Node, Programme]] = []
        self.made = 0

    def run(self) -> Found:
        """The best set found; `complete` when every leaf is shown not to be better."""
        self._look(((), ()))
        while self.heap and self.heap[0][3].limit > self.value and self.made < MOST_PROGRAMMES:
            _, _, node, programme = heapq.heappop(self.heap)
            split = programme.split
            if split is None:
                heapq.heappush(self.heap, (0, self.made, node, programme))
                break
            closed, held = node
            self._look((tuple(sorted({*closed, split})), held))
            self._look((closed, tuple(sorted({*held, split}))))
        return self._found()

    def _look(self, node: Node) -> None:
        self.made += 1
        gain = self.goals[0].gain
        keep = worth_keeping(self.net, gain, self.root.tiers[0].prices, self.value)
        programme = solved(self.net, gain, node, keep)
        if programme is None:
            witness = starved(leaf_face(self.net, node), self.backend)
            self.dead.append(Branch(node[0], node[1], (), witness))
            return
        self._round(pattern(self.net, programme))
        heapq.heappush(self.heap, (-programme.worth.bound, self.made, node, programme))

    def _round(self, node: Node) -> None:
        """Take the set that the programme points at, where it is better than the best known."""
        try:
            value = _flow(self.net, self.goals[0], node, self.backend).tiers[0].value
        except Infeasible:
            return
        if value > self.value:
            self.node, self.value = node, value

    def _found(self) -> Found:
        net = self.net
        outcome = lex(leaf_face(net, self.node), self.goals, len(net.pairs), self.backend)
        leaves = [Branch(node[0], node[1], (), asks=item.asks) for _, _, node, item in self.heap]
        complete = all(item.limit <= outcome.tiers[0].value for _, _, _, item in self.heap)
        branches = (*self.dead, *leaves)
        prices, value = self.root.tiers[0].prices, outcome.tiers[0].value
        alone = complete and only_pattern(net, self.goals[0], branches, prices, outcome.chosen, value)
        return Found(
            replace(outcome, unique=outcome.unique and alone), self.node, branches, complete=complete
        )


def not_worth_more(net: Net, goal: Goal, branch: Branch, prices: Ints, value: int) -> bool:
    """Check a leaf by its prices of requests alone: no set in it is worth more than `value` by the goal."""
    if branch.asks is None:
        return False
    keep = worth_keeping(net, goal.gain, prices, value)
    told = worth(net, goal.gain, branch.asks, (branch.closed, branch.held), keep)
    return told.bound // SCALE <= value


def only_pattern(
    net: Net, goal: Goal, branches: tuple[Branch, ...], prices: Ints, chosen: Flags, value: int
) -> bool:
    """Do all best sets open the very groups that `chosen` [E] opens? Shown where the other choice costs more than the gap."""
    keep = worth_keeping(net, goal.gain, prices, value)
    load = np.bincount(net.pairs.mentor[chosen], minlength=len(net.high))
    for branch in branches:
        if branch.asks is None:
            continue
        told = worth(net, goal.gain, branch.asks, (branch.closed, branch.held), keep)
        if told.bound < SCALE * value:
            continue
        sure = told.margin > told.bound - SCALE * value
        agrees = (told.is_open == (load > 0)) | (net.group == 0)
        if not (sure & agrees)[_undecided(net, branch)].all():
            return False
    return True


def _undecided(net: Net, branch: Branch) -> list[int]:
    groups = set(np.nonzero(net.group > 0)[0].tolist())
    return sorted(groups - set(branch.closed) - set(branch.held))
