"""The days of the example: a year is told backwards from today, and looks as if each thing had been written on its day."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.db.models import F, Model
from django.utils import timezone

from nastavnik.core.models import OutgoingMessage
from nastavnik.documents.models import Paper
from nastavnik.pairs.models import Mentorship
from nastavnik.programmes.models import Comment, Programme

ZONE = "Asia/Barnaul"
SATURDAY = 5
NEWS_STAY_NEW = 8  # days; what came earlier has been read
# What services stamp with the clock; the journal is not among them: it says truly when the example was filled.
STAMPS: Mapping[type[Model], tuple[str, ...]] = {
    Mentorship: ("created_at", "decided_at"),
    Paper: ("created_at", "issued_at"),
    Programme: ("created_at", "sent_at", "approved_at"),
    Comment: ("created_at",),
    OutgoingMessage: ("created_at", "sent_at"),
}


class Told(Protocol):
    """Whatever has a day that the story has come to, and the real one."""

    today: date
    last: date


def school_day(last: date, ago: int) -> date:
    """So many days before `last` (after it, when negative), never at a weekend: Friday before, Monday after."""
    found = last - timedelta(days=ago)
    over = found.weekday() - SATURDAY
    if over < 0 or ago == 0:
        return found
    return found - timedelta(days=over + 1) if ago > 0 else found + timedelta(days=2 - over)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE))


@contextmanager
def then(told: Told, ago: int) -> Iterator[date]:
    """What is done inside was done so many days ago."""
    begun, told.today = timezone.now(), school_day(told.last, ago)
    try:
        yield told.today
        _move_stamps(begun, told.last - told.today, read=ago > NEWS_STAY_NEW)
    finally:
        told.today = told.last


def _move_stamps(begun: datetime, shift: timedelta, *, read: bool) -> None:
    if read:
        OutgoingMessage.objects.filter(created_at__gte=begun).update(read_at=F("created_at") - shift)
    for model, names in STAMPS.items():
        for name in names:
            fresh: dict[str, Any] = {f"{name}__gte": begun}
            model._base_manager.filter(**fresh).update(**{name: F(name) - shift})
