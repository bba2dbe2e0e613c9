"""Putting a copy back into an empty installation: everything is checked before anything is written."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction

import nastavnik
from nastavnik.core.containers import is_link, leads_outside
from nastavnik.core.crash import crash
from nastavnik.core.errors import Refusal

from . import tables
from .making import FORMAT, applied

DAMAGED = "Копия повреждена ({what}). Ничего не изменено. Возьмите другую копию."
NOT_EMPTY = (
    "Здесь уже есть данные ({what}), поверх них копия не восстанавливается. "
    "Укажите пустую папку: DATA_DIR=/путь/к/новой/папке (и пустую базу в DATABASE_URL, если она задана)."
)


def restore(source: Path, *, prepare: Callable[[], None]) -> dict[str, Any]:
    """Check, then write files, secrets and tables; gives the manifest. `prepare` makes the tables."""
    try:
        with ZipFile(source) as archive:
            manifest = _manifest(archive)
            _check_version(manifest)
            _check_names(archive, manifest)
            _check_sums(archive, manifest)
            _check_empty_folder()
            prepare()
            _check_target(manifest)
            _write(archive, manifest)
    except FileNotFoundError as missing:
        raise Refusal(f"Файла {source} нет. Проверьте путь.") from missing
    except (BadZipFile, ZlibError, EOFError, NotImplementedError) as broken:
        raise Refusal(DAMAGED.format(what="файл не читается")) from broken
    return manifest


def _manifest(archive: ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read("manifest.json"))
        parts = (
            manifest["version"],
            manifest["schema"],
            manifest["tables"],
            manifest["files"],
            manifest["secrets"],
        )
    except (KeyError, ValueError, TypeError) as foreign:
        raise Refusal(
            "Это не резервная копия «Наставника». Укажите файл, сделанный nastavnik backup."
        ) from foreign
    if not all(isinstance(part, str | list | dict) for part in parts):
        raise Refusal(DAMAGED.format(what="опись"))
    return dict(manifest)


def _check_version(manifest: dict[str, Any]) -> None:
    if manifest.get("format") != FORMAT:
        raise Refusal(
            "Копия сделана другой сборкой: так устроенный файл здесь не прочесть. Установите ту сборку, которой сделана копия."
        )
    if manifest["version"] != nastavnik.__version__:
        raise Refusal(
            f"Копия сделана версией {manifest['version']}, а здесь {nastavnik.__version__}. "
            f"Установите версию {manifest['version']}, восстановите в ней и затем обновите."
        )


def _check_names(archive: ZipFile, manifest: dict[str, Any]) -> None:
    """Exactly the entries that the manifest names, none of them leading outside, no links."""
    expected = {"manifest.json"}
    expected |= {f"tables/{label}.jsonl" for label in manifest["tables"]}
    expected |= {f"files/{key}" for key in manifest["files"]}
    expected |= {f"secrets/{name}" for name in manifest["secrets"]}
    names = archive.namelist()
    if any(map(leads_outside, names)) or any(map(is_link, archive.infolist())):
        raise Refusal(DAMAGED.format(what="имена ведут за пределы папки"))
    if any("/" in name or name.startswith(".") for name in manifest["secrets"]):
        raise Refusal(DAMAGED.format(what="имена секретов"))
    if len(names) != len(set(names)) or set(names) != expected:
        raise Refusal(DAMAGED.format(what="состав не совпадает с описью"))
    if set(manifest["tables"]) != {model._meta.label for model in tables.models()}:
        raise Refusal(DAMAGED.format(what="состав таблиц другой версии"))


def _check_sums(archive: ZipFile, manifest: dict[str, Any]) -> None:
    for label, told in manifest["tables"].items():
        summing = tables.Summing()
        for line in _lines(archive, label):
            summing.add(line)
        found = summing.result()
        if (found.rows, found.digest) != (told["rows"], told["digest"]):
            raise Refusal(DAMAGED.format(what=f"таблица {label}"))
    for folder in ("files", "secrets"):
        for name, told in manifest[folder].items():
            if _sha256(archive, f"{folder}/{name}") != told:
                raise Refusal(DAMAGED.format(what=f"файл {PurePosixPath(name).name}"))


def _lines(archive: ZipFile, label: str) -> Iterator[bytes]:
    with archive.open(f"tables/{label}.jsonl") as source:
        for line in source:
            yield line.rstrip(b"\n")


def _sha256(archive: ZipFile, name: str) -> str:
    whole = sha256()
    with archive.open(name) as source:
        while chunk := source.read(1 << 20):
            whole.update(chunk)
    return whole.hexdigest()


def _check_empty_folder() -> None:
    files = Path(settings.FILES_DIR)
    if _drafts().exists():  # a restore was killed here: what it left is its own
        return
    if files.exists() and any(path.is_file() for path in files.rglob("*")):
        raise Refusal(NOT_EMPTY.format(what="файлы"))


def _check_target(manifest: dict[str, Any]) -> None:
    if tables.is_occupied(DEFAULT_DB_ALIAS):
        raise Refusal(NOT_EMPTY.format(what="записи в базе"))
    if applied(DEFAULT_DB_ALIAS) != sorted(manifest["schema"]):
        raise Refusal("Копия сделана другой сборкой: состав базы не совпадает. Установите ту же сборку.")


def _write(archive: ZipFile, manifest: dict[str, Any]) -> None:
    """The rows are committed last: killed before that, the installation is still empty and may be tried again."""
    drafts = _drafts()
    if drafts.exists():
        shutil.rmtree(drafts)
        shutil.rmtree(settings.FILES_DIR, ignore_errors=True)
    drafts.mkdir(mode=0o700)
    try:
        _unpack(archive, [f"files/{key}" for key in manifest["files"]], drafts)
        with transaction.atomic():
            tables.clear(DEFAULT_DB_ALIAS)
            for model in tables.models():
                tables.insert(model, _lines(archive, model._meta.label), DEFAULT_DB_ALIAS)
            tables.reset_counters(DEFAULT_DB_ALIAS)
            _place_files(drafts / "files")
            _place_secrets(archive, list(manifest["secrets"]))
            crash("restore.before_commit")
    except BaseException:
        shutil.rmtree(settings.FILES_DIR, ignore_errors=True)  # it was empty when we began
        raise
    finally:
        shutil.rmtree(drafts, ignore_errors=True)


def _drafts() -> Path:
    """Stands while a restore is at work."""
    return Path(settings.DATA_DIR) / "restoring"


def _unpack(archive: ZipFile, names: list[str], folder: Path) -> None:
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with archive.open(name) as source, target.open("xb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())


def _place_files(drafts: Path) -> None:
    if drafts.exists():  # a copy may hold no files
        shutil.rmtree(settings.FILES_DIR, ignore_errors=True)  # empty folders only, as has been checked
        drafts.replace(settings.FILES_DIR)


def _place_secrets(archive: ZipFile, names: list[str]) -> None:
    folder = Path(settings.DATA_DIR) / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name in names:
        draft = folder / f".{name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_bytes(archive.read(f"secrets/{name}"))
        draft.replace(folder / name)
