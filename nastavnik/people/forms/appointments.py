"""Forms of giving and ending a role."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from nastavnik.access.roles import APPOINTED, Role
from nastavnik.core.forms import Form
from nastavnik.organisations.models import BodyDecision


class AppointmentForm(Form):
    """`roles` are those that the giver may give here, `decisions` those of this organisation."""

    role = forms.ChoiceField(label="Роль")
    starts_on = forms.DateField(label="С какого дня")
    ends_on = forms.DateField(label="По какой день", required=False, help_text="Пусто — пока не отменят")
    basis = forms.CharField(
        label="Документ-основание", max_length=200, required=False, help_text="Вид документа: приказ"
    )
    basis_number = forms.CharField(label="№", max_length=40, required=False)
    basis_date = forms.DateField(label="От какого числа", required=False)

    def __init__(
        self, *args: Any, roles: Collection[Role], decisions: QuerySet[BodyDecision], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label="Роль",
            choices=[("", "выберите"), *((role.value, role.label) for role in APPOINTED if role in roles)],
            error_messages={"required": "Выберите роль", "invalid_choice": "Эту роль назначить нельзя."},
        )
        self.order_fields(["role"])
        self.fields["decision"] = forms.ModelChoiceField(
            label="Или решение коллегиального органа", queryset=decisions, required=False, empty_label="нет"
        )

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "role": Role(self.cleaned_data["role"])}


class EndForm(Form):
    on = forms.DateField(label="Последний день")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": today}, **kwargs})
