"""Texts, goals and activities of a programme, and words about them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from nastavnik.core.deadlines import Deadline, parse
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Form, Plates
from nastavnik.organisations.models import ListItem
from nastavnik.pairs.first_steps import Link
from nastavnik.people.models import Person
from nastavnik.programmes.models import Goal
from nastavnik.programmes.rules import Aim, GoalKind, GoalState, Setting

LONGEST = 6000


class SectionForm(Form):
    """One long text; `version` is that of the section on the screen, 0 for a new one."""

    text = forms.CharField(
        label="Текст", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def seen(self) -> int:
        return self.cleaned_data["version"] or 0


class GoalForm(Form):
    kind = forms.ChoiceField(label="Что это", choices=GoalKind.choices, widget=Plates)
    words = forms.CharField(label="Цель или задача", max_length=300)
    measure = forms.CharField(
        label="В чём измеряем",
        max_length=120,
        required=False,
        help_text="Например: уроков с практикой в неделю",
    )
    start = forms.CharField(
        label="Сейчас", max_length=120, required=False, help_text="Словами или числом: 2; с трудом"
    )
    target = forms.CharField(
        label="К чему придём", max_length=200, required=False, help_text="Словами или числом: 6; уверенно"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "kind": GoalKind(data["kind"]),
            **{name: data[name] for name in ("words", "measure", "start", "target")},
        }


class ActivityForm(Form):
    """`links`: what the mentee finds hard or does well, for those who may see it; other domains stand below."""

    words = forms.CharField(label="Что сделать", max_length=300)
    deadline = forms.CharField(
        label="Срок",
        max_length=100,
        help_text="Например: 01.10.2026, октябрь 2026, сентябрь — ноябрь, в течение года, 10 рабочих дней",
    )
    link = forms.ChoiceField(
        label="Для чего",
        error_messages={"required": "Выберите трудность или сильную сторону, ради которой это мероприятие"},
    )
    responsible = forms.ChoiceField(label="Ответственный", required=False)
    product = forms.CharField(
        label="Что получится", max_length=300, required=False, help_text="Например: план занятия"
    )
    goal = forms.ChoiceField(label="К какой цели", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        links: Sequence[Link],
        domains: Sequence[ListItem],
        people: Sequence[Person],
        goals: Sequence[Goal],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.domains = {str(each.pk): each for each in [*domains, *(link.domain for link in links)]}
        self.people = {str(each.pk): each for each in people}
        self.goals = {str(each.pk): each for each in goals}
        named = {link.key for link in links}
        rest = [(aim, each) for aim in Aim for each in domains]
        others = [(f"{a.value}:{d.pk}", f"{a.label}: {d.title}") for a, d in rest]
        others = [each for each in others if each[0] not in named]
        known = [(link.key, link.words) for link in links]
        groups = [("Названо в диагностике и запросе", known), ("Другие области", others)]
        self._choose("link", [("", "выберите"), *groups] if known else [("", "выберите"), *others])
        self._choose(
            "responsible", [("", "не назначен"), *((k, p.full_name) for k, p in self.people.items())]
        )
        self._choose("goal", [("", "не указана"), *((k, g.words) for k, g in self.goals.items())])

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def clean_deadline(self) -> Deadline | None:
        try:
            return parse(self.cleaned_data["deadline"], self.today)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        aim, _, domain = data["link"].partition(":")
        return {
            "words": data["words"],
            "aim": Aim(aim),
            "domain": self.domains[domain],
            "deadline": data["deadline"],
            "responsible": self.people.get(data["responsible"]),
            "product": data["product"],
            "goal": self.goals.get(data["goal"]),
        }


class DoneForm(Form):
    fact = forms.CharField(label="Что получилось", max_length=600, required=False)


class CommentForm(Form):
    """Advice, or what to mend; `parts` are the sections in use."""

    part = forms.ChoiceField(label="К какому разделу")
    words = forms.CharField(label="Текст", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, parts: Sequence[Setting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(each.part.value, each.title) for each in parts]  # type: ignore[attr-defined]


class GoalResultForm(Form):
    stands = forms.ChoiceField(label="Как стоит цель", choices=GoalState.choices, widget=Plates)
    now = forms.CharField(label="На сегодня", max_length=200, required=False)
    result = forms.CharField(
        label="Результат словами", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
