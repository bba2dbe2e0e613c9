"""Ctrl-C stops the server, the worker and all of their kin at once and cleanly."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="process groups of POSIX"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated folder for all starts."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def served(data: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """`nastavnik serve` in a group of its own, as a terminal would start it, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "DATA_DIR": str(data), "PORT": str(port)}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "nastavnik.cli", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        _visit(port, process)
        yield process, port
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def _visit(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait for the first answer, whatever it says: a server that has worked is harder to stop than a fresh one."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the server did not answer")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_of_the_console_to_the_whole_group_stops_everything_within_seconds(
    served: tuple["subprocess.Popen[bytes]", int], sign: signal.Signals
) -> None:
    process, port = served
    os.killpg(process.pid, sign)
    assert process.wait(30) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_request_to_end_addressed_to_the_parent_alone_stops_everything_too(
    served: tuple["subprocess.Popen[bytes]", int],
) -> None:
    process, port = served
    process.terminate()
    assert process.wait(30) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
