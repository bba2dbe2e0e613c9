"""A sheet of a Russian official paper as a Word file: ГОСТ Р 7.0.97-2025 by default, marks of `merge` inside.

A4; margins left 30, right 10, top and bottom 20 mm; Times New Roman; page numbers from the second page; header rows of
tables repeat; the look lives in named styles, so that an office can restyle its template in Word.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
PORTRAIT = (210, 297)
MARGINS = {"left": 30, "right": 10, "top": 20, "bottom": 20}
TEXT_WIDTH = PORTRAIT[0] - MARGINS["left"] - MARGINS["right"]
# In a landscape annex the binding edge is on top.
LANDSCAPE_MARGINS = {"left": 20, "right": 20, "top": 30, "bottom": 10}
LANDSCAPE_WIDTH = PORTRAIT[1] - 40
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}

# name: (align, first line indent mm, left indent mm, before pt, after pt, bold, size change pt)
Look = tuple[str, float, float, float, float, bool, int]
STYLES: dict[str, Look] = {
    "Учредитель": ("center", 0, 0, 0, 0, False, 0),
    "Организация": ("center", 0, 0, 0, 0, True, 0),
    "Реквизиты": ("left", 0, 0, 0, 12, False, 0),
    "Адресат": ("left", 0, 80, 0, 12, False, 0),
    "Текст": ("both", 12.5, 0, 0, 4, False, 0),
    "Строка": ("left", 0, 0, 0, 4, False, 0),
    "Перечень": ("both", 12.5, 0, 0, 2, False, 0),
    "Пункт": ("both", 12.5, 0, 0, 4, False, 0),
    "Подпункт": ("both", 12.5, 0, 0, 2, False, 0),
    "Распоряжение": ("left", 0, 0, 8, 8, True, 0),
    "Отметка о приложении": ("left", 0, 170, 0, 12, False, 0),
    "Пояснение": ("center", 0, 0, 0, 4, False, -3),
    "Исполнитель": ("left", 0, 0, 24, 0, False, -3),
    "Таблица": ("left", 0, 0, 0, 0, False, -2),
    "Шапка таблицы": ("center", 0, 0, 0, 0, True, -2),
    "Подпись": ("left", 0, 0, 0, 0, False, 0),
}
# Headings are Word's own, so that a screen reader and the navigation pane see them.
HEADINGS: dict[str, tuple[str, float, float]] = {
    "Title": ("center", 12, 12),
    "Heading 1": ("left", 0, 12),
    "Heading 2": ("center", 6, 8),
    "Heading 3": ("left", 8, 4),
}


class Sheet:
    """A paper under construction; every method adds the next thing at the end.

    `size`: points of the text; `spacing`: lines; `gap`: factor of the gaps after paragraphs (a form fits its page).
    """

    def __init__(self, *, size: int = 13, spacing: float = 1.1, gap: float = 1.0) -> None:
        self.document = Document()
        self.size = size
        _no_thumbnail(self.document.part.package)
        _body_style(self.document, size, spacing)
        for name, look in STYLES.items():
            _style(self.document, name, look, size, gap)
        for name, (align, before, after) in HEADINGS.items():
            _heading(self.document, name, ALIGN[align], before, after, size)
        _page(self.document.sections[0])
        _number_pages(self.document.sections[0])

    def line(
        self, text: str, style: str = "Текст", *, keep: bool = False, right: float = 0, new_page: bool = False
    ) -> Paragraph:
        """A paragraph; `**bold**` pieces are bold, a tab and a line break are themselves.

        `keep`: stays with the next one; `right`: indent from the right, mm; `new_page`: begins a page.
        """
        paragraph: Paragraph = self.document.add_paragraph(style=style)
        _write(paragraph, text)
        form = paragraph.paragraph_format
        form.keep_with_next, form.page_break_before = keep or None, new_page or None
        if right:
            form.right_indent = Mm(right)
        return paragraph

    def mark(self, text: str) -> None:
        """A paragraph-wide mark: `for x in y`, `endfor`, `if z`, `endif`; it leaves no paragraph behind."""
        self.document.add_paragraph(f"{{%p {text} %}}", style="Строка")

    def three(self, left: str, middle: str, right: str) -> None:
        """Date, place and number on one line."""
        line = self.line(f"{left}\t{middle}\t{right}", "Реквизиты")
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH / 2), WD_TAB_ALIGNMENT.CENTER)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)

    def columns(self, cells: Sequence[str | Sequence[str]], widths: Sequence[float]) -> Table:
        """One row without borders: a signature, two parties side by side. A cell is a text or lines."""
        table = self._table(widths)
        _no_padding(table)
        for cell, lines in zip(_new_row(table).cells, cells, strict=True):
            _fill(cell, [lines] if isinstance(lines, str) else lines, "Подпись")
            cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        _no_split(table.rows[-1])
        return table

    def table(
        self,
        head: Sequence[str],
        widths: Sequence[float],
        cells: Sequence[str | Sequence[str]],
        *,
        over: str = "",
        height: float = 0,
        together: bool = False,
    ) -> None:
        """A bordered table: a repeating header and one row, repeated `over` («row in rows») when given.

        A cell is a text or several lines, marks among them. `height`: least height of a row, mm; `together`: a short
        table that is not torn between two pages.
        """
        table = self._table(widths)
        table.style = self.document.styles["Table Grid"]
        top = _new_row(table)
        for cell, text in zip(top.cells, head, strict=True):
            _fill(cell, [text], "Шапка таблицы")
        _repeat(top)
        if over:
            _new_row(table).cells[0].paragraphs[0].add_run(f"{{%tr for {over} %}}")
        row = _new_row(table)
        for cell, lines in zip(row.cells, cells, strict=True):
            _fill(cell, [lines] if isinstance(lines, str) else lines, "Таблица")
        _no_split(row)
        if together:
            for cell in (*top.cells, *row.cells):
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True
        if height:
            row.height = Mm(height)
            for cell in row.cells:
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        if over:
            _new_row(table).cells[0].paragraphs[0].add_run("{%tr endfor %}")

    def box(self, lines: Sequence[str], width: float = 80) -> None:
        """A frame around lines: the mark of an electronic signature."""
        table = self._table([width])
        table.style = self.document.styles["Table Grid"]
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        _fill(_new_row(table).cells[0], lines, "Таблица")

    def landscape(self) -> None:
        """The rest stands on landscape pages."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(PORTRAIT[1]), Mm(PORTRAIT[0])
        _margins(section, LANDSCAPE_MARGINS)
        section.different_first_page_header_footer = False

    def save(self) -> bytes:
        """The file; its time is fixed, so that the same template is the same bytes."""
        properties = self.document.core_properties
        properties.created = properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001 — Word takes naive UTC
        properties.comments, properties.author, properties.title = "", "", ""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _table(self, widths: Sequence[float]) -> Table:
        table: Table = self.document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table


