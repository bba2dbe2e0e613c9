"""Commands that keep the installation well: doctor, backup, restore."""

import argparse
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from nastavnik.core import health
from nastavnik.core.errors import Refusal
from nastavnik.organisations.models import CalendarDay

from . import database
from .speech import as_json, say


def doctor(given: argparse.Namespace) -> int:
    """Every check with what to do; exit 1 if any is not well."""
    if database.is_empty():
        database.prepare()
    found = list(health.findings({**health.CHECKS, "calendar": _calendar}, timezone.now()))
    well = all(finding.ok for finding in found)
    if given.json:
        as_json({"ok": well, "checks": [asdict(finding) for finding in found]})
    else:
        for finding in found:
            say(f"{'✓' if finding.ok else '✗'} {finding.name}: {finding.say}")
    return 0 if well else 1


def _calendar(now: datetime) -> tuple[bool, str]:
    """From December on the next year must be there; before that it is published by nobody."""
    year = timezone.localtime(now).year
    needed = {year, year + 1} if timezone.localtime(now).month == 12 else {year}
    missing = [each for each in sorted(needed) if not CalendarDay.objects.filter(day__year=each).exists()]
    if missing:
        return (
            False,
            f"В производственном календаре нет {missing[0]} года. Добавьте его праздники и переносы.",
        )
    return True, "Производственный календарь заполнен."


def backup(_given: argparse.Namespace) -> int:
    raise Refusal("Копирование появится в следующем выпуске.")


def restore(_given: argparse.Namespace) -> int:
    raise Refusal("Восстановление появится в следующем выпуске.")
