"""Settings of an organisation: sections, templates with lines, the organisation's own programme."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nastavnik.core.forms import Form, Plates
from nastavnik.organisations.models import ListItem
from nastavnik.programmes.models.catalogue import LineKind, Whose
from nastavnik.programmes.rules import ALWAYS, Aim, Setting


class SectionsForm(Form):
    """Three fields a section: is it used, its title, its place."""

    def __init__(self, *args: Any, settings: Sequence[Setting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings = settings
        for at, each in enumerate(settings, 1):
            self.fields[f"{each.part}-on"] = forms.BooleanField(
                label="Используется",
                required=False,
                initial=each.enabled,
                disabled=each.part in ALWAYS,
            )
            self.fields[f"{each.part}-title"] = forms.CharField(
                label="Название", max_length=120, initial=each.title
            )
            self.fields[f"{each.part}-order"] = forms.IntegerField(
                label="Место", min_value=1, max_value=99, initial=at
            )

    def rows(self) -> list[dict[str, Any]]:
        """For the page: the fields of each section together."""
        return [
            {
                "title": each.title,
                "always": each.part in ALWAYS,
                "on": self[f"{each.part}-on"],
                "name": self[f"{each.part}-title"],
                "order": self[f"{each.part}-order"],
            }
            for each in self.settings
        ]

    def chosen(self) -> list[Setting]:
        data = self.cleaned_data
        return [
            Setting(
                each.part,
                data[f"{each.part}-title"],
                data[f"{each.part}-on"],
                data[f"{each.part}-order"],
            )
            for each in self.settings
        ]


class FrameForm(Form):
    title = forms.CharField(label="Название", max_length=200)
    starts_on = forms.DateField(label="Начало")
    ends_on = forms.DateField(label="Окончание")


class TemplateForm(Form):
    title = forms.CharField(
        label="Название",
        max_length=200,
        help_text="Его видят наставники. Трудность человека в нём не называют",
    )
    whose = forms.ChoiceField(label="Для кого", choices=Whose.choices, widget=Plates)
    problem = forms.ChoiceField(
        label="Тип проблемы",
        required=False,
        help_text="Шаблон предложат первым, если у человека она отмечена",
    )
    topic = forms.ChoiceField(label="Предмет наставничества", required=False)
    enabled = forms.BooleanField(label="Предлагать в новых программах", required=False, initial=True)

    def __init__(
        self, *args: Any, problems: Sequence[ListItem], topics: Sequence[ListItem], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(each.pk): each for each in (*problems, *topics)}
        for name, rows in (("problem", problems), ("topic", topics)):
            choices = [("", "любой"), *((str(each.pk), each.title) for each in rows)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "title": data["title"],
            "whose": Whose(data["whose"]),
            "problem": self.items.get(data["problem"]),
            "topic": self.items.get(data["topic"]),
            "enabled": data["enabled"],
        }


class LineForm(Form):
    kind = forms.ChoiceField(label="Что это", choices=LineKind.choices, widget=Plates)
    words = forms.CharField(label="Текст", max_length=300)
    aim = forms.ChoiceField(
        label="Для чего мероприятие", choices=Aim.choices, widget=Plates, initial=Aim.REMOVE
    )
    domain = forms.ChoiceField(label="Область мероприятия", required=False)
    month = forms.IntegerField(label="Месяц программы для мероприятия", min_value=1, max_value=12, initial=1)
    product = forms.CharField(label="Что получится", max_length=300, required=False)

    def __init__(self, *args: Any, domains: Sequence[ListItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "первая из списка"), *((each.code, each.title) for each in domains)]
        self.fields["domain"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            **data,
            "kind": LineKind(data["kind"]),
            "aim": Aim(data["aim"]),
            "month": data["month"] - 1,
        }
