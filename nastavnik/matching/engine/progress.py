"""What a long run tells while it works; who is told may raise, and the run stops there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Step:
    """One round behind."""

    stage: Literal["prices", "groups"]
    """prices: pairs are called in; groups: it is decided which groups open."""
    round: int
    """From 1, in each stage anew."""
    left: int
    """Pairs that could still make the result better, or branches still open; 0 at the end of a stage."""
    gap: int
    """How far the bound is from what was reached, in the unit of the first goal; 0 when the stage is proved."""


Progress = Callable[[Step], None]


def silent(_step: Step) -> None:
    """Nobody is told."""
