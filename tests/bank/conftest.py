"""A browser-less client signed in as one of the cast."""

from tests.people.conftest import Enter, enter

__all__ = ["Enter", "enter"]
