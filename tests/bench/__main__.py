"""`make bench`: CPU per request, queries and the ratio to a bare Django view of the same rows, on both databases.

Each engine is measured in a process of its own with a database of its own, made and dropped here. CPU is that of this
process (`time.process_time`), so a busy neighbour does not spoil it; the ratio compares medians of the same run.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlparse, urlunparse

import psycopg

ADMIN = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
NAME = f"nastavnik_bench_{os.getpid()}"


def measure(title: str, **environment: str) -> int:
    with tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as folder:
        told = {
            **os.environ,
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            **environment,
        }
        print(f"\n{title}", flush=True)
        return subprocess.call([sys.executable, "-m", "tests.bench.measure", *sys.argv[1:]], env=told)


def on_postgres() -> int:
    parts = urlparse(ADMIN)
    try:
        with psycopg.connect(ADMIN, autocommit=True, connect_timeout=3) as server:
            server.execute(f'CREATE DATABASE "{NAME}"')
    except psycopg.OperationalError:
        print("\nPostgreSQL: not measured, no server answers at TEST_POSTGRES_URL")
        return 0
    try:
        return measure("PostgreSQL", DATABASE_URL=urlunparse(parts._replace(path=f"/{NAME}")))
    finally:
        with psycopg.connect(ADMIN, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)')


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[2])
    sys.exit(max(measure("SQLite", DATABASE_URL=""), on_postgres()))
