"""What a paper says and how it looks: frozen facts of an issued one, live data of a draft."""

import re
from datetime import date

from nastavnik.documents.drawing.facts import Facts, from_dict
from nastavnik.documents.drawing.papers import draw

from . import kinds
from .models import Paper


def facts_of(paper: Paper, *, today: date) -> Facts:
    """Frozen facts of an issued paper, or what the live data say about a draft."""
    kind = kinds.of(paper)
    if paper.facts:
        return from_dict(kind.facts_type, paper.facts)
    return kind.facts_of(paper, today)


def docx_of(paper: Paper, *, today: date) -> bytes:
    return draw(facts_of(paper, today=today)).docx


def file_name(paper: Paper) -> str:
    """«Приказ … № 14 от 16.09.2026», without signs that file systems refuse."""
    day = f" от {paper.on:%d.%m.%Y}" if paper.on else ""
    number = f" № {paper.number}" if paper.number else ""
    return plain_name(f"{paper.get_kind_display()}{number}{day}")


def plain_name(words: str) -> str:
    return re.sub(r'[\\/:*?"<>|\s]+', " ", words).strip()[:150]
