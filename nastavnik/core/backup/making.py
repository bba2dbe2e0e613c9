"""Making a copy while people work: tables from one moment, then the files that their rows name."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

import nastavnik
from nastavnik.core import marks
from nastavnik.core.crash import crash
from nastavnik.core.errors import Refusal, disk_words
from nastavnik.core.models import StoredFile

from . import tables

SNAPSHOT = "snapshot"
FORMAT = 1


def make(target: Path, *, now: datetime) -> dict[str, Any]:
    """Write the copy aside, sync it, rename it; gives its manifest. Mode 0600: it holds people's data and secrets."""
    if target.exists():
        raise Refusal(f"Файл {target} уже есть. Укажите другое имя: копии не перезаписываются.")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        with os.fdopen(handle, "w+b") as file:
            manifest = _write(file, now)
            file.flush()
            os.fsync(file.fileno())
        crash("backup.before_rename")
        draft.replace(target)
    except OSError as fault:
        raise Refusal(
            f"Не удалось записать {target}: {disk_words(fault)}. Проверьте место и права."
        ) from fault
    finally:
        draft.unlink(missing_ok=True)
    marks.leave(marks.BACKUP, at=now, file=target.name)
    return manifest


@contextmanager
def _snapshot() -> Iterator[str]:
    """A connection that sees the database as of one moment and holds up nobody who writes."""
    options = deepcopy(connections.settings[DEFAULT_DB_ALIAS])
    options["NAME"] = connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        options["OPTIONS"]["transaction_mode"] = "DEFERRED"
    else:
        from psycopg import IsolationLevel  # noqa: PLC0415 — a school on SQLite does without it

        options["OPTIONS"]["isolation_level"] = IsolationLevel.REPEATABLE_READ
    connections.settings[SNAPSHOT] = options
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.settings[SNAPSHOT]


def _write(file: IO[bytes], now: datetime) -> dict[str, Any]:
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=3) as archive, _snapshot() as using:
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "version": nastavnik.__version__,
            "made_at": now.isoformat(),
            "schema": applied(using),
            "tables": _write_tables(archive, using),
            "files": _write_files(archive, using),
            "secrets": _write_secrets(archive),
        }
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def applied(using: str) -> list[str]:
    """Migrations applied, sorted: two databases of one version have the same."""
    done = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in done)


def _write_tables(archive: ZipFile, using: str) -> dict[str, Any]:
    found = {}
    for model in tables.models():
        summing = tables.Summing()
        with archive.open(f"tables/{model._meta.label}.jsonl", "w", force_zip64=True) as out:
            for line in tables.lines(model, using):
                summing.add(line)
                out.write(line + b"\n")
        columns = [field.attname for field in tables.fields_of(model)]
        found[model._meta.label] = {**asdict(summing.result()), "columns": columns}
    return found


def _write_files(archive: ZipFile, using: str) -> dict[str, str]:
    found, missing = {}, []
    for key, expected in StoredFile.objects.using(using).values_list("key", "sha256").order_by("key"):
        path = Path(settings.FILES_DIR) / key
        if not path.exists():  # the copy is still worth having; the doctor of the restored one will tell
            missing.append(key)
            continue
        archive.write(path, f"files/{key}", compress_type=ZIP_STORED)
        found[key] = expected
    return found


def _write_secrets(archive: ZipFile) -> dict[str, str]:
    folder = Path(settings.DATA_DIR) / "secrets"
    found = {}
    for path in sorted(folder.glob("*")) if folder.exists() else []:
        data = path.read_bytes()
        archive.writestr(f"secrets/{path.name}", data)
        found[path.name] = sha256(data).hexdigest()
    return found
