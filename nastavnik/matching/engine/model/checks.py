"""Checks at the door: lengths, ranges, repeats; arrays are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nastavnik.matching.engine.model.errors import BadInput

Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]
Flags = NDArray[np.bool_]


def array(
    name: str, given: ArrayLike | None, kind: type[np.generic], shape: tuple[int, ...], default: int
) -> Any:
    """Whole numbers of the asked shape and kind, frozen; `default` everywhere when not given."""
    made = np.full(shape, default) if given is None else np.asarray(given)
    if made.size == 0 and 0 in shape:
        made = made.reshape(shape)
    if made.shape != shape:
        raise BadInput(name, "length")
    if made.dtype.kind not in "iub" and made.size:
        raise BadInput(name, "shape")
    frozen = made.astype(kind)
    frozen.setflags(write=False)
    return frozen


def levels(name: str, given: ArrayLike | None, rows: int) -> NDArray[np.int8]:
    """[rows, K] levels 0..4 or -1; K is any, 0 when not given."""
    made = np.zeros((rows, 0), np.int64) if given is None else np.asarray(given)
    if made.size == 0 and made.ndim != 2:
        made = made.reshape(rows, 0)
    if made.ndim != 2 or made.shape[0] != rows:
        raise BadInput(name, "length")
    within(name, made, -1, 4)
    return array(name, made, np.int8, made.shape, -1)  # type: ignore[no-any-return]


def within(name: str, given: NDArray[Any], low: int, high: int) -> None:
    """Raise `BadInput` with the rows outside low..high."""
    wrong = (given < low) | (given > high)
    if wrong.any():
        raise BadInput(name, "range", rows=np.unique(np.nonzero(wrong)[0]).tolist())


def unique(name: str, ids: Ints) -> None:
    """Raise `BadInput` with the rows whose id is not their own."""
    seen, counts = np.unique(ids, return_counts=True)
    if (counts > 1).any():
        raise BadInput(name, "repeat", rows=np.nonzero(np.isin(ids, seen[counts > 1]))[0].tolist())


def feed(digest: Any, thing: object) -> None:
    """Feed every array of a dataclass to the digest, with its name and shape."""
    for spec in fields(thing):  # type: ignore[arg-type]
        value = getattr(thing, spec.name)
        digest.update(spec.name.encode())
        if isinstance(value, np.ndarray):
            digest.update(f"{value.dtype}{value.shape}".encode() + np.ascontiguousarray(value).tobytes())
        elif hasattr(value, "__dataclass_fields__"):
            feed(digest, value)
        elif isinstance(value, Mapping | frozenset):
            digest.update(repr(sorted(value.items() if isinstance(value, Mapping) else value)).encode())
        elif isinstance(value, tuple) and value and hasattr(value[0], "__dataclass_fields__"):
            for each in value:
                feed(digest, each)
        else:
            digest.update(repr(value).encode())


def rows(name: str, given: ArrayLike | None, width: int, n: int, m: int) -> Ints:
    """[.., width] rows (mentee, mentor, ...) within n and m, sorted, without repeats, frozen."""
    made = np.zeros((0, width), np.int64) if given is None else np.asarray(given, dtype=np.int64)
    if made.size == 0:
        made = np.zeros((0, width), np.int64)
    if made.ndim != 2 or made.shape[1] != width:
        raise BadInput(name, "shape")
    within(name, made[:, 0], 0, n - 1)
    within(name, made[:, 1], 0, m - 1)
    made = np.unique(made, axis=0)
    made.setflags(write=False)
    return made
