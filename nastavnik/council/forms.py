"""What is typed at the council: which pairs, voices, how a question is closed, care, letters, the regulation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Boxes, Form, Plates, Radios
from nastavnik.matching.rules import check_term
from nastavnik.people.models import Person

from .models import Care, Line
from .rules import LineState, Majority, Measure, Quorum, Voice, Way
from .services.closing import names_of
from .services.voting import Given

MEASURES = [(each.value, each.label) for each in Measure]


class AskForm(Form):
    """Pairs of a run, all marked at first."""

    pairs = forms.MultipleChoiceField(label="Какие пары направить", widget=Boxes)
    due_on = forms.DateField(label="Голосуют до", help_text="Последний день, когда можно дать голос")
    way = forms.ChoiceField(label="Как голосуют", choices=Way.choices, widget=Radios, initial=Way.APART)
    note = forms.CharField(
        label="Что сказать совету",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Совет увидит это над парами, и оно войдёт в протокол",
    )

    def __init__(self, data: Any, *, pairs: Sequence[tuple[str, str]], due_on: date) -> None:
        super().__init__(data, initial={"due_on": due_on, "pairs": [pk for pk, _ in pairs]})
        field = self.fields["pairs"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 — for the types only
        field.choices = list(pairs)

    def chosen(self) -> list[UUID]:
        return [UUID(pk) for pk in self.cleaned_data["pairs"]]


def voice_name(line: Line) -> str:
    return f"voice-{line.pk.hex}"


def comment_name(line: Line) -> str:
    return f"comment-{line.pk.hex}"


class BallotForm(Form):
    """A voice and a word on each pair; `all` is the voice on every pair that has none of its own."""

    all = forms.ChoiceField(
        label="По всем парам сразу",
        choices=Voice.choices,
        widget=Plates,
        required=False,
        help_text="Голос по отдельной паре ниже важнее этого",
    )

    def __init__(self, data: Any, *, lines: Iterable[Line], given: Mapping[UUID, Given]) -> None:
        self.lines = list(lines)
        initial: dict[str, str] = {}
        for line in self.lines:
            if said := given.get(line.pk):
                initial |= {voice_name(line): said.voice, comment_name(line): said.comment}
        super().__init__(data, initial=initial)
        for line in self.lines:
            about = names_of(line)
            self.fields[voice_name(line)] = forms.ChoiceField(
                label=f"Голос: {about}", choices=Voice.choices, widget=Plates, required=False
            )
            self.fields[comment_name(line)] = forms.CharField(
                label=f"Пояснение: {about}", max_length=300, required=False
            )
        if len(self.lines) < 2:
            del self.fields["all"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.given():
            raise forms.ValidationError("Отметьте голос хотя бы по одной паре или по всем сразу.")
        return data

    def given(self) -> dict[UUID, Given]:
        """Line → what was said; a pair without a voice is left out."""
        data, found = self.cleaned_data, {}
        for line in self.lines:
            voice = data.get(voice_name(line)) or data.get("all")
            if voice:
                found[line.pk] = Given(Voice(voice), data.get(comment_name(line), ""))
        return found


class PresentForm(Form):
    """Who is at the sitting, and whether all of them are «за»."""

    present = forms.MultipleChoiceField(label="Кто участвует", widget=Boxes, required=False)
    unanimous = forms.BooleanField(
        label="Все участвующие — «за» по всем парам",
        required=False,
        help_text="Кто голосовал иначе, отметьте потом в его строке",
    )

    def __init__(self, data: Any, *, members: Sequence[Person], present: Iterable[UUID]) -> None:
        super().__init__(data, initial={"present": [str(pk) for pk in present]})
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(str(person.pk), person.full_name) for person in members]

    def chosen(self) -> list[UUID]:
        return [UUID(pk) for pk in self.cleaned_data["present"]]


FATES = [
    (LineState.RETURNED.value, "Вернуть в работу"),
    (LineState.DECLINED.value, "Отклонить"),
]


def fate_name(line: Line) -> str:
    return f"fate-{line.pk.hex}"


def reason_name(line: Line) -> str:
    return f"reason-{line.pk.hex}"


class CloseForm(Form):
    """The minutes, the term of the adopted pairs, and the fate of those that were not adopted."""

    number = forms.CharField(label="№ протокола", max_length=40)
    held_on = forms.DateField(label="Дата протокола")
    secretary = forms.ChoiceField(label="Секретарь", required=False)
    starts_on = forms.DateField(label="Пары работают с")
    ends_on = forms.DateField(label="Пары работают по", help_text="От трёх до двенадцати месяцев")

    def __init__(
        self, data: Any, *, initial: dict[str, Any], people: Sequence[Person], unadopted: Iterable[Line]
    ) -> None:
        super().__init__(data, initial=initial)
        self._people = {str(person.pk): person for person in people}
        field = self.fields["secretary"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "не выбран"), *((pk, p.full_name) for pk, p in self._people.items())]
        self.unadopted = list(unadopted)
        for line in self.unadopted:
            about = names_of(line)
            self.fields[fate_name(line)] = forms.ChoiceField(
                label=f"Решение не принято: {about}",
                choices=FATES,
                widget=Plates,
                initial=LineState.RETURNED.value,
            )
            self.fields[reason_name(line)] = forms.CharField(
                label=f"Почему: {about}",
                max_length=300,
                required=False,
                help_text="Нужно, если пара отклонена. Эти двое больше не будут предложены друг другу",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on"):
            try:
                check_term(data["starts_on"], data["ends_on"], ())
            except Refusal as refusal:
                self.add_error("ends_on", str(refusal))
        return data

    def person(self) -> Person | None:
        return self._people.get(self.cleaned_data["secretary"])

    def fates(self) -> dict[UUID, tuple[LineState, str]]:
        data = self.cleaned_data
        return {
            line.pk: (LineState(data[fate_name(line)]), data[reason_name(line)]) for line in self.unadopted
        }


class MeasuresForm(Form):
    """What is decided for somebody left without a mentor, and when this is looked at again."""

    measures = forms.MultipleChoiceField(label="Что решено", choices=MEASURES, widget=Boxes)
    next_on = forms.DateField(label="Когда вернёмся", help_text="В этот день система напомнит куратору")

    def chosen(self) -> list[Measure]:
        return [Measure(code) for code in self.cleaned_data["measures"]]


class CareForm(MeasuresForm):
    words = forms.CharField(
        label="Пояснение",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Войдёт в протокол, и сам человек увидит это в своих данных",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, care: Care) -> None:
        initial = {
            "measures": care.measures,
            "next_on": care.next_on,
            "words": care.words,
            "version": care.version,
        }
        super().__init__(data, initial=initial)


class LetterForm(Form):
    subject = forms.CharField(label="Тема", max_length=150)
    text = forms.CharField(label="Письмо", max_length=4000, widget=forms.Textarea(attrs={"rows": 14}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RegulationForm(Form):
    """How the council decides, as the local regulation says."""

    quorum = forms.ChoiceField(
        label="Кворум",
        choices=Quorum.choices,
        widget=Radios,
        help_text="Сколько членов совета должны участвовать, чтобы решение имело силу",
    )
    majority = forms.ChoiceField(label="Пара утверждена, если", choices=Majority.choices, widget=Radios)
    chair_decides = forms.BooleanField(
        label="При равенстве голосов решает голос председателя", required=False
    )
    only_council = forms.BooleanField(
        label="Подобранные пары утверждает только совет",
        required=False,
        help_text="Иначе куратор может утвердить пару и сам",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
