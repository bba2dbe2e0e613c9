"""Lists that were met in schools and read wrongly once: each stays here with what must come out of it."""

import io
import os
import zipfile
from datetime import date

import pytest

from nastavnik.people.staff_file import Field, StaffFile, Unreadable, read_staff
from nastavnik.people.staff_file.container import recognise
from nastavnik.people.staff_file.headings import guess_field

TODAY = date(2026, 11, 22)
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)


def of_csv(*lines: str) -> StaffFile:
    return read_staff("\n".join(lines).encode(), "list.csv", today=TODAY)


def cell(text: str, spans: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{spans}><text:p>{text}</text:p></table:table-cell>'


def ods(rows: list[str], *, ballast: int = 0) -> bytes:
    body = "".join(rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:body>'
        f'<office:spreadsheet><table:table table:name="Кадры &amp; люди">{body}</table:table>'
        f"</office:spreadsheet></office:body><!-- {os.urandom(ballast).hex()} --></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def test_a_cell_merged_down_in_libreoffice_serves_every_row_of_it() -> None:
    down = ' table:number-columns-spanned="1" table:number-rows-spanned="2"'
    across = ' table:number-columns-spanned="2" table:number-rows-spanned="1"'
    covered = "<table:covered-table-cell/>"
    data = ods(
        [
            row(cell("ФИО", down), cell("Работа", across), covered, cell("Пол", down)),
            row(covered, cell("должность"), cell("предмет"), covered),
            row(cell("Ёлкина Анна Сергеевна"), cell("учитель", down), cell("физика"), cell("ж")),
            row(cell("Рощин Лев Ильич"), covered, cell("химия"), cell("м")),
        ]
    )
    result = read_staff(data, "list.ods", today=TODAY)
    assert [(str(p.name), p.position, p.subjects) for p in result.people] == [
        ("Ёлкина Анна Сергеевна", "учитель", ("физика",)),
        ("Рощин Лев Ильич", "учитель", ("химия",)),
    ]
    assert result.mapping.column_of(Field.GENDER) == 3
    assert result.errors == []


def test_an_open_document_too_wide_is_refused_however_its_empty_cells_are_written() -> None:
    wide = ods([row("<table:table-cell/>" * 30_000, cell("x")), row(cell("ФИО"))], ballast=200_000)
    with pytest.raises(Unreadable, match="слишком велика"):
        recognise(wide)


def test_category_and_its_date_in_one_column() -> None:
    result = of_csv(
        "ФИО;Кв. категория, дата присвоения",
        "Ёлкина Анна Сергеевна;высшая, 12.03.2023",
        "Рощин Лев Ильич;СЗД до 01.09.2027",
        "Соснин Илья Львович;б/к",
    )
    assert [(p.category, p.category_date) for p in result.people] == [
        ("highest", date(2023, 3, 12)),
        ("fitness", None),
        ("none", None),
    ]
    assert result.errors == []


def test_a_column_of_dates_stays_a_column_of_dates() -> None:
    result = of_csv("ФИО;Категория;Дата присвоения категории", "Ёлкина Анна Сергеевна;первая;1.03.2023")
    assert (result.people[0].category, result.people[0].category_date) == ("first", date(2023, 3, 1))


def test_a_section_among_three_columns_of_the_name_says_what_to_do() -> None:
    result = of_csv(
        "Отчество;Имя;Фамилия", "Кафедра естественных наук;;", "Сергеевна;Анна;Ёлкина", "Ильич;Лев;"
    )
    assert [str(p.name) for p in result.people] == ["Ёлкина Анна Сергеевна"]
    assert ["Впишите" in e.message for e in result.errors] == [True, True]


def test_a_name_that_no_card_can_hold_is_no_name() -> None:
    result = of_csv("ФИО;Должность", f"Ёлкина {'Анна' * 30} Сергеевна;учитель")
    assert result.people == []
    assert "длиннее" in result.errors[0].message


def test_samples_of_columns_are_people_not_the_row_of_numbers() -> None:
    result = of_csv("№;ФИО;Должность", "1;2;3", "1;Ёлкина Анна Сергеевна;учитель")
    assert [c.samples for c in result.mapping.columns] == [("1",), ("Ёлкина Анна Сергеевна",), ("учитель",)]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Должность (преподаваемый предмет)", Field.POSITION),
        ("ФИО (полностью), год рождения", Field.FULL_NAME),
        ("Срок действия категории", None),  # until when, not since when
        ("В должности с", None),
        ("Дата, срок аттестации", Field.CATEGORY_DATE),
    ],
)
def test_a_heading_of_two_things(heading: str, field: Field | None) -> None:
    assert guess_field(heading).field is field


def test_a_bare_name_does_not_make_one_of_two_namesakes() -> None:
    """The row without any mark may be either of them, but they are two."""
    result = of_csv(
        "ФИО;Год рождения;Телефон;Должность",
        "Ким Ли;;;учитель",
        "Ким Ли;1982;;учитель",
        "Ким Ли;1980;89120001122;учитель",
    )
    assert [p.birth_year for p in result.people] == [None, 1980]
    assert [e.row for e in result.repeats] == [3]


def test_a_repeat_belongs_to_the_namesake_with_whom_it_agrees() -> None:
    result = of_csv(
        "ФИО;Год рождения;Телефон", "Ким Ли;1982;", "Ким Ли;1980;89120001122", "Ким Ли;;8 912 000-11-22"
    )
    assert len(result.people) == 2
    assert "в строке 3" in result.repeats[0].message
