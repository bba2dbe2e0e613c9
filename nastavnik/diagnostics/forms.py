"""One question per domain with five plates, and the words to the psychologist."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nastavnik.core.forms import Form, Plates
from nastavnik.organisations.models import ListItem

from .rules import Assessor, Mastery


class SheetForm(Form):
    """The fields are the organisation's domains; about oneself all are answered, about another those one has seen."""

    def __init__(self, *args: Any, domains: Sequence[ListItem], assessor: Assessor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [domain.code for domain in domains]
        whole = assessor is Assessor.SELF
        for domain in domains:
            self.fields[domain.code] = forms.TypedChoiceField(
                label=domain.title,
                help_text=domain.hint,
                choices=Mastery.choices,
                coerce=int,
                empty_value=None,
                required=whole,
                widget=Plates,
                error_messages={"required": f"«{domain.title}»: выберите ответ, который ближе всего"},
            )
        self.fields["note"] = forms.CharField(
            label="Что хотите добавить" if whole else "Чем подтверждается",
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def answers(self) -> dict[str, int]:
        given = {code: self.cleaned_data[code] for code in self.codes}
        return {code: mastery for code, mastery in given.items() if mastery is not None}


class CareForm(Form):
    words = forms.CharField(
        label="О чём хотите поговорить",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Можно не писать: психолог свяжется с вами. Этот текст увидите только вы и психолог",
    )
