"""A child is stopped with all that it has started, deaf ones too."""

import sys
import time
from pathlib import Path

import pytest

from nastavnik.console.serving import Child

DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
)
LEADER = """
import subprocess, sys, time
kin = subprocess.Popen([sys.executable, "-c", sys.argv[2]], stdout=subprocess.PIPE)
kin.stdout.readline()
open(sys.argv[1], "w").write(str(kin.pid))
time.sleep(60)
"""


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "gone"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_kin_of_a_stopped_child_stays(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    child = Child("проба", [sys.executable, "-c", LEADER, str(told), DEAF])
    child.start()
    try:
        for _ in range(200):
            if told.exists() and told.read_text():
                break
            time.sleep(0.05)
        kin = int(told.read_text())
        child.ask_to_stop()
    finally:
        child.make_stop(time.monotonic() + 5)
    for _ in range(200):  # the system takes its time to end what was killed
        if (state := state_of(kin)) in {"gone", "Z"}:
            break
        time.sleep(0.05)
    assert state in {"gone", "Z"}  # Z waits for the system to bury it
    assert not child.is_alive
