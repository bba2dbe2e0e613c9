"""`nastavnik solve` from outside: files in, a file out, the certificate recomputed here from the file alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.matching.engine.files import read_problem
from nastavnik.matching.engine.model import BadInput, Goals, Infeasible, Problem
from nastavnik.matching.engine.outside import solve

Arrays = dict[str, Any]


def made(seed: int, n: int = 12, m: int = 6) -> tuple[Arrays, Arrays]:
    rng = np.random.default_rng(seed)
    problem = {
        "mentor_areas": rng.integers(-1, 5, (m, 8)),
        "mentor_subject": rng.integers(0, 4, m),
        "mentor_experience": rng.integers(-1, 30, m),
        "mentor_school": rng.integers(0, 3, m),
        "mentor_municipality": rng.integers(0, 2, m),
        "mentor_region": np.zeros(m, int),
        "mentor_virtual": rng.random(m) < 0.7,
        "mentor_consent": rng.random(m) < 0.95,
        "cap_min": np.zeros(m, int),
        "cap_max": rng.integers(0, 3, m),
        "group_min": rng.choice([0, 0, 2], m),
        "mentee_needs": rng.integers(-1, 5, (n, 8)),
        "mentee_subject": rng.integers(0, 4, n),
        "mentee_experience": rng.integers(-1, 5, n),
        "mentee_school": rng.integers(0, 3, n),
        "mentee_municipality": rng.integers(0, 2, n),
        "mentee_region": np.zeros(n, int),
        "mentee_virtual": rng.random(n) < 0.7,
        "mentee_consent": rng.random(n) < 0.95,
        "mentee_prefs": np.array([[0, 1, 1], [0, 2, 2]]),
        "mentor_prefs": np.array([[1, 3, 1]]),
        "forbids": np.array([[2, 2]]),
        "standing": np.array([[4, 1]]),
    }
    return problem, {"dense": np.where(rng.random((n, m)) < 0.6, rng.integers(0, 100, (n, m)), -1)}


def written(folder: Path, problem: Arrays, scores: Arrays | None) -> tuple[Path, Path | None]:
    np.savez(folder / "problem.npz", **problem)
    if scores is not None:
        np.savez(folder / "scores.npz", **scores)
    return folder / "problem.npz", folder / "scores.npz" if scores is not None else None


def read(folder: Path, problem: Arrays, scores: Arrays | None) -> Problem:
    return read_problem(*written(folder, problem, scores))


def recomputed(problem: Arrays, scores: Arrays, answer: Arrays) -> tuple[int, int]:
    """Value and bound by the letter of the format, from the files only; no lock here."""
    table = scores["dense"].copy()
    for mentee, mentor in problem["forbids"]:
        table[mentee, mentor] = -1
    top = int(table.max(initial=0))
    premium = (min(len(table), int(problem["cap_max"].sum())) + 1) * max(top, 0) + 1
    prices = answer["prices"]
    best = [max([0, *(premium + int(s) - prices[j] for j, s in enumerate(row) if s >= 0)]) for row in table]
    held = sum(int(high) * max(p, 0) for high, p in zip(problem["cap_max"], prices, strict=True))
    value = sum(premium + int(table[i, j]) for i, j in answer["pairs"])
    return value, sum(best) + held


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_the_bound_is_what_the_format_says(seed: int) -> None:
    problem, scores = made(seed)
    answer = solve(_problem(problem, scores), Goals(keep="last"))
    value, bound = recomputed(problem, scores, answer)
    assert (answer["value"], answer["bound"]) == (value, bound)
    assert value <= bound
    assert answer["proof"] == ("prices" if value == bound else "branching")
    load = np.bincount([j for _, j in answer["pairs"]], minlength=6)
    assert ((load == 0) | (load >= problem["group_min"])).all()
    assert (load <= problem["cap_max"]).all()


def _problem(problem: Arrays, scores: Arrays | None) -> Problem:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return read(Path(folder), problem, scores)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_another_order_of_rows_gives_the_same_pairs(seed: int, random: Any) -> None:
    problem, scores = made(seed)
    rows, columns = list(range(12)), list(range(6))
    random.shuffle(rows)
    random.shuffle(columns)
    turned: Arrays = {}
    for name, values in problem.items():
        if name.startswith("mentee_") and not name.endswith("prefs"):
            turned[name] = values[rows]
        elif name.startswith(("mentor_", "cap_", "group_")) and not name.endswith("prefs"):
            turned[name] = values[columns]
    for name in ("mentee_prefs", "forbids", "standing"):
        turned[name] = np.array([[rows.index(i), columns.index(j), *rest] for i, j, *rest in problem[name]])
    turned["mentor_prefs"] = np.array(
        [[columns.index(j), rows.index(i), r] for j, i, r in problem["mentor_prefs"]]
    )
    plain = solve(_problem(problem, scores), Goals(keep="last"))
    other = solve(_problem(turned, {"dense": scores["dense"][rows][:, columns]}), Goals(keep="last"))
    back = sorted([rows[i], columns[j]] for i, j in other["pairs"])
    assert back == sorted(plain["pairs"])


def test_a_lock_that_is_not_in_scores_is_honoured_and_takes_its_place() -> None:
    problem, scores = made(3)
    scores["dense"][0, :] = -1
    problem |= {"cap_max": np.array([1, 1, 1, 1, 1, 1]), "group_min": np.zeros(6, int), "locks": [[0, 5]]}
    answer = solve(_problem(problem, scores), Goals())
    assert [0, 5] in answer["pairs"]
    assert sum(j == 5 for _, j in answer["pairs"]) == 1


def test_quality_looks_at_the_total_first() -> None:
    problem = {"cap_max": [1, 1]}
    scores = {"dense": np.array([[90, 5], [4, -1]])}
    by_number = solve(_problem(problem, scores), Goals())
    by_total = solve(_problem(problem, scores), Goals(aim="quality"))
    assert by_number["pairs"] == [[0, 1], [1, 0]]
    assert by_total["pairs"] == [[0, 0]]
    assert by_total["quality"]["value"] == by_total["quality"]["bound"]
    assert "bound" not in by_total


def test_who_competes_is_told_when_places_are_short() -> None:
    answer = solve(_problem({"cap_max": [1, 1]}, {"dense": np.array([[9, -1], [8, -1], [-1, 3]])}), Goals())
    assert answer["hall"] == {"mentees": [0, 1]}
    assert [1, 0, 0, -1] in answer["alternatives"]


def test_profiles_are_scored_when_there_are_no_scores() -> None:
    problem, _ = made(8)
    problem |= {"mentor_consent": np.ones(6, bool), "mentee_consent": np.ones(12, bool)}
    answer = solve(_problem(problem, None), Goals())
    apart = [
        (i, j)
        for i, j in answer["pairs"]
        if problem["mentee_school"][i] != problem["mentor_school"][j]
        and not (problem["mentee_virtual"][i] and problem["mentor_virtual"][j])
    ]
    assert answer["pairs"]
    assert apart == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cap_max": None}, "cap_max"),
        ({"mentee_needs": np.full((12, 8), 7)}, "needs"),
        ({"mentor_subject": np.zeros(5, int)}, "mentor_subject"),
        ({"locks": [[0, 99]]}, "locks"),
        ({"forbids": [[0, 1, 2]]}, "forbids"),
        ({"mentee_experience": np.full(12, 0.5)}, "mentee_experience"),
    ],
)
def test_the_wrong_field_is_named(change: Arrays, field: str) -> None:
    problem, scores = made(1)
    problem = {name: value for name, value in (problem | change).items() if value is not None}
    with pytest.raises(BadInput) as wrong:
        _problem(problem, scores)
    assert wrong.value.code == field


def test_rows_that_cannot_be_satisfied_are_named() -> None:
    with pytest.raises(Infeasible) as refusal:
        solve(_problem({"cap_max": [2], "cap_min": [2]}, {"dense": np.array([[4], [-1]])}), Goals())
    assert refusal.value.mentors == (0,)


def run(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """As from a shell, in a folder without settings and with an address of a database that does not exist."""
    root = Path(__file__).parents[3]
    code = "import sys; from nastavnik.cli import main; code = main(sys.argv[1:]); print('django' in sys.modules); sys.exit(code)"
    return subprocess.run(
        [sys.executable, "-c", code, "solve", *map(str, arguments)],
        cwd=folder,
        env={"PYTHONPATH": str(root), "PATH": "", "DATABASE_URL": "postgres://nobody@nowhere/nothing"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_needs_neither_settings_nor_a_database(tmp_path: Path) -> None:
    problem, scores = made(5)
    paths = written(tmp_path, problem, scores)
    done = run(tmp_path, *paths, "result.json")
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr
    answer = json.loads((tmp_path / "result.json").read_text())
    assert answer["pairs"]
    assert run(tmp_path, paths[0], "-", "scored.json", "--goal", "quality").returncode == 0


def test_the_command_tells_malformed_from_infeasible(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"cap_max": [1, "two"]}', encoding="utf-8")
    (tmp_path / "one.json").write_text('{"cap_max": [0], "locks": [[0, 0]]}', encoding="utf-8")
    (tmp_path / "scores.json").write_text('{"dense": [[3]]}', encoding="utf-8")
    wrong = run(tmp_path, "bad.json", "scores.json", "r.json")
    assert (wrong.returncode, "cap_max" in wrong.stderr) == (2, True)
    over = run(tmp_path, "one.json", "scores.json", "r.json")
    assert (over.returncode, "наставники 0" in over.stderr) == (3, True)
    assert run(tmp_path, "no-such.npz", "scores.json", "r.json").returncode == 2
    assert run(tmp_path, "one.json").returncode == 2
