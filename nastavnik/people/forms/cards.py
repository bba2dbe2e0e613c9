"""The form of a card and the filters of the list of people."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nastavnik.access.roles import APPOINTED
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Form
from nastavnik.core.russian.folding import clean
from nastavnik.core.russian.names import Case, Declined
from nastavnik.people import rules
from nastavnik.people.list_filters import ListFilter
from nastavnik.people.models import Person
from nastavnik.people.rules import Gender, PersonKind

_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NAME = re.compile(r"[А-Яа-яЁё][А-Яа-яЁё'’.\- ]*")
LATIN = "Напишите русскими буквами: в фамилии, имени и отчестве бывают буквы, дефис и апостроф."


class NameField(forms.CharField):
    """A part of a name: Cyrillic, cleaned."""

    def clean(self, value: Any) -> str:
        text = clean(str(super().clean(value)))
        if text and not _NAME.fullmatch(text):
            raise ValidationError(LATIN)
        return text


class BirthField(forms.CharField):
    """A year («1985») or a date («12.03.2012»): int, date or None."""

    def clean(self, value: Any) -> Any:
        text = clean(str(super().clean(value)))
        if not text:
            return None
        if re.fullmatch(r"\d{4}", text):
            return int(text)
        try:
            return _day(text)
        except ValueError as wrong:
            raise ValidationError("Напишите год (1985) или дату (12.03.2012).") from wrong


def _day(text: str) -> date:
    if found := _DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return date(year, month, day)
    if found := _ISO.fullmatch(text):
        return date(*(int(part) for part in found.groups()))
    raise ValueError(text)


class PersonForm(Form):
    """Add or change a card. `namesakes` are asked for by the view and shown once as a warning."""

    last_name = NameField(label="Фамилия", max_length=100)
    first_name = NameField(label="Имя", max_length=100)
    middle_name = NameField(label="Отчество", max_length=100, required=False)
    kind = forms.ChoiceField(label="Кто это", choices=PersonKind.choices)
    gender = forms.ChoiceField(
        label="Пол",
        choices=[("", "определить по имени"), *Gender.choices],
        required=False,
        help_text="Нужен для падежей в приказах",
    )
    birth = BirthField(
        label="Год рождения",
        max_length=10,
        required=False,
        help_text="Для взрослых хранится только год. Дату рождения ребёнка можно записать, когда указан представитель",
    )
    career_start = forms.DateField(
        label="Начало педагогической работы",
        required=False,
        help_text="По этой дате считаются стаж и статус молодого специалиста",
    )
    group_name = forms.CharField(label="Класс или группа", max_length=50, required=False)
    email = forms.EmailField(
        label="Электронная почта",
        required=False,
        error_messages={"invalid": "Проверьте адрес почты: он выглядит как name@example.ru."},
    )
    phone = forms.CharField(label="Телефон", max_length=30, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def warn_of(self, people: Sequence[Person]) -> None:
        """Someone of that name is here: ask once, with a way to go on."""
        self.fields["another_person"] = forms.BooleanField(
            label="Это другой человек, нужна ещё одна карточка", required=False
        )
        names = "; ".join(f"{p.full_name}{f', {p.birth_year} г. р.' if p.birth_year else ''}" for p in people)
        self.add_error(
            "another_person",
            f"Похожий человек уже есть: {names.rstrip('.')}. Откройте его карточку или отметьте, что это другой человек.",
        )

    def clean_birth(self) -> date | int | None:
        typed: date | int | None = self.cleaned_data["birth"]
        if typed is not None:
            try:
                rules.check_birth_year(typed if isinstance(typed, int) else typed.year, self.today)
            except Refusal as refusal:
                raise ValidationError(str(refusal)) from refusal
        return typed

    def clean_career_start(self) -> date | None:
        day: date | None = self.cleaned_data["career_start"]
        if day is not None and not 1940 <= day.year <= self.today.year + 1:
            raise ValidationError("Проверьте год начала педагогической работы.")
        return day

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        taken = {"version", "another_person"}
        return {name: value for name, value in self.cleaned_data.items() if name not in taken}


class PeopleFilter(Form):
    """The filters above the list; filters of the packages above are added to it."""

    q = forms.CharField(label="Фамилия, имя или отчество", max_length=100, required=False)
    kind = forms.ChoiceField(label="Кто это", choices=[("", "все"), *PersonKind.choices], required=False)
    role = forms.ChoiceField(
        label="Роль",
        choices=[("", "любая"), *((role.value, role.label) for role in APPOINTED)],
        required=False,
    )
    archived = forms.BooleanField(label="Показать выбывших", required=False)

    def __init__(
        self, *args: Any, positions: Sequence[str], more: Sequence[ListFilter], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"] = forms.ChoiceField(
            label="Должность", choices=[("", "любая"), *((each, each) for each in positions)], required=False
        )
        for each in more:
            self.fields[each.name] = forms.ChoiceField(
                label=each.label, choices=[("", "все"), *each.choices], required=False
            )
        for bound in self.fields.values():
            bound.label_suffix = ""

    def words(self, name: str) -> str:
        """How the chosen value of a filter is shown on its chip."""
        value = self.cleaned_data[name]
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices)[value])  # type: ignore[arg-type]
        return f"«{value}»" if name == "q" else str(field.label)


class CasesForm(Form):
    """The name in cases: the guess is shown as it stands, a corrected one is kept for ever."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, guesses: dict[str, Declined], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guesses = guesses
        for case, guess in guesses.items():
            self.fields[case] = forms.CharField(
                label=f"{CASE_WORDS[case]} ({Case(case).question}?)",
                max_length=310,
                required=False,
                initial=guess.text,
                help_text="" if guess.sure else "Проверьте склонение: словари расходятся",
            )

    def overrides(self) -> dict[str, str]:
        """Only what differs from the guess: the rest goes on being guessed."""
        typed = {case: clean(str(self.cleaned_data[case])) for case in self.guesses}
        return {case: text for case, text in typed.items() if text and text != self.guesses[case].text}


CASE_WORDS = {
    "genitive": "Родительный",
    "dative": "Дательный",
    "accusative": "Винительный",
    "instrumental": "Творительный",
    "prepositional": "Предложный",
}
