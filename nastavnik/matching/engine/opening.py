"""Which groups open, on large problems: a linear programme says it almost whole, branching on what is left says the rest.

Pairs that cannot be in a better set than the best one known are left out of the programme by the prices of the plain flow.

Goals after the first are then followed within the groups that were opened.
"""

from __future__ import annotations

import heapq
from dataclasses import replace

import numpy as np

from nastavnik.matching.engine.asks import SCALE, worth
from nastavnik.matching.engine.hall import starved
from nastavnik.matching.engine.leaves import Found, Node, leaf_face, too_small
from nastavnik.matching.engine.model import Branch, Infeasible
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Net, whole_face
from nastavnik.matching.engine.prices import bound, surplus
from nastavnik.matching.engine.programme import Programme, near, solved
from nastavnik.matching.engine.progress import Progress, Step, silent
from nastavnik.matching.engine.tiers import Goal, Outcome, lex, trusted

MOST_PROGRAMMES = 60
HALF = 0.5


def pattern(net: Net, programme: Programme) -> Node:
    """Every group decided: those opened by half or more are held at their minimum, the others closed."""
    groups = np.nonzero(net.group > 0)[0]
    is_open = programme.opened[groups] >= HALF
    return tuple(groups[~is_open].tolist()), tuple(groups[is_open].tolist())


def worth_keeping(net: Net, gain: Ints, prices: Ints, value: int) -> Flags:
    """Which pairs [E] may stand in a set worth `value` or more: the bound of the prices less what the pair loses."""
    limit = bound(whole_face(net), gain, prices, balance=False)
    return np.asarray(limit - np.maximum(_loses(net, gain, prices), 0) >= value)


def _loses(net: Net, gain: Ints, prices: Ints) -> Ints:
    """What each pair [E] gains less than both sides ask; below 0 where a mentor's lower bound holds it."""
    own, _ = surplus(whole_face(net), gain, prices)
    return np.asarray(prices[net.pairs.mentor] + own[net.pairs.mentee] - gain)


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


def search(net: Net, goals: list[Goal], root: Outcome, backend: str, progress: Progress = silent) -> Found:
    """Best set that keeps the group minima; `complete` is False when the programmes ran out."""
    return Search(net, goals, root, backend).run(progress)


class Search:
    """Branch and bound over the groups: the best set known, programmes still above it, leaves that are done."""

    def __init__(self, net: Net, goals: list[Goal], root: Outcome, backend: str) -> None:
        self.net, self.goals, self.root, self.backend = net, goals, root, backend
        self.node, self.value = dive(net, goals[0], root, backend)
        self.dead: list[Branch] = []
        self.heap: list[tuple[int, int, Node, Programme]] = []
        self.made = 0
        prices, gain = root.tiers[0].prices, goals[0].gain
        self.columns = near(net, _loses(net, gain, prices), worth_keeping(net, gain, prices, self.value))

    def run(self, progress: Progress) -> Found:
        """The best set found; `complete` when every leaf is shown not to be better."""
        self._look(((), ()))
        while self.heap and self.heap[0][3].limit > self.value and self.made < MOST_PROGRAMMES:
            open_ = sum(item.limit > self.value for _, _, _, item in self.heap)
            progress(Step("groups", self.made, open_, self.heap[0][3].limit - self.value))
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
        programme = solved(self.net, gain, node, keep, self.columns & keep, self.value)
        if programme is None:
            witness = starved(leaf_face(self.net, node), self.backend)
            self.dead.append(Branch(node[0], node[1], (), witness))
            return
        self.columns |= programme.columns
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
