"""Facts → a paper as .docx: one call for every kind."""

from __future__ import annotations

from nastavnik.documents.drawing.facts import Facts


def draw(facts: Facts, *, template: bytes | None = None) -> bytes:
    """The paper as .docx bytes. `template`: the organisation's own file; none = the shipped one."""
    raise NotImplementedError(f"{type(facts).__name__}, {template!r:.9}")
