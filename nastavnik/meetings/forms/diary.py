"""Forms of the diary: one's own note, the sheet of a lesson visit."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nastavnik.core.forms import Form, Plates
from nastavnik.meetings.rules import VISIT_POINTS, Work
from nastavnik.meetings.services.diary import Note
from nastavnik.people.models import Person

LONG = 4000
POINTS = 7  # the usual ones and two of one's own
NOTE_KINDS = [(work.value, work.label) for work in Work if work not in {Work.MEETING, Work.VISIT}]
KEPT = (
    ("open", "Мне, паре и куратору"),
    ("private", "Только мне"),
)


class NoteForm(Form):
    on = forms.DateField(label="День")
    work = forms.ChoiceField(label="Что это", choices=NOTE_KINDS, widget=Plates, initial=Work.REFLECTION)
    words = forms.CharField(
        label="Запись",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Что получилось, что нет, что попробую иначе",
    )
    minutes = forms.IntegerField(
        label="Сколько минут заняло",
        required=False,
        min_value=1,
        max_value=600,
        help_text="Войдёт в часы месяца",
    )
    seen_by = forms.ChoiceField(label="Кому видно", choices=KEPT, widget=Plates, initial="open")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def note(self) -> Note:
        data = self.cleaned_data
        return Note(
            on=data["on"],
            words=data["words"],
            work=Work(data["work"]),
            minutes=data["minutes"],
            is_private=data["seen_by"] == "private",
        )


class VisitForm(Form):
    """The points are named by the visitor; the usual ones are offered, an empty name drops a point."""

    on = forms.DateField(label="День")
    teacher = forms.ChoiceField(label="Чей урок")
    group = forms.CharField(label="Класс", max_length=50, required=False)
    subject = forms.CharField(label="Предмет", max_length=100, required=False)
    topic = forms.CharField(label="Тема урока", max_length=200, required=False)
    purpose = forms.CharField(label="Зачем посещали", max_length=300, required=False)
    minutes = forms.IntegerField(label="Сколько минут", min_value=1, max_value=240, initial=45)
    strengths = forms.CharField(
        label="Сильные стороны", max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    advice = forms.CharField(
        label="Что советую", max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, people: Sequence[Person], points: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["teacher"].choices = [(str(p.pk), p.short_name) for p in people]  # type: ignore[attr-defined]
        told = list(points) or [(title, "") for title in VISIT_POINTS]
        self.numbers = range(max(POINTS, len(told) + 2))
        for number in self.numbers:
            title, words = told[number] if number < len(told) else ("", "")
            self.fields[f"title{number}"] = forms.CharField(
                label=f"На что смотрели: {number + 1}", max_length=200, required=False, initial=title
            )
            self.fields[f"words{number}"] = forms.CharField(
                label=f"Что увидели: {number + 1}",
                max_length=1000,
                required=False,
                initial=words,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def sheet(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("on", "group", "subject", "topic", "purpose", "minutes", "strengths", "advice")
        return {
            **{name: data[name] for name in names},
            "teacher": next(p for p in self.people if str(p.pk) == data["teacher"]),
            "points": [
                (data[f"title{n}"], data[f"words{n}"]) for n in self.numbers if data[f"title{n}"].strip()
            ],
        }

    @property
    def about(self) -> list[Any]:
        return [self[name] for name in ("on", "teacher", "group", "subject", "topic", "purpose", "minutes")]

    @property
    def points(self) -> list[tuple[Any, Any]]:
        return [(self[f"title{n}"], self[f"words{n}"]) for n in self.numbers]

    @property
    def conclusions(self) -> list[Any]:
        return [self["strengths"], self["advice"]]
