"""A worker is killed −9 wherever it hurts; the next one ends the work, and every effect is there once."""

import json
import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from tests.installations import ROOT, Installation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

POINTS = [
    "job.claimed",
    "chaos.in_step_0",
    "chaos.in_step_3",
    "chaos.after_step_3",
    "file.before_rename",
    "file.before_row",
    "job.before_finish",
    "letter.taken",
]
ONCE = {"state": "done", "steps": 6, "reports": 1, "rows_without_file": 0, "messages": 1}


def tell(place: Installation) -> dict[str, Any]:
    told = place.script("chaos.py", "tell")
    assert told.returncode == 0, told.stderr
    answer: dict[str, Any] = json.loads(told.stdout)
    return answer


def start(place: Installation, **env: str) -> "subprocess.Popen[bytes]":
    script = str(ROOT / "tests" / "scripts" / "chaos.py")
    return subprocess.Popen([sys.executable, script, "work"], cwd=ROOT, env=place.env(**env))


def until(place: Installation, worker: "subprocess.Popen[bytes]", steps: int) -> None:
    """Wait for so many effects."""
    for _ in range(40):
        if tell(place)["steps"] >= steps:
            return
        assert worker.poll() is None
    pytest.fail("the worker does nothing")


@pytest.fixture
def ordered(place: Installation) -> Installation:
    done = place.script("chaos.py", "order")
    assert done.returncode == 0, done.stderr
    return place


def test_work_whose_worker_was_killed_is_ended_by_the_next_and_its_effects_are_there_once(
    ordered: Installation,
) -> None:
    worker = start(ordered, STEP_SECONDS="4")
    until(ordered, worker, 2)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    killed = tell(ordered)
    assert killed["state"] == "running"
    assert 2 <= killed["steps"] < 6
    assert ordered.script("chaos.py", "work").returncode == 0
    after = tell(ordered)
    assert {name: after[name] for name in ONCE} == ONCE
    assert after["by_attempts"] == [1, 2]
    assert (after["letters"], after["unsent"]) == (1, 0)


@pytest.mark.parametrize("point", POINTS)
def test_a_death_at_any_point_leaves_nothing_half_done(ordered: Installation, point: str) -> None:
    assert ordered.script("chaos.py", "work", CRASH_AT=point).returncode == 137
    assert ordered.script("chaos.py", "work").returncode == 0
    after = tell(ordered)
    assert {name: after[name] for name in ONCE} == ONCE
    assert (after["letters"], after["letter_ids"]) == (1, 1)


def test_a_death_between_the_mail_server_and_our_mark_repeats_the_letter_under_the_same_id(
    ordered: Installation,
) -> None:
    assert ordered.script("chaos.py", "work", CRASH_AT="letter.sent").returncode == 137
    assert ordered.script("chaos.py", "work").returncode == 0
    after = tell(ordered)
    assert (after["letters"], after["letter_ids"], after["unsent"]) == (2, 1, 0)


def test_a_job_that_kills_its_worker_each_time_is_parked_and_not_run_again(ordered: Installation) -> None:
    deaths = 0
    while ordered.script("chaos.py", "work", CRASH_AT="job.claimed").returncode == 137:
        deaths += 1
        assert deaths <= 5
    assert deaths == 5
    assert tell(ordered)["state"] == "parked"


def test_a_worker_told_to_stop_gives_its_job_back_and_no_failure_is_counted(ordered: Installation) -> None:
    worker = start(ordered, STEP_SECONDS="4")
    until(ordered, worker, 1)
    worker.terminate()
    began = time.monotonic()
    assert worker.wait(timeout=20) == 0
    assert time.monotonic() - began < 20
    stopped = tell(ordered)
    assert (stopped["state"], stopped["attempts"]) == ("ready", 0)
