"""Exceptions of the production calendar: common to the installation, edited by its administrator."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.models import LogEntry
from nastavnik.organisations.models import CalendarDay


@dataclass(frozen=True)
class _Installation:
    """The calendar lies above every organisation."""

    lies_at: str = ""
    owned_by: frozenset[UUID] = frozenset()


@transaction.atomic
def set_day(day: date, *, is_working: bool, title: str, by: Actor) -> None:
    """Say of a day that it is a working one or a day off, whatever the week says."""
    by.require(Permission.SYSTEM_MANAGE, _Installation())
    found, _ = CalendarDay.objects.update_or_create(
        day=day, defaults={"is_working": is_working, "title": title, "checked": True}
    )
    words = f"Производственный календарь: {found}"
    _record(words, by=by)


@transaction.atomic
def forget_day(found: CalendarDay, *, by: Actor) -> None:
    """The day goes by the ordinary week again."""
    by.require(Permission.SYSTEM_MANAGE, _Installation())
    words = f"Производственный календарь: {found.day:%d.%m.%Y} снова обычный день"
    found.delete()
    _record(words, by=by)


def _record(words: str, *, by: Actor) -> None:
    """A day has no id of its own kind: the line of the journal stands by its words."""
    LogEntry.objects.create(
        event="calendar.changed",
        words=words,
        subject_type=CalendarDay._meta.label,
        actor_id=by.user_id,
        actor_name=by.name,
    )
