"""Kinds of papers: each is registered by the package that owns its data, with the way to draw its facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from nastavnik.documents.drawing.facts import Facts

from .models import Paper
from .rules import PaperKind


@dataclass(frozen=True)
class Kind:
    """`facts_of` reads live data for a draft; `address` names the page of the package that edits such a draft."""

    kind: PaperKind
    facts_of: Callable[[Paper, date], Facts]
    facts_type: type[Facts]
    address: str = "documents:paper"


_KINDS: dict[PaperKind, Kind] = {}


def register(kind: Kind) -> None:
    _KINDS[kind.kind] = kind


def of(paper: Paper) -> Kind:
    return _KINDS[PaperKind(paper.kind)]
