"""Forms of messages: filters, one's own settings, the manners of an organisation, a messenger and its code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nastavnik.core import ui
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Form
from nastavnik.core.models import Channel, MessageState
from nastavnik.notifications import rules
from nastavnik.notifications.kinds import ALL, Kind, kind_of
from nastavnik.notifications.rules import Rhythm


@dataclass(frozen=True)
class Wanted:
    unread: bool = False
    kinds: Sequence[str] = field(default_factory=tuple)


class NewsFilter(Form):
    show = forms.ChoiceField(
        label="Показать", choices=[("", "всё"), ("unread", "непрочитанное")], required=False
    )
    kind = forms.ChoiceField(label="О чём", required=False)

    def __init__(self, *args: Any, kinds: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.codes: dict[str, list[str]] = {}
        for code in kinds:
            self.codes.setdefault(kind_of(code).label, []).append(code)
        labels = sorted(self.codes)
        choices = [("", "обо всём"), *((label, label) for label in labels)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        given = self.cleaned_data if self.is_valid() else {}
        return Wanted(given.get("show") == "unread", tuple(self.codes.get(given.get("kind", ""), ())))

    def chips(self, url: str) -> list[ui.Chip]:
        given = self.cleaned_data if self.is_valid() else {}
        chosen = {"show": "непрочитанное" if given.get("show") else "", "kind": given.get("kind", "")}
        return [ui.Chip(label, url) for label in chosen.values() if label]


class LogFilter(Form):
    state = forms.ChoiceField(
        label="Что с сообщением", choices=[("", "любое"), *MessageState.choices], required=False
    )
    channel = forms.ChoiceField(label="Как", choices=[("", "любым путём"), *Channel.choices], required=False)

    def wanted(self) -> dict[str, str]:
        given = self.cleaned_data if self.is_valid() else {}
        return {name: given.get(name, "") for name in ("state", "channel")}

    def labels(self) -> list[str]:
        """Words of what is chosen, for the chips."""
        wanted = self.wanted()
        return [
            str(MessageState(wanted["state"]).label) if wanted["state"] else "",
            str(Channel(wanted["channel"]).label) if wanted["channel"] else "",
        ]


class SettingsForm(Form):
    """One choice for each kind and channel; empty means «as it is for everybody»."""

    def __init__(self, *args: Any, channels: Sequence[Channel], kinds: Sequence[Kind], **more: Any) -> None:
        super().__init__(*args, **more)
        self.channels, self.kinds = channels, kinds
        for channel in channels:
            self.fields[self.name_of(ALL, channel)] = forms.ChoiceField(
                label="Обо всём, для чего ниже не выбрано своё",
                choices=[("", "как принято для каждого вида"), *Rhythm.choices],
                required=False,
            )
            for kind in kinds:
                usual = f"как обо всём (обычно {kind.rhythm.label})"
                self.fields[self.name_of(kind.code, channel)] = forms.ChoiceField(
                    label=kind.label, choices=[("", usual), *Rhythm.choices], required=False
                )

    @staticmethod
    def name_of(code: str, channel: Channel) -> str:
        return f"{'all' if code == ALL else code}-{channel.value}"

    def groups(self) -> list[tuple[str, list[Any]]]:
        """Fields by channel, for the page."""
        return [
            (channel.label, [self[name] for name in self.fields if name.endswith(f"-{channel.value}")])
            for channel in self.channels
        ]

    def chosen(self) -> dict[tuple[str, Channel], Rhythm | None]:
        codes = [ALL, *(kind.code for kind in self.kinds)]
        return {
            (code, channel): Rhythm(value)
            if (value := self.cleaned_data[self.name_of(code, channel)])
            else None
            for channel in self.channels
            for code in codes
        }


class MannersForm(Form):
    steps = forms.CharField(
        label="За сколько дней до срока и после него напоминать",
        max_length=60,
        help_text="Через запятую: −7 — за неделю до срока, 0 — в день срока, +1 — на следующий день",
    )
    weekly_from = forms.IntegerField(
        label="Дальше — раз в неделю, начиная с какого дня после срока", min_value=1, max_value=60
    )
    next_from = forms.IntegerField(
        label="С какого дня после срока сообщать и следующему ответственному",
        min_value=1,
        max_value=120,
        help_text="Например, куратору, если запись не сделал наставник",
    )
    quiet_from = forms.TimeField(
        label="Тихие часы с", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label="Тихие часы до",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="В это же время уходит сводка. Одинаковое время — тихих часов нет",
    )
    rest_on_days_off = forms.BooleanField(label="Не писать в выходные и праздники", required=False)
    rest_on_holidays = forms.BooleanField(label="Не писать в каникулы", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_steps(self) -> str:
        try:
            return rules.steps_typed(rules.steps_of(self.cleaned_data["steps"]))
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class MessengerForm(Form):
    address = forms.RegexField(
        r"^-?\d{1,20}$",
        label="Ваш номер в мессенджере",
        max_length=21,
        error_messages={"invalid": "Номер состоит из одних цифр. Скопируйте его ещё раз."},
    )


class CodeForm(Form):
    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label="Код из сообщения бота",
        max_length=12,
        error_messages={"invalid": "Код — шесть цифр из сообщения бота."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
