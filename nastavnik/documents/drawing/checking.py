"""Does a template of an organisation name only what its paper knows? Asked when the template is uploaded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from lxml import etree

from nastavnik.core.errors import Refusal
from nastavnik.documents.drawing.guard import guard
from nastavnik.documents.drawing.merge import LOOP, MergeEnv, describe, open_template, render
from nastavnik.documents.drawing.numbering import W

# A leaf is the Russian label of a variable; a mapping is a group; a list of one is a list of such rows.
Variables = Mapping[str, Any]
LOOP_SHAPE = dict.fromkeys(sorted(LOOP), "место в цикле")
# docxtpl's own marks outside Jinja: they paste data into attributes or between runs.
FOREIGN = re.compile(r"\{%\s*(colspan|cellbg|vm|hm)\b|\{[{%](r|tc)\s")


class Problem(NamedTuple):
    """What is wrong, and near which words of the template."""

    place: str
    text: str


def check(template: bytes, variables: Variables) -> list[Problem]:
    """All problems of a template against the variables its paper may use; an empty list means it may be used."""
    try:
        guard(template)
        document = open_template(template)
        problems = [
            p
            for place, xml in _parts(document)
            for p in _check_part(place, xml, document.patch_xml(xml), variables)
        ]
        if not problems:
            render(template, sample(variables))
    except Refusal as refusal:
        return [Problem("Файл", str(refusal))]
    return problems


def sample(variables: Variables) -> dict[str, Any]:
    """Facts of the given shape, two rows in each list, for a trial."""
    return {name: _sample(shape) for name, shape in variables.items()}


def _sample(shape: Any) -> Any:
    if isinstance(shape, Mapping):
        return sample(shape)
    if isinstance(shape, list):
        return [_sample(shape[0])] * 2
    return str(shape)


def _parts(document: Any) -> Iterator[tuple[str, str]]:
    yield "Текст", document.get_xml()
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            yield "Колонтитул", document.get_part_xml(part)
    for part in document.docx.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            yield "Сноска", part.blob.decode("utf-8")
    properties = document.docx.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        yield "Свойства файла", getattr(properties, name)


def _check_part(place: str, raw: str, xml: str, variables: Variables) -> list[Problem]:
    # As docxtpl does: a paragraph a line, so that the line of an error is its paragraph.
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)
    lines = [re.sub(r"<[^>]+>", "", line).strip() for line in source.splitlines()]

    def where(line: int | None) -> str:
        words = lines[line - 1] if line and line <= len(lines) else ""
        return f"{place}: «{words[:80]}»" if words else place

    foreign = FOREIGN.search(re.sub(r"<[^>]+>", "", raw))
    if foreign:
        return [Problem(place, f"пометка «{foreign.group(0)}» не поддерживается")]
    swallowed = _swallowed(raw)
    if swallowed:
        return [
            Problem(
                f"{place}: «{swallowed[:80]}»",
                "такая пометка стоит одна в абзаце или строке, иначе текст пропадёт",
            )
        ]
    try:
        tree = MergeEnv().parse(source)
    except TemplateSyntaxError as error:
        return [Problem(where(error.lineno), describe(error))]
    except TemplateError as error:
        return [Problem(place, describe(error))]
    return [Problem(where(line), text) for line, text in _misuses(tree, dict(variables))]


def _swallowed(raw: str) -> str:
    """The words that docxtpl would drop with a `{%p %}` or `{%tr %}` they stand beside; empty when there are none."""
    if "<w:" not in raw:
        return ""
    root = etree.fromstring(raw.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for kind in ("p", "tr"):
        for one in root.iter(f"{W}{kind}"):
            words = "".join(t.text or "" for t in one.iter(f"{W}t")).strip()
            if re.search(rf"\{{[%{{#]{kind}\s", words) and not re.fullmatch(
                rf"\{{[%{{#]{kind}\s[^{{}}]*\}}", words
            ):
                return words
    return ""


def _misuses(node: nodes.Node, scope: dict[str, Any]) -> Iterator[tuple[int, str]]:
    if isinstance(node, nodes.For):
        shape, line = _shape(node.iter, scope), node.lineno
        if not isinstance(shape, list):
            yield line, f"«{_path(node.iter)}» — не список этого документа"
            shape = [{}]
        target = node.target
        scope = (
            {**scope, target.name: shape[0], "loop": LOOP_SHAPE} if isinstance(target, nodes.Name) else scope
        )
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            yield from _misuses(child, scope)
        return
    if isinstance(node, nodes.Output):
        for one in node.nodes:
            if not isinstance(one, nodes.TemplateData) and isinstance(_shape(one, scope), (list, dict)):
                yield one.lineno, f"«{_path(one)}» нельзя напечатать целиком"
    if isinstance(node, (nodes.Name, nodes.Getattr)):
        if _shape(node, scope) is None:
            yield node.lineno, f"в этом документе нет «{_path(node)}»"
        return
    for child in node.iter_child_nodes():
        yield from _misuses(child, scope)


def _shape(node: nodes.Node, scope: Mapping[str, Any]) -> Any:
    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        group = _shape(node.node, scope)
        return group.get(node.attr) if isinstance(group, Mapping) else None
    return ""


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "выражение"
