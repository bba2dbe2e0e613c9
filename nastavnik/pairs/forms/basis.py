"""The basis of the mentor's work, and the answer of a participant."""

from typing import Any

from django import forms

from nastavnik.core.forms import Form, Radios
from nastavnik.pairs.rules import LabourKind


class BasisForm(Form):
    """ТК РФ, ст. 351.8: content, term, form and payment are stated. What is needed depends on the kind."""

    kind = forms.ChoiceField(label="Основание", choices=LabourKind.choices, widget=Radios)
    number = forms.CharField(label="№ соглашения или документа", max_length=40, required=False)
    on = forms.DateField(label="Дата документа", required=False)
    content = forms.CharField(
        label="Содержание работы", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    form_words = forms.CharField(
        label="Форма выполнения",
        max_length=300,
        required=False,
        help_text="Например: в рабочее время, на рабочем месте",
    )
    starts_on = forms.DateField(label="Срок с", required=False)
    ends_on = forms.DateField(label="Срок по", required=False)
    payment = forms.CharField(
        label="Размер и условия выплаты",
        max_length=300,
        required=False,
        help_text="Например: 5 000 рублей в месяц",
    )
    explanation = forms.CharField(
        label="Пояснение", max_length=300, required=False, help_text="Например: пункт должностной инструкции"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "on", "form_words", "starts_on", "ends_on", "payment"):
            self.fields[name].needed_for = "для соглашения"  # type: ignore[attr-defined]
        self.fields["explanation"].needed_for = "для инструкции или договора"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Срок кончается раньше, чем начинается. Исправьте одну из дат.")
        if data.get("kind") == LabourKind.ADDENDUM:
            self._want(data, {"number": "номер", "on": "дату", "form_words": "форму выполнения"})
            self._want(
                data,
                {
                    "starts_on": "начало срока",
                    "ends_on": "конец срока",
                    "payment": "размер и условия выплаты",
                },
            )
        if data.get("kind") == LabourKind.JOB and not (data.get("number") or data.get("explanation")):
            self.add_error("explanation", "Назовите документ: трудовой договор или должностную инструкцию")
        return data

    def _want(self, data: dict[str, Any], names: dict[str, str]) -> None:
        for name, words in names.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, f"Укажите {words} соглашения")


class AnswerForm(Form):
    words = forms.CharField(label="Пояснение", max_length=300, required=False)
