"""Samples for the page of components. Everybody here is invented."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from nastavnik.core import ui
from nastavnik.core.forms import Boxes, Form, PlateBoxes, Plates, Radios
from nastavnik.core.life_chart import LifeChart, Spot, life_chart

TODAY = date(2026, 9, 15)
MENTOR, MENTEE = "Кравцова Тамара Ильинична", "Пташкина Анна Игоревна"
WAITING = ui.Status("wait", "Ждёт согласий, 1 из 2")
SUBJECTS = [("math", "Математика"), ("physics", "Физика"), ("english", "Английский язык")]


class SampleForm(Form):
    """One field of every look."""

    name = forms.CharField(label="Фамилия, имя, отчество", help_text="Как в паспорте.")
    email = forms.EmailField(
        label="Электронная почта",
        error_messages={"invalid": "В адресе должен быть знак @, например ivanova@example.ru"},
    )
    subject = forms.ChoiceField(label="Предмет", choices=[("", "Не выбран"), *SUBJECTS])
    starts_on = forms.DateField(label="Дата начала")
    happened = forms.ChoiceField(
        label="Встреча состоялась?",
        widget=Plates,
        choices=[("yes", "Да"), ("moved", "Перенесли"), ("no", "Не было")],
    )
    topics = forms.MultipleChoiceField(
        label="Чем занимались",
        widget=PlateBoxes,
        required=False,
        choices=[
            ("plan", "План урока"),
            ("order", "Дисциплина на уроке"),
            ("parents", "Разговор с родителями"),
        ],
    )
    kind = forms.ChoiceField(
        label="Форма наставничества",
        widget=Radios,
        choices=[("teacher", "Учитель — учитель"), ("head", "Руководитель школы — учитель")],
    )
    papers = forms.MultipleChoiceField(
        label="Что напечатать",
        widget=Boxes,
        required=False,
        choices=[("order", "Приказ"), ("consent", "Бланк согласия")],
    )
    agreed = forms.CharField(
        label="О чём договорились",
        help_text="Каждая строка станет делом.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    file = forms.FileField(label="Список педагогов", help_text="Файл Excel, до 5 МБ.")
    password = forms.CharField(
        label="Пароль", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    read = forms.BooleanField(label="Прочитал положение о наставничестве")


class WrongForm(SampleForm):
    """The same with ids of its own, for two forms stand on one page."""


class SampleFilter(Form):
    """What a list can be narrowed by."""

    query = forms.CharField(label="Фамилия", required=False)
    subject = forms.ChoiceField(label="Предмет", choices=[("", "Любой"), *SUBJECTS], required=False)


@dataclass(frozen=True)
class SampleMessage:
    """Looks like a message of Django."""

    text: str
    level_tag: str
    extra_tags: str = ""

    def __str__(self) -> str:
        return self.text


class WordForm(Form):
    """A typed word before something that cannot be undone."""

    word = forms.CharField(label="Введите слово «удалить»")


def page(*, asked: QueryDict) -> dict[str, Any]:
    """Everything the page shows; `asked` fills the filter."""
    return {
        "title": "Образцы",
        "today": TODAY,
        "late": date(2026, 9, 12),
        "soon": date(2026, 9, 18),
        "statuses": _statuses(),
        "filled_form": SampleForm(
            initial={"name": MENTEE, "subject": "math", "happened": "yes"}, auto_id="filled_%s"
        ),
        "wrong_form": WrongForm({"email": "ptashkina.example.ru"}, auto_id="wrong_%s"),
        "filter_form": SampleFilter(asked or None, auto_id="filter_%s"),
        "word_form": WordForm(auto_id="word_%s"),
        **_lists(),
        **_work(),
        **_people(),
    }


def _statuses() -> list[ui.Status]:
    return [
        ui.Status("rest", "Черновик"),
        ui.Status("info", "Предложена"),
        WAITING,
        ui.Status("ok", "Действует"),
        ui.Status("stop", "Прекращена"),
    ]


def _lists() -> dict[str, Any]:
    done = ui.Action("Готово", "#", about="анкетирование", small=True)
    return {
        "todo": [
            ui.ToDo(2, "Получить согласия", "#", "Зимин К. А., Вершинина Д. О.", "до 18 сентября"),
            ui.ToDo(1, "Подобрать наставника", "#", "Вершинина Д. О. ждёт 12 дней"),
            ui.ToDo(0, "Записи о встречах", "#", "Все внесены. Следующая сверка 1 октября"),
        ],
        "tasks": [
            ui.Task(
                "Провести анкетирование",
                "#",
                "Ответили 2 из 3",
                ui.Status("wait", "Ждём ответа"),
                action=done,
            ),
            ui.Task(
                "Обсудить кандидатуры на совете", "#", "18 сентября, 15:00", ui.Status("info", "Назначено")
            ),
            ui.Task("Обновить страницу «Наставничество»", "#", "4 сентября", done=True),
        ],
        "lines": [
            ui.Line("Приказ", "№ 41-ОД от 16.09.2026", url="#"),
            ui.Line("Согласия", status=WAITING),
            ui.Line("Встречи", "раз в две недели, очно", change_url="#", change_what="частоту встреч"),
            ui.Line("Доплата"),
        ],
        "groups": [
            ui.Group("Кто", [ui.Line("Наставник", MENTOR), ui.Line("Наставляемый", MENTEE)], change_url="#"),
            ui.Group(
                "Когда", [ui.Line("Срок", "с 16 сентября 2026 г. по 28 мая 2027 г."), ui.Line("Основание")]
            ),
        ],
        "table": _table(),
        "chips": [ui.Chip("Математика", "#"), ui.Chip("Без пары", "#")],
        "pager": ui.Pager("Показаны 26–50 из 143", "#", "#"),
        "short_pager": ui.Pager("Показаны все 3"),
        "figures": [("можно загрузить", "38 строк"), ("уже есть", "2 строки"), ("с ошибками", "3 строки")],
        "import_errors": [{"label": "Строка 12, Ожегова М. Л.: в почте нет знака @", "url": "#row-12"}],
    }


def _table() -> ui.Table:
    columns = [ui.Column("ФИО"), ui.Column("Должность"), ui.Column("Почта"), ui.Column("Стаж", number=True)]
    update = ui.Cell("Кравцова Тамара Ильинична", mark="same", note="Уже есть, обновим")
    wrong = ui.Cell("ozhegova.example.ru", mark="bad", note="Нет знака @")
    return ui.Table(
        "Строки с ошибками и совпадениями",
        columns,
        [
            ui.Row(
                [update, ui.Cell("учитель математики"), ui.Cell("kravtsova@example.ru"), ui.Cell(31)], "row-8"
            ),
            ui.Row([ui.Cell("Ожегова Марина Львовна"), ui.Cell("логопед"), wrong, ui.Cell(5)], "row-12"),
            ui.Row([ui.Cell("Зимин Кирилл Андреевич", url="#"), ui.Cell(), ui.Cell(), ui.Cell(0)], "row-13"),
        ],
    )


def _work() -> dict[str, Any]:
    return {
        "job": ui.Progress("Загрузка педагогов", 24, 38, remaining="ещё около минуты", cancel_url="#"),
        "finished_job": ui.Progress(
            "Загрузка наставников",
            38,
            38,
            finished=True,
            result=ui.Action("Открыть список", "#"),
            anchor="job-done",
        ),
        "failed_job": ui.Progress(
            "Сборка приказа",
            1,
            2,
            failed="В шаблоне нет поля «Дата». Добавьте его и соберите приказ снова.",
            anchor="job-failed",
        ),
        "events": [
            ui.Event("Сегодня, 14:30", "Встреча в каб. 312", "План урока «Дроби»", kind="next"),
            ui.Event("2 февраля", "Встреча, 45 минут", "Договорились о двух делах", iso="2027-02-02"),
            ui.Event(
                "16 сентября", "Приказ № 41-ОД", "подписал директор", url="#", kind="doc", iso="2026-09-16"
            ),
        ],
        "steps": [
            ui.Step("Черновик", "Ладыгина В. Н., 14 сентября", "done"),
            ui.Step("Проверка куратором", "сейчас у вас", "now"),
            ui.Step("Подпись директора", "Рощин А. П."),
        ],
        "gates": [
            ui.Gate(
                "Зимин К. А. не дал согласия",
                "Бланк отправлен 11 сентября",
                actions=[
                    ui.Action("Напечатать бланк", "#", icon="printer", small=True),
                    ui.Action("Отметить полученным", "#", icon="check-lg", small=True),
                ],
            ),
            ui.Gate("Положение действует", "Приказ № 12-ОД от 20.02.2026", closed=True),
        ],
        "blocked": ui.Action(
            "Отправить на подпись", why_not="Кнопка заработает, когда придёт последнее согласие."
        ),
        "messages_shown": [
            SampleMessage("Пара приостановлена.", "success", "undo:/ui/"),
            SampleMessage("Список обновился, пока вы смотрели.", "info"),
            SampleMessage("Письмо не ушло. Отправим снова через час.", "warning"),
            SampleMessage("По этой паре уже принято решение.", "error"),
        ],
    }


def _people() -> dict[str, Any]:
    found = [ui.Person(1, MENTOR, "учитель математики"), ui.Person(2, "Кравцов Пётр Лукич", "учитель физики")]
    return {
        "pairs": [
            ui.PairCard(
                MENTOR, MENTEE, "#", "математика · с 16 сентября по 28 мая", WAITING, "Встреча сегодня"
            ),
            ui.PairCard(
                "",
                "Вершинина Дарья Олеговна",
                "#",
                "английский язык · первый год в школе",
                ui.Status("wait", "Ждёт наставника 12 дней"),
                action=ui.Action("Подобрать", "#", small=True, about="наставника Вершининой Д. О."),
                now=True,
            ),
        ],
        "consents": _consents(),
        "files": [
            ui.File("Положение о наставничестве", "#", "DOCX", 120_000, date(2026, 2, 20)),
            ui.File("Бланк согласия", "#", "PDF", note="напечатать и подписать"),
        ],
        "picker": ui.Picker("mentor", "Наставник", "Найдите человека по фамилии.", "Крав", True, found),
        "picked": ui.Picker("mentee", "Наставляемый", chosen=ui.Person(3, MENTEE, "учитель математики")),
        "empty_picker": ui.Picker("curator", "Куратор", query="Щ", searched=True, error="Выберите куратора"),
        "profile": [
            ("Методики и технологии обучения", 1, 3),
            ("Психолого-педагогические", 1, 2.5),
            ("ИКТ-компетенции", 3, 3),
            ("Нормативно-правовая", 1, None),
            ("Коммуникативная", None, 2),
        ],
        "life": _life(),
        "add_practice": ui.Action("Добавить практику", "#"),
    }


def _life() -> LifeChart:
    met = [Spot(date(2026, 9, day)) for day in (2, 9)]
    planned = [Spot(date(2026, month, 16), ahead=True) for month in (9, 10, 11)]
    return life_chart(
        date(2026, 9, 1),
        date(2027, 5, 31),
        [("Встречи", [*met, *planned], False), ("Бумаги", [Spot(date(2026, 8, 28))], True)],
        today=TODAY,
        title="Срок пары с 1 сентября 2026 г. по 31 мая 2027 г., встреч состоялось: 2.",
    )


def _consents() -> list[ui.ConsentCard]:
    title = "Согласие стать наставником"
    get = [
        ui.Action("Напечатать бланк", "#", icon="printer", small=True),
        ui.Action("Получено", "#", small=True),
    ]
    took = [ui.Line("Получено", "11.09.2026"), ui.Line("Где хранится", "личное дело")]
    return [
        ui.ConsentCard(
            title, MENTOR, ui.Status("wait", "Ждём до 18 сентября"), "Бланк выдан 11 сентября", actions=get
        ),
        ui.ConsentCard(title, "Мещерякова Галина Викторовна", ui.Status("ok", "Получено"), lines=took),
        ui.ConsentCard("Обработка данных", "Лосев Егор Ильич", ui.Status("stop", "Отозвано"), minor=True),
        ui.ConsentCard("Согласие наставляемого", "Зимин Кирилл Андреевич", ui.Status("rest", "Не нужно")),
    ]