def _new_row(table: Any) -> Any:
    return table.add_row()


def _write(paragraph: Paragraph, text: str) -> None:
    for i, piece in enumerate(text.split("**")):
        if piece:
            paragraph.add_run(piece).bold = True if i % 2 else None


def _fill(cell: _Cell, lines: Sequence[str], style: str) -> None:
    for i, text in enumerate(lines):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        paragraph.style = style
        if text.startswith("^"):
            text, paragraph.alignment = text[1:], WD_ALIGN_PARAGRAPH.RIGHT
        _write(paragraph, text)


def _body_style(document: Any, size: int, spacing: float) -> None:
    normal = document.styles["Normal"]
    _font(normal, size)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = spacing
    normal.paragraph_format.widow_control = True
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), FONT)
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "ru-RU")


def _font(style: Any, size: float, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[name]
    for kind in ("cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _style(document: Any, name: str, look: Look, size: int, gap: float) -> None:
    align, first, left, before, after, bold, change = look
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _font(style, size + change, bold=bold)
    form = style.paragraph_format
    form.alignment, form.first_line_indent, form.left_indent = ALIGN[align], Mm(first), Mm(left)
    form.space_before, form.space_after = Pt(before), Pt(after * gap)
    if change:
        form.line_spacing = 1.0


def _heading(document: Any, name: str, align: Any, before: float, after: float, size: int) -> None:
    style = document.styles[name]
    _font(style, size + (1 if name == "Title" else 0), bold=True)
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)
    for spacing in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(spacing)
    form = style.paragraph_format
    form.alignment, form.space_before, form.space_after = align, Pt(before), Pt(after)
    form.keep_with_next = True


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(PORTRAIT[0]), Mm(PORTRAIT[1])
    _margins(section, MARGINS)


def _margins(section: Any, margins: dict[str, int]) -> None:
    section.left_margin, section.right_margin = Mm(margins["left"]), Mm(margins["right"])
    section.top_margin, section.bottom_margin = Mm(margins["top"]), Mm(margins["bottom"])
    section.header_distance = section.footer_distance = Mm(10)


def _number_pages(section: Any) -> None:
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)


def _no_padding(table: Any) -> None:
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))


def _no_thumbnail(package: Any) -> None:
    """python-docx's blank file carries a picture of somebody's page."""
    for name in [name for name, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[name]


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _no_split(row)


def _no_split(row: Any) -> None:
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
