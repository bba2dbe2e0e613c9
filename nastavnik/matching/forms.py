"""Terms of a pair before approval; the reason of a refusal."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Boxes, Form
from nastavnik.organisations.models import ListItem

from . import rules
from .terms import Choice


class TermForm(Form):
    """From what day and till when."""

    starts_on = forms.DateField(label="С какого дня")
    ends_on = forms.DateField(label="По какой день", help_text="От трёх до двенадцати месяцев")
    kind_codes: Sequence[str] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on"):
            try:
                rules.check_term(data["starts_on"], data["ends_on"], self.chosen_kinds())
            except Refusal as refusal:
                self.add_error("ends_on", str(refusal))
        return data

    def chosen_kinds(self) -> Sequence[str]:
        return ()

    def term(self) -> tuple[date, date]:
        return self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]


class TermsForm(TermForm):
    """Form, kinds and term, filled in by default."""

    form = forms.ChoiceField(label="Форма")
    kinds = forms.MultipleChoiceField(label="Вид", widget=Boxes)
    field_order = ("form", "kinds", "starts_on", "ends_on")

    def __init__(
        self, data: Any, *, usual: Choice, forms_list: Sequence[ListItem], kinds_list: Sequence[ListItem]
    ) -> None:
        initial = {
            "form": str(usual.form.pk),
            "kinds": [str(kind.pk) for kind in usual.kinds],
            "starts_on": usual.starts_on,
            "ends_on": usual.ends_on,
        }
        super().__init__(data, initial=initial)
        self._lines = {str(item.pk): item for item in (*forms_list, *kinds_list)}
        self._choose("form", forms_list)
        self._choose("kinds", kinds_list)

    def _choose(self, name: str, lines: Sequence[ListItem]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 — for the types only
        field.choices = [(str(item.pk), item.title) for item in lines]

    def chosen_kinds(self) -> Sequence[str]:
        return [self._lines[pk].code for pk in self.cleaned_data.get("kinds", ())]

    def choice(self) -> Choice:
        starts, ends = self.term()
        kinds = tuple(self._lines[pk] for pk in self.cleaned_data["kinds"])
        return Choice(self._lines[self.cleaned_data["form"]], kinds, starts, ends)


class DeclineForm(Form):
    reason = forms.CharField(
        label="Почему эта пара не подходит",
        help_text="Одной фразы достаточно. Эти двое больше не будут предложены друг другу по этому запросу.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
