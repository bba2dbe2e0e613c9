"""A guide's text turned into HTML: headings, lists, notes, paragraphs and few marks; everything else is escaped."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

MARKS = re.compile(r"\*\*(?P<name>[^*]+)\*\*|\*(?P<said>[^*]+)\*|\[(?P<words>[^\]]+)\]\((?P<file>[^)]+)\)")
LINE = re.compile(r"^[ \t]*(?P<sign>#{1,3} |- |\d+\. |> |)(?P<words>.*?)[ \t]*$", re.MULTILINE)
TAGS = {"- ": "ul", "0. ": "ol", "> ": "blockquote", "": "p"}
Link = Callable[[str], str]  # name of a file beside the guide → address; empty: no such guide


@dataclass(frozen=True)
class Text:
    """`contents` are the headings of the second level with their anchors."""

    title: str
    contents: tuple[tuple[str, str], ...]
    html: SafeString


def rendered(source: str, link: Link) -> Text:
    """The first heading is the title; it is not repeated in the text."""
    title, contents, html = "", [], []
    for sign, lines in _blocks(source):
        words = _marked(lines[0], link)
        if sign == "# ":
            title = lines[0]
        elif sign == "## ":
            contents.append((anchor := f"part-{len(contents) + 1}", lines[0]))
            html.append(f'<h2 id="{anchor}">{words}</h2>')
        elif sign == "### ":
            html.append(f"<h3>{words}</h3>")
        else:
            tag = TAGS[sign]
            inner = (
                "".join(f"<li>{_marked(each, link)}</li>" for each in lines) if tag in {"ul", "ol"} else words
            )
            html.append(f"<{tag}>{inner}</{tag}>")
    return Text(title, tuple(contents), mark_safe("\n".join(html)))  # noqa: S308 — every piece is escaped above


def _blocks(source: str) -> Iterator[tuple[str, list[str]]]:
    """Neighbouring items make one list; a line without a sign goes on with the one above; an empty line ends both."""
    sign, lines = "", list[str]()
    for found in LINE.finditer(f"{source}\n\n"):
        begun, words = re.sub(r"\d+", "0", found["sign"]), found["words"]
        if lines and (not words or begun.startswith("#") or begun not in {"", sign}):
            yield sign, lines
            lines = []
        if not words:
            continue
        if lines and (begun == "" or begun == "> "):
            lines[-1] += f" {words}"
        else:
            sign, lines = begun, [*lines, words]
        if begun.startswith("#"):
            yield sign, lines
            lines = []


def _marked(words: str, link: Link) -> str:
    """Bold: a name that stands on the screen. Slanted: a sentence the product says. A link: another guide."""
    html, end = [], 0
    for found in MARKS.finditer(words):
        html.append(escape(words[end : found.start()]))
        html.append(_mark(found, link))
        end = found.end()
    return "".join([*html, escape(words[end:])])


def _mark(found: re.Match[str], link: Link) -> str:
    if found["name"]:
        return f"<b>{escape(found['name'])}</b>"
    if found["said"]:
        return f"<q>{escape(found['said'])}</q>"
    address = link(found["file"])
    words = escape(found["words"])
    return f'<a href="{escape(address)}">{words}</a>' if address else str(words)
