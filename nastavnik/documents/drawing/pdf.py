"""A .docx as PDF by LibreOffice, where it is installed: the only one that lays out any office's file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from nastavnik.core.errors import Refusal

CLOCK_SECONDS = 90


class NoOffice(Refusal):
    """LibreOffice is not on this machine."""


def office() -> str | None:
    """The path of LibreOffice, None where it is missing."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(docx: bytes) -> bytes:
    """The paper as PDF. Raises NoOffice without LibreOffice, Refusal when it fails or takes over 90 seconds."""
    return convert(docx, "pdf")


def convert(docx: bytes, kind: str) -> bytes:
    """The paper in another format by the name LibreOffice knows («pdf», «txt:Text (encoded):UTF8»)."""
    program = office()
    if program is None:
        raise NoOffice(
            "PDF здесь не делается: на сервере нет LibreOffice. Скачайте DOCX и сохраните его как PDF в Word."
        )
    # A profile of its own: two conversions at once would fight over a shared one.
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        source = Path(folder, "paper.docx")
        source.write_bytes(docx)
        _run(program, folder, kind, source)
        result = source.with_suffix("." + kind.split(":")[0])
        if not result.exists():
            raise Refusal(
                "LibreOffice не смог открыть документ. Скачайте DOCX и сохраните его как PDF в Word."
            )
        return result.read_bytes()


def _run(program: str, folder: str, kind: str, source: Path) -> None:
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        kind,
        "--outdir",
        folder,
        str(source),
    ]
    environment = {"HOME": folder, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    environment |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    # A session of its own: soffice starts children, and on time-out all of them must go.
    with subprocess.Popen(  # noqa: S603 — a program of PATH and our own paths
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    ) as child:
        try:
            child.wait(CLOCK_SECONDS)
        except subprocess.TimeoutExpired as error:
            _end(child)
            raise Refusal(
                "PDF делается слишком долго. Скачайте DOCX и сохраните его как PDF в Word."
            ) from error


def _end(child: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(child.pid, 9)
    else:
        child.kill()
    child.wait()
