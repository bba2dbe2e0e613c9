"""Kinds of papers: each is registered by the package that owns its data, with the way to draw its facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.core.errors import Refusal
from nastavnik.documents.drawing.facts import Facts

from .models import Paper
from .rules import PaperKind


@dataclass(frozen=True)
class Kind:
    """`facts_of` reads live data for a draft; `address` names the page of the package that edits such a draft.

    A sheet that is only printed and signed has no row of its own: `owner` finds what it is about (or 404) by
    `Paper.about`, `taken` notes that somebody has taken the sheet.
    """

    kind: PaperKind
    facts_of: Callable[[Paper, date], Facts]
    facts_type: type[Facts]
    address: str = "documents:paper"
    owner: Callable[[Actor, UUID, date], Any] | None = None
    taken: Callable[[Any, date, Actor], None] | None = None


_KINDS: dict[PaperKind, Kind] = {}


def register(kind: Kind) -> None:
    _KINDS[kind.kind] = kind


def of(paper: Paper) -> Kind:
    try:
        return _KINDS[PaperKind(paper.kind)]
    except KeyError as missing:
        raise Refusal("Для этого вида бумаги ещё нет бланка.") from missing


def about(paper: Paper) -> UUID:
    """What a sheet is about; a sheet about nothing is a mistake of ours."""
    if paper.about is None:
        raise ValueError(f"{paper.kind} is about nothing")
    return paper.about
