"""What a command says: people read standard output, programs read JSON from it, trouble goes to standard error."""

import json
import sys
from typing import Any


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def warn(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def as_json(value: Any) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))
