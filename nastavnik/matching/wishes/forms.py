"""Until what day wishes are collected; one press at a card."""

from typing import Any
from uuid import UUID

from django import forms

from nastavnik.core.forms import Form

from .rules import LONGEST_REPLY, SHORTEST_REPLY, Act


class RoundForm(Form):
    until = forms.DateField(label="Последний день", help_text="Он считается целиком")
    reply_days = forms.IntegerField(
        label="Через сколько дней ответим",
        help_text="Участники увидят этот срок рядом с кнопками",
        min_value=SHORTEST_REPLY,
        max_value=LONGEST_REPLY,
        error_messages={
            "invalid": "Напишите число дней от 1 до 30",
            "min_value": "Ответить можно не раньше чем через день",
            "max_value": "Ответьте не позже чем через 30 дней",
        },
    )


class PressForm(forms.Form):
    """Fields that the buttons send; nobody types them."""

    act = forms.ChoiceField(choices=Act.choices)
    who = forms.UUIDField(required=False)

    def press(self) -> tuple[Act, UUID]:
        data: dict[str, Any] = self.cleaned_data
        return Act(data["act"]), data["who"] or UUID(int=0)
