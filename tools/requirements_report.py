"""Which requirements are tried by a passing test of the last run: none, part or whole."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from environment import ROOT, STAMPS, Stop

LIST = ROOT / "docs" / "requirements.tsv"
RESULTS = STAMPS / "tests"
DEGREES = ("whole", "part", "none")


@dataclass
class Row:
    """One requirement and what the last run says of it."""

    id: str
    area: str
    must: str
    whole: int = 0
    parts: set[str] = field(default_factory=set)
    failed: int = 0

    @property
    def degree(self) -> str:
        """`whole` only while no test that carries the row fails."""
        if self.whole and not self.failed:
            return "whole"
        return "part" if self.whole or self.parts else "none"


def report(arguments: list[str]) -> int:
    """Print degree, id and must of every row (or of the ids given) and the totals by area."""
    rows = read()
    tell = [rows[each] for each in arguments if each in rows] if arguments else list(rows.values())
    for row in tell:
        print(f"{row.degree:<6}{row.id}  {row.must}")
        if row.degree == "part":
            print("".join(f"          · {what}\n" for what in sorted(row.parts)), end="")
        if row.failed:
            print(f"          · FAILED: {row.failed} test(s) that carry this row")
    _totals(rows)
    return 0


def read() -> dict[str, Row]:
    """Rows of docs/requirements.tsv with the marks of the last whole run."""
    with LIST.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = {row["id"]: Row(row["id"], row["area"], row["must"]) for row in table}
    for test in _tests():
        _count(test, rows)
    return rows


def _tests() -> Iterator[dict[str, Any]]:
    files = [file for file in sorted(RESULTS.glob("*.json")) if file.stem not in {"chosen", "soak"}]
    if not files:
        raise Stop("The tests have not been run yet: make test, then again.")
    for file in files:
        yield from json.loads(Path(file).read_text(encoding="utf-8")).values()


def _count(test: dict[str, Any], rows: dict[str, Row]) -> None:
    passed, failed = test["outcome"] == "passed", test["outcome"] == "failed"
    for each in test["req"]:
        rows[each].whole += passed
        rows[each].failed += failed
    for each, what in test["req_part"]:
        rows[each].failed += failed
        if passed:
            rows[each].parts.add(what)


def _totals(rows: dict[str, Row]) -> None:
    by_area: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows.values():
        by_area[row.area][row.degree] += 1
    print(f"\n{'whole':>6}{'part':>6}{'none':>6}  area")
    for area, counts in by_area.items():
        print("".join(f"{counts[degree]:>6}" for degree in DEGREES) + f"  {area}")
    total = sum(by_area.values(), Counter[str]())
    print("".join(f"{total[degree]:>6}" for degree in DEGREES) + f"  all {len(rows)}")
