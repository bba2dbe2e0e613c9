"""The one-time code of the first set-up, asked for where the installation is open to a network."""

import secrets
from hashlib import sha256
from pathlib import Path

from django.conf import settings

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no letters that look like digits


def _place() -> Path:
    return Path(settings.DATA_DIR) / "secrets" / "setup_code"


def issue() -> str:
    """Make a new code for the console to print; only its hash is kept."""
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    _place().parent.mkdir(mode=0o700, exist_ok=True)
    _place().touch(mode=0o600)
    _place().write_text(_hash(code), encoding="ascii")
    return code


def is_needed() -> bool:
    """The console has printed a code that nobody has used yet."""
    return _place().exists()


def check(code: str) -> bool:
    """Is this the code from the console? True as well where none was asked for."""
    if not is_needed():
        return True
    return secrets.compare_digest(_place().read_text(encoding="ascii"), _hash(code))


def forget() -> None:
    """The code has served: the organisation is made."""
    _place().unlink(missing_ok=True)


def _hash(code: str) -> str:
    return sha256(code.strip().upper().replace(" ", "").encode()).hexdigest()
