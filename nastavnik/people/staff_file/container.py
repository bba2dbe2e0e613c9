"""The gate for uploaded tables: what kind of file it truly is, and refusals that say what to do next.

A file is judged by its content, never by its name. Limits are checked twice: against the archive's own directory and
against what really comes out while inflating, because the directory may lie.
"""

from enum import StrEnum
from zipfile import ZipInfo

from nastavnik.core.containers import entries_of, inflate, whole
from nastavnik.people.staff_file.extent import Extent, OpenExtent, check_old_excel
from nastavnik.people.staff_file.limits import (
    BOMB,
    CORRUPT,
    LOCKED,
    MACROS,
    MAX_BYTES,
    MAX_INFLATED,
    MEGABYTE,
    SAVE_AS,
    WORDS,
    Unreadable,
)


class Kind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


FOREIGN = (  # first bytes → what to call it
    (b"%PDF", "документ PDF"),
    (b"{\\rtf", "текстовый документ RTF"),
    (b"Rar!", "архив RAR"),
    (b"7z\xbc\xaf", "архив 7-Zip"),
    (b"\x1f\x8b", "архив"),
    (b"\x89PNG", "картинка"),
    (b"\xff\xd8\xff", "картинка"),
    (b"GIF8", "картинка"),
)


def recognise(data: bytes) -> Kind:
    """The kind of the table inside `data`. Raises Unreadable for anything that is unsafe or no table."""
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Unreadable("Файл пустой. Проверьте, тот ли файл выбран, и загрузите список ещё раз.")
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"Файл больше {MAX_BYTES // MEGABYTE} МБ. Оставьте в нём один лист со списком людей, без картинок, "
            "и загрузите снова."
        )
    if data.startswith(b"PK"):
        return _recognise_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _recognise_ole(data)
    _refuse_foreign(data)
    return Kind.CSV


def _refuse_foreign(data: bytes) -> None:
    for start, what in FOREIGN:
        if data.startswith(start):
            raise Unreadable(
                f"Это {what}, а не таблица. Нужен список в Excel (.xlsx, .xls), LibreOffice (.ods) или .csv."
            )
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<style", b"<div")):
        raise Unreadable(f"Внутри файла веб-страница, хотя он назван таблицей. {SAVE_AS}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    if b"\x00" in data or sum(b < 32 and b not in b"\t\r\n\x0b\x0c\x1a" for b in data[:4096]) > 8:
        raise Unreadable(
            "Файл повреждён или это не таблица. Откройте исходный список в Excel, сохраните заново и загрузите снова."
        )


def _recognise_ole(data: bytes) -> Kind:
    if _utf16("EncryptedPackage") in data:
        raise Unreadable(LOCKED)
    if _utf16("WordDocument") in data:
        raise Unreadable(
            "Это документ Word, а не таблица. Скопируйте список в Excel, сохраните как .xlsx и загрузите."
        )
    if _utf16("_VBA_PROJECT") in data:
        raise Unreadable(MACROS)
    if _utf16("Workbook") not in data and _utf16("Book") not in data:
        raise Unreadable(CORRUPT)
    check_old_excel(data)
    return Kind.XLS


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _recognise_zip(data: bytes) -> Kind:
    entries = entries_of(data, WORDS)
    kind = _kind_by_names(data, entries)
    _check_contents(data, entries, kind)
    return kind


def _kind_by_names(data: bytes, entries: list[ZipInfo]) -> Kind:
    names = {e.filename.lower(): e for e in entries}
    if any(
        n.endswith("vbaproject.bin") or n.startswith(("xl/macrosheets/", "basic/", "scripts/")) for n in names
    ):
        raise Unreadable(MACROS)
    if any(n.startswith("word/") for n in names):
        raise Unreadable(
            "Это документ Word, а не таблица. Скопируйте список в Excel, сохраните как .xlsx и загрузите."
        )
    if "mimetype" in names:
        return _kind_of_open_document(data, names)
    if "xl/workbook.bin" in names:
        raise Unreadable(f"Это двоичная книга Excel (.xlsb), её мы не читаем. {SAVE_AS}")
    types = names.get("[content_types].xml")
    if types is None or not any(n.startswith("xl/") for n in names):
        raise Unreadable(
            "Это архив, а не таблица. Распакуйте его и загрузите сам список: .xlsx, .xls, .ods или .csv."
        )
    if b"macroenabled" in whole(data, types, WORDS).lower():
        raise Unreadable(MACROS)
    return Kind.XLSX


def _kind_of_open_document(data: bytes, names: dict[str, ZipInfo]) -> Kind:
    if b"opendocument.spreadsheet" not in whole(data, names["mimetype"], WORDS):
        raise Unreadable(
            "Это документ, а не таблица. Скопируйте список в таблицу, сохраните как .ods или .xlsx и загрузите."
        )
    manifest = names.get("meta-inf/manifest.xml")
    if manifest is not None and b"encryption-data" in whole(data, manifest, WORDS):
        raise Unreadable(LOCKED)
    if "content.xml" not in names:
        raise Unreadable(CORRUPT)
    return Kind.ODS


def _check_contents(data: bytes, entries: list[ZipInfo], kind: Kind) -> None:
    left = MAX_INFLATED
    for entry in entries:
        extent = Extent() if kind is Kind.XLSX else OpenExtent()
        size = 0
        for chunk in inflate(data, entry, WORDS):
            if (
                not size
                and chunk.startswith(b"PK\x03\x04")
                and not entry.filename.startswith("xl/embeddings/")
            ):
                raise Unreadable(f"Внутри файла вложен ещё один архив. {SAVE_AS}")
            size += len(chunk)
            if size > left or size > entry.file_size:
                raise Unreadable(BOMB)
            extent.feed(chunk)
        extent.check()
        left -= size
