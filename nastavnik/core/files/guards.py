"""What an uploaded file truly is, by its content; anything unsafe is refused with the next step."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from nastavnik.core.containers import MAX_BYTES, MEGABYTE, Unreadable, Words, entries_of, weigh, whole

from .pictures import redraw

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Shape:
    mime: str
    endings: tuple[str, ...]
    words: str


class FileKind(Enum):
    PDF = Shape("application/pdf", (".pdf",), "документ PDF")
    JPEG = Shape("image/jpeg", (".jpg", ".jpeg"), "картинка JPEG")
    PNG = Shape("image/png", (".png",), "картинка PNG")
    WEBP = Shape("image/webp", (".webp",), "картинка WebP")
    DOCX = Shape(OFFICE + "wordprocessingml.document", (".docx",), "документ Word (.docx)")
    XLSX = Shape(OFFICE + "spreadsheetml.sheet", (".xlsx",), "книга Excel (.xlsx)")
    PPTX = Shape(OFFICE + "presentationml.presentation", (".pptx",), "презентация (.pptx)")
    ODS = Shape("application/vnd.oasis.opendocument.spreadsheet", (".ods",), "таблица LibreOffice (.ods)")
    ODT = Shape("application/vnd.oasis.opendocument.text", (".odt",), "документ LibreOffice (.odt)")
    XLS = Shape("application/vnd.ms-excel", (".xls",), "книга Excel (.xls)")
    CSV = Shape("text/csv", (".csv", ".txt"), "таблица .csv")


SCANS = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.WEBP})
DOCUMENTS = frozenset({FileKind.PDF, FileKind.DOCX, FileKind.ODT})
TABLES = frozenset({FileKind.XLSX, FileKind.XLS, FileKind.ODS, FileKind.CSV})
PICTURES = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}

AGAIN = "Откройте исходный файл, сохраните заново и загрузите снова."
WORDS = Words(
    locked="Файл закрыт паролем. Снимите пароль в той программе, где файл создан, и загрузите снова.",
    corrupt=f"Файл повреждён и не открывается. {AGAIN}",
    bomb=f"Файл после распаковки слишком велик. {AGAIN}",
)
MACROS = "В файле есть макросы, такие файлы мы не принимаем. Сохраните его без макросов и загрузите снова."
ACTIVE = "В документе есть встроенная программа. Напечатайте его заново в PDF и загрузите то, что получилось."
INSIDE = "В документе есть вложенный объект или чужой шаблон. Сохраните документ в PDF и загрузите то, что получилось."
DOUBLE = f"В файле спрятан ещё один файл. {AGAIN}"
ZIP_END = b"PK\x05\x06"
# «/JS» alone is not looked for: three bytes stand by chance in almost every second scan of ten megabytes.
PROGRAM = re.compile(rb"/(?:JavaScript|Rendition|Launch|EmbeddedFile|RichMedia)\b|/XFA\s*[\[\d<]")
MAX_OBJECTS = 50 * MEGABYTE  # of what the packed objects of one PDF come to


def guard(data: bytes, name: str, allowed: frozenset[FileKind]) -> tuple[FileKind, bytes]:
    """The kind of the file and the bytes to keep (pictures are drawn anew). Raises Unreadable."""
    if not data.strip(b"\x00\r\n\t "):
        raise Unreadable("Файл пустой. Проверьте, тот ли файл выбран, и загрузите ещё раз.")
    if len(data) > MAX_BYTES:
        raise Unreadable(f"Файл больше {MAX_BYTES // MEGABYTE} МБ. Уменьшите его и загрузите снова.")
    kind = _recognise(data)
    if kind is None or kind not in allowed:
        what = f"Это {kind.value.words}. Сюда" if kind else "Сюда"
        raise Unreadable(f"{what} можно загрузить: {_listed(allowed)}. Выберите другой файл.")
    _check_name(name, kind)
    return kind, _checked(data, kind)


def _listed(allowed: frozenset[FileKind]) -> str:
    return ", ".join(kind.value.words for kind in FileKind if kind in allowed)


def _check_name(name: str, kind: FileKind) -> None:
    ending = re.search(r"\.[^.]{1,10}$", name.lower())
    if ending and ending.group() not in kind.value.endings:
        raise Unreadable(
            f"Файл назван «…{ending.group()}», а внутри — {kind.value.words}. "
            f"Назовите его «…{kind.value.endings[0]}» или выберите другой."
        )


def _recognise(data: bytes) -> FileKind | None:
    if data.startswith(b"PK\x03\x04"):
        return _recognise_zip(data)
    for start, kind in (
        (b"%PDF-", FileKind.PDF),
        (b"\xff\xd8\xff", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
        (b"\xd0\xcf\x11\xe0", FileKind.XLS),
    ):
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileKind.WEBP
    return FileKind.CSV if _looks_like_text(data) else None


def _looks_like_text(data: bytes) -> bool:
    """A table in text: no bytes that text does not hold, no web page, and several values in a line."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    odd = sum(b < 32 and b not in b"\t\r\n" for b in head)
    return not odd and not head.startswith(b"<") and any(mark in head for mark in (b";", b",", b"\t"))


