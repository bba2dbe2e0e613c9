"""Everything that can be wrong without running a test: format, lint, floors, types, migrations, locks."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from environment import PYTHON, ROOT, SCRIPTS

# Written apart, so that this file does not find itself.
HOSTS = re.compile("|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs")))


def commands() -> dict[str, list[object]]:
    """Name and command of each check."""
    return {
        "ruff format": [SCRIPTS / "ruff", "format", "--check", "-q", "."],
        "ruff check": [SCRIPTS / "ruff", "check", "-q", "."],
        "floors": [SCRIPTS / "lint-imports"],
        "types": [SCRIPTS / "mypy", "nastavnik", "config", "tests", "tools"],
        "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    }


def run() -> int:
    """All checks side by side, each told as it ends; 1 when any of them fails."""
    started, failed = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="nastavnik-check-", ignore_cleanup_errors=True) as data:
        env = {**os.environ, "DATA_DIR": data}
        env.pop("DATABASE_URL", None)
        running = {name: _start(command, env) for name, command in commands().items()}
        for name, process in running.items():
            out, _ = process.communicate()
            failed += _tell(name, out.decode(errors="replace") if process.returncode else "")
    failed += _tell("locks", "\n".join(lock_faults()))
    print(
        f"{time.monotonic() - started:.0f} s: " + (f"FAILED {', '.join(failed)}" if failed else "all is well")
    )
    return 1 if failed else 0


def lock_faults() -> Iterator[str]:
    """Lines of the locks that would tie an installation to one registry, and packages without a hash."""
    for file in sorted((ROOT / "requirements").glob("*")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if "://" in line or "file:" in line or HOSTS.search(line):
                yield f"{file.name}:{number}: an address in a lock: {line}"
    for number, line in enumerate((ROOT / "frontend" / "package-lock.json").read_text().splitlines(), 1):
        if '"resolved"' in line or HOSTS.search(line):
            yield f"package-lock.json:{number}: an address in a lock: {line.strip()}"


def _start(command: list[object], env: dict[str, str]) -> subprocess.Popen[bytes]:
    parts = [str(part) for part in command]
    return subprocess.Popen(parts, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _tell(name: str, fault: str) -> list[str]:
    print(f"{'FAIL' if fault else 'ok':<5}{name}", flush=True)
    if not fault:
        return []
    print(fault.rstrip(), file=sys.stderr, flush=True)
    return [name]
