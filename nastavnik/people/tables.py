"""Tables made for import: the sample to fill in, and the places of a file to look at."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

HEADINGS = (
    *("Фамилия", "Имя", "Отчество", "Должность", "Предмет", "Нагрузка, часов", "Категория"),
    *("Начало педагогической работы", "Дата приёма", "Год рождения", "Электронная почта", "Телефон"),
)
SAMPLE = (
    (
        *("Ольхина", "Анна", "Игоревна", "учитель", "математика", "18", "первая"),
        *("01.09.2012", "25.08.2018", "1989", "olhina@example.ru", "+7 900 000-00-01"),
    ),
    (
        *("Кедров", "Пётр", "Саввич", "учитель", "физика, астрономия", "20", ""),
        *("01.09.2025", "28.08.2025", "2002", "kedrov@example.ru", ""),
    ),
)


def sample() -> bytes:
    """A sheet with our headings and two invented people; every column but the name may stay empty."""
    return _sheet("Сотрудники", HEADINGS, SAMPLE)


def troubles(errors: Iterable[Sequence[object]]) -> bytes:
    """The list of places to look at: row, person, cell, what to do."""
    rows = ([str(each) for each in error[:4]] for error in errors)
    return _sheet("Что исправить", ("Строка", "Кто", "Ячейка", "Что сделать"), rows)


def _sheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = BytesIO()
    # What looks like a formula in somebody's cell must stay text.
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.write_row(0, 0, headings, bold)
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    sheet.set_column(0, len(headings) - 1, 22)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
