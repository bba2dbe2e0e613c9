"""Is the ground floor well? Each check says what to do when it is not."""

import os
import shutil
import stat
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor

from . import marks
from .errors import disk_words
from .models import Job, JobState, LogEntry, MessageState, OutgoingMessage

PULSE = timedelta(seconds=60)
STALE_BACKUP = timedelta(days=1)
LITTLE_SPACE = 500 * 1024 * 1024
TRIGGERS = {"sqlite": {"journal_no_update", "journal_no_delete"}, "postgresql": {"journal_read_only"}}


@dataclass(frozen=True)
class Finding:
    """What one check has found; `say` is a Russian sentence, with the next step when `ok` is False."""

    name: str
    ok: bool
    say: str


Check = Callable[[datetime], tuple[bool, str]]


def findings(checks: dict[str, Check], now: datetime) -> Iterator[Finding]:
    """Every check in turn; one that breaks is a finding, not the end."""
    for name, check in checks.items():
        try:
            yield Finding(name, *check(now))
        except Exception as fault:
            yield Finding(name, False, f"Проверить не удалось: {type(fault).__name__}: {fault}")


def waiting_migrations() -> list[str]:
    """Names of migrations not yet applied, in order."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def database(_now: datetime) -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, f"База отвечает ({connection.vendor})."


def integrity(_now: datetime) -> tuple[bool, str]:
    """Reads the whole file, so it is for the doctor only."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            if cursor.fetchone() != ("ok",):
                return (
                    False,
                    "Файл базы повреждён. Остановите систему и восстановите копию: nastavnik restore.",
                )
    return True, "База цела."


def migrations(_now: datetime) -> tuple[bool, str]:
    waiting = waiting_migrations()
    if waiting:
        return False, f"Не применено изменений базы: {len(waiting)}. Запустите nastavnik serve."
    return True, "База соответствует версии программы."


def search(_now: datetime) -> tuple[bool, str]:
    """On PostgreSQL lower('Ё') needs a database made with a UTF-8 ctype: with C search finds no Cyrillic."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT translate(lower('ЁЖ'), 'ё', 'е')")
        else:
            cursor.execute("SELECT ru_fold('ЁЖ')")
        folded = cursor.fetchone()[0]
    if folded != "еж":
        return (
            False,
            "База не различает русские буквы. Создайте её заново с LC_CTYPE=ru_RU.UTF-8 или C.UTF-8.",
        )
    return True, "Поиск по русским буквам работает."


def journal(_now: datetime) -> tuple[bool, str]:
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgrelid = 'core_logentry'::regclass AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        present = {row[0] for row in cursor.fetchall()}
    if TRIGGERS[connection.vendor] - present:
        return False, "Журнал не защищён от правки: пропали триггеры. Восстановите базу из копии."
    return True, "Журнал защищён от правки."


def data_folder(_now: datetime) -> tuple[bool, str]:
    folder = Path(settings.DATA_DIR)
    probe = folder / f".probe-{os.getpid()}"
    try:
        probe.write_bytes(b"0")
        probe.unlink()
    except OSError as fault:
        return (
            False,
            f"В папку {folder} нельзя писать ({disk_words(fault)}). Дайте права или смените DATA_DIR.",
        )
    return True, f"В папку {folder} можно писать."


def free_space(_now: datetime) -> tuple[bool, str]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    words = f"Свободно {free // (1024 * 1024)} МБ."
    return free >= LITTLE_SPACE, words if free >= LITTLE_SPACE else f"{words} Освободите место на диске."


def worker(now: datetime) -> tuple[bool, str]:
    pulse = marks.last(marks.WORKER)
    if pulse is None or now - pulse > PULSE:
        return False, "Обработчик заданий не работает. Запустите nastavnik serve (или nastavnik worker)."
    return True, "Обработчик заданий работает."


def queue(_now: datetime) -> tuple[bool, str]:
    jobs = Job.objects.filter(state=JobState.PARKED).count()
    letters = OutgoingMessage.objects.filter(state=MessageState.PARKED).count()
    if jobs or letters:
        return (
            False,
            f"Остановлено после неудач: заданий {jobs}, писем {letters}. Посмотрите причины в журнале программы.",
        )
    return True, "Остановленных заданий и писем нет."


def backup(now: datetime) -> tuple[bool, str]:
    copied = marks.last(marks.BACKUP)
    if copied is None:
        first = LogEntry.objects.order_by("at").values_list("at", flat=True).first()
        if first is None or now - first < STALE_BACKUP:
            return True, "Установка новая. До конца дня сделайте первую копию: nastavnik backup ФАЙЛ."
        return False, "Резервной копии ещё не было. Сделайте её: nastavnik backup ФАЙЛ."
    hours = int((now - copied).total_seconds() // 3600)
    if now - copied > STALE_BACKUP:
        return False, f"Последней резервной копии {hours} ч. Сделайте новую: nastavnik backup ФАЙЛ."
    return True, f"Последней резервной копии {hours} ч."


def static_files(_now: datetime) -> tuple[bool, str]:
    from django.contrib.staticfiles import finders  # noqa: PLC0415 — needs the registry of apps

    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not collected.exists() and finders.find("app.css") is None:
        return False, "Нет стилей и значков. Выполните make setup (или python3 tools/dev.py setup)."
    return True, "Стили и значки на месте."


def mail(_now: datetime) -> tuple[bool, str]:
    if not settings.EMAIL_HOST:
        return (
            True,
            "Почта не настроена: сообщения видны только в системе. Чтобы слать письма, задайте EMAIL_HOST.",
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return False, "Задан EMAIL_HOST, но не EMAIL_FROM: письма отвергнут. Укажите адрес отправителя."
    if not settings.BASE_URL:
        return False, "Задан EMAIL_HOST, но не BASE_URL: в письмах не будет ссылок. Укажите адрес системы."
    return True, f"Письма уходят через {settings.EMAIL_HOST}."


def secrets(_now: datetime) -> tuple[bool, str]:
    folder = Path(settings.DATA_DIR) / "secrets"
    if os.name == "nt" or not folder.exists():
        return True, "Секреты заданы окружением." if not folder.exists() else "Секреты на месте."
    loose = [p.name for p in folder.iterdir() if stat.S_IMODE(p.stat().st_mode) & 0o077]
    if loose:
        return False, f"Секреты могут прочитать чужие: {', '.join(loose)}. Выполните chmod 600 {folder}/*"
    return True, "Секреты доступны только системе."


def debug(_now: datetime) -> tuple[bool, str]:
    if settings.DEBUG:
        return False, "Включена отладка (DEBUG): чужие увидят устройство системы. Уберите DEBUG из окружения."
    return True, "Отладка выключена."


def time_zones(_now: datetime) -> tuple[bool, str]:
    missing = {"Europe/Kaliningrad", "Asia/Barnaul", "Asia/Kamchatka"} - zoneinfo.available_timezones()
    if missing:
        return False, f"Нет данных о часовых поясах: {', '.join(sorted(missing))}. Установите tzdata."
    return True, "Часовые пояса на месте."


CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        database,
        integrity,
        migrations,
        search,
        journal,
        data_folder,
        free_space,
        worker,
        queue,
        backup,
        static_files,
        mail,
        secrets,
        debug,
        time_zones,
    )
}
READY = {name: CHECKS[name] for name in ("database", "migrations", "worker", "free_space")}
