"""Forms of the first visit: the organisation, and the people at its head."""

from typing import Any

from django import forms

from nastavnik.core.forms import Form, Plates
from nastavnik.core.russian.names import FullName, guess_gender
from nastavnik.organisations.rules import Kind
from nastavnik.organisations.zones import ZONES
from nastavnik.people.accounts.forms import NewAccountForm
from nastavnik.people.rules import Gender

OURS = [(kind.value, kind.label) for kind in Kind if kind not in {Kind.AUTHORITY, Kind.EMPLOYER}]


class CodeForm(Form):
    code = forms.CharField(
        label="Код из консоли",
        max_length=40,
        help_text="Его напечатала программа при запуске: три группы по четыре знака",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class OrganisationForm(Form):
    kind = forms.ChoiceField(label="Вид организации", choices=OURS, initial=Kind.SCHOOL)
    full_name = forms.CharField(
        label="Полное наименование", max_length=400, help_text="Как в уставе: с него начнутся приказы"
    )
    short_name = forms.CharField(label="Краткое наименование", max_length=150)
    place = forms.CharField(label="Населённый пункт", max_length=150, help_text="Как в приказе: г. Заречинск")
    time_zone = forms.ChoiceField(label="Часовой пояс", choices=ZONES, initial="Europe/Moscow")


def _name(label: str, *, required: bool = True, autocomplete: str = "off") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=100,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


class PeopleForm(NewAccountForm):
    """Who sits here, and who is the other of the two: head and curator."""

    seat = forms.ChoiceField(
        label="Кто вы?",
        choices=[
            ("curator", "Куратор наставничества"),
            ("head", "Руководитель организации"),
            ("both", "И руководитель, и куратор"),
        ],
        widget=Plates,
        initial="curator",
    )
    last_name = _name("Фамилия", autocomplete="family-name")
    first_name = _name("Имя", autocomplete="given-name")
    middle_name = _name("Отчество", required=False, autocomplete="additional-name")
    gender = forms.ChoiceField(
        label="Пол",
        choices=Gender.choices,
        widget=Plates,
        required=False,
        help_text="Определим по отчеству. Отметьте сами, если отчества нет",
    )
    position = forms.CharField(
        label="Ваша должность", max_length=200, help_text="Например: заместитель директора"
    )
    email = forms.EmailField(
        label="Ваша электронная почта",
        help_text="С ней вы будете входить",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"}),
    )
    other_last_name = _name("Фамилия", required=False)
    other_first_name = _name("Имя", required=False)
    other_middle_name = _name("Отчество", required=False)
    other_gender = forms.ChoiceField(label="Пол", choices=Gender.choices, widget=Plates, required=False)
    other_position = forms.CharField(label="Должность", max_length=200, required=False)
    looks_after = forms.BooleanField(
        label="Я также слежу за самой программой: копии, обновления, новые организации",
        required=False,
        initial=True,
    )

    ME = ("seat", "last_name", "first_name", "middle_name", "gender", "position")
    SIGN_IN = ("email", "password1", "password2", "looks_after")
    OTHER = tuple(
        f"other_{name}" for name in ("last_name", "first_name", "middle_name", "gender", "position")
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self._tell_gender(given, "")
        named = any(given.get(name) for name in self.OTHER)
        if named:
            self._tell_gender(given, "other_")
        if not given.get("gender") and not self.errors:
            self.add_error(
                "gender", "Отметьте пол: по имени его не определить, а без него не склонить фамилию"
            )
        if named and given.get("seat") != "both":
            for name in ("other_last_name", "other_first_name", "other_gender", "other_position"):
                if not given.get(name) and name not in self.errors:
                    label = str(self.fields[name].label).lower()
                    self.add_error(
                        name, f"Назовите и это — {label} — или очистите сведения о втором человеке"
                    )
        return given

    def _tell_gender(self, given: dict[str, Any], prefix: str) -> None:
        """The patronymic tells it in nearly every case; what is marked by hand stands."""
        name = FullName(
            *(given.get(f"{prefix}{part}", "") for part in ("last_name", "first_name", "middle_name"))
        )
        if name.last and name.first and not given.get(f"{prefix}gender"):
            given[f"{prefix}gender"] = guess_gender(name) or ""

    def group(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]
