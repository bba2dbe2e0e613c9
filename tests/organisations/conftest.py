"""A browser-less client signed in as one of the cast."""

from tests.people.conftest import enter

__all__ = ["enter"]
