"""A pytest plugin: which marked requirement was tried by which test and how it ended.

Loaded by `-p tests.requirement_marks`; writes JSON to the file named by REQUIREMENT_MARKS, if it is set.
"""

import json
import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

_SEEN: dict[str, dict[str, Any]] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep the worst outcome of the three phases of a test."""
    report = yield
    whole = [each for mark in item.iter_markers("req") for each in mark.args]
    part = [list(mark.args) for mark in item.iter_markers("req_part")]
    if whole or part:
        seen = _SEEN.setdefault(item.nodeid, {"outcome": "passed", "req": whole, "req_part": part})
        if report.outcome != "passed" and seen["outcome"] != "failed":
            seen["outcome"] = report.outcome
    return report


def pytest_sessionfinish() -> None:
    """Leave the list for `make requirements`."""
    if target := os.environ.get("REQUIREMENT_MARKS"):
        Path(target).write_text(json.dumps(_SEEN, ensure_ascii=False, indent=1), encoding="utf-8")
