"""The filter of the list of pairs."""

from urllib.parse import urlencode

from django import forms

from nastavnik.core.forms import Form
from nastavnik.core.ui import Chip
from nastavnik.pairs.rules import PairState


class PairFilter(Form):
    q = forms.CharField(label="Фамилия", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Состояние",
        required=False,
        choices=[("", "открытые"), ("all", "все"), *PairState.choices],
    )

    lacking = forms.ChoiceField(
        label="Чего не хватает",
        required=False,
        choices=[("", "не важно"), ("basis", "основания работы наставника")],
    )

    def chips(self) -> list[Chip]:
        """What is chosen; each address is the list without it."""
        chosen = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        states = dict(PairState.choices) | {"all": "все"}
        words = {"q": "Фамилия: {}", "state": "{}", "lacking": "Нет основания работы наставника"}
        return [
            Chip(
                words[name].format(states.get(value, value)),
                f"?{urlencode({k: v for k, v in chosen.items() if k != name})}",
            )
            for name, value in chosen.items()
        ]
