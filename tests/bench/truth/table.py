"""What the score means: pairings by several scores between a random one (0) and one that sees the truth (1).

The best linear score is fitted by least squares
on other seeds of the same world and the same truth, from all that the sheets say (every level against every level, the
shares of the parts, what is known); or from the shares of the parts alone where that is better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from nastavnik.matching.engine.model import DEFAULT_BUDGETS, PARTS
from nastavnik.matching.synthetic.truth import TRUTHS
from tests.bench.truth.choice import LOPSIDED
from tests.bench.truth.judging import SHEETS, SIZE, Bank, Case, Reals, least_squares

HELD_OUT, FITTED = 12, 12
NEAR = 0.9
"""Of what the best linear score reaches."""
ABOVE = 2.0
"""Times what the plain product reaches."""
RAISED = ", raised"
EVEN = tuple(name for name in TRUTHS if name not in LOPSIDED)


@dataclass(frozen=True)
class Told:
    """Worth [seeds] of three pairings in one world under one truth."""

    product: Reals
    default: Reals
    linear: Reals


def table(seeds: int) -> dict[tuple[str, str], Told]:
    """(sheets, truth) -> what the held-out seeds 0, 1, ... say."""
    found = {}
    for sheets in SHEETS:
        banks, others = (
            [Bank.of(seed, sheets) for seed in rows] for rows in (range(seeds), range(2000, 2000 + FITTED))
        )
        for truth in TRUTHS:
            fitted = [Case.of(bank, truth) for bank in others]
            cases = [Case.of(bank, truth) for bank in banks]
            told = found[sheets, truth] = _told(cases, fitted)
            if truth in LOPSIDED:
                found[sheets, truth + RAISED] = replace(told, default=_raised(cases, LOPSIDED[truth]))
    return found


def _raised(cases: list[Case], part: str) -> Reals:
    """[seeds] worth of the default with one part weighing twice as much."""
    points = np.array([DEFAULT_BUDGETS[each] * (2 if each == part else 1) for each in PARTS])
    return np.array([case.worth(case.bank.chosen(case.bank.shares @ points)) for case in cases])


def _told(held_out: list[Case], fitted: list[Case]) -> Told:
    columns: tuple[Callable[[Bank], Reals], ...] = (lambda bank: bank.answers, lambda bank: bank.shares)
    best = []
    for each in columns:
        points = least_squares(fitted, each)
        best.append(np.array([case.worth(case.bank.chosen(each(case.bank) @ points)) for case in held_out]))
    return Told(
        product=np.array([case.worth(case.bank.by_product) for case in held_out]),
        default=np.array([case.worth(case.bank.by_default) for case in held_out]),
        linear=max(best, key=lambda worths: float(worths.mean())),
    )


def row(title: str, told: Iterable[Told]) -> tuple[str, float, float]:
    """A line of the table, the default as a share of the best linear score, and as a multiple of the product."""
    every = list(told)
    worths = [
        np.mean([getattr(each, name) for each in every], axis=0) for name in ("product", "default", "linear")
    ]
    means = [float(each.mean()) for each in worths]
    cells = "".join(f"{mean:9.2f} ±{worth.std():.2f}" for mean, worth in zip(means, worths, strict=True))
    share = means[1] / means[2]
    return f"  {title:30}{0:7}{cells}{1:9}{share:12.2f}", share, means[1] / max(means[0], 0.01)


def report(seeds: int = HELD_OUT, say: Callable[[str], None] = print) -> list[str]:
    """Print the table; names of the goals that were missed."""
    found, missed = table(seeds), []
    say(
        f"\nthe score against a hidden truth: {seeds} held-out seeds, {SIZE.mentors} x {SIZE.mentees};"
        " mean ± deviation over seeds"
    )
    say(
        f"  {'':30}{'random':>7}{'product':>15}{'default':>15}{'best linear':>15}{'oracle':>9}{'of linear':>12}"
    )
    for truth in dict.fromkeys(truth for _, truth in found):
        note = "" if truth in EVEN else " (not a goal)"
        line, share, times = row(f"truth: {truth}", (found[sheets, truth] for sheets in SHEETS))
        say(line + note)
        if not note and (share < NEAR or times < ABOVE):
            missed.append(f"truth {truth}: {share:.2f} of linear, {times:.1f} of product")
    for sheets in SHEETS:
        line, share, times = row(f"sheets: {sheets}", (found[sheets, truth] for truth in EVEN))
        say(line)
        if share < NEAR or times < ABOVE:
            missed.append(f"sheets {sheets}: {share:.2f} of linear, {times:.1f} of product")
    line, _, _ = row("all but lopsided truths", (found[sheets, truth] for sheets in SHEETS for truth in EVEN))
    say(line)
    return missed
