"""A staff list of forty as schools really keep it: every kind of dirt at once, with what must come out of it."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

LAST = [
    "Берёзкин",
    "Голубков",
    "Дроздов",
    "Ёлкин",
    "Журавлёв",
    "Заречнев",
    "Ивушкин",
    "Калинкин",
    "Лебедянцев",
    "Малинин",
    "Неверов",
    "Озерков",
    "Полянкин",
    "Рощин",
    "Соснин",
    "Травкин",
    "Ульяничев",
    "Фиалкин",
    "Ясенев",
    "Грачёв",
]
WOMEN = ["Анна", "Вера", "Галина", "Дарья", "Елена", "Жанна", "Зоя", "Ирина", "Ксения", "Любовь"]
MEN = ["Антон", "Борис", "Виктор", "Глеб", "Денис", "Егор", "Захар", "Илья", "Кирилл", "Лев"]
FATHERS = [
    "Андреев",
    "Борисов",
    "Викторов",
    "Глебов",
    "Денисов",
    "Егоров",
    "Захаров",
    "Иванов",
    "Кириллов",
    "Львов",
]
POSITIONS = (
    "учитель математики",
    "учитель русского языка и литературы",
    "педагог-психолог",
    "учитель начальных классов",
)
SUBJECTS = ("математика", "русский язык и литература", "", "окружающий мир, математика")
CATEGORIES = ("высшая", "Первая", "соответствие", "без категории", "I кв. категория")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reading must give: people, and the rows listed by kind of trouble (numbers as the sheet shows them)."""

    people: int
    lost: tuple[int, ...]
    repeats: tuple[int, ...]
    repaired: tuple[int, ...]
    cells: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def errors(self) -> int:
        return len(self.lost) + len(self.repeats) + len(self.repaired) + len(self.cells)


def name(i: int) -> tuple[str, str, str]:
    """The i-th of forty people who are nobody: even ones are women."""
    last, father = LAST[i // 2], FATHERS[(i * 3) % 10]
    return (f"{last}а", WOMEN[i % 10], f"{father}на") if i % 2 == 0 else (last, MEN[i % 10], f"{father}ич")


def dirty_staff_xlsx(path: Path) -> Expected:
    """Write the list to `path` and say what must come out of it."""
    book = Workbook()
    notes = book.active
    assert isinstance(notes, Worksheet)
    notes.title = "Пояснения"
    notes["A1"] = "Заполнять лист «Кадры» до 1 сентября"
    sheet = book.create_sheet("Кадры 2026")
    _headings(sheet)
    rows: dict[int, int] = {}
    at = 6
    for i in range(40):
        if i in (10, 25):
            at += 1  # an empty row in the middle
        sheet.cell(at, 1, i + 1)
        for column, value in enumerate(_cells(i), start=2):
            sheet.cell(at, column, value)
        rows[i] = at
        at += 1
    sheet.merge_cells(start_row=rows[3], start_column=9, end_row=rows[4], end_column=9)
    latin, nobody, again, total = at, at + 1, at + 3, at + 5
    sheet.cell(latin, 2, "Smirnova Olga Petrovna")
    sheet.cell(nobody, 3, "учитель физики (вакансия)")
    for column, value in enumerate(_cells(7), start=2):
        sheet.cell(again, column, value)
    sheet.cell(total, 2, "Итого:")
    sheet.cell(total, 5, "=SUM(E6:E45)")
    book.save(path)
    return Expected(
        people=40,
        lost=(latin, nobody, total),
        repeats=(again,),
        repaired=(rows[1], rows[2]),
        cells=(f"B{rows[5]}", f"H{rows[20]}", f"J{rows[21]}", f"K{rows[22]}", f"E{rows[23]}", f"G{rows[24]}"),
        names=tuple(" ".join(p for p in _true_name(i) if p) for i in range(40)),
    )


def _headings(sheet: Worksheet) -> None:
    sheet["A1"] = "Список педагогических работников школы «Ромашка»"
    sheet.merge_cells("A1:K1")
    sheet["A2"] = "по состоянию на 01.09.2026"
    sheet.merge_cells("A2:K2")
    upper = (
        "№ п/п",
        "Ф.И.О. сотрудника ",
        "Занимаемая  должность",
        "Предмет",
        "Учебная нагрузка (час.)",
        "Категория",
        None,
    )
    upper += ("Год рожд.", "Начало пед. деятельности", "E-mail", "Тел. моб.")  # type: ignore[assignment]
    for column, text in enumerate(upper, start=1):
        sheet.cell(4, column, text)
    sheet.merge_cells("F4:G4")
    sheet["F5"], sheet["G5"] = "какая", "дата присвоения"


def _cells(i: int) -> list[object]:
    position, subject = POSITIONS[i % 4], SUBJECTS[i % 4]
    load: object = ("18 ч", 18, "18,5", 20.0)[i % 4]
    category_date: object = (date(2022, 12, 25), "25.12.2022", 44920, "25 декабря 2022 г.", None)[i % 5]
    born: object = (1980, "12.05.1985", datetime.fromisoformat("1990-03-01"), "1975 г.", 31000)[i % 5]
    start: object = (2005, "01.09.2010", date(2015, 9, 1), "2001", "сентябрь 2000")[i % 5]
    phone: object = (
        89120000000.0 + i,
        f"+7 (912) 000-00-{i:02}",
        f"8-912-000-00-{i:02}",
        9120000000 + i,
        None,
    )[i % 5]
    mail: object = f"sotrudnik{i}@example.ru" if i % 3 else f" Sotrudnik{i}@Example.RU "
    if i == 4:
        start = None  # merged with the row above
    if i == 20:
        born = 2035
    if i == 21:
        mail = "sotrudnik21.example.ru"
    if i == 22:
        phone = "2-34-56"
    if i == 23:
        load = "1 ставка"
    if i == 24:
        category_date = "31.02.2022"
    return [
        _written_name(i),
        position,
        subject,
        load,
        CATEGORIES[i % 5],
        category_date,
        born,
        start,
        mail,
        phone,
    ]


def _true_name(i: int) -> tuple[str, str, str]:
    """Number 31 is a namesake of number 30 born in another year; number 5 gave initials alone."""
    last, first, middle = name(30 if i == 31 else i)
    return (last, f"{first[0]}.", f"{middle[0]}.") if i == 5 else (last, first, middle)


def _written_name(i: int) -> str:
    last, first, middle = _true_name(i)
    written = {
        0: f"  {last}  {first} {middle} ",
        1: f"{last.replace('е', 'e')} {first} {middle}",  # Latin «e»
        2: f"{last} {first.replace('а', 'a').replace('е', 'e')} {middle}",  # Latin «a» and «e»
        3: f"{last} {first} {middle}".upper(),
        4: f"{last} {first} {middle}".lower(),
        5: f"{last} {first}{middle}",
        6: f"{last}\u00a0{first}\n{middle}",
        8: f"{last} {first} {middle}".replace("й", "и\u0306"),
    }
    return written.get(i, f"{last} {first} {middle}")
