"""Forms of consents: the paper has come, another ground, withdrawal, agreement to simple electronic signature."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from nastavnik.core.forms import Boxes, Form
from nastavnik.people.models import Consent
from nastavnik.people.rules import ConsentKind, ConsentState

STATES = (("", "Все"), ("awaited", "Ждут бумаги"), *ConsentState.choices)


class ConsentFilter(Form):
    q = forms.CharField(label="Фамилия", max_length=100, required=False)
    kind = forms.ChoiceField(label="Цель", choices=(("", "Все"), *ConsentKind.choices), required=False)
    state = forms.ChoiceField(label="Состояние", choices=STATES, required=False)

    def words(self, name: str) -> str:
        """A chosen value as a chip says it."""
        value = self.cleaned_data[name]
        choices = getattr(self.fields[name], "choices", ())
        return str(dict(choices).get(value, value))


class PaperForm(Form):
    """«Бумага получена»; the scan is optional."""

    given_on = forms.DateField(label="Дата на бумаге")
    kept_where = forms.CharField(
        label="Где хранится",
        max_length=200,
        required=False,
        help_text="Например: папка «Согласия», кабинет 12",
    )
    valid_until = forms.DateField(
        label="Действует по",
        required=False,
        help_text="Пусто, если срок на бумаге не ограничен датой. За ребёнка — не дольше дня до 18 лет, это мы учтём сами",
    )
    scan = forms.FileField(
        label="Скан или фото", required=False, help_text="Не обязательно. PDF, JPEG, PNG до 20 МБ"
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"given_on": today}, **kwargs})

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "scan"}


class PapersForm(Form):
    """Many papers of one day."""

    ids = forms.MultipleChoiceField(
        label="Какие бумаги пришли",
        widget=Boxes,
        error_messages={
            "required": "Отметьте хотя бы одну бумагу",
            "invalid_choice": "Одна из бумаг уже отмечена. Обновите страницу.",
        },
    )
    given_on = forms.DateField(label="Дата на бумагах", help_text="Если даты разные, отмечайте по частям")
    kept_where = forms.CharField(
        label="Где хранятся",
        max_length=200,
        required=False,
        help_text="Например: папка «Согласия», кабинет 12",
    )

    def __init__(self, *args: Any, sheets: Sequence[Consent], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"given_on": today}, **kwargs})
        self.fields["ids"].choices = [(str(c.pk), _words(c)) for c in sheets]  # type: ignore[attr-defined]


def _words(consent: Consent) -> str:
    about = f" ({consent.about_words})" if consent.about_words else ""
    return f"{consent.person.full_name} — {consent.get_kind_display().lower()}{about}"


class BasisForm(Form):
    basis = forms.CharField(
        label="Документ-основание",
        max_length=300,
        help_text="Вид, номер и дата: закон, договор или решение, по которому данные обрабатываются без согласия",
    )


class WithdrawForm(Form):
    words = forms.CharField(
        label="Как или почему",
        max_length=300,
        required=False,
        help_text="Например: заявление от 12.10.2026. Объяснять причину не обязательно",
    )


class AskForm(Form):
    kind = forms.ChoiceField(label="Какое согласие нужно")
    recipients = forms.CharField(
        label="Кому передаются данные",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Только для передачи. По одному получателю в строке. Пусто — вышестоящая организация",
    )

    def __init__(self, *args: Any, kinds: Sequence[ConsentKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="Какое согласие нужно", choices=[(kind.value, kind.label) for kind in kinds]
        )
        self.order_fields(["kind"])


class ESignForm(Form):
    agreed_on = forms.DateField(label="Дата соглашения")
    number = forms.CharField(label="№ соглашения", max_length=40, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"agreed_on": today}, **kwargs})
