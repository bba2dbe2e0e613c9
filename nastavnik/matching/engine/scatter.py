"""Stable numbers: whole numbers scattered over 64 bits, and ids of rows that depend on what they say, not on their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.model.checks import Bits, Ints

ROUNDS = 3
"""How far the neighbourhood of a row is read: its pairs, their pairs, and once more."""

Links = Sequence[tuple[Ints, Ints, Ints]]
"""Kinds of links between the sides: (mentee rows [E], mentor rows [E], labels [E]) of each."""


def mix(x: Bits) -> Bits:
    """splitmix64: a public, stable way to scatter whole numbers."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def ids_of_content(
    mentees: Iterable[NDArray[np.generic]],
    mentors: Iterable[NDArray[np.generic]],
    links: Links,
    n: int,
    m: int,
) -> tuple[Ints, Ints]:
    """Ids [N] and [M] that go with the row when rows are put in another order.

    A row is what its columns say ([N] or [N, K] each) and how it is linked, read a few steps deep. Rows that nothing
    tells apart are interchangeable; among them the place decides.
    """
    left, right = _columns(mentees, n), _columns(mentors, m)
    for _ in range(ROUNDS):
        left, right = (
            mix(left + _gathered(links, right, n, side=0)),
            mix(right + _gathered(links, left, m, side=1)),
        )
    return _told_apart(left), _told_apart(right)


def _columns(columns: Iterable[NDArray[np.generic]], rows: int) -> Bits:
    total = np.zeros(rows, np.uint64)
    for column in columns:
        for values in column.reshape(rows, -1).T:
            total = mix(total ^ mix(values.astype(np.int64).view(np.uint64)))
    return total


def _gathered(links: Links, other: Bits, rows: int, *, side: int) -> Bits:
    """Sum over the links of a row of what stands at their other ends: the order of links does not matter."""
    total = np.zeros(rows, np.uint64)
    for kind, (mentee, mentor, label) in enumerate(links):
        ours, theirs = (mentee, mentor) if side == 0 else (mentor, mentee)
        told = mix(other[theirs] ^ mix(label.view(np.uint64) * np.uint64(8) + np.uint64(kind)))
        np.add.at(total, ours, told)
    return total


def _told_apart(scattered: Bits) -> Ints:
    """63 bits each; rows alike get their number among the alike as well."""
    order = np.argsort(scattered, kind="stable")
    ordered = scattered[order]
    starts = (
        np.nonzero(np.r_[True, ordered[1:] != ordered[:-1]])[0] if len(ordered) else np.zeros(0, np.int64)
    )
    within = np.arange(len(ordered)) - np.repeat(starts, np.diff(np.r_[starts, len(ordered)]))
    ids = np.empty_like(scattered)
    ids[order] = np.where(within == 0, ordered, mix(ordered + within.astype(np.uint64)))
    return (ids >> np.uint64(1)).astype(np.int64)
