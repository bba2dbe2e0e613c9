"""The name of a run; which two runs to put side by side."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nastavnik.core.forms import Form


class NameForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Название подбора",
        help_text="По нему подбор легко найти и сравнить с другим. Например: «Предмет важнее».",
        max_length=100,
        required=False,
    )


class TwoRunsForm(Form):
    a = forms.ChoiceField(label="Первый подбор")
    b = forms.ChoiceField(label="Второй подбор")

    def __init__(self, data: Any, *, runs: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"a": runs[1][0], "b": runs[0][0]})
        for name in ("a", "b"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 — for the types only
            field.choices = list(runs)
