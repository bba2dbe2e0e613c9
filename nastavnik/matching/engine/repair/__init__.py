"""Exact repair of a result after one event, exact alternatives of a request: `State`."""

from nastavnik.matching.engine.repair.nearest import Alternative
from nastavnik.matching.engine.repair.state import Change, State

__all__ = ["Alternative", "Change", "State"]
