"""What the tests need from the machine: a browser, LibreOffice, poppler, a PostgreSQL server."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import environment
from environment import PYTHON, say, shout

LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
TRY_POSTGRES = "import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=3).close()"


@dataclass(frozen=True)
class Need:
    """One program of the system: how to see it, what brings it, what stays untried without it."""

    name: str
    present: Callable[[], bool]
    packages: tuple[str, ...]
    untried: str


def has_chromium() -> bool:
    """A browser that the journeys can drive."""
    named = os.environ.get("CHROMIUM", "")
    return bool(named and shutil.which(named)) or any(map(shutil.which, ("chromium", "chromium-browser")))


def has_office() -> bool:
    """LibreOffice with its Writer and Calc."""
    return bool(shutil.which("soffice") or shutil.which("libreoffice"))


def has_liberation() -> bool:
    """Fonts with the metrics of Times New Roman; only fontconfig can be asked."""
    asked = shutil.which("fc-list")
    if not asked:
        return False
    return "Liberation" in subprocess.run([asked], capture_output=True, text=True, check=False).stdout


NEEDS = (
    Need("Chromium", has_chromium, ("chromium",), "the journeys in the browser"),
    Need(
        "LibreOffice",
        has_office,
        ("libreoffice-writer", "libreoffice-calc"),
        "papers opened by LibreOffice and read back",
    ),
    Need(
        "Liberation fonts",
        has_liberation,
        ("fontconfig", "fonts-liberation"),
        "the look of papers in their own font",
    ),
    Need(
        "poppler",
        lambda: shutil.which("pdftoppm") is not None,
        ("poppler-utils",),
        "pages of papers as pictures",
    ),
)


def prepare() -> list[str]:
    """Install what is missing where this is allowed; gives the names of what is still missing."""
    if os.name == "nt":
        missing = [need for need in NEEDS if not need.present() and need.name != "Liberation fonts"]
    else:
        missing = [need for need in NEEDS if not need.present()]
        if missing and environment.apt_install(*(name for need in missing for name in need.packages)):
            missing = [need for need in missing if not need.present()]
    for need in missing:
        packages = " ".join(need.packages)
        shout(f"{need.name} is missing (Debian package: {packages}). NOT TRIED: {need.untried}.")
    return [need.name for need in missing]


def postgres_address() -> str | None:
    """Address of a running server, from TEST_POSTGRES_URL or on this machine; None where there is none."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        return named
    if not _listens("127.0.0.1", 5432):
        return None
    if environment.succeeds([PYTHON, "-c", TRY_POSTGRES, LOCAL_POSTGRES]):
        say("PostgreSQL: the server on 127.0.0.1:5432")
        # Suites side by side get test databases of their own; the named one itself need not exist.
        return LOCAL_POSTGRES.replace("5432/postgres", f"5432/nastavnik_{os.getpid()}")
    return None


def _listens(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0
