"""The head of a programme: days, topic with its sub-items, directions; and the ticks of a new one."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Boxes, Form, Plates
from nastavnik.organisations.models import ListItem
from nastavnik.programmes.models import Programme
from nastavnik.programmes.rules import check_length
from nastavnik.programmes.services.starting import Terms


class GroupedBoxes(forms.CheckboxSelectMultiple):
    """Checkboxes under headings."""

    template_name = "programmes/grouped_boxes.html"


def parts_of(topic: ListItem) -> list[str]:
    """Sub-items of a topic stand in its hint, a semicolon between them (R176–R178)."""
    return [each.strip() for each in topic.hint.split(";") if each.strip()]


class TermsForm(Form):
    """Each list is the organisation's own. Sub-items of another topic than the chosen one are left out."""

    topic = forms.ChoiceField(
        label="Предмет наставничества",
        widget=Plates,
        error_messages={"required": "Выберите предмет наставничества"},
    )
    directions = forms.MultipleChoiceField(
        label="Направления",
        widget=Boxes,
        error_messages={"required": "Отметьте хотя бы одно направление"},
    )
    starts_on = forms.DateField(label="Начало")
    ends_on = forms.DateField(label="Окончание")
    why_length = forms.CharField(
        label="Почему срок короче трёх месяцев или длиннее года",
        max_length=300,
        required=False,
        help_text="Нужно только для такого срока",
    )
    parts = forms.MultipleChoiceField(label="Подпункты предмета", required=False, widget=GroupedBoxes)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, topics: Sequence[ListItem], directions: Sequence[ListItem], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.topics = {str(each.pk): each for each in topics}
        self.choices = {str(each.pk): each for each in directions}
        self.fields["topic"].choices = [(key, each.title) for key, each in self.topics.items()]  # type: ignore[attr-defined]
        self.fields["directions"].choices = [(key, each.title) for key, each in self.choices.items()]  # type: ignore[attr-defined]
        self.fields["parts"].choices = [  # type: ignore[attr-defined]
            (each.title, [(f"{each.pk}:{at}", words) for at, words in enumerate(parts_of(each))])
            for each in topics
            if parts_of(each)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last:
            try:
                check_length(first, last, data.get("why_length") or "")
            except Refusal as refusal:
                self.add_error("why_length" if last >= first else "ends_on", str(refusal))
        return data

    def terms(self) -> Terms:
        data = self.cleaned_data
        topic = self.topics[data["topic"]]
        own = {f"{topic.pk}:{at}": words for at, words in enumerate(parts_of(topic))}
        return Terms(
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            why_length=data["why_length"],
            topic=topic,
            topic_parts=", ".join(own[key] for key in data["parts"] if key in own)[:600],
            directions=[self.choices[key] for key in data["directions"]],
        )


def initial_of(programme: Programme, directions: Sequence[ListItem]) -> dict[str, Any]:
    """What a programme that exists has chosen."""
    topic = programme.topic
    said = {each.strip() for each in programme.topic_parts.split(",")}
    parts = [f"{topic.pk}:{at}" for at, words in enumerate(parts_of(topic)) if words in said] if topic else []
    return {
        "topic": str(programme.topic_id or ""),
        "directions": [str(each.pk) for each in directions],
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "why_length": programme.why_length,
        "parts": parts,
        "version": programme.version,
    }


class PicksForm(Form):
    """Keys of ticked suggestions; which of them are offered is asked of the suggestions themselves."""

    def keys(self) -> list[str]:
        found: list[str] = self.data.getlist("picks")  # type: ignore[attr-defined]
        return found[:200]


class CorrectionForm(Form):
    """Why the programme is corrected; another last day makes it longer or shorter."""

    reason = forms.CharField(
        label="Почему меняете",
        max_length=300,
        help_text="Например: диагностика показала новую трудность; мероприятие перенесли",
    )
    starts_on = forms.DateField(label="Начало", widget=forms.HiddenInput, required=False)
    ends_on = forms.DateField(
        label="Окончание", required=False, help_text="Измените, если продлеваете или сокращаете программу"
    )
    why_length = forms.CharField(
        label="Почему срок короче трёх месяцев или длиннее года", max_length=300, required=False
    )
