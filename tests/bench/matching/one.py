"""One measurement in a process of its own, so that peaks of memory are its own: a line of JSON on the way out.

`python -m tests.bench.matching.one WHAT SIZE SEED ROUNDS PATH`
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from nastavnik.matching.engine.api import match, repair_state, verify
from nastavnik.matching.engine.grid import Grid
from nastavnik.matching.engine.model import Problem
from tests.bench.matching import problems
from tests.bench.matching.arcs import Arcs
from tests.bench.matching.peers import PEERS, ortools

Told = dict[str, Any]
EVENTS = 100


def timed(work: Callable[[], Any], rounds: int) -> tuple[Told, Any]:
    """Median CPU and wall seconds of a call, and what it gave the last time."""
    cpu, wall, found = [], [], None
    for _ in range(rounds):
        began, began_wall = time.process_time(), time.perf_counter()
        found = work()
        cpu.append(time.process_time() - began)
        wall.append(time.perf_counter() - began_wall)
    return {"cpu": statistics.median(cpu), "wall": statistics.median(wall)}, found


def peak() -> float:
    """Most memory of this process so far, everything included, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def calibration(_size: str, _seed: int, rounds: int, _path: Path) -> Told:
    """One fixed flow of OR-Tools and one product of matrices 2048 x 2048 in float32."""
    rng = np.random.default_rng(2048)
    n, m, each = 5_000, 3_000, 20
    mentee = np.repeat(np.arange(n), each)
    keys = np.unique(mentee * m + rng.integers(0, m, n * each))
    places = rng.integers(1, 3, m)
    fixed = Arcs(keys // m, keys % m, rng.integers(0, 10_000, len(keys)), n, places)
    table = rng.random((2048, 2048), np.float32)
    table @ table
    return {
        "flow": timed(lambda: ortools(fixed), rounds)[0],
        "sgemm": timed(lambda: table @ table, rounds)[0],
    }


def engine(problem: Problem, rounds: int) -> Told:
    """From profiles to the result with its proof and explanations, and the check of the proof."""

    def whole() -> Any:
        result = match(problem)
        return result, verify(problem, result)

    spent, (result, report) = timed(whole, rounds)
    root = result.bound - result.value
    return spent | {
        "peak": peak(),
        "served": result.matched,
        "points": result.fit,
        "proved": bool(result.proved and report.ok),
        "proof": result.proof,
        "unique": result.unique,
        "gap": root,
        "premium": result.premium,
    }


def whole(size: str, seed: int, rounds: int, _path: Path) -> Told:
    """The engine on a problem that peers can state as well."""
    return engine(problems.plain(size, seed), rounds)


def groups(size: str, seed: int, rounds: int, _path: Path) -> Told:
    """The engine where offers lead nobody or at least two."""
    return engine(problems.groups(size, seed), rounds)


def repair(size: str, seed: int, _rounds: int, _path: Path) -> Told:
    """A hundred refusals of chosen pairs one after another, and the five nearest alternatives of a hundred requests."""
    problem = problems.plain(size, seed)
    rng = np.random.default_rng(seed)
    result = match(problem)
    some = rng.permutation(len(result.pairs))[:EVENTS]
    told = repair_state(problem, result)
    asked = [timed(partial(told.alternatives, i, 5), 1)[0]["cpu"] for i in result.pairs[some, 0].tolist()]
    refused = []
    for mentee, mentor in result.pairs[some].tolist():
        if (told.pairs == [mentee, mentor]).all(axis=1).any():
            refused.append(timed(partial(told.refuse, mentee, mentor), 1)[0]["cpu"])
    return {
        "refusal": float(np.percentile(refused, 95)),
        "alternatives": float(np.percentile(asked, 95)),
        "events": len(refused),
        "proved": told.proved(),
        "peak": peak(),
    }


def arcs(size: str, seed: int, _rounds: int, path: Path) -> Told:
    """Write the eligible pairs of the plain problem for the peers."""
    problem = problems.plain(size, seed)
    grid = Grid.of(problem)
    found = []
    for rows in grid.spans():
        tile = grid.tile(rows)
        i, j = np.nonzero(tile >= 0)
        found.append((i + rows.start, j, tile[i, j].astype(np.int64)))
    mentee, mentor, score = (np.concatenate([each[k] for each in found]) for k in range(3))
    Arcs(mentee, mentor, score, len(problem.mentees), problem.mentors.capacity).save(path)
    return {"pairs": len(mentee)}


def peer(name: str, rounds: int, path: Path) -> Told:
    """Another solver on the pairs written before."""
    kept = Arcs.load(path)
    spent, chosen = timed(lambda: PEERS[name][1](kept), rounds)
    served, points = kept.worth(chosen)
    return spent | {"peak": peak(), "served": served, "points": points}


WORK = {"calibration": calibration, "whole": whole, "groups": groups, "repair": repair, "arcs": arcs}


def main(what: str, size: str, seed: str, rounds: str, path: str) -> None:
    """Do it and tell."""
    if what in PEERS:
        told = peer(what, int(rounds), Path(path))
    else:
        told = WORK[what](size, int(seed), int(rounds), Path(path))
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
