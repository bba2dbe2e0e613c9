"""Forms of a meeting: its time and place, its record, a task; rooms and lessons."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from nastavnik.bank.rules import in_words, windows_of_day
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Form, Plates, Radios, speak_plainly
from nastavnik.core.russian.wording import day_and_month
from nastavnik.meetings import rules
from nastavnik.meetings.models import Room
from nastavnik.meetings.rules import Agreed, Doer, Fit, Mark, Way
from nastavnik.meetings.rules.slots import Span, Window
from nastavnik.people.models import Person

LENGTHS = (15, 30, 45, 60, 90, 120)
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
OTHER = "other"
LONG = 4000


class TimeInput(forms.TimeInput):
    """The time field of the browser."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


def length_field(minutes: int = rules.USUAL_MINUTES) -> forms.TypedChoiceField:
    lengths = sorted({*LENGTHS, minutes})
    return forms.TypedChoiceField(
        label="Сколько длится",
        choices=[(n, rules.hours_words(n)) for n in lengths],
        coerce=int,
        initial=minutes,
    )


def span_words(span: Span) -> str:
    """«вторник, 16 сентября, 14:30–15:15» by the clock of the page."""
    starts, ends = (timezone.localtime(moment) for moment in span)
    day = f"{WEEKDAYS[starts.weekday()]}, {day_and_month(starts.date())}"
    return f"{day}, {starts:%H:%M}–{ends:%H:%M}"


def moment_of(day: date, at: time, zone: ZoneInfo | Any) -> datetime:
    return datetime.combine(day, at, zone)


