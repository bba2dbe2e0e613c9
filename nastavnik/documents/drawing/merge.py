"""A template .docx filled with facts: Jinja marks cut down to variables, lists and conditions, nothing that can run.

A template is a stranger's file: it may name what it is given and no more. Allowed: `{{ name.part }}`, `{% for %}` over
a list (inside it, over a list of its row), `{% if %}`, and the filters upper, lower, default, join, length. There are
no calls, no arithmetic, no attributes of Python objects; the facts are dict, list and str only.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from nastavnik.core.errors import Refusal
from nastavnik.documents.drawing.guard import guard

FILTERS = {"upper", "lower", "default", "join", "length"}
LOOP = {"index", "first", "last", "length"}
BLANK = "__________"
DEEPEST_LOOP = 2
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If),
    *(nodes.Filter, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
)
# XML 1.0 refuses these; docxtpl reads \a and \f in data as «new paragraph» and «new page».
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class NotAllowed(TemplateSyntaxError):
    """A mark that a template may not contain; the message is Russian."""


class Filled(NamedTuple):
    """A drawn paper and the names of the variables that had nothing to say (each left a blank line)."""

    docx: bytes
    empty: tuple[str, ...]


class _Empty(str):
    """An empty value that remembers its name."""

    name: str = ""


class MergeEnv(ImmutableSandboxedEnvironment):
    """The only environment in which a template is read; `empty` collects the names that printed a blank."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=ChainableUndefined, finalize=self._say)
        self.empty: list[str] = []
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: f for name, f in self.filters.items() if name in FILTERS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        known = obj._undefined_name if isinstance(obj, Undefined) else ""
        return self.undefined(name=f"{known}.{attribute}" if known else attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ARG002
        return self.undefined(name=str(argument))

    def _say(self, value: Any) -> Any:
        if isinstance(value, (dict, list)):
            raise NotAllowed("список целиком напечатать нельзя, пройдите его циклом", 1)
        if isinstance(value, Undefined) or value == "":
            self.empty.append(str(getattr(value, "name", "") or getattr(value, "_undefined_name", "") or "?"))
            return BLANK
        return value

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _walk(tree, ())
        return tree


def _walk(node: nodes.Node, rows: tuple[str, ...]) -> None:
    if not isinstance(node, ALLOWED):
        raise NotAllowed(f"такая пометка запрещена ({type(node).__name__})", node.lineno or 1)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise NotAllowed(f"имя «{node.attr}» запрещено", node.lineno or 1)
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        raise NotAllowed(f"имя «{node.name}» запрещено", node.lineno or 1)
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise NotAllowed(f"фильтр «{node.name}» запрещён", node.lineno or 1)
    if isinstance(node, nodes.For):
        rows = (*rows, _check_loop(node, rows))
    for child in node.iter_child_nodes():
        _walk(child, rows)


def _check_loop(loop: nodes.For, rows: tuple[str, ...]) -> str:
    """The name of the loop's row. An inner loop goes over its row alone, so work grows with the facts, not squared."""
    if loop.recursive or not isinstance(loop.target, nodes.Name) or loop.target.name == "loop":
        raise NotAllowed("цикл записывается так: {% for строка in список %}", loop.lineno or 1)
    if not isinstance(loop.iter, (nodes.Name, nodes.Getattr)) or len(rows) >= DEEPEST_LOOP:
        raise NotAllowed("цикл возможен только по списку и не глубже двух", loop.lineno or 1)
    if rows and (
        loop.target.name in rows or _root(loop.iter) != rows[-1] or isinstance(loop.iter, nodes.Name)
    ):
        raise NotAllowed(f"внутренний цикл идёт по списку внутри «{rows[-1]}»", loop.lineno or 1)
    return loop.target.name


def _root(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


class StrictTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no stubs
    """docxtpl mends broken XML by dropping what it does not understand; a paper must not lose text silently."""

    def fix_tables(self, xml: str) -> Any:
        try:
            etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise Refusal(
                "Шаблон собирается в повреждённый документ. Проверьте, что пометки for и endfor, if и endif "
                "стоят в одной таблице или в одном ряду абзацев."
            ) from error
        tree = super().fix_tables(xml)
        for cell in tree.iter(qn("w:tc")):
            if cell[-1].tag != qn("w:p"):  # Word refuses a cell that does not end with a paragraph
                etree.SubElement(cell, qn("w:p"))
        _end_with_paragraph(tree)
        return tree


def _end_with_paragraph(body: Any) -> None:
    """Word wants a paragraph after the last table; this one is too low to push anything onto a new page."""
    last = body.find(qn("w:sectPr"))
    table = None if last is None else last.getprevious()
    if table is not None and table.tag == qn("w:tbl"):
        paragraph = etree.SubElement(body, qn("w:p"))
        look = etree.SubElement(etree.SubElement(paragraph, qn("w:pPr")), qn("w:spacing"))
        look.set(qn("w:line"), "20")
        look.set(qn("w:lineRule"), "exact")
        last.addprevious(paragraph)


def fill(template: bytes, facts: Mapping[str, Any], *, title: str = "", author: str = "") -> Filled:
    """The template filled with facts (dict, list, str; anything else raises TypeError).

    `title` and `author` go into the properties of the document. Raises Refusal on a dangerous or broken template.
    """
    guard(template)
    env = MergeEnv()
    document = open_template(template)
    try:
        document.render(_plain(facts, ""), env, autoescape=True)
    except TemplateError as error:
        raise Refusal(
            f"Шаблон не читается: {describe(error)}. Исправьте его или верните исходный."
        ) from error
    properties = document.docx.core_properties
    properties.title, properties.author, properties.language = title[:255], author[:255], "ru-RU"
    out = io.BytesIO()
    document.save(out)
    return Filled(out.getvalue(), tuple(dict.fromkeys(env.empty)))


def render(template: bytes, facts: Mapping[str, Any]) -> bytes:
    """The template filled with facts, as .docx bytes; see `fill`."""
    return fill(template, facts).docx


def open_template(template: bytes) -> Any:
    """The opened template; raises Refusal when it is no Word document."""
    document = StrictTemplate(io.BytesIO(template))
    try:
        document.init_docx()
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise Refusal("Файл не похож на документ Word. Сохраните его как .docx и загрузите снова.") from error
    return document


def describe(error: TemplateError) -> str:
    """What is wrong with a mark, in Russian."""
    if isinstance(error, NotAllowed):
        return str(error.message)
    if "filter" in str(error.message):
        return f"разрешены только фильтры {', '.join(sorted(FILTERS))}"
    return "пометка записана с ошибкой: проверьте скобки {{ }} и {% %}, у for и if должны быть endfor и endif"


def _plain(value: Any, name: str) -> Any:
    """A copy out of exact dict, list and str: a subclass of str could carry its own escaping."""
    if isinstance(value, str):
        return _text(value, name)
    if isinstance(value, Mapping):
        return {str(k): _plain(v, f"{name}.{k}" if name else str(k)) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one, name) for one in value]
    raise TypeError(f"{name}: a paper takes dict, list and str, not {type(value).__name__}")


def _text(value: str, name: str) -> str:
    clean = UNPRINTABLE.sub("", str.__str__(value).replace("\r\n", "\n"))
    if clean.strip():
        return "".join(clean)
    empty = _Empty("")
    empty.name = name
    return empty
