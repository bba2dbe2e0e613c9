"""A guide's text turned into HTML: headings, lists, notes, paragraphs and few marks; everything else is escaped."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

MARKS = re.compile(r"\*\*(?P<name>[^*]+)\*\*|\*(?P<said>[^*]+)\*|\[(?P<words>[^\]]+)\]\((?P<file>[^)]+)\)")
LINE = re.compile(r"^[ \t]*(?P<sign>#{1,3} |- |\d+\. |> |)(?P<words>.*?)[ \t]*$", re.MULTILINE)
LISTS = {"- ": "<ul>{}</ul>", "0. ": "<ol>{}</ol>"}
PLAIN = {"### ": "<h3>{}</h3>", "> ": "<blockquote>{}</blockquote>", "": "<p>{}</p>"}
Link = Callable[[str], str]  # name of a file beside the guide → address; empty: no such guide


@dataclass(frozen=True)
class Text:
    """`contents` are the headings of the second level with their anchors."""

    title: str
    contents: tuple[tuple[str, str], ...]
    html: SafeString


def rendered(source: str, link: Link) -> Text:
    """The first heading is the title; it is not repeated in the text."""
    title = ""
    contents, html = list[tuple[str, str]](), list[SafeString]()
    for sign, lines in _blocks(source):
        if sign == "# ":
            title = lines[0]
        elif sign == "## ":
            contents.append((f"part-{len(contents) + 1}", lines[0]))
            html.append(format_html('<h2 id="{}">{}</h2>', contents[-1][0], _marked(lines[0], link)))
        else:
            html.append(_block(sign, [_marked(each, link) for each in lines]))
    return Text(title, tuple(contents), format_html_join("\n", "{}", ((each,) for each in html)))


def _block(sign: str, lines: list[SafeString]) -> SafeString:
    if sign in LISTS:
        return format_html(LISTS[sign], format_html_join("", "<li>{}</li>", ((each,) for each in lines)))
    return format_html(PLAIN[sign], lines[0])


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


def _marked(words: str, link: Link) -> SafeString:
    """Bold: a name that stands on the screen. Slanted: a sentence the product says. A link: another guide."""
    pieces, end = list[SafeString | str](), 0
    for found in MARKS.finditer(words):
        pieces += [words[end : found.start()], _mark(found, link)]
        end = found.end()
    return format_html_join("", "{}", ((each,) for each in [*pieces, words[end:]]))


def _mark(found: re.Match[str], link: Link) -> SafeString | str:
    if found["name"]:
        return format_html("<b>{}</b>", found["name"])
    if found["said"]:
        return format_html("<q>{}</q>", found["said"])
    address = link(found["file"])
    return format_html('<a href="{}">{}</a>', address, found["words"]) if address else found["words"]