def _recognise_zip(data: bytes) -> FileKind | None:
    entries = {entry.filename.lower(): entry for entry in entries_of(data, WORDS)}
    if any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in entries):
        raise Unreadable(MACROS)
    if any(re.search(r"/activex/|/embeddings/[^/]*\.(?:bin|exe|js|vbs)$", name) for name in entries):
        raise Unreadable(INSIDE)
    for name, entry in entries.items():
        if name.endswith(".rels") and re.search(
            rb"/(?:attachedTemplate|frame|oleObject)\"", whole(data, entry, WORDS)
        ):
            raise Unreadable(INSIDE)
    if "mimetype" in entries:
        mime = whole(data, entries["mimetype"], WORDS).strip().decode("ascii", "replace")
        return next((kind for kind in (FileKind.ODS, FileKind.ODT) if kind.value.mime == mime), None)
    if "[content_types].xml" not in entries:
        return None
    types = whole(data, entries["[content_types].xml"], WORDS)
    if b"macroenabled" in types.lower():
        raise Unreadable(MACROS)
    folders = {"word/": FileKind.DOCX, "xl/": FileKind.XLSX, "ppt/": FileKind.PPTX}
    return next(
        (kind for folder, kind in folders.items() if any(n.startswith(folder) for n in entries)), None
    )


def _checked(data: bytes, kind: FileKind) -> bytes:
    if kind in PICTURES:
        return redraw(data, PICTURES[kind])
    if kind is FileKind.PDF:
        _check_pdf(data)
    elif data.startswith(b"PK"):
        entries = entries_of(data, WORDS)
        weigh(data, entries, WORDS)
        manifest = next((e for e in entries if e.filename.lower() == "meta-inf/manifest.xml"), None)
        if manifest is not None and b"encryption-data" in whole(data, manifest, WORDS):
            raise Unreadable(WORDS.locked)
    elif kind is FileKind.XLS:
        _check_old_office(data)
    return data


def _check_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-2048:]:
        raise Unreadable(WORDS.corrupt)
    if ZIP_END in data[-66_000:]:
        raise Unreadable(DOUBLE)
    if re.search(rb"/Encrypt\b", data):
        raise Unreadable(WORDS.locked)
    if any(PROGRAM.search(_spelled_out(part)) for part in (data, *_packed_objects(data))):
        raise Unreadable(ACTIVE)


def _spelled_out(part: bytes) -> bytes:
    """A sign of a PDF name may be written by its number: «/J#53» is «/JS»."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), part)


def _packed_objects(data: bytes) -> Iterator[bytes]:
    """Objects of a PDF may lie packed in streams; pictures and pages, which are not objects, are passed by."""
    left = MAX_OBJECTS
    for found in re.finditer(rb"/ObjStm\b", _spelled_out(data) if b"#" in data else data):
        at = data.find(b"stream", found.start())
        start = at + 6 + (2 if data[at + 6 : at + 8] == b"\r\n" else 1)
        if at < 0:
            continue
        try:
            out = zlib.decompressobj().decompress(data[start:], left)
        except zlib.error:
            continue
        left -= len(out)
        if left <= 0:
            raise Unreadable(WORDS.bomb)
        yield out


def _check_old_office(data: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable(WORDS.locked)
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise Unreadable(MACROS)
    if "Workbook".encode("utf-16-le") not in data and "Book".encode("utf-16-le") not in data:
        raise Unreadable(f"Это не книга Excel. {AGAIN}")
