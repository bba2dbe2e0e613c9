"""Names and cells: whatever is typed gives a value or a sentence, never a crash."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.russian.folding import clean, fold
from nastavnik.people.staff_file import Trouble, Unreadable, cells, read_staff
from nastavnik.people.staff_file.name_cells import NotAName, read_full, read_parts
from nastavnik.people.staff_file.rows import READERS

TODAY = date(2026, 11, 22)
VALUES = st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.dates(), st.booleans())


@given(VALUES, st.sampled_from(sorted(READERS)))
def test_a_cell_gives_a_value_or_a_sentence(value: object, field: str) -> None:
    try:
        READERS[field](value, TODAY)  # type: ignore[index, arg-type]
    except cells.BadCell as bad:
        said = str(bad)
    else:
        said = "."
    assert said.endswith(".")


@given(st.text(alphabet="абвАБВёЁ-. (),1aе", max_size=40))
def test_a_name_that_was_read_is_read_again_the_same(text: str) -> None:
    try:
        read = read_full(text)
    except NotAName:
        return
    again = read_parts(read.name.last, read.name.first, read.name.middle)
    assert again.name == read.name


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv_of_any_encoding_and_delimiter(encoding: str, sign: str) -> None:
    rows = [["Телефон", "Фамилия", "Имя", "Отчество"], ["8.9123456789E10", "ЁЛКИНА", "анна", "Сергеевна"]]
    data = "\r\n".join(sign.join(r) for r in rows).encode(encoding)
    [person] = read_staff(data, "x.csv", today=TODAY).people
    assert (str(person.name), person.phone) == ("Ёлкина Анна Сергеевна", "+7 912 345-67-89")


@pytest.mark.parametrize(("mail", "people"), [("a@example.ru", 1), ("b@example.ru", 2)])
def test_namesakes_differ_by_contacts_and_a_repeat_does_not(mail: str, people: int) -> None:
    text = f"ФИО;Почта\nЁлкина Анна Сергеевна;a@example.ru\nЕлкина Анна Сергеевна;{mail}\n"
    result = read_staff(text.encode(), "x.csv", today=TODAY)
    assert len(result.people) == people
    assert [e.trouble for e in result.errors] == [Trouble.REPEAT] * (2 - people)


def test_a_refusal_names_the_file() -> None:
    with pytest.raises(Unreadable, match=r"«spisok\.xlsx»"):
        read_staff(b"", "spisok.xlsx", today=TODAY)


@pytest.mark.parametrize("typed", ["1970 г.р.", "1970 г. р.", "1970 года рождения", "12.03.1970 г.р."])
def test_a_birth_year_with_its_usual_tail_is_read(typed: str) -> None:
    assert cells.birth(typed, TODAY).year == 1970


def test_a_namesake_whose_cell_cannot_be_read_is_not_taken_for_a_repeat() -> None:
    rows = (
        "ФИО;Электронная почта\nИванова Анна Сергеевна;anna@e.ru\nИванова Анна Сергеевна;анна собака почта\n"
    )
    read = read_staff(rows.encode(), "list.csv", today=date(2026, 9, 1))
    assert len(read.people) == 2
