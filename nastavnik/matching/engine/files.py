"""A problem from files and its answer to a file: for checks from outside, without settings and without a database.

PROBLEM is `.npz` or `.json` with arrays by row. Of mentors: `mentor_areas` [M, K] levels 0..4 or -1 unknown,
`mentor_subject`, `mentor_experience` (years), `mentor_school`, `mentor_municipality`, `mentor_region`,
`mentor_virtual`, `mentor_consent`, `cap_min`, `cap_max`, `group_min`. Of mentees: `mentee_needs` [N, K],
`mentee_subject`, `mentee_experience`, `mentee_school`, `mentee_municipality`, `mentee_region`, `mentee_virtual`,
`mentee_consent`. Rows of pairs: `mentee_prefs` (mentee, mentor, rank), `mentor_prefs` (mentor, mentee, rank), `locks`,
`forbids`, `standing` (mentee, mentor). Only `cap_max` must be there; `mentee_id` and `mentor_id` may be.

SCORES is `.npz` or `.json`: `dense` [N, M] with -1 = not acceptable, or `mentee`, `mentor`, `score` [E]; it is the last
word on who is acceptable. Without it the profiles are scored by the defaults of `Rules`.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.model import BadInput, Mentees, Mentors, Pairs, Problem
from nastavnik.matching.engine.model.checks import Ints, within
from nastavnik.matching.engine.scatter import ids_of_content

Arrays = Mapping[str, NDArray[Any]]
COLUMNS = ("subject", "experience", "school", "municipality", "region", "virtual", "consent")
PLACES = ("cap_min", "cap_max", "group_min")
LINKS = ("mentee_prefs", "mentor_prefs", "locks", "forbids", "standing")
MOST_SUBJECTS = 63
LONGEST_CAREER = 80


def read_problem(path: Path, scores_path: Path | None) -> Problem:
    """Raise `BadInput` with the name of the file or of the field that is wrong."""
    arrays = _arrays(path, "PROBLEM")
    given = _arrays(scores_path, "SCORES") if scores_path else None
    places = {name: _numbers(arrays, name) for name in PLACES}
    if places["cap_max"] is None:
        raise BadInput("cap_max", "unknown")
    n, m = _mentee_rows(arrays, given), len(places["cap_max"])
    scores = None if given is None else _scores(given, n, m)
    pairs = {name: _pairs(arrays, name, 3 if name.endswith("prefs") else 2) for name in LINKS}
    pairs["mentor_prefs"] = pairs["mentor_prefs"][:, [1, 0, 2]]
    for name, rows in pairs.items():
        within(name, rows[:, 0], 0, n - 1)
        within(name, rows[:, 1], 0, m - 1)
    ids = _ids(arrays, scores, pairs, n, m)
    bits = _subject_bits(arrays)
    return Problem.build(
        Mentees.build(ids[0], needs=_levels(arrays, "mentee_needs", n), **_side(arrays, "mentee", n, bits)),
        Mentors.build(
            ids[1],
            strengths=_levels(arrays, "mentor_areas", m),
            capacity=places["cap_max"],
            min_load=places["cap_min"],
            group_min=places["group_min"],
            **_side(arrays, "mentor", m, bits),
        ),
        locks=pairs["locks"],
        forbidden=pairs["forbids"],
        standing=pairs["standing"],
        mentee_wishes=pairs["mentee_prefs"],
        mentor_wishes=pairs["mentor_prefs"],
        scores=scores,
    )


def _arrays(path: Path, what: str) -> Arrays:
    try:
        if zipfile.is_zipfile(path):
            with np.load(path, allow_pickle=False) as packed:
                return {name: packed[name] for name in packed.files}
        read = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(read, dict):
            raise BadInput(what, "shape")
        return {name: _array(name, value) for name, value in read.items()}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, RecursionError) as fault:
        raise BadInput(what, "unreadable") from fault


def _array(name: str, value: object) -> NDArray[Any]:
    try:
        return np.asarray(value if value != [] else np.zeros(0, np.int64))
    except ValueError:
        raise BadInput(name, "shape") from None


def _numbers(arrays: Arrays, name: str, *, flat: bool = True) -> Ints | None:
    """Whole numbers of a field, None where the file has none; whole floats are taken as numbers."""
    if name not in arrays:
        return None
    found = arrays[name]
    if found.dtype.kind == "f" and np.isfinite(found).all() and (found == np.rint(found)).all():
        found = found.astype(np.int64)
    if (found.dtype.kind not in "iub" and found.size) or (flat and found.ndim != 1):
        raise BadInput(name, "shape")
    if found.dtype.kind == "u" and found.size and int(found.max()) > np.iinfo(np.int64).max:
        raise BadInput(name, "range")
    return found.astype(np.int64)


def _mentee_rows(arrays: Arrays, scores: Arrays | None) -> int:
    """How many mentees there are: by any field that has a row for each."""
    for name in ("mentee_needs", *(f"mentee_{column}" for column in COLUMNS), "mentee_id"):
        if name in arrays and arrays[name].ndim:
            return len(arrays[name])
    if scores and "dense" in scores and scores["dense"].ndim:
        return len(scores["dense"])
    raise BadInput("mentee_needs", "unknown")


def _scores(given: Arrays, n: int, m: int) -> Pairs:
    if "dense" in given:
        table = _numbers(given, "dense", flat=False)
        if table is None or (table.shape != (n, m) and table.size + n * m):
            raise BadInput("dense", "length")
        table = table.reshape(n, m)
        within("dense", table, -1, 1_000_000)
        mentee, mentor = np.nonzero(table >= 0)
        return Pairs.build(mentee, mentor, table[mentee, mentor])
    columns = [_numbers(given, name) for name in ("mentee", "mentor", "score")]
    for name, column in zip(("mentee", "mentor", "score"), columns, strict=True):
        if column is None:
            raise BadInput(name, "unknown")
    within("mentee", columns[0], 0, n - 1)  # type: ignore[arg-type]
    within("mentor", columns[1], 0, m - 1)  # type: ignore[arg-type]
    return Pairs.build(*columns)  # type: ignore[arg-type]


def _pairs(arrays: Arrays, name: str, width: int) -> Ints:
    found = _numbers(arrays, name, flat=False)
    if found is None or not found.size:
        return np.zeros((0, width), np.int64)
    if found.ndim != 2 or found.shape[1] != width:
        raise BadInput(name, "shape")
    return found


def _levels(arrays: Arrays, name: str, rows: int) -> Ints | None:
    found = _numbers(arrays, name, flat=False)
    if found is not None and found.size and (found.ndim != 2 or len(found) != rows):
        raise BadInput(name, "length")
    return found if found is not None and found.size else None


def _side(arrays: Arrays, side: str, rows: int, bits: dict[int, int]) -> dict[str, Any]:
    """Columns of one side under the names of the engine."""
    found = {column: _numbers(arrays, f"{side}_{column}") for column in COLUMNS}
    for column, values in found.items():
        if values is not None and len(values) != rows:
            raise BadInput(f"{side}_{column}", "length")
    subject, years = found["subject"], found["experience"]
    flags = {name: found[name] != 0 for name in ("virtual", "consent") if found[name] is not None}
    return flags | {
        "subjects": None if subject is None else [bits.get(each, 0) for each in subject.tolist()],
        "years": None if years is None else np.clip(years, -1, LONGEST_CAREER),
        "organisation": found["school"],
        "municipality": found["municipality"],
        "region": found["region"],
    }


def _subject_bits(arrays: Arrays) -> dict[int, int]:
    """A bit for each subject; a negative number says nothing."""
    named = [_numbers(arrays, f"{side}_subject") for side in ("mentee", "mentor")]
    every = sorted({each for column in named if column is not None for each in column.tolist() if each >= 0})
    if len(every) > MOST_SUBJECTS:
        raise BadInput("mentor_subject", "range")
    return {subject: 1 << place for place, subject in enumerate(every)}


def _ids(
    arrays: Arrays, scores: Pairs | None, pairs: Mapping[str, Ints], n: int, m: int
) -> tuple[Ints, Ints]:
    """Those of the file, or made of what the rows say: either way they do not depend on the order of rows."""
    named = [_numbers(arrays, name) for name in ("mentee_id", "mentor_id")]
    for name, column, rows in zip(("mentee_id", "mentor_id"), named, (n, m), strict=True):
        if column is not None and len(column) != rows:
            raise BadInput(name, "length")
    links = [
        (rows[:, 0], rows[:, 1], rows[:, -1] if rows.shape[1] == 3 else rows[:, 0] * 0)
        for rows in pairs.values()
    ]
    if scores is not None:
        links.append((scores.mentee, scores.mentor, scores.score))
    sides = [
        _filled(arrays, ("mentee_needs", *(f"mentee_{column}" for column in COLUMNS)), n),
        _filled(arrays, ("mentor_areas", *(f"mentor_{column}" for column in COLUMNS), *PLACES), m),
    ]
    made = ids_of_content(sides[0], sides[1], links, n, m)
    return (made[0] if named[0] is None else named[0], made[1] if named[1] is None else named[1])


def _filled(arrays: Arrays, names: Sequence[str], rows: int) -> list[Ints]:
    """The columns that the file has; each must have a value for every row."""
    found = {
        name: _numbers(arrays, name, flat=name not in ("mentee_needs", "mentor_areas")) for name in names
    }
    for name, column in found.items():
        if column is not None and column.size and len(column) != rows:
            raise BadInput(name, "length")
    return [column for column in found.values() if column is not None and column.size]


def write_answer(path: Path, answer: Mapping[str, Any]) -> None:
    """RESULT as JSON. Raise OSError when the file cannot be written."""
    path.write_text(json.dumps(answer) + "\n", encoding="utf-8")
