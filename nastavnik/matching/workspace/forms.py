"""The reason of a decision; the second pair of a swap."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nastavnik.core.forms import Form

from .rules import REASON_MOST


class ReasonForm(Form):
    reason = forms.CharField(
        label="Почему",
        help_text="Одной фразы достаточно. Её увидят те, кто подбирает пары.",
        max_length=REASON_MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SecondForm(Form):
    """With whom to swap: a pair of the plan, by its request."""

    second = forms.ChoiceField(label="С какой парой", choices=())

    def __init__(self, data: Any, *, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["second"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 — for the types only
        field.choices = [("", "Выберите пару"), *pairs]
