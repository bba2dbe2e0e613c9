"""A table of pairs that work already: its columns by their headings in any order, its rows as they stand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nastavnik.core.errors import Refusal
from nastavnik.core.russian.folding import fold
from nastavnik.people.staff_file.cells import text
from nastavnik.people.staff_file.read import Row, Value, is_filled, read_sheet

LOOK_FOR_HEADING = 40  # rows


class Field(StrEnum):
    MENTOR = "mentor"
    MENTEE = "mentee"
    ISSUE = "issue"
    SUBJECT = "subject"
    FORM = "form"
    KIND = "kind"
    STARTS = "starts"
    ENDS = "ends"
    NUMBER = "number"
    DATED = "dated"
    GROUP = "group"


LABELS: dict[Field, str] = {
    Field.MENTOR: "Наставник",
    Field.MENTEE: "Наставляемый",
    Field.ISSUE: "Вопрос",
    Field.SUBJECT: "Предмет",
    Field.FORM: "Форма",
    Field.KIND: "Вид",
    Field.STARTS: "С",
    Field.ENDS: "По",
    Field.NUMBER: "№ приказа",
    Field.DATED: "Дата приказа",
    Field.GROUP: "Группа",
}
NEEDED = (Field.MENTOR, Field.MENTEE, Field.ISSUE, Field.NUMBER, Field.DATED)

# The first that fits wins: «дата приказа» before «приказ», «дата начала» before «дата».
_RULES: tuple[tuple[Field, str], ...] = (
    (Field.DATED, r"дата.*приказ|приказ.*дата|дата документа"),
    (Field.NUMBER, r"(?:№|номер|n).*приказ|^приказ"),
    (Field.MENTEE, r"наставляем|подопечн|стажер|кого (?:обуча|сопровожда)"),
    (Field.MENTOR, r"наставник|кто (?:обуча|сопровожда)"),
    (Field.ISSUE, r"вопрос|проблем|тема|направлени|запрос|(?:с чем|чему|в чем) (?:помо|уч)"),
    (Field.SUBJECT, r"предмет|дисциплин"),
    (Field.FORM, r"форма|модель"),
    (Field.KIND, r"^вид|тип"),
    (Field.STARTS, r"^с$|начал|^с какого"),
    (Field.ENDS, r"^(?:по|до)$|оконч|конец|заверш|^по как"),
    (Field.GROUP, r"групп"),
)


@dataclass(frozen=True)
class TableRow:
    """`number` counts from 1 as the sheet shows it."""

    number: int
    values: Mapping[Field, Value]

    def text(self, field: Field) -> str:
        return text(self.values.get(field, ""))


def read_pairs(data: bytes) -> list[TableRow]:
    """Rows with at least one name. Raises Refusal (Unreadable) when the file as a whole is refused."""
    sheet = read_sheet(data)
    at, columns = _heading(sheet.rows)
    rows = [
        TableRow(number, {field: row[i] for field, i in columns.items() if i < len(row)})
        for number, row in enumerate(sheet.rows[at + 1 :], start=at + 2)
        if is_filled(row)
    ]
    named = [row for row in rows if row.values.get(Field.MENTOR) or row.values.get(Field.MENTEE)]
    if not named:
        raise Refusal("Под заголовками нет ни одной пары. Впишите пары и загрузите таблицу снова.")
    return named


def _heading(rows: Sequence[Row]) -> tuple[int, dict[Field, int]]:
    """The row of headings, from 0, and which column holds what."""
    found = [(len(columns := _columns(row)), -at, columns) for at, row in enumerate(rows[:LOOK_FOR_HEADING])]
    _, at, columns = max(found, key=lambda one: one[:2])
    lacking = [LABELS[field] for field in NEEDED if field not in columns]
    if lacking:
        raise Refusal(
            f"Не нашли столбцы: {', '.join(f'«{label}»' for label in lacking)}. "
            "Назовите их так в строке заголовков и загрузите таблицу снова."
        )
    return -at, columns


def _columns(row: Row) -> dict[Field, int]:
    columns: dict[Field, int] = {}
    for index, value in enumerate(row):
        field = _field(value) if isinstance(value, str) and len(value) < 80 else None
        if field is not None:
            columns.setdefault(field, index)
    return columns


def _field(heading: str) -> Field | None:
    words = re.sub(r"\s+", " ", fold(heading)).strip(" .:")
    return next((field for field, pattern in _RULES if re.search(pattern, words)), None)
