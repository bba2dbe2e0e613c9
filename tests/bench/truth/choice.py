"""How the default weights were found: `python -m tests.bench.truth.choice` on seeds that the table never uses.

Least squares over all worlds at once, each with the same say, give points in proportion for the parts, and the share
of a need that each level of strength brings. People then round them (docs/decisions/0013).
"""

from __future__ import annotations

import numpy as np

from nastavnik.matching.engine.model import DEFAULT_BUDGETS, FULL, PARTS
from nastavnik.matching.synthetic.truth import TRUTHS
from tests.bench.truth.judging import LEVELS, SHEETS, Bank, Case, least_squares

SEEDS = range(1000, 1016)
LOPSIDED = {"mostly time": "windows", "mostly subject": "subject"}
"""Truths in which one thing is more than half of all that differs; the defaults are not made for them. Each has the
part that an organisation would raise there."""


def cases(truths: tuple[str, ...]) -> list[Case]:
    """Every bank of the seeds of choice under each of these truths."""
    banks = [Bank.of(seed, sheets) for sheets in SHEETS for seed in SEEDS]
    return [Case.of(bank, truth) for bank in banks for truth in truths]


def main() -> None:
    """Print the proportions beside the defaults."""
    even = tuple(name for name in TRUTHS if name not in LOPSIDED)
    known = cases(even)
    points = least_squares(known, lambda bank: bank.shares)
    points = FULL * points / points.sum()
    print(f"{'part':14}{'fitted':>8}{'default':>8}")
    for part, found in zip(PARTS, points, strict=True):
        print(f"{part:14}{found:8.0f}{DEFAULT_BUDGETS[part]:8}")
    cells = least_squares(known, lambda bank: bank.answers)[: 5 * LEVELS].reshape(5, LEVELS)
    above = cells - cells[:, :1]
    print("\nshare of a need met by strength 0 1 2 3 4 and by one not known")
    for need in range(2, 5):
        print(f"need {need}:", *(f"{share:6.2f}" for share in above[need] / above[need, 4]))


if __name__ == "__main__":
    np.set_printoptions(suppress=True)
    main()
