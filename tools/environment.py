"""Where things are, and the virtual environment: made once, filled from locked hashed requirements."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = ROOT / ".stamps"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
# Each set holds the ones before it, so whoever has `check` may run the tests and the product.
SETS = ("run", "test", "check")


class Stop(Exception):
    """A sentence for the person at the console: what is missing and what to do."""


def say(text: str) -> None:
    """Tell the person at the console what happens now."""
    print(f"· {text}", flush=True)


def shout(text: str) -> None:
    """Tell what cannot be overlooked: something was not done."""
    line = "!" * 78
    print(f"{line}\n!! {text}\n{line}", file=sys.stderr, flush=True)


def call(
    command: Sequence[object],
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    log: Path | None = None,
) -> int:
    """Run a command to its end and give its exit code; `log` takes its words instead of the screen."""
    parts, told = [str(part) for part in command], dict(env) if env else None
    if log is None:
        return subprocess.call(parts, env=told, cwd=cwd)
    with log.open("wb") as file:
        return subprocess.call(parts, env=told, cwd=cwd, stdout=file, stderr=subprocess.STDOUT)


def must(command: Sequence[object], what: str, cwd: Path = ROOT) -> None:
    """Run a command that has to succeed; `what` names it in the refusal."""
    if code := call(command, cwd=cwd):
        raise Stop(f"{what} failed (exit {code}). Its own words stand above.")


def succeeds(command: Sequence[object]) -> bool:
    """Does the command end well? Its words are dropped."""
    parts = [str(part) for part in command]
    return subprocess.call(parts, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def sha256(*files: Path) -> str:
    """One hash over names and contents."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def is_root() -> bool:
    """May packages of the system be installed without asking?"""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_install(*packages: str) -> bool:
    """Install Debian packages where this is allowed and possible; False where it is not."""
    if not (is_root() and shutil.which("apt-get")):
        return False
    say("apt-get install " + " ".join(packages))
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    call(["apt-get", "update", "-qq"], env)
    return call(install, env) == 0


def ensure(name: str) -> None:
    """Make `.venv` hold the locked set `name`; nothing to do when its lock has not changed."""
    if VENV.is_symlink():  # a linked environment belongs to whoever made it
        return
    if any(_stamp(each) == _lock_hash(each) for each in _sets_with(name)):
        return
    if not _is_alive() or any(_stamp(each) not in (None, _lock_hash(each)) for each in (*SETS, "assets")):
        _create()
    say(f"installing requirements/{name}.txt")
    lock = ROOT / "requirements" / f"{name}.txt"
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    must([*pip, "-r", lock], "pip install")
    _stamp_file(name).write_text(_lock_hash(name))


def folder_of(name: str) -> Path:
    """A folder with the locked set `name`, apart from `.venv`: what must not reach the product or its tests."""
    folder, lock = STAMPS / name, ROOT / "requirements" / f"{name}.txt"
    stamp, wanted = STAMPS / f"{name}.sha256", sha256(lock)
    if stamp.exists() and stamp.read_text() == wanted:
        return folder
    say(f"installing requirements/{name}.txt into {folder.relative_to(ROOT)}")
    shutil.rmtree(folder, ignore_errors=True)
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    must([*pip, "--target", folder, "-r", lock], "pip install")
    stamp.write_text(wanted)
    return folder


def write_console_script() -> Path:
    """Put the command `nastavnik` into the environment and give its path."""
    folder = STAMPS if VENV.is_symlink() else SCRIPTS
    folder.mkdir(exist_ok=True)
    body = (
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        'from nastavnik.cli import main\n\nif __name__ == "__main__":\n    sys.exit(main())\n'
    )
    if os.name == "nt":
        _write_if_new(folder / "nastavnik.cmd", '@"%~dp0python.exe" "%~dp0nastavnik-script.py" %*\r\n')
        return _write_if_new(folder / "nastavnik-script.py", body)
    # A shebang may hold neither spaces nor more than 127 characters: sh reads the first lines, Python the rest.
    start = f"#!/bin/sh\n'''exec' \"{PYTHON}\" \"$0\" \"$@\"\n' '''\n"
    script = _write_if_new(folder / "nastavnik", start + body)
    script.chmod(0o755)
    return script


def _sets_with(name: str) -> Sequence[str]:
    return SETS[SETS.index(name) :] if name in SETS else (name,)


def _lock_hash(name: str) -> str:
    return sha256(ROOT / "requirements" / f"{name}.txt")


def _stamp_file(name: str) -> Path:
    return VENV / f"nastavnik-{name}.sha256"


def _stamp(name: str) -> str | None:
    file = _stamp_file(name)
    return file.read_text() if file.exists() else None


def _is_alive() -> bool:
    return PYTHON.exists() and succeeds([PYTHON, "-m", "pip", "--version"])


def _create() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  whoever starts this may have an older one
        raise Stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    say("making .venv")
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    if not succeeds([sys.executable, "-c", "import ensurepip"]) and not apt_install("python3-venv"):
        raise Stop("Python here has no venv. On Debian or Ubuntu: apt-get install python3-venv, then again.")
    must(command, "python -m venv")


def _write_if_new(file: Path, text: str) -> Path:
    if not file.exists() or file.read_bytes() != text.encode():
        file.write_bytes(text.encode())
    return file
