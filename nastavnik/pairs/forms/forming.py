"""A new mentorship by hand: who, about what, in what form, for how long."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from nastavnik.core.forms import Boxes, Form, Plates
from nastavnik.organisations.models import ListItem
from nastavnik.pairs.queries import Choices, list_items
from nastavnik.pairs.rules import length_warning
from nastavnik.pairs.services import Terms
from nastavnik.people.models import Person

ListField = forms.ModelChoiceField[ListItem]
ListsField = forms.ModelMultipleChoiceField[ListItem]

PAIR, GROUP = "pair", "group"


def default_end(starts_on: date) -> date:
    """31 May of the school year that the start falls in, or the next one when less than three months are left."""
    year = starts_on.year + (1 if starts_on.month > 2 else 0)
    return date(year, 5, 31)


class TermsForm(Form):
    """Issue, form, kinds, dates: asked alike for a pair by hand, for a proposal and for an existing pair."""

    issue: ListField = forms.ModelChoiceField(label="Вопрос, с которым помогает наставник", queryset=None)
    subject: ListField = forms.ModelChoiceField(label="Предмет", queryset=None, required=False)
    form: ListField = forms.ModelChoiceField(label="Форма наставничества", queryset=None)
    kinds: ListsField = forms.ModelMultipleChoiceField(
        label="Вид наставничества",
        queryset=None,
        widget=Boxes,
        error_messages={"required": "Отметьте хотя бы один вид наставничества"},
    )
    starts_on = forms.DateField(label="С какого дня")
    ends_on = forms.DateField(label="По какой день", help_text="Обычно от трёх месяцев до года")
    words = forms.CharField(
        label="Чему помогает наставник",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Одной-двумя фразами. Не пишите о здоровье и семье.",
    )

    def __init__(self, *args: Any, organisation: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, shown in (("issue", "issue"), ("subject", "subject"), ("form", "form"), ("kinds", "kind")):
            self.fields[name].queryset = list_items(organisation, shown)  # type: ignore[attr-defined]
        self.fields["subject"].empty_label = "не важно"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "Окончание должно быть позже начала. Исправьте одну из дат.")
        return data

    def warning(self) -> str:
        """A term outside three months to a year is allowed, and said."""
        return length_warning(self.cleaned_data["starts_on"], self.cleaned_data["ends_on"])


class PairForm(TermsForm):
    """The whole of a pair or a group on one page."""

    shape = forms.ChoiceField(
        label="Пара или группа", choices=[(PAIR, "Пара"), (GROUP, "Группа")], initial=PAIR, widget=Plates
    )
    mentor = forms.ChoiceField(label="Наставник")
    mentees = forms.MultipleChoiceField(
        label="Наставляемый",
        help_text="В группе — двое или больше: удерживайте Ctrl, чтобы отметить нескольких.",
    )
    field_order = (
        "mentor",
        "mentees",
        "shape",
        "issue",
        "subject",
        "form",
        "kinds",
        "starts_on",
        "ends_on",
        "words",
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {
            str(p.pk): p
            for groups in (choices.mentors, choices.mentees)
            for _, group in groups
            for p in group
        }
        self._requests = choices.requests
        self.fields["mentor"].choices = [("", "выберите"), *_options(choices.mentors)]  # type: ignore[attr-defined]
        self.fields["mentees"].choices = _options(choices.mentees)  # type: ignore[attr-defined]
        self.fields["mentees"].widget.attrs["size"] = 8

    def chosen_mentor(self) -> Person:
        return self._people[self.cleaned_data["mentor"]]

    def chosen_mentees(self) -> list[Person]:
        return [self._people[pk] for pk in self.cleaned_data["mentees"]]

    def terms(self, here: UUID) -> Terms:
        data = self.cleaned_data
        asked = {r.mentee.person_id: r for r in self._requests if r.issue_id == data["issue"].pk}
        return Terms(
            issue=data["issue"],
            form=data["form"],
            kinds=list(data["kinds"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            subject=data["subject"],
            words=data["words"],
            is_group=data["shape"] == GROUP,
            distance=self.chosen_mentor().organisation_id != here,
            requests={p.pk: asked[p.pk] for p in self.chosen_mentees() if p.pk in asked},
        )


def _options(groups: Sequence[tuple[str, Sequence[Person]]]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(title, [(str(p.pk), _words(p)) for p in people]) for title, people in groups if people]


def _words(person: Person) -> str:
    return f"{person.full_name} ({person.group_name})" if person.group_name else person.full_name
