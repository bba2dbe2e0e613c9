"""The words of one set of weights and the goals, chosen on one page."""

from typing import Any

from django import forms

from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Form, Radios
from nastavnik.matching.engine.labels import PART_NAMES
from nastavnik.matching.engine.model import BINDS, PARTS

from . import rules
from .rules import Aim, Keep, Settings, Word


class WeightsForm(Form):
    """A select for each part; the goals stand only with the common weights."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, settings: Settings, about: str, version: int) -> None:
        super().__init__(data, initial={"version": version, **rules.words_of(settings, about)})
        self.settings, self.about = settings, about
        for part in PARTS:
            words = [word for word in Word if word is not Word.REQUIRED or part in BINDS]
            self.fields[part] = forms.ChoiceField(
                label=PART_NAMES[part], choices=[(word.value, word.label) for word in words]
            )
        if about == rules.COMMON:
            self._add_goals()

    def _add_goals(self) -> None:
        self.initial = {
            **self.initial,
            "aim": self.settings.aim,
            "keep": self.settings.keep,
            "cut_off": self.settings.cut_off,
        }
        self.fields["aim"] = forms.ChoiceField(label="Цель", choices=Aim.choices, widget=Radios)
        self.fields["cut_off"] = forms.IntegerField(
            label="Порог, из 100",
            help_text="Пары, которые набирают меньше, не предлагаются. 0 — порога нет.",
            min_value=0,
            max_value=rules.MOST_CUT_OFF,
            error_messages={
                "invalid": "Напишите порог целым числом от 0 до 90",
                "min_value": "Порог не может быть меньше 0",
                "max_value": "Порог не может быть больше 90: почти никто не пройдёт",
            },
        )
        self.fields["keep"] = forms.ChoiceField(
            label="Прежние предложения",
            help_text="Пары прошлого подбора, по которым ещё не решено",
            choices=Keep.choices,
            widget=Radios,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                rules.check(self._words(data))
            except Refusal as refusal:
                self.add_error(None, str(refusal))
        return data

    def _words(self, data: dict[str, Any]) -> dict[str, Word]:
        return {part: Word(data[part]) for part in PARTS}

    def chosen(self) -> Settings:
        """The settings as they would be."""
        data = self.cleaned_data
        settings = self.settings
        if self.about == rules.COMMON:
            settings = Settings(settings.words, Aim(data["aim"]), data["cut_off"], Keep(data["keep"]))
        return rules.chosen(settings, self.about, self._words(data))
