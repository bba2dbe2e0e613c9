"""Merged cells of an OpenDocument sheet: the reader of sheets gives them for Excel alone."""

import re
from html import unescape

from nastavnik.core.containers import entries_of, inflate
from nastavnik.people.staff_file.limits import MAX_COLUMNS, MAX_ROWS, WORDS

Area = tuple[tuple[int, int], tuple[int, int]]

_TAG = re.compile(r"<(table:table|table:table-row|table:(?:covered-)?table-cell)((?:\s[^>]*)?/?)>")
_NAME = re.compile(r'table:name="([^"]*)"')
_COUNTS = {
    name: re.compile(rf'table:number-{name}="(\d{{1,7}})"')
    for name in ("rows-repeated", "columns-repeated", "rows-spanned", "columns-spanned")
}


def merged_areas(data: bytes, sheet: str) -> tuple[Area, ...]:
    """Areas of the sheet called `sheet`, rows and columns from 0. The archive has passed the gate already."""
    content = next((e for e in entries_of(data, WORDS) if e.filename == "content.xml"), None)
    if content is None:
        return ()
    xml = b"".join(inflate(data, content, WORDS)).decode("utf-8", "replace")
    if "number-rows-spanned" not in xml and "number-columns-spanned" not in xml:
        return ()
    return tuple(_areas(xml, sheet))


def _areas(xml: str, sheet: str) -> list[Area]:
    areas: list[Area] = []
    ours, row, next_row, column = False, 0, 0, 0
    for name, attributes in _TAG.findall(xml):
        if name == "table:table":
            ours, next_row = _named(attributes, sheet), 0
        elif not ours:
            continue
        elif name == "table:table-row":
            row, column = next_row, 0
            next_row += _count("rows-repeated", attributes)
        else:
            down, across = _count("rows-spanned", attributes), _count("columns-spanned", attributes)
            if down * across > 1 and row < MAX_ROWS and column < MAX_COLUMNS:
                areas.append(((row, column), (row + down - 1, column + across - 1)))
            column += _count("columns-repeated", attributes)
    return areas


def _named(attributes: str, sheet: str) -> bool:
    found = _NAME.search(attributes)
    return found is not None and unescape(found[1]) == sheet


def _count(what: str, attributes: str) -> int:
    found = _COUNTS[what].search(attributes) if what in attributes else None
    return max(1, int(found[1])) if found else 1
