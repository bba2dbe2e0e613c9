"""None, part or whole: what the last run of the tests says of a requirement."""

import json
from pathlib import Path
from typing import Any

import pytest

import environment
import requirements_report


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(requirements_report, "RESULTS", tmp_path)
    return tmp_path


def _run(results: Path, name: str, *tests: dict[str, Any]) -> None:
    (results / f"{name}.json").write_text(
        json.dumps({str(number): test for number, test in enumerate(tests)})
    )


def _test(outcome: str, *, req: str = "", part: str = "") -> dict[str, Any]:
    return {"outcome": outcome, "req": [req] if req else [], "req_part": [[part, "a part"]] if part else []}


def test_a_passing_whole_mark_makes_the_row_whole(results: Path) -> None:
    _run(results, "sqlite", _test("passed", req="R018"))
    assert requirements_report.read()["R018"].degree == "whole"


def test_a_row_is_not_whole_while_a_test_that_carries_it_fails_on_another_database(results: Path) -> None:
    _run(results, "sqlite", _test("passed", req="R018"))
    _run(results, "postgres", _test("failed", req="R018"))
    assert requirements_report.read()["R018"].degree == "part"


def test_a_partial_mark_makes_a_part_however_many_there_are(results: Path) -> None:
    _run(results, "sqlite", _test("passed", part="R018"), _test("passed", part="R018"))
    assert requirements_report.read()["R018"].degree == "part"


def test_a_skipped_test_counts_for_nothing(results: Path) -> None:
    _run(results, "sqlite", _test("skipped", req="R018"))
    assert requirements_report.read()["R018"].degree == "none"


def test_a_run_of_chosen_tests_is_not_the_last_run(results: Path) -> None:
    _run(results, "chosen", _test("passed", req="R018"))
    with pytest.raises(environment.Stop):
        requirements_report.read()
