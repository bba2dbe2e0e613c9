"""Pages of the load are opened as the people of the cast, as those of people are."""

from tests.people.conftest import Enter, enter

__all__ = ["Enter", "enter"]
