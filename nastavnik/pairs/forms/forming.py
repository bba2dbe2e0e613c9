"""A new mentorship by hand: who, about what, in what form, for how long."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from nastavnik.core.forms import Boxes, Form, PeopleBoxes
from nastavnik.organisations.models import ListItem
from nastavnik.pairs.queries import Choices, list_items
from nastavnik.pairs.rules import length_warning, usual_form
from nastavnik.pairs.services import Terms
from nastavnik.people.declension import position_words
from nastavnik.people.models import Person
from nastavnik.people.rules import PersonKind

ListField = forms.ModelChoiceField[ListItem]
ListsField = forms.ModelMultipleChoiceField[ListItem]


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
        for name in ("issue", "form"):
            self.fields[name].empty_label = "выберите"  # type: ignore[attr-defined]
        self.fields["subject"].empty_label = "не важно"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "Окончание должно быть позже начала. Исправьте одну из дат.")
        return data

    def common_terms(self, **more: Any) -> Terms:
        names = ("issue", "form", "starts_on", "ends_on", "subject", "words")
        shared = {name: self.cleaned_data[name] for name in names}
        return Terms(kinds=list(self.cleaned_data["kinds"]), **shared, **more)

    def warning(self) -> str:
        """A term outside three months to a year is allowed, and said."""
        return length_warning(self.cleaned_data["starts_on"], self.cleaned_data["ends_on"])


class PairForm(TermsForm):
    """The whole of a pair on one page: one mentor, one mentee."""

    is_group = False
    mentor = forms.ChoiceField(label="Наставник", help_text="Сначала те, кто в банке наставников")
    mentees: forms.Field = forms.ChoiceField(
        label="Наставляемый", help_text="Сначала те, кто ищет наставника"
    )
    field_order: Sequence[str] = (
        "mentor",
        "mentees",
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
        nobody = [("", "выберите")]
        self.fields["mentor"].choices = [*nobody, *_options(choices.mentors)]  # type: ignore[attr-defined]
        mentees = _options(choices.mentees)
        self.fields["mentees"].choices = mentees if self.is_group else [*nobody, *mentees]  # type: ignore[attr-defined]

        self.fields["form"].required = False
        self.fields["form"].empty_label = "по тому, кто участники"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The form that is not chosen follows from who these people are."""
        data = super().clean()
        if data.get("form") is None and data.get("mentor") and data.get("mentees"):
            self.cleaned_data = data
            sides = (self.chosen_mentor(), *self.chosen_mentees())
            kinds = [PersonKind(person.kind) for person in sides]
            code = usual_form(kinds[0], frozenset(kinds[1:]))
            forms_here = self.fields["form"].queryset  # type: ignore[attr-defined]
            data["form"] = forms_here.filter(code=code).first() or forms_here.first()
        return data

    def chosen_mentor(self) -> Person:
        return self._people[self.cleaned_data["mentor"]]

    def chosen_mentees(self) -> list[Person]:
        chosen = self.cleaned_data["mentees"]
        return [self._people[pk] for pk in ([chosen] if isinstance(chosen, str) else chosen)]

    def terms(self, here: UUID) -> Terms:
        issue = self.cleaned_data["issue"]
        asked = {r.mentee.person_id: r for r in self._requests if r.issue_id == issue.pk}
        return self.common_terms(
            is_group=self.is_group,
            distance=self.chosen_mentor().organisation_id != here,
            requests={p.pk: asked[p.pk] for p in self.chosen_mentees() if p.pk in asked},
        )


class GroupForm(PairForm):
    """One mentor and two or more mentees (R184–R185)."""

    is_group = True
    mentees = forms.MultipleChoiceField(
        label="Наставляемые",
        widget=PeopleBoxes,
        help_text="Двое или больше",
        error_messages={"required": "Отметьте хотя бы двух наставляемых"},
    )


class FormerFields(Form):
    """The order by which a mentorship works already."""

    former_number = forms.CharField(
        label="№ приказа", max_length=40, error_messages={"required": "Укажите номер приказа"}
    )
    former_on = forms.DateField(label="Дата приказа", error_messages={"required": "Укажите дату приказа"})
    scan = forms.FileField(
        label="Копия приказа",
        required=False,
        max_length=150,
        allow_empty_file=True,
        help_text="PDF или снимок, до 10 МБ",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].required = False
        self.fields["starts_on"].help_text = "Если не указать, пара работает с даты приказа"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["starts_on"] = data.get("starts_on") or data.get("former_on")
        return data


FORMER = ("former_number", "former_on", "scan")


class ExistingPairForm(PairForm, FormerFields):
    field_order = ("mentor", "mentees", *FORMER, *PairForm.field_order[2:])


class ExistingGroupForm(GroupForm, FormerFields):
    field_order = ExistingPairForm.field_order


class ReverseForm(TermsForm):
    """The people are known: the same two, the other way round."""


class JoinForm(Form):
    person = forms.ChoiceField(label="Кто входит в группу")
    on = forms.DateField(label="С какого дня")

    def __init__(self, *args: Any, people: Sequence[tuple[str, Sequence[Person]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(p.pk): p for _, group in people for p in group}
        self.fields["person"].choices = [("", "выберите"), *_options(people)]  # type: ignore[attr-defined]

    def chosen(self) -> Person:
        return self._people[self.cleaned_data["person"]]


class LeaveForm(Form):
    on = forms.DateField(label="Последний день в группе")
    reason = forms.CharField(
        label="Почему выходит", max_length=300, error_messages={"required": "Напишите причину одной фразой"}
    )


class TableForm(Form):
    file = forms.FileField(
        label="Таблица с парами",
        max_length=150,
        allow_empty_file=True,  # the guard says it in plainer words
        help_text="Excel (.xlsx, .xls), LibreOffice (.ods) или .csv, до 10 МБ",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )


def _options(groups: Sequence[tuple[str, Sequence[Person]]]) -> list[tuple[str, list[tuple[str, str]]]]:
    everybody = {p.pk: p.full_name for _, people in groups for p in people}
    named = Counter(everybody.values())
    return [
        (title, [(str(p.pk), _words(p, is_namesake=named[p.full_name] > 1)) for p in people])
        for title, people in groups
        if people
    ]


def _words(person: Person, *, is_namesake: bool) -> str:
    """A pupil with the class; a namesake with what tells one from the other."""
    apart = [person.group_name]
    if is_namesake:
        apart += [position_words(person, today=timezone.localdate())] if not person.group_name else []
        apart += [f"{person.birth_year} г. р."] if person.birth_year else []
    told = ", ".join(filter(None, apart))
    return f"{person.full_name} ({told})" if told else person.full_name
