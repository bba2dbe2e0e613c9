"""Numbers that Word puts before paragraphs by itself: a reader sees them, though they are not in the text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PART = "word/numbering.xml"


class Numbers:
    """Counts the automatic numbers of one document; ask in the order of the page."""

    def __init__(self, docx: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(docx)) as box:
            xml = box.read(PART) if PART in box.namelist() else b"<none/>"
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
        self.levels = {_id(one, "abstractNumId"): _levels(one) for one in root.iter(f"{W}abstractNum")}
        self.lists = {_id(one, "numId"): _value(one, "abstractNumId") for one in root.iter(f"{W}num")}
        self.counts: dict[str, list[int]] = {}

    def label(self, paragraph: Any) -> str:
        """«2.1. » for a numbered paragraph, «— » for a bulleted one, empty for others."""
        mark = paragraph.find(f"{W}pPr/{W}numPr")
        if mark is None:
            return ""
        listed, depth = self.lists.get(_value(mark, "numId"), ""), int(_value(mark, "ilvl") or 0)
        kind, pattern, start = self.levels.get(listed, {}).get(depth, ("none", "", 1))
        if kind in ("none", "bullet"):
            return "— " if kind == "bullet" else ""
        counts = self.counts.setdefault(listed, [])
        del counts[depth + 1 :]
        counts += [0] * (depth - len(counts))
        counts[depth:] = [counts[depth] + 1 if depth < len(counts) else start]
        shown = re.sub(
            r"%(\d)", lambda m: str(counts[int(m[1]) - 1]) if int(m[1]) <= len(counts) else "", pattern
        )
        return f"{shown} "


def _levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
    """Kind, pattern («%1.%2.») and first number of each level."""
    return {
        int(_id(one, "ilvl")): (_value(one, "numFmt"), _value(one, "lvlText"), int(_value(one, "start") or 1))
        for one in abstract.iter(f"{W}lvl")
    }


def _id(one: Any, name: str) -> str:
    return str(one.get(f"{W}{name}", ""))


def _value(one: Any, name: str) -> str:
    child = one.find(f"{W}{name}")
    return "" if child is None else str(child.get(f"{W}val", ""))
