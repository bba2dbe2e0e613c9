"""The main job: from an empty machine and a dirty staff list to the signed order in .docx, in one sitting."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from nastavnik.core.jobs import run_all
from nastavnik.documents.drawing.pdf import convert
from nastavnik.documents.drawing.readback import Grid, blocks
from nastavnik.documents.models import Paper
from nastavnik.people.models import Person
from tests.people.staff_file.dirty import dirty_staff_xlsx

from .conftest import Watched
from .hands import Hands
from .sweep import path_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "Сосна-и-берёза-7"
MENTEES, MENTORS = (9, 11, 13), (10, 12, 14)  # numbers of people in the list


def said(docx: bytes) -> str:
    return " ".join(" ".join(str(block) for block in blocks(docx)).replace("\\xa0", " ").split())


def test_from_an_empty_machine_to_the_signed_order(
    open_browser: Callable[..., Watched], transactional_db: None, tmp_path: Path
) -> None:
    expected = dirty_staff_xlsx(tmp_path / "кадры.xlsx")
    curator = Hands(open_browser(accept_downloads=True), "sitting")
    mentees = [expected.names[i] for i in MENTEES]
    mentors = [expected.names[i] for i in MENTORS]
    create_organisation(curator)
    import_staff(curator, tmp_path / "кадры.xlsx", expected)
    enter_bank(curator, "mentees", mentees)
    enter_bank(curator, "mentors", mentors)
    assess_oneself(curator, open_browser, mentees[0])
    gather_consents(curator, len(mentees) + len(mentors))
    for name in mentors:
        make_mentor_ready(curator, name)
    approve_pairs(curator)
    order_path = see_the_gate_closed(curator)
    close_the_gate(curator, len(mentors))
    issue(curator, order_path)
    read_the_order(curator, mentors, mentees, tmp_path)
    print(f"\nThe whole sitting: {curator.cost()}")  # noqa: T201


def create_organisation(hands: Hands) -> None:
    hands.go("/")
    hands.see(narrow=True)
    hands.follow("Создать организацию")
    hands.fill(
        full_name="Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 14»",
        short_name="МБОУ «СШ № 14»",
        place="г. Заречинск",
        time_zone="Asia/Barnaul",
    )
    hands.press("Дальше")
    hands.fill(
        last_name="Ладыгина",
        first_name="Вера",
        middle_name="Николаевна",
        gender="female",
        position="заместитель директора",
        email="vera@school-14.example",
        password1=PASSWORD,
        password2=PASSWORD,
        other_last_name="Рощин",
        other_first_name="Родион",
        other_middle_name="Павлович",
        other_gender="male",
        other_position="директор",
    )
    hands.press("Создать и войти")
    assert path_of(hands.page) == "/start/steps/"
    hands.see(narrow=True)


def import_staff(hands: Hands, file: Path, expected: Any) -> None:
    hands.follow("Список сотрудников")
    hands.fields += 1
    hands.page.locator("[name=file]").set_input_files(file)
    hands.press("Прочитать файл")
    hands.see(narrow=True)
    hands.press("Показать, что получится")
    hands.see(narrow=True)
    figures = dict(
        zip(
            hands.page.locator("main dl dt").all_inner_texts(),
            hands.page.locator("main dl dd").all_inner_texts(),
            strict=False,
        )
    )
    assert number(figures["новых"]) == expected.people
    assert number(figures["посмотреть в файле"]) == expected.errors
    assert Person.objects.count() == 2
    hands.press(re.compile("Загрузить: 40"))
    assert hands.page.get_by_role("progressbar").count()
    run_all()
    hands.page.get_by_role("link", name="Посмотреть людей").wait_for()
    hands.see(narrow=True)
    assert Person.objects.count() == 2 + expected.people


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def enter_bank(hands: Hands, bank: str, names: list[str]) -> None:
    hands.go(reverse(f"bank:{bank}"))
    hands.follow("Добавить")
    hands.tick([short(name) for name in names])
    if bank == "mentees":
        options = hands.page.locator("[name=issue] option").all_inner_texts()
        hands.fill(issue=f"={options[1]}")
    hands.press(re.compile("^Добавить"))
    for name in names:
        hands.says(name.split()[0])


def short(name: str) -> str:
    last, first, middle = name.split()
    return f"{last} {first[0]}. {middle[0]}."


def assess_oneself(curator: Hands, open_browser: Callable[..., Watched], name: str) -> None:
    curator.go("/people/invitations/")
    curator.tick([name])
    curator.press("Выдать ссылки")
    link = curator.page.get_by_label("Ссылка для копирования").input_value()
    mentee = Hands(open_browser(), "mentee")
    mentee.go(urlsplit(link).path)
    mentee.fill(password1=PASSWORD, password2=PASSWORD)
    mentee.press("Сохранить и войти")
    mentee.see(narrow=True)
    mentee.go("/diagnostics/self/")
    for position, plates in enumerate(mentee.page.locator("main fieldset").all()):
        mentee.clicks += 1
        plates.locator("input[type=radio]").nth(position % 5).check()
    mentee.press("Сохранить самооценку")
    mentee.see(narrow=True)
    print(f"\nThe mentee: {mentee.cost()}")  # noqa: T201


def gather_consents(hands: Hands, count: int) -> None:
    hands.go("/people/consents/")
    hands.see(narrow=True)
    hands.says("Нет согласия")
    person = hands.page.locator("main table a").first.inner_text()
    hands.follow(person)
    sheet = said(hands.download(re.compile("бланк", re.IGNORECASE)))
    assert "обработк" in sheet
    assert "«Средняя школа № 14»" in sheet
    hands.go("/people/consents/papers/")
    assert hands.page.locator("main [name=ids]").count() == count
    hands.tick(["Отметить все"])
    hands.fill(kept_where="папка «Согласия», кабинет 12")
    hands.press("Бумаги получены")


def make_mentor_ready(hands: Hands, name: str) -> None:
    hands.go("/bank/mentors/")
    hands.follow(re.compile(name.split()[0]))
    hands.says("Сначала")
    hands.follow("Добавить вопрос")
    hands.fill(issue=f"={hands.page.locator('[name=issue] option').all_inner_texts()[1]}")
    hands.submit()
    hands.follow("Ответить на критерии")
    for line in hands.page.locator("main input[type=radio][value=yes]").all():
        hands.clicks += 1
        line.check()
    hands.submit()
    hands.press("Принять в банк наставников")


def approve_pairs(hands: Hands) -> None:
    hands.go("/matching/")
    hands.press("Подобрать пары")
    run_all()
    hands.see(narrow=True)
    hands.says("Доказано: лучше подобрать нельзя")
    hands.follow(re.compile("Утвердить все"))
    hands.press("Утвердить все пары")


def see_the_gate_closed(hands: Hands) -> str:
    hands.go("/pairs/")
    hands.see(narrow=True)
    hands.follow(re.compile("приказ", re.IGNORECASE))
    for box in hands.page.locator("main [name=rows]").all():
        hands.clicks += 1
        box.check()
    hands.press("Подготовить черновик")
    hands.see(narrow=True)
    hands.says("Закройте то, что не готово")
    assert hands.page.get_by_role("link", name="Издать приказ").count() == 0
    return path_of(hands.page)


def close_the_gate(hands: Hands, count: int) -> None:
    hands.go("/people/consents/papers/")
    assert hands.page.locator("main [name=ids]").count() == 2 * count
    hands.tick(["Отметить все"])
    hands.press("Бумаги получены")
    hands.go("/pairs/")
    pairs = [
        urlsplit(each).path
        for each in hands.page.locator(".n-pair a").evaluate_all("all => all.map(a => a.href)")
    ]
    for at, path in enumerate(
        dict.fromkeys(path for path in pairs if re.search("/pairs/[0-9a-f]{8}-", path))
    ):
        hands.go(path)
        hands.follow(re.compile("основание", re.IGNORECASE))
        hands.fill(
            kind="addendum",
            number=f"{at + 1}",
            on="2026-09-01",
            content="Помощь молодому коллеге: посещение уроков и разбор.",
            form_words="в рабочее время, на рабочем месте",
            payment="3 000 рублей в месяц",
        )
        hands.press("Сохранить основание")


def issue(hands: Hands, path: str) -> None:
    hands.go(path)
    assert "Закройте то, что не готово" not in hands.text()
    hands.follow("Издать приказ")
    hands.see(narrow=True)
    hands.fill(number="14-ОД")
    hands.press("Подписать и издать")
    hands.says("Приказ № 14-ОД издан")


def read_the_order(hands: Hands, mentors: list[str], mentees: list[str], folder: Path) -> None:
    docx = hands.download("Скачать DOCX")
    paper = Paper.objects.get(kind="pair_order")
    assert (paper.number, paper.state) == ("14-ОД", "issued")
    grids = [block for block in blocks(docx) if isinstance(block, Grid)]
    table = next(grid for grid in grids if any(mentors[0] in cell for row in grid.rows for cell in row))
    rows = ["\n".join(row) for row in table.rows]
    for name in (*mentors, *mentees):
        assert sum(name in row for row in rows) == 1, (name, rows)
    shown = " ".join(
        convert(docx, "txt:Text (encoded):UTF8").decode("utf-8-sig").replace("\xa0", " ").split()
    )
    for words in ("14-ОД", "ПРИКАЗЫВАЮ", "Рощин", "МБОУ «СШ № 14»", *mentors, *mentees):
        assert words in shown or words in shown.replace("\n", " "), words
