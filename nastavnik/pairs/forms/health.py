"""Rules of health as the curator sets them, and a message to the people of a pair."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from nastavnik.core.forms import Boxes, Form
from nastavnik.pairs.health.rules import MOST, WHAT, HealthCode, Rule
from nastavnik.pairs.models import Participation
from nastavnik.people.models import Person


@dataclass(frozen=True)
class RuleFields:
    """The fields of one rule, side by side; `caught` is how many pairs it would catch now."""

    code: HealthCode
    title: str
    enabled: Any
    threshold: Any
    message: Any
    caught: int


class RulesForm(Form):
    """Three fields a rule: is it on, its number where it needs one, the message that it suggests."""

    def __init__(self, *args: Any, rules: Sequence[Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for rule in rules:
            self._add(rule)

    def _add(self, rule: Rule) -> None:
        code = rule.code.value
        self.fields[f"{code}-enabled"] = forms.BooleanField(
            label="Правило включено", required=False, initial=rule.enabled
        )
        if rule.threshold is not None:
            is_mark = rule.code is HealthCode.LOW_RATING
            self.fields[f"{code}-threshold"] = forms.IntegerField(
                label=_sentence(WHAT[rule.code]),
                min_value=0,
                max_value=4 if is_mark else MOST,
                initial=rule.threshold,
                error_messages={
                    "required": "Укажите число",
                    "invalid": "Укажите целое число",
                    "min_value": "Число не меньше нуля",
                    "max_value": "Оценка — от 1 до 4" if is_mark else f"Число не больше {MOST}",
                },
            )
        self.fields[f"{code}-message"] = forms.CharField(
            label="Что предложить написать",
            required=False,
            max_length=500,
            initial=rule.message,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def chosen(self) -> list[Rule]:
        data = self.cleaned_data
        return [
            replace(
                rule,
                enabled=data[f"{rule.code.value}-enabled"],
                threshold=data.get(f"{rule.code.value}-threshold"),
                message=data[f"{rule.code.value}-message"],
            )
            for rule in self.rules
        ]

    def shown(self, caught: dict[HealthCode, int]) -> Iterator[RuleFields]:
        for rule in self.rules:
            code = rule.code.value
            yield RuleFields(
                rule.code,
                rule.code.label,
                self[f"{code}-enabled"],
                self[f"{code}-threshold"] if rule.threshold is not None else None,
                self[f"{code}-message"],
                caught.get(rule.code, 0),
            )


class ContactForm(Form):
    to = forms.MultipleChoiceField(
        label="Кому", widget=Boxes, error_messages={"required": "Отметьте хотя бы одного участника"}
    )
    text = forms.CharField(
        label="Сообщение",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Можно поправить перед отправкой или скопировать и сказать самому.",
        error_messages={"required": "Напишите сообщение одной фразой"},
    )

    def __init__(self, *args: Any, takers: Sequence[Participation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(t.person_id): t.person for t in takers}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (str(t.person_id), f"{t.person.full_name}, {t.get_side_display().lower()}") for t in takers
        ]

    def people(self) -> list[Person]:
        return [self._people[pk] for pk in self.cleaned_data["to"]]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
