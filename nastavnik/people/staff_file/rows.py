"""A staff file from beginning to end: rows made into people, each trouble named by person, cell and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nastavnik.core.russian.folding import fold
from nastavnik.people.staff_file import cells
from nastavnik.people.staff_file.headings import guess_mapping, is_numbers_row, show
from nastavnik.people.staff_file.limits import Unreadable
from nastavnik.people.staff_file.name_cells import (
    NO_NAME,
    TOTAL,
    NameRead,
    NotAName,
    is_total,
    read_full,
    read_parts,
)
from nastavnik.people.staff_file.read import Row, Sheet, Value, is_filled, read_sheet
from nastavnik.people.staff_file.shapes import (
    Field,
    Mapping,
    RowError,
    StaffFile,
    StaffRow,
    Trouble,
    column_letter,
)

NAME_FIELDS = (Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME, Field.MIDDLE_NAME)
Reader = Callable[[Value, date], dict[str, Any]]


def read_staff(data: bytes, filename: str, *, mapping: Mapping | None = None, today: date) -> StaffFile:
    """People of an .xlsx, .xls, .ods or .csv. Without a mapping the columns are guessed; the mapping used is returned.

    `filename` is for messages alone: the content decides. Raises Unreadable when the file as a whole is refused.
    When no column of names is found, the result has no people and `mapping.lacks` says what to choose.
    """
    sheet = _sheet(data, filename, name=mapping.sheet if mapping else "")
    mapping = mapping or guess_mapping(sheet)
    result = StaffFile(mapping, sheets=sheet.names)
    if mapping.lacks:
        return result
    return _Reading(mapping, today, result).over(sheet.rows)


def guess_columns(data: bytes, filename: str) -> StaffFile:
    """The mapping and the sheets without people: what the screen of columns needs, in a third of the time."""
    sheet = _sheet(data, filename)
    return StaffFile(guess_mapping(sheet), sheets=sheet.names)


def _sheet(data: bytes, filename: str, *, name: str = "") -> Sheet:
    try:
        return read_sheet(data, name=name)
    except Unreadable as refused:
        raise Unreadable(f"«{filename}»: {refused}" if filename else str(refused)) from refused


@dataclass(slots=True)
class _Reading:
    mapping: Mapping
    today: date
    result: StaffFile
    at: dict[Field, int] = field(default_factory=dict)
    # By name: each person with the rows that repeat it.
    known: dict[str, list[list[StaffRow]]] = field(default_factory=dict)
    foreign: set[int] = field(default_factory=set)
    readers: list[tuple[Field, int, Reader]] = field(default_factory=list)

    def over(self, rows: list[Row]) -> StaffFile:
        self.at = {c.field: c.index for c in self.mapping.columns if c.field}
        self.readers = [
            (wanted, self.at[wanted], reads) for wanted, reads in READERS.items() if wanted in self.at
        ]
        self.foreign = {c.index for c in self.mapping.columns if _is_numbering(c.heading)}
        for number, row in _data_rows(rows, self.mapping, self.foreign):
            self._row(number, row)
        return self.result

    def _row(self, number: int, row: Row) -> None:
        where = self._name_cell(number)
        if any(is_total(v) for v in row[:6] if isinstance(v, str) and v):
            self._list(RowError(number, "", where, TOTAL, Trouble.LOST))
            return
        try:
            read = self._name(row)
        except NotAName as lost:
            self._list(RowError(number, self._shown_name(row)[:100], where, str(lost), Trouble.LOST))
            return
        person = self._person(number, row, read)
        alike = self.known.setdefault(fold(str(person.name)), [])
        if (same := self._same(person, alike)) is not None:
            first = same[0].number
            same.append(person)
            say = f"Этот человек уже есть в строке {first}. Строка не загружена, делать ничего не нужно."
            self._list(RowError(number, str(person.name), where, say, Trouble.REPEAT))
            return
        alike.append([person])
        self.result.people.append(person)
        self.result.errors.extend(person.notes)

    def _name(self, row: Row) -> NameRead:
        parts = {f: _plain_text(_value(row, self.at[f])) if f in self.at else "" for f in NAME_FIELDS}
        if Field.FULL_NAME in self.at:
            filled = sum(1 for i, v in enumerate(row) if v != "" and i not in self.foreign)
            alone = filled == 1 and len(self.at) > 1
            return read_full(parts[Field.FULL_NAME], alone=alone)
        return read_parts(parts[Field.LAST_NAME], parts[Field.FIRST_NAME], parts[Field.MIDDLE_NAME])

    def _person(self, number: int, row: Row, read: NameRead) -> StaffRow:
        who = str(read.name)
        notes: list[RowError] = []
        values: dict[str, Any] = {}
        for trouble, say in ((Trouble.REPAIRED, read.repaired), (Trouble.CELL, read.lacking)):
            if say:
                notes.append(RowError(number, who, self._name_cell(number), say, trouble))
        for wanted, index, reader in self.readers:
            value = _value(row, index)
            if cells.is_blank(value) and not (wanted is Field.CATEGORY and value == "нет"):
                continue
            cell = f"{column_letter(index)}{number}"
            try:
                made = reader(value, self.today)
            except cells.BadCell as bad:
                notes.append(
                    RowError(number, who, cell, f"{wanted.label}: «{_brief(value)}». {bad}", Trouble.CELL)
                )
                continue
            whys = [v.why for v in made.values() if isinstance(v, cells.Repaired)]
            notes += [RowError(number, who, cell, f"{wanted.label}: {why}", Trouble.REPAIRED) for why in whys]
            values |= {key: str(v) if isinstance(v, cells.Repaired) else v for key, v in made.items()}
        if bad_year := cells.too_young_to_work(values, self.today):
            cell = f"{column_letter(self.at[Field.BIRTH])}{number}"
            notes.append(RowError(number, who, cell, bad_year, Trouble.CELL))
            values |= {"birth_year": None, "birth_date": None}
        return StaffRow(number, read.name, notes=tuple(notes), **values)

    def _same(self, person: StaffRow, alike: list[list[StaffRow]]) -> list[StaffRow] | None:
        """The person above with the same name whom nothing contradicts, in none of the rows where it stands.

        Namesakes differ in e-mail, phone or birth year; of several that fit, the one that agrees in more.
        """
        fits = [rows for rows in alike if not any(self._contradict(person, other) for other in rows)]
        return max(fits, key=lambda rows: max(_agreement(person, other) for other in rows), default=None)

    def _contradict(self, one: StaffRow, other: StaffRow) -> bool:
        """An unreadable cell against a readable one is a difference too: nobody is lost because of a slip in a cell."""
        told = (
            (Field.EMAIL, one.email, other.email),
            (Field.PHONE, one.phone, other.phone),
            (Field.BIRTH, one.birth_year, other.birth_year),
        )
        return any(
            (mine and theirs and mine != theirs)
            or (theirs and self._spoiled(one, field))
            or (mine and self._spoiled(other, field))
            for field, mine, theirs in told
        )

    def _spoiled(self, person: StaffRow, field: Field) -> bool:
        if field not in self.at:
            return False
        cell = f"{column_letter(self.at[field])}{person.number}"
        return any(note.cell == cell and note.trouble is Trouble.CELL for note in person.notes)

    def _name_cell(self, number: int) -> str:
        first = next(self.at[f] for f in NAME_FIELDS if f in self.at)
        return f"{column_letter(first)}{number}"

    def _shown_name(self, row: Row) -> str:
        return " ".join(s for f in NAME_FIELDS if f in self.at and (s := show(_value(row, self.at[f]))))

    def _list(self, error: RowError) -> None:
        self.result.errors.append(error)


def _agreement(one: StaffRow, other: StaffRow) -> int:
    pairs = ((one.email, other.email), (one.phone, other.phone), (one.birth_year, other.birth_year))
    return sum(bool(mine) and mine == theirs for mine, theirs in pairs)


def _data_rows(rows: list[Row], mapping: Mapping, foreign: set[int]) -> Iterator[tuple[int, Row]]:
    """Rows below the headings with their numbers; blank rows, the row «1 2 3 4…» and headings repeated are left out."""
    heading = [c.heading.lower() for c in mapping.columns]
    for number, row in enumerate(rows, start=1):
        if number <= mapping.heading_row or not is_filled(row):
            continue
        filled = [i for i, v in enumerate(row) if v != "" and (not isinstance(v, str) or v.strip())]
        if set(filled) <= foreign or is_numbers_row(row) or _is_heading_again(row, heading):
            continue
        yield number, row


def _is_numbering(heading: str) -> bool:
    words = fold(heading).strip(" .")
    return words.startswith("№") or words in {"n", "n п/п", "no", "п/п", "номер", "номер п/п"}


def _is_heading_again(row: Row, heading: list[str]) -> bool:
    """A printed list repeats its headings on every page."""
    filled = [(i, v) for i, v in enumerate(row) if v != "" and i < len(heading)]
    same = sum(1 for i, v in filled if isinstance(v, str) and heading[i] and v.strip().lower() == heading[i])
    return same >= 2 and same * 2 >= len(filled)


def _value(row: Row, index: int) -> Value:
    return row[index] if index < len(row) else ""


def _plain_text(value: Value) -> str:
    """A name cell that holds a number or a date holds no name."""
    if isinstance(value, str):
        return value
    raise NotAName(NO_NAME)


def _brief(value: Value) -> str:
    shown = show(value)
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _birth(value: Value, today: date) -> dict[str, Any]:
    born = cells.birth(value, today)
    return {"birth_year": born.year, "birth_date": born.day}


def _career(value: Value, today: date) -> dict[str, Any]:
    start = cells.past(value, today)
    return {"career_start_year": start.year, "career_start": start.day}


def _hired(value: Value, today: date) -> dict[str, Any]:
    hired = cells.past(value, today)
    if hired.day is None:
        raise cells.BadCell("Нужна полная дата приёма: день, месяц и год.")
    return {"hired_on": hired.day}


READERS: dict[Field, Reader] = {
    Field.POSITION: lambda v, _: {"position": cells.short_text(v)},
    Field.SUBJECTS: lambda v, _: {"subjects": cells.subjects(v)},
    Field.WORKLOAD: lambda v, _: {"workload": cells.workload(v)},
    Field.CATEGORY: lambda v, today: cells.category_with_date(v, today),
    Field.CATEGORY_DATE: lambda v, today: {"category_date": cells.category_date(v, today)},
    Field.CAREER_START: _career,
    Field.EXPERIENCE: lambda v, today: {"experience_years": cells.experience(v, today)},
    Field.HIRED_ON: _hired,
    Field.BIRTH: _birth,
    Field.GENDER: lambda v, _: {"gender": cells.gender(v)},
    Field.EMAIL: lambda v, _: {"email": cells.email(v)},
    Field.PHONE: lambda v, _: {"phone": cells.phone(v)},
    Field.DEPARTMENT: lambda v, _: {"department": cells.short_text(v)},
    Field.KIND: lambda v, _: {"kind": cells.kind(v)},
}
