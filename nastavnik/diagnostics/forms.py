"""One question per domain with five plates, and the words to the psychologist."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nastavnik.core.forms import Boxes, Form, Plates
from nastavnik.organisations.models import ListItem
from nastavnik.people.models import Person

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

    def __init__(self, *args: Any, partners: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in partners}
        if partners:
            self.fields["partners"] = forms.MultipleChoiceField(
                label="Если дело в отношениях в паре, с кем поговорить ещё",
                choices=[(key, each.full_name) for key, each in self.people.items()],
                required=False,
                widget=Boxes,
                help_text="Психолог сможет пригласить и этого человека. Ваш текст он не увидит",
            )

    def partners(self) -> list[Person]:
        return [self.people[key] for key in self.cleaned_data.get("partners", ())]


class NoteForm(Form):
    """About one of the people or about how they work together."""

    text = forms.CharField(label="Заметка", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in people}
        if len(people) > 1:
            named = [(key, each.short_name) for key, each in self.people.items()]
            self.fields["about"] = forms.ChoiceField(
                label="О ком", choices=[("", "О взаимодействии"), *named], required=False
            )
            self.order_fields(["about", "text"])

    def about(self) -> Person | None:
        """With one person alone every note is about that person."""
        if len(self.people) == 1:
            return next(iter(self.people.values()))
        return self.people.get(self.cleaned_data["about"])
