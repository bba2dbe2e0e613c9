"""Two steps, so that there is never a row without its file: written aside and synced, renamed, then the row."""

import os
import re
import shutil
import time
import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from nastavnik.core.containers import MAX_BYTES, MEGABYTE
from nastavnik.core.crash import crash
from nastavnik.core.errors import Refusal
from nastavnik.core.identifiers import new_id
from nastavnik.core.models import StoredFile

from .guards import FileKind, guard

KEEP_FREE = 500 * MEGABYTE  # below this the database itself would be in danger
QUOTA = 5000 * MEGABYTE  # of one organisation
ORPHAN_AFTER = timedelta(hours=1)
DRAFTS = "drafts"


class Owner(Protocol):
    """An organisation, which stands on a floor above."""

    @property
    def pk(self) -> UUID: ...
    @property
    def root_id(self) -> UUID: ...


def accept(
    upload: "UploadedFile[Any]",
    *,
    allowed: frozenset[FileKind],
    organisation: Owner | None,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Guard an upload and keep it. Raises Unreadable (a Refusal) with the next step."""
    name = plain_name(upload.name or "")
    kind, data = guard(upload.read(MAX_BYTES + 1), name, allowed)
    return keep(data, name, mime=kind.value.mime, organisation=organisation, expires_at=expires_at)


def keep(
    data: bytes, name: str, *, mime: str, organisation: Owner | None, expires_at: datetime | None = None
) -> StoredFile:
    """Keep bytes that are ours or guarded already; the row stands or falls with the caller's transaction."""
    _check_room(organisation, len(data))
    pk, root = new_id(), organisation.root_id if organisation else None
    key = f"{root.hex if root else 'installation'}/{timezone.now().year}/{pk.hex}"
    _write(data, key)
    crash("file.before_row")
    return StoredFile.objects.create(
        id=pk,
        root_id=root,
        organisation_id=organisation.pk if organisation else None,
        key=key,
        name=plain_name(name),
        mime=mime,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        expires_at=expires_at,
    )


def open_stored(stored: StoredFile) -> BinaryIO:
    """The content; FileNotFoundError means that the folder was damaged from outside."""
    return _folder().joinpath(stored.key).open("rb")


def discard(stored: StoredFile) -> None:
    """The row now, the file when the transaction stands."""
    path = _folder() / stored.key
    stored.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def sweep(now: datetime) -> int:
    """Remove what has expired, and files that never got or have lost their row; gives how many."""
    count = 0
    for stored in StoredFile.objects.filter(expires_at__lt=now):
        with transaction.atomic():
            discard(stored)
        count += 1
    before = now.timestamp() - ORPHAN_AFTER.total_seconds()
    old = [p for p in _folder().rglob("*") if p.is_file() and _older(p, before)]
    for start in range(0, len(old), 500):
        count += _remove_orphans(old[start : start + 500])
    return count


def _remove_orphans(paths: list[Path]) -> int:
    keys = {path.relative_to(_folder()).as_posix(): path for path in paths}
    known = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
    orphans = [path for key, path in keys.items() if key not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _older(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:  # renamed or removed since it was listed
        return False


def plain_name(name: str) -> str:
    """The last part of the name, without signs that mislead (folders, control and direction marks), ≤ 200 long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[:180]}{dot}{ending[:15]}" if stem else (shown[:200] or "файл")


def _folder() -> Path:
    return Path(settings.FILES_DIR)


def _check_room(organisation: Owner | None, size: int) -> None:
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(_folder()).free < KEEP_FREE + size:
        raise Refusal("На диске мало места, файлы пока не принимаются. Сообщите администратору установки.")
    if organisation is None:
        return
    used = StoredFile.objects.filter(organisation_id=organisation.pk).aggregate(all=Sum("size"))["all"] or 0
    if used + size > QUOTA:
        raise Refusal(
            f"Файлы организации заняли {QUOTA // MEGABYTE} МБ. Удалите лишние сканы и загрузите снова."
        )


def _write(data: bytes, key: str) -> None:
    draft = _folder() / DRAFTS / f"{os.getpid()}-{time.monotonic_ns()}-{Path(key).name}"
    target = _folder() / key
    for folder in (draft.parent, target.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with draft.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    crash("file.before_rename")
    draft.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """The new name must survive a power cut too; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
