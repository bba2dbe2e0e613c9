"""Commands that keep the installation well: doctor, backup, restore."""

import argparse
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from nastavnik.core import backup as core_backup
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


def backup(given: argparse.Namespace) -> int:
    """A copy of everything, made while people work."""
    if database.is_empty():
        raise Refusal("Копировать нечего: база пуста. Проверьте DATA_DIR и DATABASE_URL.")
    database.prepare()
    manifest = core_backup.make(given.file, now=timezone.now())
    rows = sum(table["rows"] for table in manifest["tables"].values())
    say(f"Копия готова: {given.file} (строк {rows}, файлов {len(manifest['files'])}).")
    if not manifest["secrets"]:
        say("Секреты заданы окружением и в копию не вошли: сохраните SECRET_KEY отдельно.")
    say("В ней данные людей: храните её так же бережно, как личные дела.")
    return 0


def restore(given: argparse.Namespace) -> int:
    """Into an empty installation only."""
    manifest = core_backup.restore(given.file, prepare=database.prepare)
    say(f"Восстановлено из копии от {manifest['made_at'][:16].replace('T', ' ')}. Запустите: nastavnik serve")
    return 0
