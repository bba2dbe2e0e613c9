"""A whole installation of its own in a folder and a database of its own, driven from outside as a person would."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Installation:
    data: Path
    database_url: str

    def env(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k not in {"TESTING", "DATABASE_URL", "CRASH_AT"}}
        own = {"DATA_DIR": str(self.data), "DATABASE_URL": self.database_url, "PYTHONPATH": str(ROOT)}
        return {**kept, **own, **more}

    def run(self, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """The console command with these arguments."""
        return self.python("-m", "nastavnik.cli", *arguments, **env)

    def python(self, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env(**env),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def script(self, name: str, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """A file of tests/scripts, run inside this installation."""
        return self.python(str(ROOT / "tests" / "scripts" / name), *arguments, **env)


@contextmanager
def installation(folder: Path, *, like: Installation | None = None) -> Iterator[Installation]:
    """On the database engine that this run of the suite is about; `like`: a copy of one that nobody works in now."""
    if like:
        shutil.copytree(like.data, folder)
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Installation(folder, "")
        return
    parts = urlsplit(settings.DATABASE_URL)
    name = f"nastavnik_inst_{uuid4().hex[:12]}"
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        template = f" TEMPLATE {urlsplit(like.database_url).path[1:]}" if like else ""
        server.execute(f"CREATE DATABASE {name}{template}")
        try:
            yield Installation(folder, urlunsplit(parts._replace(path=f"/{name}")))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    """An empty installation."""
    with installation(tmp_path / "data") as made:
        yield made


@pytest.fixture
def another_place(tmp_path: Path) -> Iterator[Installation]:
    """A second empty machine."""
    with installation(tmp_path / "another") as made:
        yield made
