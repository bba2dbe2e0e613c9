"""Scores held against the truth of made-up worlds: which pairs they lead to, and how good these truly are.

Every score decides the same problem by the same flow, the most requests first, so that all pairings serve equally many
and differ only in who is with whom. A pairing is worth the mean true fit of its pairs, scaled so that a random possible
pairing is 0 and the pairing of one who sees the truth is 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.eligible import acceptable
from nastavnik.matching.engine.flow import best, choose
from nastavnik.matching.engine.model import FULL, PARTS, Bans, Pairs, Problem, Rules
from nastavnik.matching.engine.network import Net, network_of, whole_face
from nastavnik.matching.engine.score import UNKNOWN_LEVEL, Encoder
from nastavnik.matching.synthetic import PROFILES, Hidden, Profile, Size, world
from nastavnik.matching.synthetic.truth import TRUTHS, fit

Reals = NDArray[np.float64]
Chosen = NDArray[np.bool_]
SIZE = Size(200, 125, schools=10)
SHEETS = {name: PROFILES[name] for name in ("usual", "scarce", "ample", "holes")}
SHEETS["noisy"] = Profile("noisy", noise=1.2, bias=1.0)
"""How people answer and how many places there are."""
LEVELS = 6
EVEN = dict.fromkeys(PARTS, FULL // len(PARTS)) | {PARTS[0]: FULL - FULL // len(PARTS) * (len(PARTS) - 1)}
DRAWS = 3
"""Random pairings whose mean is the nought."""


@dataclass(frozen=True)
class Bank:
    """One made-up bank: E eligible pairs and all that the sheets say of them."""

    problem: Problem
    pairs: Pairs
    hidden: Hidden
    seed: int

    @classmethod
    def of(cls, seed: int, sheets: str, size: Size = SIZE) -> Bank:
        """Groups, locks, bans and least loads are left out: it is the score that is judged here."""
        made = world(seed, size, SHEETS[sheets])
        mentors, none = made.problem.mentors, np.zeros((0, 2), np.int64)
        free = np.zeros_like(mentors.min_load)
        problem = replace(
            made.problem,
            mentors=replace(mentors, min_load=free, group_min=free),
            locks=none,
            standing=none,
            bans=Bans(none, none),
        )
        return cls(problem, acceptable(problem), made.hidden, seed)

    @cached_property
    def shares(self) -> Reals:
        """[E, parts] share 0..1 of each part, as the product sees it."""
        return self._told[0]

    @cached_property
    def answers(self) -> Reals:
        """[E, ..] all that a linear score may use: levels met by levels, shares of the other parts, what is known.

        The first 5 x 6 columns are the weight of the needs of each level met by each level of strength.
        """
        problem, i, j = self.problem, self.pairs.mentee, self.pairs.mentor
        needs = np.maximum(problem.mentees.needs, 0).astype(np.int64)
        weight = needs / np.maximum(needs.sum(axis=1, keepdims=True), 1)
        strengths = np.where(problem.mentors.strengths < 0, UNKNOWN_LEVEL, problem.mentors.strengths)
        cells = np.zeros((len(i), 5, LEVELS))
        for domain in range(needs.shape[1]):
            cells[np.arange(len(i)), needs[i, domain], strengths[j, domain]] += weight[i, domain]
        shares, known = self._told
        return np.column_stack((cells.reshape(len(i), -1), shares[:, 1:], known))

    @cached_property
    def _told(self) -> tuple[Reals, Reals]:
        encoder = Encoder(replace(self.problem, rules=Rules(budgets=EVEN)))
        rows, i, j = np.arange(len(self.problem.mentees)), self.pairs.mentee, self.pairs.mentor
        told = [encoder.part(part, rows) for part in PARTS]
        shares = [points[i, j] / EVEN[part] for part, (points, _) in zip(PARTS, told, strict=True)]
        return np.column_stack(shares), np.column_stack([known[i, j] for _, known in told]).astype(np.float64)

    @cached_property
    def by_default(self) -> Chosen:
        """[E] what the product's own score chooses."""
        return self.chosen(self.pairs.score.astype(np.float64))

    @cached_property
    def by_product(self) -> Chosen:
        """[E] what difficulty x strength chooses, summed over the domains; what is not known counts as nought."""
        needs, strengths = (
            np.maximum(levels, 0).astype(np.int64)
            for levels in (self.problem.mentees.needs, self.problem.mentors.strengths)
        )
        return self.chosen((needs @ strengths.T)[self.pairs.mentee, self.pairs.mentor].astype(np.float64))

    @cached_property
    def by_chance(self) -> list[Chosen]:
        """Random pairings that serve as many requests as the others."""
        rng = np.random.default_rng([self.seed, 17])
        return [self.chosen(rng.random(len(self.pairs))) for _ in range(DRAWS)]

    @cached_property
    def _net(self) -> Net:
        return network_of(self.problem, self.pairs)

    def chosen(self, score: Reals) -> Chosen:
        """[E] the best pairing by `score`: the most requests, then the greatest total."""
        low, high = score.min(), score.max()
        whole = np.rint(FULL * (score - low) / max(high - low, 1e-12)).astype(np.int64)
        premium = (self._net.most + 1) * FULL + 1
        return best(whole_face(self._net), premium + whole, balance=False, backend=choose("auto"))


@dataclass(frozen=True)
class Case:
    """A bank and one opinion about what makes a good pair."""

    bank: Bank
    true: Reals
    """[E] true fit, 0..1."""

    @classmethod
    def of(cls, bank: Bank, truth: str) -> Case:
        every = fit(bank.hidden, TRUTHS[truth], np.arange(len(bank.problem.mentees)))
        return cls(bank, every[bank.pairs.mentee, bank.pairs.mentor])

    def worth(self, chosen: Chosen) -> float:
        """0 random ... 1 the best that is possible."""
        low, high = self._ends
        return (float(self.true[chosen].mean()) - low) / (high - low)

    @cached_property
    def _ends(self) -> tuple[float, float]:
        random = [float(self.true[chosen].mean()) for chosen in self.bank.by_chance]
        return float(np.mean(random)), float(self.true[self.bank.chosen(self.true)].mean())


def least_squares(cases: list[Case], columns: Callable[[Bank], Reals]) -> Reals:
    """Coefficients of the linear score that errs least about the true fit of all pairs of these cases."""
    seen = np.concatenate([columns(case.bank) for case in cases])
    true = np.concatenate([case.true for case in cases])
    found = np.linalg.lstsq(np.column_stack((seen, np.ones(len(seen)))), true, rcond=None)[0]
    return np.asarray(found[:-1], dtype=np.float64)
