"""Servers of three messengers on loopback: keep what they were sent, answer what they are told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit


@dataclass
class Bots:
    """`taken`: (path, headers, body) of each request."""

    url: str = ""
    status: int = 200
    answer: dict[str, Any] = field(default_factory=dict)
    location: str = ""
    taken: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [str(body.get("text") or body.get("message")) for _, _, body in self.taken]


class _Talk(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        bots = cast(_Server, self.server).bots
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.headers["Content-Type"] == "application/json":
            body = json.loads(raw)
        else:
            body = {name: values[0] for name, values in parse_qs(raw).items()}
        bots.taken.append((self.path, dict(self.headers), body))
        said = json.dumps(bots.answer).encode()
        self.send_response(bots.status)
        if bots.location:
            self.send_header("Location", bots.location)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    bots: Bots


@contextmanager
def bots_server() -> Iterator[Bots]:
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.bots = Bots(url=f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.bots
        finally:
            server.shutdown()
            thread.join()


def query_of(path: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(path).query)
