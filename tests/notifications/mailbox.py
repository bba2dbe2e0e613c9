"""A mail server on loopback: speaks SMTP over a real socket, keeps what it takes, refuses when told to."""

import email
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import cast


@dataclass
class Mailbox:
    """`refuse`: command → the answers it gets, the last one for ever («RCPT»: ["451 later", "250 ok"])."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuse: dict[str, list[str]] = field(default_factory=dict)
    delay: float = 0.0  # seconds before the answer to the text of a letter
    drop: bool = False  # hang up instead of an answer to the text

    def answer(self, command: str, usual: str) -> str:
        answers = self.refuse.get(command)
        if not answers:
            return usual
        return answers.pop(0) if len(answers) > 1 else answers[0]


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box = cast(_Server, self.server).box
        self._say(box.answer("HELLO", "220 loopback"))
        while line := self.rfile.readline():
            command = line.decode().strip().upper()
            if command.startswith("DATA"):
                if not self._take(box):
                    return
            elif command.startswith("QUIT"):
                self._say("221 bye")
                return
            elif command.startswith("RCPT"):
                said = box.answer("RCPT", "250 ok")
                if said.startswith("250"):
                    box.recipients.append(line.decode().split("<")[1].split(">")[0])
                self._say(said)
            elif command.startswith("MAIL"):
                self._say(box.answer("MAIL", "250 ok"))
            else:
                self._say("250 ok")

    def _take(self, box: Mailbox) -> bool:
        said = box.answer("DATA", "354 go on")
        self._say(said)
        if not said.startswith("354"):
            return True
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        time.sleep(box.delay)
        if box.drop:
            return False
        said = box.answer("TEXT", "250 taken")
        if said.startswith("250"):
            box.letters.append(email.message_from_bytes(b"".join(lines), policy=default))
        self._say(said)
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    box: Mailbox


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = Mailbox(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.box
        finally:
            server.shutdown()
            thread.join()
