"""What is typed in conversations: messages with files, complaints, decisions, links, announcements."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Form, Plates, Radios

from .rules import MAX_FILES, MAX_TEXT, Audience, Reason, check_words, host_of


class FilesInput(forms.ClearableFileInput):
    """Several files at once, without the boxes of Django's own field."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Gives a list; what each file is, the guards of `core.files` say."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [file for each in given if (file := super(FilesField, self).clean(each, initial))]


def files_field() -> FilesField:
    return FilesField(
        label="Файлы",
        required=False,
        help_text=f"До {MAX_FILES} файлов: документ, таблица, презентация, снимок; каждый не больше 10 МБ.",
    )


class MessageForm(Form):
    text = forms.CharField(
        label="Сообщение",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    files: Any = files_field()

    def uploads(self) -> Sequence["UploadedFile[Any]"]:
        return list(self.cleaned_data["files"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            check_words(data.get("text") or "", len(data.get("files") or []))
        except Refusal as refusal:
            self.add_error("text", str(refusal))
        return data


class EditForm(Form):
    text = forms.CharField(
        label="Сообщение", required=False, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReportForm(Form):
    reason = forms.ChoiceField(label="Что не так", choices=Reason.choices, widget=Radios)
    words = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=1000,
        help_text="Что ещё стоит знать тому, кто будет разбираться.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(Form):
    words = forms.CharField(
        label="Решение",
        max_length=1000,
        help_text="Его прочитает тот, кто пожаловался. Другой стороне имя не называется.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hide = forms.BooleanField(
        label="Убрать сообщение из переписки",
        required=False,
        help_text="Останется слово «удалено»; текст сохранится здесь, в жалобе.",
    )


class ChatForm(Form):
    title = forms.CharField(label="Название", max_length=120, help_text="Например: «Чат нашей группы».")
    address = forms.CharField(
        label="Ссылка",
        max_length=500,
        help_text="Начинается с https://",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        try:
            host_of(address)
        except (Refusal, ValueError) as wrong:
            words = (
                str(wrong) if isinstance(wrong, Refusal) else "Ссылка не разбирается. Скопируйте её целиком."
            )
            raise forms.ValidationError(words) from wrong
        return address


class AnnouncementForm(Form):
    title = forms.CharField(label="Заголовок", max_length=150)
    text = forms.CharField(
        label="Текст", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
    files: Any = files_field()
    audience = forms.ChoiceField(label="Кому", choices=Audience.choices, initial=Audience.ALL, widget=Plates)
    starts_on = forms.DateField(label="С какого дня")
    ends_on = forms.DateField(label="По какой день", required=False, help_text="Пусто: пока не снимете сами.")
    pinned = forms.BooleanField(label="Закрепить наверху", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if isinstance(starts_on, date) and isinstance(ends_on, date) and ends_on < starts_on:
            self.add_error("ends_on", "Последний день раньше первого. Исправьте один из них.")
        return data
