"""The card of an organisation, its names in cases, a new sub-organisation."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nastavnik.core.forms import Form
from nastavnik.core.russian.folding import clean
from nastavnik.core.russian.names import Case, Declined
from nastavnik.organisations.rules import Kind, Level
from nastavnik.organisations.zones import ZONES

CASE_WORDS = {
    Case.GENITIVE: "Родительный (кого? чего?)",
    Case.DATIVE: "Дательный (кому? чему?)",
    Case.ACCUSATIVE: "Винительный (кого? что?)",
    Case.INSTRUMENTAL: "Творительный (кем? чем?)",
    Case.PREPOSITIONAL: "Предложный (о ком? о чём?)",
}


class DigitsField(forms.CharField):
    """A requisite of so many digits; empty is allowed."""

    def __init__(self, *, lengths: tuple[int, ...], label: str) -> None:
        super().__init__(label=label, required=False, max_length=max(lengths) + 6)
        self.lengths = lengths
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> str:
        text = re.sub(r"\s", "", str(super().clean(value)))
        if text and not (text.isascii() and text.isdigit() and len(text) in self.lengths):
            digits = " или ".join(str(length) for length in self.lengths)
            raise ValidationError(
                f"{self.label} — это {digits} цифр подряд. Проверьте, не пропущена ли цифра."
            )
        return text


class NamesForm(Form):
    """Names and place, common to a new organisation and to the card."""

    full_name = forms.CharField(
        label="Полное наименование", max_length=400, help_text="Как в уставе: с него начнутся приказы"
    )
    short_name = forms.CharField(label="Краткое наименование", max_length=150)
    kind = forms.ChoiceField(label="Вид организации", choices=Kind.choices)
    place = forms.CharField(
        label="Населённый пункт", max_length=150, required=False, help_text="Как в приказе: г. Заречинск"
    )
    time_zone = forms.ChoiceField(label="Часовой пояс", choices=ZONES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.initial.get("time_zone")
        if zone and zone not in dict(ZONES):  # one that was set from the console is not lost
            field = self.fields["time_zone"]
            field.choices = [*ZONES, (zone, zone)]  # type: ignore[attr-defined]

    def clean_full_name(self) -> str:
        return clean(self.cleaned_data["full_name"])

    def clean_short_name(self) -> str:
        return clean(self.cleaned_data["short_name"])


class OrganisationForm(NamesForm):
    legal_type = forms.CharField(
        label="Организационно-правовая форма",
        max_length=200,
        required=False,
        help_text="Как в уставе: муниципальное бюджетное общеобразовательное учреждение",
    )
    founder = forms.CharField(label="Учредитель", max_length=300, required=False)
    address = forms.CharField(label="Адрес", max_length=300, required=False)
    phone = forms.CharField(label="Телефон", max_length=40, required=False)
    email = forms.EmailField(
        label="Электронная почта",
        required=False,
        error_messages={"invalid": "Проверьте адрес почты: он выглядит как name@example.ru."},
    )
    site = forms.URLField(
        label="Сайт",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Проверьте адрес сайта: он выглядит как https://example.ru."},
    )
    inn = DigitsField(label="ИНН", lengths=(10, 12))
    kpp = DigitsField(label="КПП", lengths=(9,))
    ogrn = DigitsField(label="ОГРН", lengths=(13, 15))
    okpo = DigitsField(label="ОКПО", lengths=(8, 10))
    has_council = forms.BooleanField(
        label="Действует совет наставников",
        required=False,
        help_text="Без отметки за наставничество отвечает один куратор",
    )
    young_max_age = forms.IntegerField(
        label="Молодой специалист: возраст не больше, лет", min_value=18, max_value=60
    )
    young_max_career = forms.IntegerField(
        label="Молодой специалист: стаж не больше, лет", min_value=0, max_value=20
    )
    esign_act_number = forms.CharField(
        label="Акт о простой электронной подписи, №",
        max_length=40,
        required=False,
        help_text="Без акта согласие кнопкой не заменяет бумагу",
    )
    esign_act_date = forms.DateField(label="Акт о простой электронной подписи, дата", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ChildForm(NamesForm):
    """A new organisation below this one; the code may be left to us."""

    level = forms.ChoiceField(label="Уровень", choices=Level.choices)
    code = forms.CharField(
        label="Код",
        max_length=50,
        required=False,
        help_text="Короткое имя латиницей, например school-7. Пустое поле — придумаем сами",
    )

    def __init__(self, *args: Any, levels: Sequence[Level], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = forms.ChoiceField(
            label="Уровень", choices=[(level.value, level.label) for level in levels]
        )


class CasesForm(Form):
    """Both names in cases: the guess stands in the field, a corrected one is kept for ever."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, guesses: dict[str, Declined], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guesses = guesses
        for name, guess in guesses.items():
            case = Case(name.removeprefix("short_"))
            which = "Краткое" if name.startswith("short_") else "Полное"
            self.fields[name] = forms.CharField(
                label=f"{which} · {CASE_WORDS[case]}",
                max_length=420,
                required=False,
                initial=guess.text,
                help_text="" if guess.sure else "Проверьте склонение",
            )

    def overrides(self) -> dict[str, str]:
        """Only what differs from the guess."""
        typed = {name: clean(str(self.cleaned_data[name])) for name in self.guesses}
        return {name: text for name, text in typed.items() if text and text != self.guesses[name].text}
