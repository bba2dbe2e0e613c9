"""The form of a job."""

from typing import Any

from django import forms

from nastavnik.core.forms import Form
from nastavnik.people.rules import QualificationCategory


class EmploymentForm(Form):
    position = forms.CharField(
        label="Должность",
        max_length=200,
        help_text="Как в трудовом договоре. Педагогическую должность узнаем по номенклатуре организации",
    )
    subjects = forms.CharField(
        label="Предметы", max_length=300, required=False, help_text="Через запятую: физика, астрономия"
    )
    workload = forms.DecimalField(
        label="Нагрузка, часов в неделю", max_digits=4, decimal_places=1, min_value=0, required=False
    )
    category = forms.ChoiceField(
        label="Квалификационная категория", choices=QualificationCategory.choices, required=False
    )
    category_on = forms.DateField(label="Дата присвоения категории", required=False)
    contract = forms.CharField(
        label="Трудовой договор", max_length=120, required=False, help_text="Номер и дата: № 12 от 01.09.2024"
    )
    starts_on = forms.DateField(label="Работает с", required=False)
    ends_on = forms.DateField(label="Работает по", required=False, help_text="Пусто, пока работает")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_category(self) -> str:
        return self.cleaned_data["category"] or QualificationCategory.NONE

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
