"""Forms of documents: what the lists are narrowed by, a legal act, a signed copy."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from nastavnik.core.forms import Form

from .models import LegalAct
from .rules import ActLevel, ActStatus, PaperKind, PaperState


class _Filter(Form):
    def words(self, name: str) -> str:
        """A chosen value as a chip says it."""
        value, label = self.cleaned_data[name], self.fields[name].label
        if hasattr(value, "strftime"):
            return f"{label} {value:%d.%m.%Y}"
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))


class PaperFilter(_Filter):
    q = forms.CharField(label="Номер или слова из названия", max_length=100, required=False)
    kind = forms.ChoiceField(label="Вид", choices=(("", "Все"), *PaperKind.choices), required=False)
    state = forms.ChoiceField(label="Состояние", choices=(("", "Все"), *PaperState.choices), required=False)
    since = forms.DateField(label="С", required=False)
    until = forms.DateField(label="По", required=False)


class ActFilter(_Filter):
    q = forms.CharField(label="Номер или слова из названия", max_length=100, required=False)
    level = forms.ChoiceField(label="Уровень", choices=(("", "Все"), *ActLevel.choices), required=False)
    status = forms.ChoiceField(label="Статус", choices=(("", "Все"), *ActStatus.choices), required=False)


class ActForm(Form):
    kind = forms.CharField(
        label="Вид акта", max_length=80, help_text="Как в основании приказа: Приказ, Постановление, Положение"
    )
    issuer = forms.CharField(
        label="Кем издан",
        max_length=200,
        required=False,
        help_text="В родительном падеже, как продолжение вида: Министерства просвещения Российской Федерации",
    )
    on = forms.DateField(label="Дата", required=False)
    number = forms.CharField(label="№", max_length=60, required=False)
    title = forms.CharField(
        label="Название", max_length=500, required=False, help_text="Без кавычек: Об утверждении положения…"
    )
    level = forms.ChoiceField(label="Уровень", choices=ActLevel.choices, initial=ActLevel.LOCAL)
    status = forms.ChoiceField(label="Статус", choices=ActStatus.choices, initial=ActStatus.IN_FORCE)
    valid_from = forms.DateField(label="Действует с", required=False)
    valid_to = forms.DateField(label="Действует по", required=False)
    replaced_by: "forms.ModelChoiceField[LegalAct]" = forms.ModelChoiceField(
        label="Заменён актом", queryset=None, required=False, empty_label="нет"
    )
    cite = forms.BooleanField(label="Ссылаться в приказах о парах", required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, acts: QuerySet[LegalAct], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].queryset = acts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Последний день раньше первого. Исправьте одну из дат.")
        return given

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ScanForm(Form):
    scan = forms.FileField(label="Подписанная копия", help_text="PDF, JPEG, PNG до 20 МБ")
