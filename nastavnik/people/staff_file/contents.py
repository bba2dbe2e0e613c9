"""What a column holds, judged by the cells themselves where headings say nothing."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from nastavnik.core.russian.folding import fold
from nastavnik.people.staff_file.read import Row, Value
from nastavnik.people.staff_file.shapes import Column, Field

_WORD = r"[а-яa-z]+(?:-[а-яa-z]+)*"
_FATHER = r"[а-яa-z]+(?:вич|вна|чна|шна)|[а-яa-z]+ (?:оглы|кызы)"
_POSITION = r"учител|воспитател|директор|заместител|завуч|педагог|преподавател|психолог|логопед|тьютор|методист|библиотекар|инструктор|мастер|социальн"

_CATEGORY_START = (
    r"высш|перв|втор|без кат|не ?им|нет\b|соотв|сзд|[вп]?/?кк?\b|б/к|(?:1|2|i|ii)-?я? ?(?:кв|кат)|выс\b"
)

TESTS: tuple[tuple[Field, str], ...] = (
    (Field.EMAIL, r"^\S+@\S+\.\w+$"),
    (Field.PHONE, r"^\+?[78]?[\s(\-]*\d{3}[)\s\-]*\d{3}[\s\-]?\d{2}[\s\-]?\d{2}(?:\.0)?$"),
    (Field.FULL_NAME, rf"^{_WORD} {_WORD} (?:{_FATHER})$|^{_WORD} [а-яa-z]\. ?[а-яa-z]\.$"),
    (Field.MIDDLE_NAME, rf"^(?:{_FATHER})$"),
    (Field.CATEGORY, r"^(?:высшая|первая|вторая|без категории|соответстви|сзд\b|1 кат|в/к)"),
    (Field.POSITION, rf"\b(?:{_POSITION})"),
    (Field.GENDER, r"^(?:м|ж|муж|жен|мужской|женский)\.?$"),
)
_TESTS = tuple((field, re.compile(pattern)) for field, pattern in TESTS)
CONFIDENCE = 0.55


def guess_by_contents(columns: list[Column], below: list[Row]) -> list[Column]:
    """Columns without a field get one when most of their cells look like it and nobody holds it yet."""
    held = {c.field for c in columns if c.field}
    named = Field.FULL_NAME in held or Field.LAST_NAME in held
    out = []
    for column in columns:
        found = None if column.field else _field_of(below, column.index, trust_dates=not column.heading)
        barred = named and found in (Field.FULL_NAME, Field.MIDDLE_NAME)
        if (
            found
            and found not in held
            and not barred
            and (not column.heading or not named or found is Field.EMAIL)
        ):
            held.add(found)
            column = replace(column, field=found, confidence=CONFIDENCE)
        out.append(column)
    return out if named else _name_in_three(out)


def _name_in_three(columns: list[Column]) -> list[Column]:
    """Left of a column of patronymics stand first names, and left of those surnames."""
    at = next((c.index for c in columns if c.field is Field.MIDDLE_NAME), -1)
    if at < 2 or any(columns[i].field for i in (at - 1, at - 2)):
        return columns
    put = {at - 2: Field.LAST_NAME, at - 1: Field.FIRST_NAME}
    return [replace(c, field=put[c.index], confidence=CONFIDENCE) if c.index in put else c for c in columns]


def _field_of(below: list[Row], index: int, *, trust_dates: bool) -> Field | None:
    values = [row[index] for row in below if index < len(row) and row[index] != ""]
    if not values:
        return None
    for field, pattern in _TESTS:
        if _most(values, lambda v, p=pattern: bool(p.search(_text(v)))):  # type: ignore[misc]
            return field
    return Field.BIRTH if trust_dates and _most(values, _is_birth) else None


def holds_categories(below: list[Row], index: int) -> bool:
    """Do most of its cells begin with a category, whatever else stands there?"""
    values = [row[index] for row in below if index < len(row) and row[index] != ""]
    return _most(values, lambda v: isinstance(v, str) and bool(re.match(_CATEGORY_START, fold(v))))


def _most(values: list[Value], test: Callable[[Value], bool]) -> bool:
    return sum(map(test, values)) * 2 > len(values)


def _is_birth(value: Value) -> bool:
    if isinstance(value, date):
        return 1930 <= value.year <= 2018
    found = re.search(r"(?:^|\.)(19[3-9]\d|20[01]\d)(?:\.0)?$", _text(value))
    return bool(found)


def _text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return fold(str(value))
