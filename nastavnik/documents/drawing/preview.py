"""A .docx as semantic HTML for the screen: what is on the paper, with classes and no styles (the CSP forbids them).

Our own walker: the general converters take two hundred times longer and bring images and links of a stranger's file.
"""

from __future__ import annotations

import io
import zipfile
from html import escape
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from nastavnik.documents.drawing.numbering import Numbers, W
from nastavnik.documents.drawing.readback import body_of, style_of, text_of

ALIGN = {"center": "paper-center", "right": "paper-right", "end": "paper-right", "both": "paper-both"}
# The sheet lies inside a page that has its own h1.
HEADINGS = {"Title": "h2", "Heading1": "h3", "Heading2": "h3", "Heading3": "h4"}


class Look(NamedTuple):
    """What the text alone does not say: alignment and boldness by style id, and the automatic numbers."""

    styles: dict[str, tuple[str, bool]]
    numbers: Numbers


def preview(docx: bytes) -> str:
    """The paper as an HTML fragment, safe to put into a page; every text is escaped."""
    look = Look(_styles(docx), Numbers(docx))
    return "\n".join(filter(None, (_block(one, look) for one in body_of(docx))))


def _styles(docx: bytes) -> dict[str, tuple[str, bool]]:
    """Alignment and boldness of each style by its id."""
    with zipfile.ZipFile(io.BytesIO(docx)) as box:
        root = etree.fromstring(box.read("word/styles.xml"), etree.XMLParser(resolve_entities=False))
    return {
        style.get(f"{W}styleId"): (_align(style), _on(style.find(f"{W}rPr/{W}b")))
        for style in root.iter(f"{W}style")
    }


def _align(holder: Any) -> str:
    align = holder.find(f"{W}pPr/{W}jc")
    return "" if align is None else align.get(f"{W}val", "")


def _on(mark: Any) -> bool:
    return mark is not None and mark.get(f"{W}val") not in ("0", "false")


def _block(one: Any, look: Look) -> str:
    if one.tag == f"{W}tbl":
        return _table(one, look)
    if one.tag != f"{W}p":
        return ""
    broken = (
        one.find(f"{W}pPr/{W}pageBreakBefore") is not None
        or one.find(f".//{W}br[@{W}type='page']") is not None
    )
    page = '<hr class="paper-page">\n' if broken else ""
    after = '\n<hr class="paper-page">' if one.find(f"{W}pPr/{W}sectPr") is not None else ""
    return page + _paragraph(one, look) + after


def _paragraph(one: Any, look: Look) -> str:
    if not text_of(one).strip():
        return ""
    style = style_of(one)
    align, bold = look.styles.get(style, ("", False))
    tag = HEADINGS.get(style, "p")
    names = [ALIGN.get(_align(one) or align, "")]
    names.append("paper-item" if one.find(f"{W}pPr/{W}numPr") is not None else "")
    names.append("paper-tabs" if "\t" in text_of(one) else "")
    words = escape(look.numbers.label(one)) + "".join(_run(run) for run in one.iter(f"{W}r"))
    kind = " ".join(filter(None, names))
    inner = f"<b>{words}</b>" if bold and tag == "p" else words
    return f'<{tag} class="{kind}">{inner}</{tag}>' if kind else f"<{tag}>{inner}</{tag}>"


def _run(run: Any) -> str:
    words = escape(text_of(run)).replace("\t", '<span class="paper-tab"> </span>').replace("\n", "<br>")
    return f"<b>{words}</b>" if words and _on(run.find(f"{W}rPr/{W}b")) else words


def _table(table: Any, look: Look) -> str:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    ruled = style is not None and style.get(f"{W}val") == "TableGrid"
    rows = "".join(_row(row, look) for row in table.iter(f"{W}tr"))
    if not ruled:
        return f'<table class="paper-columns">{rows}</table>'
    # On a narrow screen a table scrolls inside the sheet, and the keyboard must reach what scrolls.
    name = escape(", ".join(text_of(p) for p in islice(table.iter(f"{W}p"), 2)), quote=True)
    region = f'<div class="paper-scroll" tabindex="0" role="region" aria-label="Таблица: {name}">'
    return f'{region}<table class="paper-table">{rows}</table></div>'


def _row(row: Any, look: Look) -> str:
    tag = 'th scope="col"' if row.find(f"{W}trPr/{W}tblHeader") is not None else "td"
    cells = ("".join(_paragraph(p, look) for p in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc"))
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag[:2]}>" for cell in cells) + "</tr>"
