"""A new organisation of the installation."""

from typing import Any

from django import forms

from nastavnik.core.forms import Form
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Kind, Level
from nastavnik.organisations.zones import ZONES


class OrganisationForm(Form):
    level = forms.ChoiceField(label="Уровень", choices=Level.choices, initial=Level.ORGANISATION)
    kind = forms.ChoiceField(label="Вид", choices=Kind.choices, initial=Kind.SCHOOL)
    parent = forms.ChoiceField(label="Входит в", required=False)
    full_name = forms.CharField(label="Полное наименование", max_length=400)
    short_name = forms.CharField(label="Краткое наименование", max_length=150)
    code = forms.CharField(
        label="Код", max_length=50, help_text="Латинские буквы, цифры и дефис. Например: school-7"
    )
    place = forms.CharField(label="Населённый пункт", max_length=150, required=False)
    time_zone = forms.ChoiceField(label="Часовой пояс", choices=ZONES, initial="Europe/Moscow")

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.above = {str(each.pk): each for each in organisations if each.level != Level.ORGANISATION}
        choices = [("", "Сама по себе"), *((pk, str(each)) for pk, each in self.above.items())]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]
