"""Files from people and for people: guarded by content, kept by a key nobody typed, given back inert."""

from .giving import disposition, give, serve
from .guards import DOCUMENTS, SCANS, TABLES, FileKind
from .storage import accept, discard, keep, open_stored, sweep

__all__ = [
    "DOCUMENTS",
    "SCANS",
    "TABLES",
    "FileKind",
    "accept",
    "discard",
    "disposition",
    "give",
    "keep",
    "open_stored",
    "serve",
    "sweep",
]
