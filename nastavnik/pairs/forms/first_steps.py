"""One step of a pair: what it serves, what is done, by when, who answers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from nastavnik.core.deadlines import Deadline, parse
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Form, Radios
from nastavnik.pairs.first_steps import Link
from nastavnik.people.models import Person


class StepForm(Form):
    """Only the mentee's difficulties and strengths are offered as the link, and one of them is obligatory (R164)."""

    words = forms.CharField(label="Что сделать", max_length=300)
    deadline = forms.CharField(
        label="Срок",
        max_length=100,
        help_text="Например: 01.10.2026, октябрь 2026, сентябрь — ноябрь, в течение года, 10 рабочих дней",
    )

    def __init__(
        self,
        *args: Any,
        links: Sequence[Link],
        people: Sequence[Person],
        responsible: Person | None,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.links = today, {link.key: link for link in links}
        self.people = {str(person.pk): person for person in people}
        self.fields["link"] = forms.ChoiceField(
            label="Для чего этот шаг",
            choices=[(link.key, link.words) for link in links],
            widget=Radios,
            initial=next(iter(self.links), None),
            error_messages={"required": "Выберите трудность или сильную сторону, ради которой этот шаг"},
        )
        self.fields["responsible"] = forms.ChoiceField(
            label="Ответственный",
            choices=[(key, person.full_name) for key, person in self.people.items()],
            initial=str(responsible.pk) if responsible else None,
        )
        self.order_fields(["link", "words", "deadline", "responsible"])

    def clean_deadline(self) -> Deadline | None:
        try:
            return parse(self.cleaned_data["deadline"], self.today)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def values(self) -> dict[str, Any]:
        link = self.links[self.cleaned_data["link"]]
        return {
            "aim": link.aim,
            "domain": link.domain,
            "words": self.cleaned_data["words"],
            "deadline": self.cleaned_data["deadline"],
            "responsible": self.people[self.cleaned_data["responsible"]],
        }
