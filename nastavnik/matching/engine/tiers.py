"""Goals one after another, each on what the goal before left open; proved goal by goal, unique at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nastavnik.matching.engine.flow import best
from nastavnik.matching.engine.model import Goals, NotProved, Problem, Tier
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Face, Net
from nastavnik.matching.engine.prices import bound, least_prices, load_cost, restrict, value
from nastavnik.matching.engine.scatter import mix
from nastavnik.matching.engine.strong import components

CALM_SPREADS = 4
"""A premium of so many spreads of the scores is nearly always enough; where it is not, the proof fails and it is raised."""

Name = Literal["coverage", "keep", "fit", "balance", "canonical"]


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """One goal: the gain of each pair of the net [E]; with `balance` the cost of loads is taken off."""

    name: Name
    gain: Ints
    balance: bool = False


Best = tuple[Flags, Tier]
"""Best open pairs [F] for one goal, and its proof."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Chosen pairs of the net [E] and the proof of each goal."""

    chosen: Flags
    tiers: tuple[Tier, ...]
    unique: bool

    @property
    def rank(self) -> tuple[int, ...]:
        """Values of the goals in their order: the greater is the better."""
        return tuple(tier.value for tier in self.tiers)


def aims(problem: Problem, net: Net, goals: Goals) -> list[Goal]:
    """The goals in their order. Coverage and fit are one goal where nothing stands between them."""
    score, ones, standing = net.pairs.score, np.ones_like(net.pairs.score), stands(problem, net)
    base, scale = unit(net, goals)
    bonus = goals.keep_bonus * standing if goals.keep == "bonus" else 0
    first = [Goal("fit", base + scale * (score + bonus))]
    if goals.keep == "first":
        keep, fit = Goal("keep", standing), Goal("fit", base + scale * score)
        first = [keep, fit] if goals.aim == "quality" else [Goal("coverage", ones), keep, Goal("fit", score)]
    calm = [Goal("keep", standing)] if goals.keep == "last" and standing.any() else []
    even = [Goal("balance", np.zeros_like(score), balance=True)] if goals.balance else []
    return [*first, *calm, *even, Goal("canonical", -_hash(problem, net))]


def unit(net: Net, goals: Goals) -> tuple[int, int]:
    """A pair of score s gains base + scale · s in the first goal: one served request outweighs all scores, or the
    other way round."""
    if goals.aim == "quality":
        return 1, net.most + 1
    top = net.top + (goals.keep_bonus if goals.keep == "bonus" else 0)
    return (net.most + 1) * top + 1, 1


def stands(problem: Problem, net: Net) -> Ints:
    """1 for each pair of the net [E] that stands now, else 0."""
    m = max(1, len(problem.mentors))
    keys = problem.standing[:, 0] * m + problem.standing[:, 1]
    return np.isin(net.pairs.mentee * m + net.pairs.mentor, keys).astype(np.int64)


def plain_aim(net: Net, goals: Goals) -> Goal:
    """Coverage and fit of the scores themselves: the unit in which prices are shown."""
    if goals.aim == "quality":
        return Goal("fit", net.pairs.score * (net.most + 1) + 1)
    return Goal("fit", net.premium + net.pairs.score)


def _hash(problem: Problem, net: Net) -> Ints:
    """40 bits for each pair from the two stable ids: the answer does not depend on the order of rows."""
    ours = problem.mentees.id[net.pairs.mentee].astype(np.uint64)
    theirs = problem.mentors.id[net.pairs.mentor].astype(np.uint64)
    return (mix(mix(ours) + theirs) >> np.uint64(24)).astype(np.int64)


def settled(start: Face, face: Face, goal: Goal) -> int:
    """Value of the pairs already taken on the way from `start` to `face`."""
    total = int(sum(goal.gain[face.taken].tolist()))
    filled = face.led - start.led
    return total - load_cost(start, filled) if goal.balance else total


def prove(start: Face, face: Face, goal: Goal, backend: str, *, calm: bool = False) -> Best:
    """Best open pairs [F] of the face for the goal; raise `NotProved` when the bound is not met.

    `calm`: the solver is shown gains with a small premium, which it takes in half the time; the proof is of the goal itself.
    """
    gain = goal.gain[face.index]
    chosen = best(face, _calmed(gain) if calm else gain, balance=goal.balance, backend=backend)
    prices = least_prices(face, gain, chosen, balance=goal.balance)
    if prices is None:
        raise NotProved(goal.name)
    base = settled(start, face, goal)
    reached = base + value(face, gain, chosen, balance=goal.balance)
    limit = base + bound(face, gain, prices, balance=goal.balance)
    if reached != limit:
        raise NotProved(goal.name)
    return chosen, Tier(goal.name, reached, limit, prices)


