"""Who is signed in."""

from tests.people.conftest import enter

__all__ = ["enter"]
