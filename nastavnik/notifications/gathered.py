"""Things that come by dozens are reminded of together: one reminder for all that came in one week."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from nastavnik.organisations.models import Organisation

WEEK = timedelta(days=7)


def by_week(days: Iterable[date], *, wait: int) -> Iterator[tuple[str, date, int]]:
    """(key, due date, how many) for each week in which something came; `wait`: days given from the week's end."""
    mondays = Counter(day - timedelta(days=day.weekday()) for day in days)
    for monday, count in sorted(mondays.items()):
        yield monday.isoformat(), monday + WEEK + timedelta(days=wait - 1), count


def today_in(organisation: Organisation) -> date:
    return timezone.localdate(timezone=ZoneInfo(organisation.time_zone))
