"""A .docx read back as plain paragraphs and tables, in the order of the page: to compare a paper with its facts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from nastavnik.documents.drawing.numbering import Numbers, W


class Line(NamedTuple):
    """A paragraph: its text (tabs and line breaks kept) and the id of its style."""

    text: str
    style: str = ""


class Grid(NamedTuple):
    """A table: rows of cells; a cell is its paragraphs joined with line breaks."""

    rows: tuple[tuple[str, ...], ...]


def body_of(docx: bytes) -> Any:
    """The body element of the document."""
    with zipfile.ZipFile(io.BytesIO(docx)) as box:
        xml = box.read("word/document.xml")
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))[0]


def text_of(paragraph: Any) -> str:
    """What a reader sees in a paragraph; a page break is no text."""
    return "".join(_piece(one) for one in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr"))


def _piece(one: Any) -> str:
    if one.tag == f"{W}t":
        return one.text or ""
    if one.tag == f"{W}tab":
        return "" if one.getparent().tag == f"{W}tabs" else "\t"
    return "" if one.get(f"{W}type") == "page" else "\n"


def style_of(paragraph: Any) -> str:
    """The style id of a paragraph, empty for the default one."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def blocks(docx: bytes) -> list[Line | Grid]:
    """All paragraphs with text and all tables, in order."""
    return list(_blocks(body_of(docx), Numbers(docx)))


def _blocks(body: Any, numbers: Numbers) -> Iterator[Line | Grid]:
    for one in body:
        if one.tag == f"{W}p" and text_of(one).strip():
            yield Line(numbers.label(one) + text_of(one), style_of(one))
        elif one.tag == f"{W}tbl":
            yield Grid(
                tuple(
                    tuple(_cell(cell, numbers) for cell in row.iter(f"{W}tc")) for row in one.iter(f"{W}tr")
                )
            )


def _cell(cell: Any, numbers: Numbers) -> str:
    return "\n".join(numbers.label(one) + text_of(one) for one in cell.iter(f"{W}p") if text_of(one))


def paragraphs(docx: bytes) -> list[str]:
    """Texts of the paragraphs outside tables."""
    return [one.text for one in blocks(docx) if isinstance(one, Line)]


def tables(docx: bytes) -> list[tuple[tuple[str, ...], ...]]:
    """Rows of every table."""
    return [one.rows for one in blocks(docx) if isinstance(one, Grid)]
