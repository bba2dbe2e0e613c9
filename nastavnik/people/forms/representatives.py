"""The form of a child's representative: a card that exists, or a new one."""

from typing import Any

from django import forms

from nastavnik.core.forms import Form
from nastavnik.people.rules import KINSHIPS

from .cards import NameField

NAMES = ("last_name", "first_name", "middle_name")


class RepresentativeForm(Form):
    """Names are asked only when nobody is chosen from the list of people."""

    kinship = forms.ChoiceField(label="Кем приходится", choices=[(each, each) for each in KINSHIPS])
    authority = forms.CharField(
        label="Документ о полномочиях",
        max_length=200,
        required=False,
        help_text="Для опекуна и попечителя: вид, номер и дата",
    )
    last_name = NameField(label="Фамилия", max_length=100, required=False)
    first_name = NameField(label="Имя", max_length=100, required=False)
    middle_name = NameField(label="Отчество", max_length=100, required=False)
    phone = forms.CharField(label="Телефон", max_length=30, required=False)
    email = forms.EmailField(
        label="Электронная почта",
        required=False,
        error_messages={"invalid": "Проверьте адрес почты: он выглядит как name@example.ru."},
    )

    def __init__(self, *args: Any, is_chosen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_chosen = is_chosen
        for name in (*NAMES, "phone", "email") if is_chosen else ():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        for name in () if self.is_chosen else NAMES[:2]:
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, "Заполните это поле или выберите человека из списка выше.")
        return self.cleaned_data

    def link(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kinship", "authority")}

    def names(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NAMES}

    def contacts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("phone", "email")}
