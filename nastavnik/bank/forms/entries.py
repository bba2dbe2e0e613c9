"""Forms of one entry: a request, an offer, what is true of a mentor, the week, the criteria."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.html import format_html

from nastavnik.bank import rules
from nastavnik.bank.models import CriterionMark
from nastavnik.bank.rules import MAX_CAPACITY, Priority, Window
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Boxes, Form, Plates, speak_plainly
from nastavnik.organisations.models import ListItem

from .lists import Item, Items

Lists = Mapping[str, Any]  # name of a list → its lines in use


class RequestForm(Form):
    """One issue, maybe a subject; domains come prefilled from the profile."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lists: Lists, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issue"] = Item(lists["issue"], "С чем нужна помощь", empty="выберите вопрос")
        self.fields["subject"] = Item(lists["subject"], "Предмет", required=False)
        self.fields["words"] = forms.CharField(
            label="Своими словами",
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Что не получается и к чему хотите прийти. Увидят вы, куратор, психолог и ваш наставник",
        )
        self.fields["domains"] = Items(
            lists["domain"], "В каких областях трудности", widget=Boxes, help_text=lists["domain_hint"]
        )
        self.fields["priority"] = forms.ChoiceField(
            label="Насколько важно", choices=Priority.choices, widget=Plates, initial=Priority.NORMAL
        )
        self.fields["kinds"] = Items(lists["kind"], "Какие виды подходят", widget=Boxes)
        self.fields["forms"] = Items(lists["form"], "Какие формы подходят", widget=Boxes)
        self.fields["distance_ok"] = forms.BooleanField(
            label="Можно дистанционно, с наставником из другой организации", required=False
        )
        speak_plainly(self)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OwnRequestForm(RequestForm):
    """The form a mentee fills: the request and what to learn in the first place (R051, R134)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priorities"] = priorities_field()
        self.order_fields(["issue", "subject", "priorities", "words"])


def priorities_field() -> forms.CharField:
    return forms.CharField(
        label="Чему хотите научиться в первую очередь",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MenteeForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categories"] = Items(categories, "Почему нужна помощь", widget=Boxes)
        self.fields["priorities"] = priorities_field()


class ProblemsForm(Form):
    def __init__(self, *args: Any, problems: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["problems"] = Items(problems, "Что сейчас происходит", widget=Boxes)


DONE_BEFORE = {
    "results": (
        "Результаты",
        "Чего добились ученики и коллеги. Подтверждения добавляются на странице записи",
    ),
    "practices": ("Лучшие практики", "Приёмы, уроки и разработки, которым можно научиться"),
    "interaction": (
        "Профессиональное взаимодействие",
        "Методические объединения, сообщества, конкурсы, совместная работа с коллегами",
    ),
}


class MentorForm(Form):
    """How many, in what forms and kinds, and what has come of it before."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lists: Lists, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = Item(lists["source"], "Откуда наставник", required=False)
        self.fields["capacity"] = forms.IntegerField(
            label="Сколько наставляемых может вести",
            min_value=1,
            max_value=MAX_CAPACITY,
            error_messages={
                "max_value": f"Не больше {MAX_CAPACITY}. Если нужно больше, разделите группу.",
                "min_value": "Укажите хотя бы одного. Если наставник занят, отметьте, что он выбыл из банка.",
                "invalid": "Напишите число.",
            },
        )
        self.fields["kinds"] = Items(lists["kind"], "Какие виды подходят", widget=Boxes)
        self.fields["forms"] = Items(lists["form"], "Какие формы подходят", widget=Boxes)
        self.fields["distance_ok"] = forms.BooleanField(
            label="Готов помогать дистанционно, и людям из других организаций", required=False
        )
        for name, (label, hint) in DONE_BEFORE.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=hint,
            )
        speak_plainly(self)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OfferForm(Form):
    def __init__(self, *args: Any, lists: Lists, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issue"] = Item(
            lists["issue"], lists.get("offer_label", "С чем поможете"), empty="выберите вопрос"
        )
        self.fields["subject"] = Item(lists["subject"], "Предмет", required=False)
        self.fields["words"] = forms.CharField(label="Чем именно", max_length=300, required=False)
        speak_plainly(self)


class EvidenceForm(Form):
    title = forms.CharField(label="Что достигнуто", max_length=300)
    on = forms.DateField(label="Дата", required=False)
    link = forms.URLField(
        label="Ссылка",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Проверьте ссылку: она выглядит как https://example.ru."},
    )
    upload = forms.FileField(
        label="Файл", required=False, help_text="Скан, снимок или документ: PDF, JPG, PNG, DOCX"
    )


DAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье")


class WeekForm(Form):
    """A line for each day: «14:00–16:00, 17:00–18:00»."""

    def __init__(self, *args: Any, week: Mapping[int, Sequence[Window]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, day in enumerate(DAYS, start=1):
            self.fields[f"day{number}"] = forms.CharField(
                label=day, max_length=100, required=False, initial=rules.in_words(week.get(number, ()))
            )

    def clean(self) -> dict[str, Any]:
        for number in range(1, 8):
            try:
                self.cleaned_data[f"day{number}"] = rules.windows_of_day(
                    self.cleaned_data.get(f"day{number}") or ""
                )
            except Refusal as refusal:
                self.add_error(f"day{number}", ValidationError(str(refusal)))
        return self.cleaned_data

    def week(self) -> dict[int, list[Window]]:
        return {number: self.cleaned_data[f"day{number}"] for number in range(1, 8)}


ANSWERS = (("yes", "Да"), ("no", "Нет"), ("later", "Пока неизвестно"))
MET = {"yes": True, "no": False, "later": None}


CONFIRMED = 'Чем подтверждается<span class="visually-hidden">: {}</span>'


class CriteriaForm(Form):
    """Yes, no or later for each line, with words that confirm it."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[ListItem],
        marks: Mapping[str, CriterionMark],
        hints: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for item in criteria:
            mark = marks.get(item.code)
            self.fields[item.code] = forms.ChoiceField(
                label=item.title,
                choices=ANSWERS,
                widget=Plates,
                required=False,
                help_text=hints.get(item.code, item.hint),
                initial=_answer(mark),
            )
            self.fields[f"{item.code}-words"] = forms.CharField(
                label=format_html(CONFIRMED, item.title.lower()),
                max_length=300,
                required=False,
                initial=mark.words if mark else "",
            )

    def lines(self) -> list[tuple[BoundField, BoundField]]:
        """(answer, its words) for each criterion."""
        return [(self[item.code], self[f"{item.code}-words"]) for item in self.criteria]

    def marks(self) -> dict[ListItem, tuple[bool | None, str]]:
        """Only what was answered: an untouched line stays unmarked."""
        return {
            item: (MET[self.cleaned_data[item.code]], self.cleaned_data[f"{item.code}-words"])
            for item in self.criteria
            if self.cleaned_data[item.code]
        }


def _answer(mark: CriterionMark | None) -> str:
    if mark is None:
        return ""
    return next(answer for answer, met in MET.items() if met is mark.met)
