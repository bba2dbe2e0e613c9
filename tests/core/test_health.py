"""The doctor: each misconfiguration is planted, seen, named and given its next step."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from nastavnik.access.actor import CONSOLE
from nastavnik.core import health, jobs, marks
from nastavnik.core.models import Channel, Job, JobState, LogEntry, Mark, MessageState, OutgoingMessage

pytestmark = pytest.mark.django_db


def look(name: str) -> health.Finding:
    (found,) = health.findings({name: health.CHECKS[name]}, timezone.now())
    return found


@pytest.fixture(autouse=True)
def _well(settings: Any, tmp_path: Path) -> None:
    """An installation with nothing to complain of."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "secret_key").touch(mode=0o600)
    # Pages of these tests need no hashed names: the folder below holds a mere sign that files were collected.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").touch()
    marks.leave(marks.WORKER, at=timezone.now())
    marks.leave(marks.BACKUP, at=timezone.now())


def test_a_well_installation_has_nothing_to_complain_of() -> None:
    assert [f for f in health.findings(health.CHECKS, timezone.now()) if not f.ok] == []


def _park_job(_settings: Any) -> None:
    jobs.enqueue("none", key="a", by=CONSOLE)
    Job.objects.update(state=JobState.PARKED)


def _park_letter(_settings: Any) -> None:
    OutgoingMessage.objects.create(
        channel=Channel.EMAIL, kind="a", subject="a", text="a", state=MessageState.PARKED
    )


def _lose_trigger(_settings: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER journal_no_delete")
        else:
            cursor.execute("ALTER TABLE core_logentry DISABLE TRIGGER journal_read_only")


def _age(name: str, age: timedelta) -> Callable[[Any], None]:
    return lambda _settings: marks.leave(name, at=timezone.now() - age)


def _forget(_settings: Any) -> None:
    Mark.objects.all().delete()


def _never_copied(_settings: Any) -> None:
    """People have worked here for two days."""
    Mark.objects.all().delete()
    LogEntry.objects.create(event="a", words="a", actor_name="a", at=timezone.now() - timedelta(days=2))


def _loosen(settings: Any) -> None:
    (settings.DATA_DIR / "secrets" / "secret_key").chmod(0o644)


def _put(**values: object) -> Callable[[Any], None]:
    def put(settings: Any) -> None:
        for name, value in values.items():
            setattr(settings, name, value)

    return put


def _no_static(settings: Any) -> None:
    settings.STATIC_ROOT = settings.DATA_DIR / "none"
    settings.STATICFILES_DIRS = []
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()


PLANTED: list[tuple[str, Callable[[Any], None], str]] = [
    ("queue", _park_job, "заданий 1"),
    ("queue", _park_letter, "писем 1"),
    ("journal", _lose_trigger, "триггеры"),
    ("worker", _age(marks.WORKER, timedelta(minutes=2)), "nastavnik serve"),
    ("worker", _forget, "nastavnik serve"),
    ("backup", _age(marks.BACKUP, timedelta(days=3)), "72 ч"),
    ("backup", _never_copied, "ещё не было"),
    ("secrets", _loosen, "chmod 600"),
    ("debug", _put(DEBUG=True), "DEBUG"),
    ("mail", _put(EMAIL_HOST="mail.example", DEFAULT_FROM_EMAIL="nastavnik@localhost"), "EMAIL_FROM"),
    ("mail", _put(EMAIL_HOST="mail.example", DEFAULT_FROM_EMAIL="a@b.example", BASE_URL=""), "BASE_URL"),
    ("data_folder", _put(DATA_DIR=Path("/proc/none")), "нельзя писать"),
    ("static_files", _no_static, "make setup"),
]


@pytest.mark.parametrize(("name", "plant", "words"), PLANTED)
def test_what_is_planted_is_found(settings: Any, name: str, plant: Callable[[Any], None], words: str) -> None:
    assert look(name).ok
    plant(settings)
    found = look(name)
    assert not found.ok
    assert words in found.say


def test_a_new_installation_is_not_scolded_for_having_no_copy() -> None:
    _forget(None)
    assert look("backup").ok
    LogEntry.objects.create(event="a", words="a", actor_name="a", at=timezone.now() - timedelta(hours=2))
    assert look("backup").ok


def test_little_space_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LITTLE_SPACE", 1 << 60)
    assert "Освободите место" in look("free_space").say


def test_lost_time_zones_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.zoneinfo, "available_timezones", lambda: {"UTC"})
    assert "tzdata" in look("time_zones").say


def test_unapplied_migrations_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "waiting_migrations", lambda: ["people.0002_more"])
    assert "1. Запустите nastavnik serve" in look("migrations").say


def test_a_check_that_breaks_is_a_finding_and_not_the_end() -> None:
    def broken(_now: object) -> tuple[bool, str]:
        raise sqlite3.OperationalError("нет таблицы")

    found = list(health.findings({"broken": broken, "debug": health.debug}, timezone.now()))
    assert [f.ok for f in found] == [False, True]
    assert "нет таблицы" in found[0].say


def test_alive_asks_nothing_and_ready_tells_strangers_no_details(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").content == b"ok"
    Mark.objects.all().delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"fail")


def test_every_answer_has_its_code_and_pages_of_people_are_kept_nowhere(client: Client, cast: Any) -> None:
    first, second = client.get("/healthz"), client.get("/healthz")
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert "no-store" not in first.get("Cache-Control", "")
    client.force_login(cast.vera.account)
    answer = client.get("/news/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
