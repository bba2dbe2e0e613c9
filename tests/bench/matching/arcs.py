"""The eligible pairs of a problem as every solver takes them, and what a choice among them is worth."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """E pairs by mentee, one request each, and the places of each mentor."""

    mentee: Ints
    mentor: Ints
    score: Ints
    mentees: int
    places: Ints

    def save(self, path: Path) -> None:
        """Write for another process."""
        np.savez(path, **{each.name: getattr(self, each.name) for each in fields(self)})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path) as kept:
            return cls(kept["mentee"], kept["mentor"], kept["score"], int(kept["mentees"]), kept["places"])

    def best(self, each: int) -> Ints:
        """Numbers of the best `each` pairs of every mentee."""
        order = np.lexsort((-self.score, self.mentee))
        counts = np.bincount(self.mentee, minlength=self.mentees)
        place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.sort(order[place < each])

    def worth(self, chosen: Ints) -> tuple[int, int]:
        """(served, points) of these pairs; raise `ValueError` where they cannot stand together."""
        load = np.bincount(self.mentor[chosen], minlength=len(self.places))
        served = np.bincount(self.mentee[chosen], minlength=self.mentees)
        if (load > self.places).any() or (served > 1).any():
            raise ValueError("more pairs than places")
        return len(chosen), int(self.score[chosen].sum())