def _calmed(gain: Ints) -> Ints:
    """The same gains with the premium that all have in common cut down to a few times their spread."""
    least, most = int(gain.min(initial=0)), int(gain.max(initial=0))
    return gain - max(0, least - CALM_SPREADS * (most - least))


def trusted(start: Face, face: Face, goal: Goal, backend: str) -> Best:
    """As `prove`: first with a small premium, then as it is, then by the own solver as the second opinion."""
    for used, calm in ((backend, True), (backend, False)):
        try:
            return prove(start, face, goal, used, calm=calm)
        except NotProved:
            if used == "pure" and not calm:
                raise
    return prove(start, face, goal, "pure")


def lex(start: Face, goals: list[Goal], pairs: int, backend: str, known: Best | None = None) -> Outcome:
    """Best set of the net's `pairs` by the goals in their order; `known` is the answer to the first of them."""
    face, chosen = start, np.zeros(0, np.bool_)
    tiers: list[Tier] = []
    for goal in goals:
        chosen, tier = known if known and not tiers else trusted(start, face, goal, backend)
        tiers.append(tier)
        if goal is not goals[-1]:
            face = restrict(face, goal.gain[face.index], tier.prices, balance=goal.balance)
    last = restrict(face, goals[-1].gain[face.index], tiers[-1].prices, balance=goals[-1].balance)
    whole = np.zeros(pairs, np.bool_)
    whole[face.taken] = True
    whole[face.index[chosen]] = True
    return Outcome(whole, tuple(tiers), only(last, whole[last.index]))


def replay(start: Face, goals: list[Goal], tiers: tuple[Tier, ...], chosen: Flags) -> list[str]:
    """Check the proof of `chosen` [E] goal by goal without a solver; codes of what is wrong."""
    if [goal.name for goal in goals] != [tier.name for tier in tiers]:
        return ["tiers"]
    face = start
    for goal, tier in zip(goals, tiers, strict=True):
        gain, here = goal.gain[face.index], chosen[face.index]
        if here.sum() + len(face.taken) != chosen.sum() or not chosen[face.taken].all():
            return ["not_best"]
        base = settled(start, face, goal)
        if base + value(face, gain, here, balance=goal.balance) != tier.value:
            return ["tier_value"]
        if (
            base + bound(face, gain, tier.prices, balance=goal.balance) != tier.bound
            or tier.bound != tier.value
        ):
            return ["tier_bound"]
        face = restrict(face, gain, tier.prices, balance=goal.balance)
    return []


def least_ones(start: Face, goals: list[Goal], tiers: tuple[Tier, ...], chosen: Flags) -> bool:
    """Are the prices of every goal the least ones that support `chosen` [E]? Then they too are the only ones."""
    face = start
    for goal, tier in zip(goals, tiers, strict=True):
        gain = goal.gain[face.index]
        least = least_prices(face, gain, chosen[face.index], balance=goal.balance)
        if least is None or not np.array_equal(least, tier.prices):
            return False
        face = restrict(face, gain, tier.prices, balance=goal.balance)
    return True


def behind(start: Face, goals: list[Goal], tiers: tuple[Tier, ...], rank: tuple[int, ...]) -> bool:
    """Do these prices show that no set of the face is better than `rank`? Equal in all goals counts as shown."""
    face = start
    for goal, tier, mark in zip(goals, tiers, rank, strict=False):
        gain = goal.gain[face.index]
        limit = settled(start, face, goal) + bound(face, gain, tier.prices, balance=goal.balance)
        if limit != mark:
            return limit < mark
        face = restrict(face, gain, tier.prices, balance=goal.balance)
    return len(tiers) == len(rank)


def last_face(start: Face, goals: list[Goal], tiers: tuple[Tier, ...]) -> Face:
    """All sets that are best in every goal."""
    face = start
    for goal, tier in zip(goals, tiers, strict=True):
        face = restrict(face, goal.gain[face.index], tier.prices, balance=goal.balance)
    return face


def only(face: Face, chosen: Flags) -> bool:
    """Is `chosen` [F] the only set of the face? Yes, iff no open pair lies on a cycle of possible changes."""
    n, m = len(face.demand_high), len(face.high)
    hub = n + m
    served = np.bincount(face.mentee[chosen], minlength=n)
    load = np.bincount(face.mentor[chosen], minlength=m)
    mentee, mentor = face.mentee, face.mentor + n
    tails = [np.where(chosen, mentor, mentee)]
    heads = [np.where(chosen, mentee, mentor)]
    for nodes, more, less in (
        (np.arange(n) + 0, served > face.demand_low, served < face.demand_high),
        (np.arange(m) + n, load < face.high, load > face.low),
    ):
        tails += [nodes[more], np.full(int(less.sum()), hub)]
        heads += [np.full(int(more.sum()), hub), nodes[less]]
    label = components(np.concatenate(tails), np.concatenate(heads), hub + 1)
    return not bool((label[mentee] == label[mentor]).any())
