"""The filter of the board."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms

from nastavnik.core.forms import Form
from nastavnik.core.ui import Chip
from nastavnik.pairs.board.queries import Wanted

Choices = Sequence[tuple[str, str]]


class BoardFilter(Form):
    form = forms.ChoiceField(label="Форма", required=False)
    mentor = forms.ChoiceField(label="Наставник", required=False)

    def __init__(self, *args: Any, forms_: Choices, mentors: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [("", "все"), *forms_]  # type: ignore[attr-defined]
        self.fields["mentor"].choices = [("", "все"), *mentors]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        sent = getattr(self, "cleaned_data", {})
        keys = {name: UUID(sent[name]) for name in ("form", "mentor") if sent.get(name)}
        return Wanted(**keys)

    def chips(self) -> list[Chip]:
        """What is chosen; each address is the board without it."""
        chosen = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        return [
            Chip(
                f"{self.fields[name].label}: {dict(self.fields[name].choices)[value]}",  # type: ignore[attr-defined]
                f"?{urlencode({k: v for k, v in chosen.items() if k != name})}",
            )
            for name, value in chosen.items()
        ]
