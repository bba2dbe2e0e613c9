"""What was acknowledged is there after kill −9: the fact, its journal line and its message, all three or none."""

import os
import subprocess
import sys

import pytest

from tests.installations import ROOT, Installation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KILLS = int(os.environ.get("CHAOS_KILLS", "4"))


def test_nothing_acknowledged_is_lost_and_nothing_is_half_written(place: Installation) -> None:
    script = str(ROOT / "tests" / "scripts" / "writes.py")
    for kill in range(1, KILLS + 1):
        writer = subprocess.Popen(
            [sys.executable, script], cwd=ROOT, env=place.env(), stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(20 + 7 * kill)]
        writer.kill()
        told += [int(line) for line in writer.stdout.read().splitlines() if line.strip()]
        writer.wait()
        done = place.script("writes.py", "count")
        assert done.returncode == 0, done.stderr
        facts, lines, messages = map(int, done.stdout.split())
        assert facts == lines == messages
        assert told[-1] <= facts <= told[-1] + 1