class PlanForm(Form):
    """When, in what way, where. Free times come first where the week of somebody is known."""

    slot = forms.ChoiceField(
        label="Свободное время", required=False, widget=Radios, help_text="Удобно всем участникам встречи"
    )
    day = forms.DateField(label="День", required=False)
    at = forms.TimeField(label="Время", required=False, widget=TimeInput)
    way = forms.ChoiceField(
        label="Как встретитесь", choices=Way.choices, widget=Plates, initial=Way.IN_PERSON
    )
    room = forms.ChoiceField(label="Помещение", required=False)
    place = forms.CharField(
        label="Место или ссылка",
        required=False,
        max_length=200,
        help_text="Если помещения нет в списке. Ссылку видеосвязи можно оставить пустой, если она создаётся сама",
    )
    topic = forms.CharField(label="Тема", required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        rooms: Sequence[Room],
        mentees: Sequence[Person] = (),
        slots: Sequence[Span] = (),
        minutes: int = rules.USUAL_MINUTES,
        zone: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.rooms, self.mentees = zone or timezone.get_current_timezone(), rooms, mentees
        self.slots = {span[0].isoformat(): span for span in slots}
        told = [(key, span_words(span)) for key, span in self.slots.items()]
        self.fields["slot"].choices = [*told, (OTHER, "Другое время: укажите ниже")]  # type: ignore[attr-defined]
        if not slots:
            del self.fields["slot"]
            self.fields["day"].required = self.fields["at"].required = True
        self.fields["room"].choices = [("", "не нужно"), *((str(r.pk), r.title) for r in rooms)]  # type: ignore[attr-defined]
        if not rooms:
            del self.fields["room"]
        self.fields["minutes"] = length_field(minutes)
        if len(mentees) > 1:
            self.fields["only_with"] = _with_whom(mentees)
        self.fields["is_single"] = forms.BooleanField(
            label="Однократная встреча: других не планируем", required=False
        )
        self.order_fields(
            ["slot", "day", "at", "minutes", "only_with", "way", "room", "place", "topic", "is_single"]
        )
        speak_plainly(self)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("slot") in self.slots:
            data["starts_at"] = self.slots[data["slot"]][0]
            return data
        if "day" in self.errors or "at" in self.errors:
            return data
        for name, words in (("day", "Укажите день встречи"), ("at", "Укажите время встречи")):
            if not data.get(name):
                self.add_error(name, words)
        if data.get("day") and data.get("at"):
            data["starts_at"] = moment_of(data["day"], data["at"], self.zone)
        return data

    def values(self) -> dict[str, Any]:
        """Arguments of a plan."""
        data = self.cleaned_data
        return {
            "starts_at": data["starts_at"],
            "minutes": data["minutes"],
            "way": Way(data["way"]),
            "room": next((r for r in self.rooms if str(r.pk) == data.get("room")), None),
            "place": data["place"],
            "topic": data["topic"],
            "only_with": _person(self.mentees, data.get("only_with")),
            "is_single": data["is_single"],
        }


def _with_whom(mentees: Sequence[Person]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="С кем",
        required=False,
        choices=[("", "Со всей группой"), *((str(p.pk), p.short_name) for p in mentees)],
        help_text="Встречу с одним наставляемым другие не видят",
    )


def _person(people: Sequence[Person], pk: str | None) -> Person | None:
    return next((p for p in people if str(p.pk) == pk), None)


class MoveForm(PlanForm):
    """The same with a reason."""

    reason = forms.CharField(label="Почему переносите", required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("only_with", None)


class ReasonForm(Form):
    reason = forms.CharField(label="Почему", max_length=300)


class WishForm(Form):
    words = forms.CharField(
        label="Когда вам удобно", max_length=300, help_text="Например: в четверг после третьего урока"
    )


WAS = (("yes", "Да"), ("no", "Не было"))
AGREED_HINT = (
    "Каждая строка станет заданием. Можно начать с «наставник:» или «вместе:» и закончить днём: «… до 20.09»."
)


class RecordForm(Form):
    """Three fields: was it, what was agreed, how it was. The rest is folded and may stay empty."""

    was = forms.ChoiceField(label="Встреча состоялась?", choices=WAS, widget=Plates, initial="yes")
    agreements = forms.CharField(
        label="О чём договорились",
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=AGREED_HINT,
    )
    mark = forms.TypedChoiceField(
        label="Полезна ли была встреча?",
        required=False,
        choices=[(n, Mark(n).label) for n in sorted(Mark.values, reverse=True)],
        coerce=int,
        empty_value=None,
        widget=Plates,
        help_text="Ответ видите вы и куратор. Другая сторона его не видит",
    )
    fit = forms.ChoiceField(
        label="Это была первая встреча. Подходите ли вы друг другу?",
        required=False,
        choices=Fit.choices,
        widget=Plates,
        help_text="Ответ видите вы и куратор. Если не подходит, куратор спокойно предложит другую пару",
    )
    words = forms.CharField(
        label="Чем занимались", required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )
    doer = forms.ChoiceField(label="Чьи это задания", choices=Doer.choices, initial=Doer.MENTEE)
    due_on = forms.DateField(label="Сделать до", required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    MAIN = ("was", "agreements", "mark", "fit")

    def __init__(self, *args: Any, first: bool, rates: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not first or not rates:
            del self.fields["fit"]
        if not rates:
            del self.fields["mark"]
        speak_plainly(self)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        try:
            data["agreed"] = self._agreed()
        except Refusal as refusal:
            self.add_error("agreements", ValidationError(str(refusal)))
        return data

    def _agreed(self) -> list[Agreed]:
        data = self.cleaned_data
        return rules.agreed_from(
            data.get("agreements") or "",
            doer=Doer(data.get("doer") or Doer.MENTEE),
            due_on=data.get("due_on") or rules.usual_due(self.today, None),
            today=self.today,
        )

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "was": data["was"] == "yes",
            "words": data["words"],
            "agreed": tuple(data["agreed"]),
            "mark": data.get("mark"),
            "fit": Fit(data["fit"]) if data.get("fit") else None,
            "seen": data.get("seen") or 0,
        }

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in self.MAIN if name in self.fields]

    @property
    def more_fields(self) -> list[Any]:
        return [each for each in self if each.name not in self.MAIN and not each.is_hidden]


class NewRecordForm(RecordForm):
    """A meeting that nobody planned: today by default."""

    def __init__(
        self, *args: Any, mentees: Sequence[Person] = (), now: datetime, zone: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.mentees = zone or timezone.get_current_timezone(), mentees
        local = timezone.localtime(now)
        began = max(local - timedelta(minutes=rules.USUAL_MINUTES), local.replace(hour=0, minute=0))
        self.fields["day"] = forms.DateField(label="День", initial=local.date())
        self.fields["at"] = forms.TimeField(
            label="Начало", widget=TimeInput, initial=began.replace(minute=began.minute // 5 * 5).time()
        )
        self.fields["minutes"] = length_field()
        self.fields["way"] = forms.ChoiceField(
            label="Как встретились", choices=Way.choices, widget=Plates, initial=Way.IN_PERSON
        )
        if len(mentees) > 1:
            self.fields["only_with"] = _with_whom(mentees)
        speak_plainly(self)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "starts_at": moment_of(data["day"], data["at"], self.zone),
            "minutes": data["minutes"],
            "way": Way(data["way"]),
            "only_with": _person(self.mentees, data.get("only_with")),
        }


class TaskForm(Form):
    words = forms.CharField(label="Что сделать", max_length=rules.LONGEST_TASK)
    person = forms.ChoiceField(label="Кто", required=False)
    due_on = forms.DateField(label="До какого дня")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        named = [("", "вместе"), *((str(p.pk), p.short_name) for p in people)]
        self.fields["person"].choices = named  # type: ignore[attr-defined]

    def chosen(self) -> Person | None:
        return _person(self.people, self.cleaned_data.get("person"))


class RoomForm(Form):
    title = forms.CharField(label="Название", max_length=100, help_text="Например: кабинет 312")
    note = forms.CharField(label="Пояснение", max_length=200, required=False)


class VideoForm(Form):
    template = forms.CharField(
        label="Шаблон ссылки",
        max_length=300,
        required=False,
        help_text="Например: https://video.school.example/{code}. Вместо {code} встанет случайный набор знаков",
    )


class LessonsForm(Form):
    """A line for each day: «08:30–09:15, 09:25–10:10»."""

    def __init__(self, *args: Any, week: Mapping[int, Sequence[Window]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, day in enumerate(WEEKDAYS, start=1):
            self.fields[f"day{number}"] = forms.CharField(
                label=day.capitalize(),
                max_length=200,
                required=False,
                initial=in_words(week.get(number, ())),
            )

    def clean(self) -> dict[str, Any]:
        for number in range(1, 8):
            name = f"day{number}"
            try:
                self.cleaned_data[name] = windows_of_day(self.cleaned_data.get(name) or "")
            except Refusal as refusal:
                self.add_error(name, ValidationError(str(refusal)))
        return self.cleaned_data

    def week(self) -> dict[int, list[Window]]:
        return {number: self.cleaned_data[f"day{number}"] for number in range(1, 8)}


class FileForm(Form):
    title = forms.CharField(label="Что это", max_length=200, required=False)
    upload = forms.FileField(label="Файл", help_text="PDF, документ Word или снимок, до 10 МБ")
