"""A stranger's template is merged in a child process with limits of time and memory, never in a request."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from nastavnik.core.errors import Refusal
from nastavnik.documents.drawing.checking import Problem, Variables, check
from nastavnik.documents.drawing.merge import Filled, fill

try:
    import resource
except ImportError:  # Windows: only the clock limits the child there
    resource = None  # type: ignore[assignment]

CPU_SECONDS = 10
MEMORY = 2**30
CLOCK_SECONDS = 30
TOO_LONG = "Шаблон обрабатывается слишком долго. Упростите его или верните исходный."


def render_apart(template: bytes, facts: Mapping[str, Any], *, title: str = "", author: str = "") -> Filled:
    """`fill` in a child process: at most 10 s of CPU, 1 GB of memory and 30 s of waiting."""
    answer = _ask({"do": "fill", "data": facts, "title": title, "author": author}, template)
    return Filled(base64.b64decode(answer["docx"]), tuple(answer["empty"]))


def check_apart(template: bytes, variables: Variables) -> list[Problem]:
    """`check` in a child process with the same limits."""
    return [Problem(*one) for one in _ask({"do": "check", "data": variables}, template)["problems"]]


def _ask(question: dict[str, Any], template: bytes) -> dict[str, Any]:
    question["template"] = base64.b64encode(template).decode()
    # The child gets no settings and no secrets of the parent, only where to import from.
    environment = {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONIOENCODING": "utf-8"}
    environment |= {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    try:
        done = subprocess.run(  # our own interpreter and module, no word of the user in the command
            [sys.executable, "-m", "nastavnik.documents.drawing.apart"],
            input=json.dumps(question).encode(),
            capture_output=True,
            timeout=CLOCK_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal(TOO_LONG) from error
    if done.returncode != 0:
        raise Refusal(TOO_LONG)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refusal" in answer:
        raise Refusal(answer["refusal"])
    return answer


def _limit() -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    template = base64.b64decode(question["template"])
    if question["do"] == "check":
        return {"problems": check(template, question["data"])}
    try:
        done = fill(template, question["data"], title=question["title"], author=question["author"])
    except Refusal as refusal:
        return {"refusal": str(refusal)}
    return {"docx": base64.b64encode(done.docx).decode(), "empty": done.empty}


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_answer(json.load(sys.stdin))))
