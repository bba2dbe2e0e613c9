"""What the author of an order chooses: rows, purpose, bases, items, control; then its number and date."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from nastavnik.core.deadlines import parse
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Boxes, Form
from nastavnik.documents.rules import Certificate
from nastavnik.pairs.rules import items_from
from nastavnik.people.models import Person


class RowsForm(Form):
    """Which mentorships the order names."""

    rows = forms.MultipleChoiceField(
        label="Какие пары и группы войдут в приказ",
        widget=Boxes,
        error_messages={"required": "Отметьте хотя бы одну пару или группу"},
    )

    def __init__(self, *args: Any, options: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = options  # type: ignore[attr-defined]


class OrderForm(Form):
    """Items are typed one a line; a line that begins with «-» is a sub-item of the line above."""

    title = forms.CharField(label="Заголовок", max_length=300)
    purpose = forms.CharField(
        label="В целях…",
        max_length=300,
        required=False,
        help_text="В родительном падеже: реализации, сопровождения…",
    )
    acts = forms.MultipleChoiceField(label="Основания: акты", widget=Boxes, required=False)
    decisions = forms.MultipleChoiceField(label="Основания: решения органов", widget=Boxes, required=False)
    basis_words = forms.CharField(label="Другое основание словами", max_length=400, required=False)
    programmes_due = forms.CharField(
        label="Срок подготовки программ",
        max_length=100,
        required=False,
        help_text="Например: 01.10.2026, октябрь 2026, в течение года, 10 рабочих дней",
    )
    responsible_id = forms.ChoiceField(label="Ответственный за сопровождение", required=False)
    items = forms.CharField(
        label="Другие пункты",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "Каждый пункт с новой строки. Подпункт начните с дефиса. "
            "Срок поставьте после черты: Провести первые встречи | октябрь 2026"
        ),
    )
    control_id = forms.ChoiceField(label="Контроль исполнения", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        acts: Sequence[tuple[str, str]],
        decisions: Sequence[tuple[str, str]],
        people: Sequence[Person],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        named = [(str(p.pk), p.full_name) for p in people]
        self.fields["acts"].choices = acts  # type: ignore[attr-defined]
        self.fields["decisions"].choices = decisions  # type: ignore[attr-defined]
        self.fields["responsible_id"].choices = [("", "не назначать"), *named]  # type: ignore[attr-defined]
        self.fields["control_id"].choices = [("", "оставить за руководителем"), *named]  # type: ignore[attr-defined]
        for name, options in (("acts", acts), ("decisions", decisions)):
            if not options:
                del self.fields[name]

    def clean_programmes_due(self) -> dict[str, Any] | None:
        with _said():
            due = parse(self.cleaned_data["programmes_due"], self.today)
        return due.as_dict() if due else None

    def clean_items(self) -> list[dict[str, Any]]:
        with _said():
            return items_from(self.cleaned_data["items"], self.today)

    def draft(self) -> dict[str, Any]:
        names = ("purpose", "programmes_due", "responsible_id", "control_id", "items")
        return {name: self.cleaned_data[name] for name in names}


@contextmanager
def _said() -> Iterator[None]:
    """A refusal of the rules becomes the error of its field."""
    try:
        yield
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


CERTIFICATE_NEEDS = {
    "certificate": "Укажите номер сертификата или очистите его срок",
    "valid_from": "Укажите, с какого дня действует сертификат",
    "valid_until": "Укажите, по какой день действует сертификат",
}


class IssueForm(Form):
    """The number is a free string («14-а», «56-ОД») of the school's own journal: never made up here, because an issued
    order keeps it. A scan of the signed sheet may come later."""

    number = forms.CharField(
        label="№ приказа",
        max_length=40,
        help_text="Возьмите его из журнала приказов",
        error_messages={"required": "Укажите номер приказа"},
    )
    on = forms.DateField(label="Дата приказа")
    certificate = forms.CharField(
        label="Номер сертификата электронной подписи",
        max_length=80,
        required=False,
        help_text=(
            "Если приказ подписан электронной подписью: номер и срок видны в программе подписи. "
            "Если подпишете бумагу, оставьте эти три поля пустыми"
        ),
        validators=[
            RegexValidator(
                r"^[0-9A-Fa-f: ]+$", "В номере сертификата только цифры и буквы от A до F. Проверьте номер"
            )
        ],
    )
    valid_from = forms.DateField(label="Сертификат действует с", required=False)
    valid_until = forms.DateField(label="Сертификат действует по", required=False)

    def __init__(self, *args: Any, last_number: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if last_number:
            self.fields["number"].help_text += f". Последний приказ здесь — № {last_number}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("certificate") or data.get("valid_from") or data.get("valid_until"):
            for name, words in CERTIFICATE_NEEDS.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return data

    def signed_with(self) -> Certificate | None:
        data = self.cleaned_data
        if not data["certificate"]:
            return None
        return Certificate(data["certificate"], data["valid_from"], data["valid_until"])
