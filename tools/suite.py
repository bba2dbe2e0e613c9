"""The whole suite: without a browser on SQLite and on PostgreSQL, then the journeys in Chromium."""

import os
import shutil
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import environment
import machine
from environment import PYTHON, ROOT, STAMPS, say, shout

RESULTS = STAMPS / "tests"
NOTHING_COLLECTED = 5  # exit code of pytest
SCREENS = [f"tests/browser/test_{name}.py" for name in ("every_screen", "vision", "weight")]


@dataclass(frozen=True)
class Outcome:
    """Counts of one run, as its report tells them."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def play(arguments: Sequence[str]) -> int:
    """The whole suite; with arguments, one run of pytest on SQLite with exactly these."""
    if arguments:
        return _run("chosen", list(arguments)).failed and 1
    started = time.monotonic()
    missing = machine.prepare()
    shutil.rmtree(RESULTS, ignore_errors=True)
    outcomes = _on_both_databases()
    if "Chromium" not in missing:
        outcomes["Chromium"] = _in_the_browser()
    else:
        shout("Chromium is missing: the journeys in the browser were NOT RUN.")
    return _summary(outcomes, time.monotonic() - started)


def repeat(minutes: float) -> int:
    """Play the suite on SQLite in another random mood of hypothesis again and again; stop at the first failure."""
    end, total = time.monotonic() + minutes * 60, Outcome()
    while time.monotonic() < end:
        outcome = _run("soak", ["-m", "not browser", f"--hypothesis-seed={time.monotonic_ns()}"])
        total += outcome
        if outcome.failed:
            break
    print(total)
    return 1 if total.failed else 0


def _on_both_databases() -> dict[str, Outcome]:
    """Side by side, each with data of its own; what asks no database is tried once. The second one's words come after."""
    with ThreadPoolExecutor(max_workers=1) as second:
        postgres = second.submit(_on_postgres)
        sqlite = _run("sqlite", ["-m", "not browser"])
        outcomes = {"SQLite": sqlite, "PostgreSQL": postgres.result()}
    _tell_aside("postgres")
    return outcomes


def _in_the_browser() -> Outcome:
    """The journeys, and beside them what looks at every screen of the example: a browser leaves half a core to another."""
    with ThreadPoolExecutor(max_workers=1) as second:
        looked = second.submit(_run, "screens", ["-m", "browser", *SCREENS], aside=True)
        outcome = _run("journeys", ["-m", "browser", *(f"--ignore={file}" for file in SCREENS)])
        outcome += looked.result()
    _tell_aside("screens")
    return outcome


def _tell_aside(name: str) -> None:
    say(f"tests: {name}, in its own words")
    print((RESULTS / f"{name}.log").read_text(encoding="utf-8", errors="replace"), flush=True)


def _on_postgres() -> Outcome:
    address = machine.postgres_address()
    if address:
        return _run("postgres", ["-m", "not browser", "--with-database"], database=address, aside=True)
    say("PostgreSQL: out of the wheel")
    wheel = [PYTHON, ROOT / "tools" / "with_postgres.py"]
    return _run("postgres", ["-m", "not browser", "--with-database"], before=wheel, aside=True)


def _run(
    name: str,
    arguments: Sequence[str],
    *,
    database: str = "",
    before: Sequence[object] = (),
    aside: bool = False,
) -> Outcome:
    """`aside`: the words go to a file beside the report."""
    say(f"tests: {name}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    report = RESULTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="nastavnik-tests-", ignore_cleanup_errors=True) as data:
        env = {**os.environ, "DATA_DIR": data, "REQUIREMENT_MARKS": str(RESULTS / f"{name}.json")}
        env.pop("DATABASE_URL", None)
        if database:
            env["DATABASE_URL"] = database
        plugin = ["-p", "tests.requirement_marks"]
        pytest = [PYTHON, "-m", "pytest", *plugin, f"--junitxml={report}", "-rfEs", *arguments]
        log = RESULTS / f"{name}.log" if aside else None
        code = environment.call([*before, *pytest], env, log=log)
    return _read(name, report, code)


def _read(name: str, report: Path, code: int) -> Outcome:
    """Counts from the report; a run that broke before its end counts as one failure more."""
    outcome = Outcome()
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314  our own file
            total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            outcome += Outcome(max(total - bad - skipped, 0), bad, skipped)
    if code == NOTHING_COLLECTED:
        shout(f"No tests were found for the run «{name}».")
        return Outcome(failed=1)
    if code and not outcome.failed:
        return outcome + Outcome(failed=1)
    return outcome


def _summary(outcomes: dict[str, Outcome], seconds: float) -> int:
    total = sum(outcomes.values(), Outcome())
    print(f"\n{'':─<60}", file=sys.stdout)
    for name, outcome in outcomes.items():
        print(f"{name:<12} {outcome}")
    print(f"{seconds / 60:.1f} min")
    print(total, flush=True)
    return 1 if total.failed else 0
