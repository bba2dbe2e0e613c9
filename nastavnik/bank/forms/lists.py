"""Filters above the lists, and whom to enter into a bank."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from nastavnik.core.forms import Form
from nastavnik.organisations.models import ListItem
from nastavnik.organisations.rules import ListName

MENTEE_STATES = (
    ("in_bank", "в банке"),
    ("awaits", "ждёт согласия"),
    ("looking", "ищет наставника"),
    ("served", "наставник закреплён"),
)
MENTOR_STATES = (("in_bank", "в банке"), ("candidate", "кандидат"), ("awaits", "ждёт согласия"))


class BankFilter(Form):
    """Common part: name, issue, subject, form, kind, state, distance; one query for all drop-downs."""

    q = forms.CharField(label="Фамилия, имя или отчество", max_length=100, required=False)
    lists: tuple[tuple[str, ListName, str], ...] = (
        ("issue", ListName.ISSUE, "Вопрос"),
        ("subject", ListName.SUBJECT, "Предмет"),
        ("form", ListName.FORM, "Форма"),
        ("kind", ListName.KIND, "Вид"),
    )
    states: tuple[tuple[str, str], ...] = ()

    def __init__(self, *args: Any, items: Iterable[ListItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for item in items:
            lines[item.list].append((str(item.pk), item.title))
        for name, which, label in self.lists:
            choices = [("", "любой"), *lines[which]]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.fields["state"] = forms.ChoiceField(
            label="Состояние", choices=[("", "все"), *self.states], required=False
        )
        self.fields["distance"] = forms.BooleanField(label="Можно дистанционно", required=False)

    def words(self, name: str) -> str:
        """How the chosen value of a filter is shown on its chip."""
        value, bound = self.cleaned_data[name], self.fields[name]
        if isinstance(bound, forms.ChoiceField):
            return str(dict(bound.choices)[value])  # type: ignore[arg-type]
        return f"«{value}»" if name == "q" else str(bound.label)


class SearchForm(Form):
    q = forms.CharField(label="Фамилия, имя или отчество", max_length=100, required=False)


class MenteeFilter(BankFilter):
    lists = (*BankFilter.lists, ("category", ListName.CATEGORY, "Категория"))
    states = MENTEE_STATES


class MentorFilter(BankFilter):
    free = forms.BooleanField(label="Есть свободное место", required=False)
    lists = (*BankFilter.lists, ("source", ListName.SOURCE, "Откуда"))
    states = MENTOR_STATES


class Item(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One line of a list of the organisation; an id of another organisation is not among the choices."""

    def __init__(self, items: Any, label: str, *, empty: str = "не выбрано", **kwargs: Any) -> None:
        wrong = {"invalid_choice": f"Выберите значение поля «{label}» из списка."}
        super().__init__(items, label=label, empty_label=empty, error_messages=wrong, **kwargs)


class Items(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several lines of a list of the organisation."""

    def __init__(self, items: Any, label: str, **kwargs: Any) -> None:
        wrong = f"Выберите значения поля «{label}» из списка."
        errors = {"invalid_choice": wrong, "invalid_pk_value": wrong, "invalid_list": wrong}
        super().__init__(items, label=label, required=False, error_messages=errors, **kwargs)


class EnterForm(Form):
    """What is said about all those ticked; people come as boxes `person` of the page."""

    def __init__(self, *args: Any, chosen: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen

    def clean(self) -> dict[str, Any]:
        if not self.chosen:
            self.add_error(None, "Отметьте в списке хотя бы одного человека.")
        return self.cleaned_data


class EnterMenteesForm(EnterForm):
    def __init__(self, *args: Any, categories: Any, issues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"] = Item(categories, "Почему им нужна помощь", required=False)
        self.fields["issue"] = Item(
            issues,
            "С чем нужна помощь",
            required=False,
            help_text="Запрос можно уточнить потом у каждого",
        )

    def ask_reason(self) -> None:
        """Somebody is surely under ten: the curator may go on, with a reason that stays in the journal."""
        self.fields["age_reason"] = forms.CharField(
            label="Почему принимаем младше десяти лет",
            max_length=300,
            required=False,
            help_text="Решение и причина останутся в журнале",
        )


class EnterMentorsForm(EnterForm):
    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = Item(
            sources, "Откуда наставники", empty="определить по карточке", required=False
        )
