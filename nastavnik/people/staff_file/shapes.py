"""What a staff file turns into: a mapping of columns, people, and cells to look at. Plain values, no Django."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from nastavnik.core.russian.names import FullName, Gender


class Field(StrEnum):
    """What a column of the file may hold. `label` is what the mapping screen shows."""

    FULL_NAME = "full_name"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    POSITION = "position"
    SUBJECTS = "subjects"
    WORKLOAD = "workload"
    CATEGORY = "category"
    CATEGORY_DATE = "category_date"
    CAREER_START = "career_start"
    EXPERIENCE = "experience_years"
    HIRED_ON = "hired_on"
    BIRTH = "birth"
    GENDER = "gender"
    EMAIL = "email"
    PHONE = "phone"
    DEPARTMENT = "department"
    KIND = "kind"

    @property
    def label(self) -> str:
        return FIELD_LABELS[self]


FIELD_LABELS: Dict[Field, str] = {
    Field.FULL_NAME: "Фамилия, имя, отчество",
    Field.LAST_NAME: "Фамилия",
    Field.FIRST_NAME: "Имя",
    Field.MIDDLE_NAME: "Отчество",
    Field.POSITION: "Должность",
    Field.SUBJECTS: "Предмет (предметы)",
    Field.WORKLOAD: "Нагрузка, часов в неделю",
    Field.CATEGORY: "Квалификационная категория",
    Field.CATEGORY_DATE: "Дата присвоения категории",
    Field.CAREER_START: "Начало педагогической работы",
    Field.EXPERIENCE: "Стаж, лет",
    Field.HIRED_ON: "Дата приёма на работу",
    Field.BIRTH: "Год или дата рождения",
    Field.GENDER: "Пол",
    Field.EMAIL: "Электронная почта",
    Field.PHONE: "Телефон",
    Field.DEPARTMENT: "Класс, группа или отдел",
    Field.KIND: "Кто это (педагог, ученик, студент…)",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the chosen sheet: `index` from 0, `letter` as Excel shows it, `confidence` 0…1."""

    index: int
    heading: str
    field: Field | None = None
    confidence: float = 0.0
    samples: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column holds what. Editable: `with_field` gives a new mapping; `as_dict`/`from_dict` go through JSON.

    `heading_row` is the number of the last heading row as the sheet shows it (1-based), 0 when there is none.
    """

    sheet: str
    heading_row: int
    columns: tuple[Column, ...]

    def with_field(self, index: int, chosen: Field | None) -> Self:
        """The column at `index` holds `chosen`; another column that held it is freed."""

        def changed(column: Column) -> Column:
            if column.index == index:
                return replace(column, field=chosen, confidence=1.0)
            return replace(column, field=None) if chosen and column.field == chosen else column

        return replace(self, columns=tuple(changed(c) for c in self.columns))

    def column_of(self, wanted: Field) -> int | None:
        return next((c.index for c in self.columns if c.field == wanted), None)

    @property
    def lacks(self) -> str | None:
        """A sentence when people cannot be read with this mapping, None when they can."""
        if self.column_of(Field.FULL_NAME) is not None:
            return None
        if self.column_of(Field.LAST_NAME) is not None and self.column_of(Field.FIRST_NAME) is not None:
            return None
        return "Укажите, в каком столбце фамилия, имя и отчество: одним столбцом или двумя–тремя отдельными."

    def as_dict(self) -> dict[str, Any]:
        columns = [
            {
                "index": c.index,
                "heading": c.heading,
                "field": c.field,
                "confidence": c.confidence,
                "samples": c.samples,
            }
            for c in self.columns
        ]
        return {"sheet": self.sheet, "heading_row": self.heading_row, "columns": columns}

    @classmethod
    def from_dict(cls, kept: Dict[str, Any]) -> Self:
        """The reverse of `as_dict`. ValueError for an unknown field, KeyError for a missing part."""
        columns = tuple(
            Column(
                int(c["index"]),
                str(c["heading"]),
                Field(c["field"]) if c["field"] else None,
                float(c["confidence"]),
                tuple(str(s) for s in c["samples"]),
            )
            for c in kept["columns"]
        )
        return cls(str(kept["sheet"]), int(kept["heading_row"]), columns)


class Trouble(StrEnum):
    """Why a row or a cell is listed."""

    LOST = "lost"  # the row gave no person
    REPEAT = "repeat"  # the person stands higher in the same file
    CELL = "cell"  # the person is kept, this cell was left out
    REPAIRED = "repaired"  # the person is kept, this cell was put right


@dataclass(frozen=True, slots=True)
class RowError:
    """A place in the file to look at: row number as the sheet shows it, who, the cell («C14»), what to do."""

    row: int
    person: str
    cell: str
    message: str
    trouble: Trouble

    @property
    def keeps_person(self) -> bool:
        return self.trouble in (Trouble.CELL, Trouble.REPAIRED)


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One person of the file, cleaned. Everything but the name may be missing.

    For an adult the caller stores `birth_year` alone; `birth_date` serves minors. `career_start_year` is set
    whenever the year is known, `career_start` only when the whole date is. `workload` is hours a week,
    `experience_years` whole years. `category` and `kind` are keys of `CATEGORIES` and `KINDS`.
    """

    number: int
    name: FullName
    position: str = ""
    subjects: tuple[str, ...] = ()
    workload: Decimal | None = None
    category: str = ""
    category_date: date | None = None
    career_start: date | None = None
    career_start_year: int | None = None
    experience_years: int | None = None
    hired_on: date | None = None
    birth_date: date | None = None
    birth_year: int | None = None
    gender: Gender | None = None
    email: str = ""
    phone: str = ""
    department: str = ""
    kind: str = ""
    notes: tuple[RowError, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffFile:
    """The whole reading. `errors` holds every listed place in the order of rows, kept people's cells included."""

    mapping: Mapping
    people: list[StaffRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    sheets: tuple[str, ...] = ()

    @property
    def lost(self) -> list[RowError]:
        return [e for e in self.errors if e.trouble is Trouble.LOST]

    @property
    def repeats(self) -> list[RowError]:
        return [e for e in self.errors if e.trouble is Trouble.REPEAT]


CATEGORIES: Dict[str, str] = {
    "none": "без категории",
    "fitness": "соответствие занимаемой должности",
    "second": "вторая",
    "first": "первая",
    "highest": "высшая",
    "methodist": "педагог-методист",
    "mentor": "педагог-наставник",
}

KINDS: Dict[str, str] = {
    "pedagogue": "педагог",
    "head": "руководитель",
    "pupil": "обучающийся школы",
    "student": "студент",
    "parent": "родитель",
    "employer": "представитель работодателя",
    "other": "другое",
}


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
