"""Installations of their own for these tests."""

from tests.installations import another_place, place

__all__ = ["another_place", "place"]
