"""What is looked for in the journal."""

from typing import Any

from django import forms

from nastavnik.core.forms import Form

from .lines import GROUPS


class LogFilter(Form):
    q = forms.CharField(label="Кто или что", required=False, max_length=100)
    group = forms.ChoiceField(
        label="О чём",
        required=False,
        choices=[("", "обо всём"), *((code, label) for code, (label, _) in GROUPS.items())],
    )
    since = forms.DateField(label="С какого дня", required=False)
    until = forms.DateField(label="По какой день", required=False)
    about = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def words(self, name: str) -> str:
        """What a chip of the chosen filter says."""
        value: Any = self.cleaned_data[name]
        if name == "group":
            return GROUPS[value][0]
        if name == "about":
            return "Только об этом"
        if name == "q":
            return f"«{value}»"
        return f"{'с' if name == 'since' else 'по'} {value:%d.%m.%Y}"
