"""One stylesheet out of many: imports resolved, comments dropped, unused parts of Bootstrap left out."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

IMPORT = re.compile(r'@import\s+url\("([^"]+)"\)\s*(?:layer\(([\w-]+)\))?\s*;')
TOKEN = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[^"\'/]+|/', re.DOTALL)
# Components that no screen uses; a selector goes only if it names one of their classes.
UNUSED = re.compile(
    r"\.(?:carousel|offcanvas|toast|modal|tooltip|bs-tooltip|popover|bs-popover|spinner|placeholder|accordion"
    r"|ratio|form-floating|btn-close|img-thumbnail|figure|blockquote|display|nav-underline|icon-link"
    r"|link-offset|link-underline|link-opacity|focus-ring|form-range|fade|collapsing|input-group)(?![a-z])"
    r"|\.[a-z-]+-xxl(?![a-z])"
)
UNUSED_FRAMES = re.compile(r"@keyframes (?:spinner|placeholder)")
MEANINGLESS = re.compile(r"^(?:@media|@supports|@layer)[^;]*$")


def bundle(entry: Path, find: Callable[[str], Path]) -> str:
    """The text of `entry` with its imports in place; `find` gives the file of a `~package/path`."""
    return squeeze("".join(_inline(entry, find)))


def squeeze(css: str) -> str:
    """The same rules without comments (licences stay) and without needless spaces; strings are not touched."""
    parts = []
    for token in TOKEN.findall(css):
        if token.startswith("/*"):
            parts.append(f"\n{token}\n" if token.startswith("/*!") else " ")
        elif token[0] in "\"'":
            parts.append(token)
        else:
            parts.append(re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", token)))
    return "".join(parts).replace(";}", "}").strip() + "\n"


def without_unused(css: str) -> str:
    """Bootstrap without the components of UNUSED; the order of what stays is kept."""
    return "".join(_kept(css))


def _inline(file: Path, find: Callable[[str], Path]) -> Iterator[str]:
    text, end = file.read_text(encoding="utf-8"), 0
    for found in IMPORT.finditer(text):
        address, layer = found.groups()
        yield text[end : found.start()]
        if address.startswith("~"):
            inner = without_unused(find(address[1:]).read_text(encoding="utf-8"))
        else:
            inner = "".join(_inline(file.parent / address, find))
        yield f"@layer {layer}{{{inner}}}" if layer else inner
        end = found.end()
    yield text[end:]


def _kept(css: str) -> Iterator[str]:
    for head, body in rules(css):
        if body is None:
            yield "" if head.startswith(("@charset", "/*#")) else head
        elif MEANINGLESS.match(head):
            inner = without_unused(body)
            yield f"{head}{{{inner}}}" if inner else ""
        elif head.startswith("@"):
            yield "" if UNUSED_FRAMES.match(head) else f"{head}{{{body}}}"
        else:
            selectors = [each for each in split_selectors(head) if not UNUSED.search(each)]
            yield f"{','.join(selectors)}{{{body}}}" if selectors else ""


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Rules of one level in order: (what stands before the brace, the body), or (a statement or comment, None)."""
    depth, head, body = 0, "", ""
    for piece in _pieces(css):
        if depth == 0 and piece.startswith("/*"):
            yield piece, None
        elif piece == "{":
            depth += 1
            body += piece if depth > 1 else ""
        elif piece == "}":
            depth -= 1
            if depth == 0:
                yield head.strip(), body
                head, body = "", ""
            else:
                body += piece
        elif depth:
            body += piece
        elif piece == ";":
            yield head.strip() + ";", None
            head = ""
        else:
            head += piece


def split_selectors(head: str) -> list[str]:
    """Selectors of a list; a comma inside brackets does not part."""
    found, depth = [""], 0
    for sign in head:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return [each.strip() for each in found]


def _pieces(css: str) -> Iterator[str]:
    for token in TOKEN.findall(css):
        if token.startswith(("/*", '"', "'")):
            yield token
        else:
            yield from (piece for piece in re.split(r"([{};])", token) if piece)
