"""Forms of lists, bodies, decisions and calendar days."""

from typing import Any

from django import forms

from nastavnik.core.forms import Form
from nastavnik.core.russian.folding import clean
from nastavnik.organisations.rules import BodyKind


class _Values(Form):
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ItemForm(_Values):
    title = forms.CharField(label="Название", max_length=300)
    hint = forms.CharField(
        label="Пояснение",
        max_length=500,
        required=False,
        help_text="У предмета наставничества здесь его подпункты, между ними — точка с запятой",
    )
    source_act = forms.CharField(
        label="Источник", max_length=300, required=False, help_text="Документ, из которого взята строка"
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_title(self) -> str:
        return clean(self.cleaned_data["title"])


class SourceForm(Form):
    source_act = forms.CharField(
        label="Документ", max_length=300, help_text="Вид, дата и номер: его редакция задаёт весь список"
    )


class BodyForm(_Values):
    kind = forms.ChoiceField(label="Вид органа", choices=BodyKind.choices)
    title = forms.CharField(
        label="Название", max_length=200, help_text="Например: методическое объединение наставников"
    )
    formed_on = forms.DateField(label="Создан", required=False)
    closed_on = forms.DateField(label="Прекратил работу", required=False, help_text="Пусто, пока действует")
    external_councils = forms.CharField(
        label="Участие в общественных советах",
        max_length=2000,
        required=False,
        help_text="Советы вне организации, каждый с новой строки",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class DecisionForm(Form):
    on = forms.DateField(label="Дата заседания")
    protocol = forms.CharField(label="№ протокола", max_length=40)
    question = forms.CharField(label="Вопрос", max_length=300)
    decided = forms.CharField(
        label="Решили", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class DayForm(Form):
    day = forms.DateField(label="День")
    is_working = forms.ChoiceField(
        label="Какой это день", choices=[("no", "выходной или праздник"), ("yes", "рабочий")]
    )
    title = forms.CharField(
        label="Почему", max_length=120, help_text="Например: выходной перенесён с 3 января"
    )


class HolidaysForm(Form):
    title = forms.CharField(label="Название", max_length=80, help_text="Например: осенние каникулы")
    starts_on = forms.DateField(label="Первый день")
    ends_on = forms.DateField(label="Последний день")
