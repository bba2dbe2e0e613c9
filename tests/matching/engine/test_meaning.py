"""The default score is not fooled by noise and holes: pairs by it against a truth that sheets only hint at.

The whole table is `python -m tests.bench.truth`; here a small piece of it with wide margins, and its own soundness.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from nastavnik.matching.engine.api import match
from nastavnik.matching.engine.model import DEFAULT_BUDGETS, FULL, PARTS, Goals
from nastavnik.matching.synthetic import Size
from nastavnik.matching.synthetic.truth import TRUTHS, fit
from tests.bench.truth.judging import EVEN, Bank, Case, Chosen, least_squares

TOWN = Size(150, 95, schools=8)


@pytest.fixture(scope="module")
def banks() -> list[Bank]:
    return [Bank.of(seed, "holes" if seed % 2 else "usual", TOWN) for seed in range(12)]


def worth(cases: list[Case], pairing: Callable[[Bank], Chosen]) -> float:
    return float(np.mean([case.worth(pairing(case.bank)) for case in cases]))


@pytest.mark.parametrize("truth", ["balanced", "knowledge"])
def test_the_default_stands_above_the_product_and_near_the_best_linear_score(
    banks: list[Bank], truth: str
) -> None:
    cases = [Case.of(bank, truth) for bank in banks]
    points = least_squares(cases[6:], lambda bank: bank.answers)
    linear = worth(cases[:6], lambda bank: bank.chosen(bank.answers @ points))
    product, default = (
        worth(cases[:6], of) for of in (lambda bank: bank.by_product, lambda bank: bank.by_default)
    )
    assert default > 2 * product
    assert default > 0.8 * linear
    assert 0 < default < 1


def test_the_ends_of_the_scale_are_chance_and_the_truth(banks: list[Bank]) -> None:
    case = Case.of(banks[0], "balanced")
    best = case.bank.chosen(case.true)
    assert case.worth(best) == 1
    assert abs(np.mean([case.worth(chosen) for chosen in case.bank.by_chance])) < 1e-9
    for chosen in (case.bank.by_default, case.bank.by_product, *case.bank.by_chance):
        assert chosen.sum() == best.sum()
        assert case.worth(chosen) <= 1


def test_the_pairs_that_are_judged_are_the_products_own(banks: list[Bank]) -> None:
    bank = banks[0]
    result = match(bank.problem, Goals(balance=False))
    assert bank.by_default.sum() == result.matched
    assert bank.pairs.score[bank.by_default].sum() == result.fit


def test_shares_are_those_of_the_score(banks: list[Bank]) -> None:
    assert sum(EVEN.values()) == FULL
    budgets = np.array([DEFAULT_BUDGETS[part] for part in PARTS])
    assert np.abs(banks[0].shares @ budgets - banks[0].pairs.score).max() < len(PARTS) * 2.5


@pytest.mark.parametrize("truth", sorted(TRUTHS))
def test_the_true_fit_is_a_share(banks: list[Bank], truth: str) -> None:
    every = fit(banks[0].hidden, TRUTHS[truth], np.arange(10))
    assert every.shape == (10, len(banks[0].problem.mentors))
    assert every.min() >= 0
    assert every.max() <= 1
    assert every.std() > 0.05
