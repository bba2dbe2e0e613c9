"""Forms of the journeys by which a pair changes and ends: each asks one thing, and gives it as `Wanted`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from nastavnik.core.forms import Form, Radios
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.changing.rules import GROUNDS, ChangeKind, Initiator
from nastavnik.pairs.changing.services import Wanted
from nastavnik.pairs.models import Participation
from nastavnik.pairs.rules import Side
from nastavnik.people.models import Person

PRIVATE_NOTE = "Увидят только те, кто ведёт пары. Участникам личную причину не показываем."
OUTSIDE = "outside"


class ChangeForm(Form):
    """The common part: the kind stands in the class, the day and the note are asked by all."""

    kind: ChangeKind
    effective_on = forms.DateField(label="С какого дня")
    note = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=PRIVATE_NOTE,
    )

    def __init__(self, *args: Any, takers: Sequence[Participation], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.takers, self.today = takers, today
        if grounds := GROUNDS.get(self.kind):
            self.fields["ground"] = forms.ChoiceField(
                label="Причина",
                choices=[(each.value, each.label) for each in grounds],
                widget=Radios,
                error_messages={"required": "Выберите причину"},
            )
            names = [name for name in self.fields if name not in {"ground", "note"}]
            self.order_fields([*names, "ground", "note"])

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(
            kind=self.kind,
            effective_on=data["effective_on"],
            ground=data.get("ground", ""),
            note=data.get("note", ""),
            **self.more(),
        )

    def more(self) -> dict[str, Any]:
        """What this kind adds to the common part."""
        return {}

    def ask_person(self, label: str, *sides: Side) -> None:
        """A field that chooses one of the participants."""
        shown = [t for t in self.takers if not sides or t.side in sides]
        self.fields["person"] = forms.ChoiceField(
            label=label,
            choices=[
                (str(t.person_id), f"{t.person.full_name}, {t.get_side_display().lower()}") for t in shown
            ],
            widget=Radios,
            error_messages={"required": "Выберите участника"},
        )

    def person(self) -> Person | None:
        chosen = self.cleaned_data.get("person")
        return next((t.person for t in self.takers if str(t.person_id) == chosen), None)


class PauseForm(ChangeForm):
    kind = ChangeKind.PAUSE
    effective_on = forms.DateField(label="С какого дня пауза")
    until = forms.DateField(
        label="Когда планируют вернуться",
        required=False,
        help_text="Можно не указывать, если пока неизвестно",
    )

    def more(self) -> dict[str, Any]:
        return {"until": self.cleaned_data.get("until")}


class ResumeForm(ChangeForm):
    kind = ChangeKind.RESUME
    effective_on = forms.DateField(label="С какого дня пара снова работает")


class AbsenceForm(ChangeForm):
    kind = ChangeKind.ABSENCE
    effective_on = forms.DateField(label="Первый день отсутствия")
    until = forms.DateField(
        label="Когда планирует вернуться",
        required=False,
        help_text="Можно не указывать, если пока неизвестно",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_person("Кто отсутствует")
        self.order_fields(["person", "effective_on", "until", "ground", "note"])

    def more(self) -> dict[str, Any]:
        return {"person": self.person(), "until": self.cleaned_data.get("until")}


class TermForm(ChangeForm):
    kind = ChangeKind.TERM
    effective_on = None  # type: ignore[assignment]
    until = forms.DateField(label="Новый последний день пары")

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(self.kind, self.today, until=data["until"], ground=data["ground"], note=data["note"])


class TransferForm(ChangeForm):
    kind = ChangeKind.TRANSFER
    effective_on = forms.DateField(label="Последний день участия здесь")

    def __init__(self, *args: Any, schools: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {str(school.pk): school for school in schools}
        self.ask_person("Кто переходит")
        self.fields["to"] = forms.ChoiceField(
            label="Куда",
            choices=[
                ("", "выберите"),
                *((pk, school.short_name) for pk, school in self.schools.items()),
                (OUTSIDE, "Другая организация, её нет в списке"),
            ],
        )
        self.fields["place"] = forms.CharField(
            label="Название, если её нет в списке", required=False, max_length=300
        )
        self.order_fields(["person", "to", "place", "effective_on", "note"])

    def more(self) -> dict[str, Any]:
        chosen = self.cleaned_data["to"]
        return {
            "person": self.person(),
            "to": self.schools.get(chosen),
            "place": self.cleaned_data["place"] if chosen == OUTSIDE else "",
        }


class ReplaceForm(ChangeForm):
    kind = ChangeKind.REPLACEMENT
    effective_on = forms.DateField(
        label="Последний день прежнего наставника", help_text="Новая пара начнётся на следующий день"
    )

    def __init__(self, *args: Any, mentors: Sequence[tuple[str, Sequence[Person]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = {t.person_id for t in self.takers}
        groups = [(title, [p for p in people if p.pk not in now]) for title, people in mentors]
        self._people = {str(p.pk): p for _, people in groups for p in people}
        self.fields["mentor"] = forms.ChoiceField(
            label="Новый наставник",
            help_text="Сначала те, кто в банке наставников",
            choices=[
                ("", "выберите"),
                *((title, [(str(p.pk), p.full_name) for p in people]) for title, people in groups if people),
            ],
        )
        self.order_fields(["mentor", "effective_on", "ground", "note"])

    def more(self) -> dict[str, Any]:
        return {"mentor": self._people[self.cleaned_data["mentor"]]}


class NoticeForm(ChangeForm):
    """A one-sided end: the day of the notice, then the last day."""

    initiator: Initiator
    on = forms.DateField(label="Когда предупредили")
    effective_on = forms.DateField(
        label="Последний день работы наставника",
        help_text="Не раньше чем через три рабочих дня после предупреждения (ТК РФ, ст. 351.8)",
    )
    field_order: Sequence[str] = ("on", "effective_on", "note")

    def more(self) -> dict[str, Any]:
        return {"on": self.cleaned_data["on"], "initiator": self.initiator}


class RefusalForm(NoticeForm):
    kind = ChangeKind.REFUSAL
    on = forms.DateField(label="Когда наставник сказал об отказе")
    initiator = Initiator.MENTOR


class CancellationForm(NoticeForm):
    kind = ChangeKind.CANCELLATION
    on = forms.DateField(label="Когда сказали наставнику")
    initiator = Initiator.ORGANISATION


class CompleteForm(ChangeForm):
    kind = ChangeKind.COMPLETION
    effective_on = forms.DateField(label="Последний день работы")
    note = forms.CharField(
        label="Чего достигли",
        required=False,
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Одной-двумя фразами. Увидят участники пары.",
    )

    def more(self) -> dict[str, Any]:
        return {"initiator": Initiator.BOTH}


class RematchForm(ChangeForm):
    kind = ChangeKind.REMATCH
    effective_on = forms.DateField(label="Последний день этой пары")


class StopForm(ChangeForm):
    kind = ChangeKind.STOP
    effective_on = forms.DateField(label="Последний день")
    initiator = forms.ChoiceField(
        label="Кто решил",
        choices=[(each.value, each.label) for each in (Initiator.MENTEE, Initiator.BOTH)],
        widget=Radios,
        error_messages={"required": "Выберите, кто решил"},
    )
    field_order: Sequence[str] = ("initiator", "effective_on", "note")

    def __init__(self, *args: Any, works: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not works:
            self.fields["initiator"].choices = [(e.value, e.label) for e in Initiator]  # type: ignore[attr-defined]

    def more(self) -> dict[str, Any]:
        return {"initiator": Initiator(self.cleaned_data["initiator"])}


class OwnRefusalForm(Form):
    effective_on = forms.DateField(label="Ваш последний день в этой паре")
    note = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Писать не обязательно. Увидят только те, кто ведёт пары.",
    )


class OwnRematchForm(Form):
    note = forms.CharField(
        label="Что не складывается",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Писать не обязательно. Увидят только те, кто ведёт пары; второй участник не узнает.",
    )


class OrderOfChangeForm(Form):
    number = forms.CharField(
        label="№ приказа", max_length=40, error_messages={"required": "Укажите номер приказа"}
    )
    on = forms.DateField(label="Дата приказа", error_messages={"required": "Укажите дату приказа"})
