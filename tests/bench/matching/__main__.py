"""`make bench-matching`: the engine beside other solvers, in one run, with a calibration and the goals.

Times are CPU seconds of one thread in processes of their own, so a busy neighbour spoils them little; beside them stands
how many times the fixed flow of the calibration they are. Peers get the eligible pairs with their scores for nothing, the
engine starts from the profiles and ends with the proof checked and everybody explained.

`python3 tools/dev.py bench-matching [--only PART]… [--limit SECONDS] [--rounds N] [--seed N]`
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.matching.peers import PEERS
from tests.bench.matching.problems import SIZES
from tests.bench.truth import table as meaning

Told = dict[str, Any]
PARTS = ("truth", "school", "municipality", "region", "repair", "groups", "country")
SECONDS = {"municipality": 0.3, "region": 2.5, "country": 60.0}
MEGABYTES = {"region": 250.0, "country": 1024.0}
REFUSAL, ALTERNATIVES = 0.1, 0.15
GROUP_SECONDS, GROUP_SHARE = 1.0, 0.02
FEWER_ROUNDS = {"region": 3, "country": 1}
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass
class Bench:
    """One run: what was asked for, the measure of this machine, goals that were missed."""

    folder: Path
    seed: int
    limit: float
    rounds: int
    flow: float = 0.0
    missed: list[str] = field(default_factory=list)

    def ask(
        self, what: str, size: str = "school", *, limit: float | None = None, rounds: int | None = None
    ) -> Told:
        """Run one measurement; {"cut": seconds} where the time limit ended it, {"fault": line} where it fell."""
        told = [what, size, self.seed, rounds or min(self.rounds, FEWER_ROUNDS.get(size, self.rounds))]
        command = [
            sys.executable,
            "-m",
            "tests.bench.matching.one",
            *map(str, told),
            str(self.folder / f"{size}.npz"),
        ]
        env = os.environ | dict.fromkeys(THREADS, "1")
        try:
            done = subprocess.run(
                command, env=env, capture_output=True, text=True, timeout=limit or 600, check=False
            )
        except subprocess.TimeoutExpired:
            return {"cut": limit}
        if done.returncode:
            lines = done.stderr.strip().splitlines()
            return {"fault": lines[-1] if lines else f"ended by signal {-done.returncode}"}
        answer: Told = json.loads(done.stdout)
        return answer

    def goal(self, name: str, *, met: bool) -> str:
        """Words beside a goal; a missed one is kept for the end."""
        if not met:
            self.missed.append(name)
        return f"{name}: {'met' if met else 'NOT MET'}"

    def calibrate(self) -> None:
        """Seconds of the fixed flow and of the fixed product: what this machine is worth today."""
        told = self.ask("calibration", rounds=5)
        flow, sgemm = told["flow"]["cpu"], told["sgemm"]["cpu"]
        self.flow = flow
        print(
            f"calibration: flow of 100 000 pairs {flow:.3f} s, sgemm 2048 x 2048 x 2048 {sgemm:.3f} s",
            end=" ",
        )
        print(f"({2 * 2048**3 / sgemm / 1e9:.0f} GFLOPS), one thread")

    def line(self, name: str, told: Told, *notes: str) -> None:
        """One row of the table."""
        if "cpu" not in told:
            words = f"cut at {told['cut']:.0f} s" if "cut" in told else f"fell: {told['fault'][:60]}"
            print(f"  {name:30}{words}")
            return
        times = f"{told['cpu']:9.3f}{told['wall']:9.3f}{told['cpu'] / self.flow:9.1f}{told['peak']:9.0f}"
        print(f"  {name:30}{times}  {'; '.join(notes)}".rstrip(), flush=True)

    def compared(self, size: str) -> None:
        """The engine and every peer on one problem."""
        ours, told = self.ask("whole", size), self.ask("arcs", size)
        self.head(f"{size} {SIZES[size].mentors} x {SIZES[size].mentees}, {told['pairs']} eligible pairs")
        self.line("engine, whole", ours, *self.judged(size, ours))
        for name, (title, _) in PEERS.items():
            made = self.ask(name, size, limit=self.limit)
            self.line(title, made, *(loses(ours, made) if "cpu" in made and "cpu" in ours else ()))

    def judged(self, size: str, told: Told) -> list[str]:
        """Goals of a size."""
        if "cpu" not in told:
            self.goal(f"{size} is solved", met=False)
            return []
        words = [self.goal(f"{size} proved", met=told["proved"] and told["unique"])]
        if size in SECONDS:
            words.append(self.goal(f"{size} <= {SECONDS[size]} s", met=told["cpu"] <= SECONDS[size]))
        if size in MEGABYTES:
            words.append(
                self.goal(f"{size} <= {MEGABYTES[size]:.0f} MB", met=told["peak"] <= MEGABYTES[size])
            )
        return words

    def repair(self) -> None:
        """Refusals and «why not» at the size of a region."""
        print("\nrepair at the size of a region: p95 CPU of a hundred of each")
        told = self.ask("repair", "region")
        if "refusal" not in told:
            print(f"  {told}")
        for name, key, most in (
            ("refusal", "refusal", REFUSAL),
            ("top-5 why not", "alternatives", ALTERNATIVES),
        ):
            spent = told.get(key, float("inf"))
            words = self.goal(
                f"{name} p95 <= {most * 1000:.0f} ms", met=spent <= most and bool(told.get("proved"))
            )
            print(f"  {name:30}{spent * 1000:9.1f} ms{spent / self.flow:9.2f} x flow  {words}", flush=True)

    def groups(self) -> None:
        """Offers that lead nobody or at least two: municipality proved, region within a share of the bound."""
        self.head("groups: two offers of five lead nobody or at least two")
        told = self.ask("groups", "municipality")
        met = "cpu" in told and told["proved"] and told["cpu"] <= GROUP_SECONDS
        self.line("municipality", told, self.goal(f"groups proved <= {GROUP_SECONDS} s", met=met))
        told = self.ask("groups", "region")
        covered = "cpu" in told and (told["proved"] or told["gap"] < told["premium"] // 2)
        share = 100 * told["gap"] / told["points"] if covered and not told["proved"] else 0.0
        words = self.goal("region groups: coverage proved", met=covered)
        within = self.goal(f"fit within {GROUP_SHARE} %", met=covered and share <= GROUP_SHARE)
        self.line("region", told, words, f"{within} ({share:.4f} %)" if covered else within)

    def country(self) -> None:
        """Reported, not a condition."""
        self.head(
            f"country {SIZES['country'].mentors} x {SIZES['country'].mentees}: reported, not a condition"
        )
        told, kept = self.ask("whole", "country", limit=1200), list(self.missed)
        self.line("engine, whole", told, *self.judged("country", told))
        self.missed = kept

    def head(self, title: str) -> None:
        """Title of a part and of its columns."""
        print(f"\n{title}\n  {'':30}{'CPU s':>9}{'wall s':>9}{'x flow':>9}{'peak MB':>9}", flush=True)


def loses(ours: Told, made: Told) -> list[str]:
    """How the time of a peer compares, and what its answer loses."""
    ratio = made["cpu"] / ours["cpu"]
    fewer, points = ours["served"] - made["served"], ours["points"] - made["points"]
    share = f"{100 * fewer / max(1, ours['served']):.1f} %, {100 * points / max(1, ours['points']):.1f} %"
    return [
        f"{ratio:.2f} of the engine",
        f"loses {fewer} mentees, {points} points ({share})" if fewer or points else "same optimum",
    ]


def main() -> int:
    """0 when every goal of the parts asked for is met."""
    parser = argparse.ArgumentParser(prog="bench-matching", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=PARTS, help="this part only (may be repeated)")
    parser.add_argument("--limit", type=float, default=60, help="seconds given to each peer")
    parser.add_argument("--rounds", type=int, default=5, help="times each measurement is repeated")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as folder:
        bench = Bench(Path(folder), asked.seed, asked.limit, asked.rounds)
        bench.calibrate()
        for part in asked.only or PARTS:
            if part == "truth":
                bench.missed += meaning.report()
            elif part in ("repair", "groups", "country"):
                getattr(bench, part)()
            else:
                bench.compared(part)
    print("\nevery goal is met" if not bench.missed else f"\nNOT MET: {'; '.join(bench.missed)}")
    return 1 if bench.missed else 0


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[3])
    sys.exit(main())
