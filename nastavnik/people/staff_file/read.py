"""From bytes to rows of one sheet: Excel and LibreOffice by calamine, csv by guessing its encoding and delimiter."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from nastavnik.core.russian.folding import fold
from nastavnik.people.staff_file.container import Kind, recognise
from nastavnik.people.staff_file.limits import CORRUPT, LOCKED, MAX_COLUMNS, MAX_ROWS, TOO_WIDE, Unreadable
from nastavnik.people.staff_file.open_merges import Area, merged_areas

Value = int | float | str | bool | time | date | datetime | timedelta
Row = list[Value]

SAMPLE = 200
_FATHER = re.compile(r"(?:вич|вна|чна|шна|оглы|кызы)\b")
_INITIALS = re.compile(
    r"[А-ЯЁ]{1}[а-яё]+ (?!Ф\. ?И)[А-ЯЁ]\. ?[А-ЯЁ]\.|^(?!Ф\. ?И)[А-ЯЁ]\. ?[А-ЯЁ]\. ?[А-ЯЁ][а-яё]+"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[i]` is row i + 1 of the sheet; `merged` areas are (first row, column), (last row, column) from 0."""

    name: str
    rows: list[Row]
    merged: tuple[Area, ...] = ()
    names: tuple[str, ...] = ()


def read_sheet(data: bytes, *, name: str = "") -> Sheet:
    """The sheet called `name`, or the one with most people in it. Raises Unreadable."""
    kind = recognise(data)
    sheet = _read_csv(data) if kind is Kind.CSV else _read_workbook(data, name)
    if kind is Kind.ODS:
        sheet = replace(sheet, merged=merged_areas(data, sheet.name))
    if not any(map(is_filled, sheet.rows)):
        raise Unreadable(
            "В файле нет ни одной заполненной строки. Проверьте, тот ли файл выбран, и загрузите снова."
        )
    return _fill_down(sheet)


def is_filled(row: Row) -> bool:
    return any(value != "" and (not isinstance(value, str) or value.strip()) for value in row)


def namelike(row: Row) -> bool:
    """Does a person stand in this row: a patronymic or initials somewhere?"""
    texts = [v for v in row if isinstance(v, str) and v]
    return any(_FATHER.search(fold(t)) or _INITIALS.search(t) for t in texts if len(t) < 120)


def _read_workbook(data: bytes, name: str) -> Sheet:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            names = tuple(
                m.name
                for m in book.sheets_metadata
                if m.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.DialogSheet)
            )
            return replace(_whole(_choose(book, names, name)), names=names)
    except PasswordError as closed:
        raise Unreadable(LOCKED) from closed
    except (CalamineError, OSError, ValueError) as broken:
        raise Unreadable(CORRUPT) from broken


def _choose(book: CalamineWorkbook, names: tuple[str, ...], wanted: str) -> CalamineSheet:
    if wanted in names:
        return book.get_sheet_by_name(wanted)
    if not names:
        raise Unreadable(CORRUPT)
    visible = {m.name: m.visible == SheetVisibleEnum.Visible for m in book.sheets_metadata}
    best, most = None, (-1, False)
    for name in names:
        sheet = book.get_sheet_by_name(name)
        score = (sum(map(namelike, sheet.to_python(nrows=SAMPLE))), visible.get(name, True))
        if score > most:
            best, most = sheet, score
    if best is None:
        raise Unreadable(CORRUPT)
    return best


def _whole(sheet: CalamineSheet) -> Sheet:
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise Unreadable(TOO_WIDE)
    rows = sheet.to_python(skip_empty_area=False)
    return Sheet(sheet.name, rows, tuple(sheet.merged_cell_ranges or ()))


def _fill_down(sheet: Sheet) -> Sheet:
    """A cell merged downwards means the same for every row of it. Sideways is for headings alone (`headings`)."""
    height = len(sheet.rows)
    for (top, left), (bottom, _right) in sheet.merged:
        if top >= height or left >= len(sheet.rows[top]):
            continue
        for row in sheet.rows[top + 1 : min(bottom, height - 1) + 1]:
            if left < len(row) and row[left] == "":
                row[left] = sheet.rows[top][left]
    return sheet


def _read_csv(data: bytes) -> Sheet:
    text = _decode(data)
    csv.field_size_limit(131_072)
    rows: list[Row] = []
    try:
        for row in _csv_rows(text):
            if len(rows) >= MAX_ROWS or len(row) > MAX_COLUMNS:
                raise Unreadable(TOO_WIDE)
            rows.append(list(row))
    except csv.Error as broken:
        raise Unreadable(CORRUPT) from broken
    return Sheet("", rows)


def _csv_rows(text: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))


def _decode(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with a mark, else cp1251 (Excel in Russian), else the old DOS page."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        windows, dos = _decoded(data, "cp1251"), _decoded(data, "cp866")
        return windows if _russian(windows) >= _russian(dos) else dos


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")


def _russian(text: str) -> int:
    """How Russian a text looks: small letters of the commonest kind in its beginning."""
    counted = Counter(text[:20_000])
    return sum(counted[letter] for letter in "оеаинтсрвл") - sum(counted[sign] for sign in "╨╤Ђѓ‚„…†‡€‰�")


def _delimiter(text: str) -> str:
    """The sign that cuts most lines into the same number of parts."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def agreement(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        often = counts.most_common(1)
        return (often[0][1], often[0][0]) if often else (0, 0)

    return max(";\t,|", key=agreement)
