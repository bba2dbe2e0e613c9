"""`serve`: one address, two children (server and worker), all stopped together. `worker`: the worker alone."""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address

from django.conf import settings
from django.utils import timezone

from nastavnik.core import marks, setup_code
from nastavnik.core import worker as core_worker
from nastavnik.core.errors import Refusal
from nastavnik.people.models import User

from . import database
from .speech import say, warn

HASTE = 3.0
PATIENCE = 30.0  # seconds for requests and jobs to end after a signal
STALE_BACKUP = timedelta(days=1)


def worker(_given: argparse.Namespace) -> int:
    """Jobs, letters and routines until SIGTERM."""
    database.prepare()
    core_worker.work_until_stopped()
    return 0


def serve(_given: argparse.Namespace) -> int:
    """Migrate, start both children, print the address, watch over them until a signal comes."""
    host, port = _address()
    _check_free(host, port)
    database.migrate()
    started = [
        Child("обработчик", [sys.executable, "-m", "nastavnik.cli", "worker"]),
        Child("сервер", _granian(host, port)),
    ]
    return _watch(started, greet=lambda: _greet(host, port))


def _address() -> tuple[str, int]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Refusal(f"PORT={port}: нужен номер порта от 1 до 65535, например PORT=8080.")
    return host, int(port)


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise Refusal(
                f"Адрес {host}:{port} занят или недоступен. Выберите другой порт, например: PORT={port + 1}."
            ) from taken


def _granian(host: str, port: int) -> list[str]:
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    processes = 1 if on_sqlite or (os.cpu_count() or 1) < 2 else 2
    return [
        sys.executable,
        *("-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(processes), "--blocking-threads", "4", "--respawn-failed-workers"),
        *("--workers-kill-timeout", "30", "--no-ws", "--log-level", "warning"),
        "config.wsgi:application",
    ]


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _greet(host: str, port: int) -> None:
    shown = host if is_loopback(host) or host not in {"0.0.0.0", "::"} else socket.gethostname()  # noqa: S104
    say(f"«Наставник» работает: http://{f'[{shown}]' if ':' in shown else shown}:{port}/")
    say("Остановить: Ctrl-C")
    if not User.objects.filter(is_demo=False).exists():
        if is_loopback(host):
            setup_code.forget()
        else:
            say(f"Одноразовый код для первой настройки: {setup_code.issue()}")
        return
    copied = marks.last(marks.BACKUP)
    if copied is None or timezone.now() - copied > STALE_BACKUP:
        warn("Резервной копии нет или она старше суток. Сделайте её: nastavnik backup ФАЙЛ")


@dataclass
class Child:
    """A process that must live as long as we do."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0

    def start(self) -> None:
        root = str(settings.BASE_DIR)
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
        self.process = subprocess.Popen(  # noqa: S603 — the command is ours, no shell
            list(self.command),
            cwd=root,
            env={**os.environ, "PYTHONPATH": path, "DATA_DIR": str(settings.DATA_DIR)},
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            # Ctrl-C reaches a whole group, and granian that is told twice (SIGINT, then our SIGTERM) hangs
            # for its whole kill timeout: only we hear the console, the children hear us.
            process_group=None if os.name == "nt" else 0,
        )
        self.started_at = time.monotonic()

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.is_alive:
            self.process.terminate()

    def make_stop(self, before: float) -> None:
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(0.1, before - time.monotonic()))
        self._end_kin(self.process)

    @staticmethod
    def _end_kin(process: "subprocess.Popen[bytes]") -> None:
        """Whoever is left of the child's group: a server told to stop in its first second leaves kin with the port."""
        if os.name == "nt":
            process.kill()
        else:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _die_with_parent() -> None:
    """Linux: SIGTERM to the child when `serve` is killed −9, else the port would stay taken."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _ways_to_stop() -> Sequence[signal.Signals]:
    """Ctrl-C, SIGTERM, and a closed terminal unless `nohup` has said to outlive it."""
    ways = [signal.SIGTERM, signal.SIGINT]
    if os.name != "nt" and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        ways.append(signal.SIGHUP)
    return ways


def _watch(children: list[Child], *, greet: Callable[[], None]) -> int:
    stopping: list[int] = []
    for sign in _ways_to_stop():
        signal.signal(sign, lambda number, _frame: stopping.append(number))
    for child in children:
        child.start()
    failed = not _await_answer(children[-1], stopping)
    answers = not failed and not stopping
    if answers:
        greet()
    while not stopping and not failed:
        for child in children:
            failed = failed or not _keep_alive(child)
        time.sleep(0.2)
    deadline = time.monotonic() + (PATIENCE if answers else HASTE)  # who has not answered has nothing to end
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.make_stop(deadline)
    return 1 if failed and not stopping else 0


def _await_answer(server: Child, stopping: list[int]) -> bool:
    """True when the port answers; False when the server has died."""
    host, port = _address()
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    while server.is_alive and not stopping:
        try:
            socket.create_connection((reach, port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.05)
    if not stopping:
        warn("Сервер не запустился: причина напечатана выше.")
    return bool(stopping)


def _keep_alive(child: Child) -> bool:
    """Start a fallen child again; one that falls within five seconds of its start ends everything."""
    if child.is_alive:
        return True
    warn(f"Остановился {child.name}.")
    if time.monotonic() - child.started_at < 5:
        return False
    child.start()
    return True
