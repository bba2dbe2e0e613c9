"""Announcements: put up, changed, taken down; files to them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.conversations.models import Announcement, AnnouncementFile
from nastavnik.conversations.rules import MAX_FILES, Audience
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.files import accept, discard
from nastavnik.organisations.models import Organisation

from .talk import ALLOWED

Uploads = Sequence["UploadedFile[Any]"]


@dataclass(frozen=True)
class Sheet:
    """What stands on an announcement."""

    title: str
    text: str
    audience: Audience
    starts_on: date
    ends_on: date | None = None
    pinned: bool = False


@transaction.atomic
def put_up(organisation: Organisation, sheet: Sheet, uploads: Uploads = (), *, by: Actor) -> Announcement:
    by.require(Permission.BOARD_EDIT, organisation)
    _check(sheet, len(uploads))
    row = Announcement.objects.create(organisation=organisation, **asdict(sheet))
    _attach(row, uploads)
    journal.record("board.put_up", "Размещено объявление", subject=row, by=by)
    return row


@transaction.atomic
def change(row: Announcement, sheet: Sheet, uploads: Uploads = (), *, by: Actor) -> None:
    """A sheet that was taken down comes back when it is saved anew."""
    by.require(Permission.BOARD_EDIT, row)
    _check(sheet, len(uploads) + row.files.count())
    Announcement.objects.revise(row, seen=row.version, **asdict(sheet), taken_down_on=None)
    _attach(row, uploads)
    journal.record("board.changed", "Изменено объявление", subject=row, by=by)


def _check(sheet: Sheet, files: int) -> None:
    if not sheet.title.strip():
        raise Refusal("Напишите заголовок объявления.")
    if sheet.ends_on is not None and sheet.ends_on < sheet.starts_on:
        raise Refusal("Последний день раньше первого. Исправьте один из них.")
    if files > MAX_FILES:
        raise Refusal(f"К объявлению можно приложить не больше {MAX_FILES} файлов. Уберите лишние.")


def _attach(row: Announcement, uploads: Uploads) -> None:
    for upload in uploads:
        stored = accept(upload, allowed=ALLOWED, organisation=row.organisation)
        AnnouncementFile.objects.create(organisation=row.organisation, announcement=row, file=stored)


@transaction.atomic
def take_down(row: Announcement, *, today: date, by: Actor) -> None:
    """Into the archive at once."""
    by.require(Permission.BOARD_EDIT, row)
    if not Announcement.objects.filter(pk=row.pk, taken_down_on__isnull=True).update(taken_down_on=today):
        raise Refusal("Это объявление уже снято.")
    row.refresh_from_db()
    journal.record("board.taken_down", "Снято объявление", subject=row, by=by)


@transaction.atomic
def remove_file(file: AnnouncementFile, *, by: Actor) -> None:
    by.require(Permission.BOARD_EDIT, file)
    journal.record("board.file_removed", "Убран файл объявления", subject=file, by=by)
    stored = file.file
    file.delete()
    discard(stored)
