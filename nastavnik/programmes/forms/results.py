"""Intermediate results, feedback, characteristic, projects, the trial and the end of a programme."""

from collections.abc import Iterable
from typing import Any

from django import forms

from nastavnik.core.forms import Form, Plates, Radios
from nastavnik.organisations.models import BodyDecision
from nastavnik.programmes.rules import Mark, ProjectKind, Satisfaction

MARKS = [(str(value), label) for value, label in Mark.choices]


def _text(label: str, *, required: bool = True, rows: int = 3, hint: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, required=required, widget=area, help_text=hint)


class InterimForm(Form):
    on = forms.DateField(label="Дата")
    words = _text("Что получилось")
    hinders = _text("Что мешает", required=False, rows=2)


class FeedbackForm(Form):
    helped = forms.ChoiceField(
        label="Помогла ли работа вместе",
        choices=[(str(value), label) for value, label in Satisfaction.choices],
        widget=Plates,
    )
    words = _text("Слова для второй стороны", required=False, hint="Прочитают участники пары и куратор")
    learned = _text(
        "Чему научились вы сами", required=False, rows=2, hint="Прочитают участники пары и куратор"
    )
    private_words = _text(
        "Только для куратора", required=False, rows=2, hint="Вторая сторона этого не увидит"
    )

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, "helped": Satisfaction(int(data["helped"]))}


class CharacteristicForm(Form):
    """R381: three criteria, then words."""

    independence = forms.ChoiceField(label="Работает самостоятельно", choices=MARKS, widget=Plates)
    quality = forms.ChoiceField(label="Работает качественно", choices=MARKS, widget=Plates)
    responsibility = forms.ChoiceField(label="Отвечает за порученное", choices=MARKS, widget=Plates)
    words = _text(
        "Характеристика",
        required=False,
        rows=5,
        hint="Профессиональные и личные качества. Прочитают сам человек, наставник, куратор и руководитель",
    )

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        marks = {name: Mark(int(data[name])) for name in ("independence", "quality", "responsibility")}
        return {**marks, "words": data["words"]}


class ProjectForm(Form):
    title = forms.CharField(label="Название", max_length=200)
    kind = forms.ChoiceField(label="Вид", choices=ProjectKind.choices)
    starts_on = forms.DateField(label="Начало", required=False)
    ends_on = forms.DateField(label="Окончание", required=False)
    result = _text("Результат", required=False)
    done_on = forms.DateField(label="Завершён", required=False, help_text="Пусто, пока идёт")


class FinishForm(Form):
    """`early`: the programme ends before its day, and the reason is asked."""

    words = _text("Главный итог", required=False, hint="Одна-две фразы: они войдут в отчёты")
    why_early = forms.CharField(label="Почему раньше срока", max_length=300, required=False)

    def __init__(self, *args: Any, early: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if early:
            self.fields["why_early"].required = True
            self.fields["why_early"].error_messages["required"] = "Напишите, почему раньше срока"
        else:
            del self.fields["why_early"]


class ReasonForm(Form):
    words = _text("Причина")


class TrialForm(Form):
    words = forms.CharField(label="Что проверяем", max_length=300, required=False)


class ConclusionForm(Form):
    decision = forms.ChoiceField(label="Решение совета", widget=Radios)

    def __init__(self, *args: Any, decisions: Iterable[BodyDecision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.pk): each for each in decisions}
        choices = [(key, f"{each}: {each.question}") for key, each in self.rows.items()]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> BodyDecision:
        return self.rows[self.cleaned_data["decision"]]
