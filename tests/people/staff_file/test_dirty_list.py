"""The list of forty with every kind of dirt: who comes out, and what is listed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from nastavnik.people.staff_file import Field, Mapping, StaffFile, Trouble, read_staff
from tests.people.staff_file.dirty import Expected, dirty_staff_xlsx

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Expected]:
    path: Path = tmp_path_factory.mktemp("dirty") / "spisok.xlsx"
    expected = dirty_staff_xlsx(path)
    return path.read_bytes(), expected


@pytest.fixture(scope="module")
def result(dirty: tuple[bytes, Expected]) -> StaffFile:
    return read_staff(dirty[0], "spisok.xlsx", today=TODAY)


def test_forty_people_come_out_with_their_names_put_right(
    result: StaffFile, dirty: tuple[bytes, Expected]
) -> None:
    assert [str(p.name) for p in result.people] == list(dirty[1].names)
    assert len(result.people) == dirty[1].people == 40


def test_every_trouble_is_listed_once_with_its_place(
    result: StaffFile, dirty: tuple[bytes, Expected]
) -> None:
    expected = dirty[1]
    assert tuple(e.row for e in result.lost) == expected.lost
    assert tuple(e.row for e in result.repeats) == expected.repeats
    assert tuple(e.row for e in result.errors if e.trouble is Trouble.REPAIRED) == expected.repaired
    assert tuple(e.cell for e in result.errors if e.trouble is Trouble.CELL) == expected.cells
    assert len(result.errors) == expected.errors
    assert all(e.message.endswith(".") for e in result.errors)


def test_columns_are_understood_through_a_heading_of_two_rows(result: StaffFile) -> None:
    found = {c.letter: c.field for c in result.mapping.columns if c.field}
    assert found == {
        "B": Field.FULL_NAME,
        "C": Field.POSITION,
        "D": Field.SUBJECTS,
        "E": Field.WORKLOAD,
        "F": Field.CATEGORY,
        "G": Field.CATEGORY_DATE,
        "H": Field.BIRTH,
        "I": Field.CAREER_START,
        "J": Field.EMAIL,
        "K": Field.PHONE,
    }
    assert result.mapping.sheet == "Кадры 2026"
    assert result.sheets == ("Пояснения", "Кадры 2026")


def test_cells_become_values(result: StaffFile) -> None:
    first, merged_down = result.people[0], result.people[4]
    assert first.workload == Decimal(18)
    assert first.category == "highest"
    assert first.category_date == date(2022, 12, 25)
    assert (first.birth_year, first.birth_date) == (1980, None)
    assert first.phone == "+7 912 000-00-00"
    assert first.email == "sotrudnik0@example.ru"
    assert merged_down.career_start_year == 2001


def test_an_edited_mapping_is_obeyed_and_survives_json(
    dirty: tuple[bytes, Expected], result: StaffFile
) -> None:
    edited = Mapping.from_dict(result.mapping.with_field(3, None).as_dict())
    again = read_staff(dirty[0], "spisok.xlsx", mapping=edited, today=TODAY)
    assert again.mapping == edited
    assert len(again.people) == 40
    assert not any(p.subjects for p in again.people)
