"""Uploads: what is safe is kept whole, what is not is refused with the next step, what is given back is inert."""

import os
import struct
import zlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from nastavnik.core import files
from nastavnik.core.errors import Refusal
from nastavnik.core.files import DOCUMENTS, SCANS, TABLES, FileKind, storage
from nastavnik.core.models import StoredFile
from tests.cast import Cast

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
EVERYTHING = frozenset(FileKind)


@pytest.fixture(autouse=True)
def _folder(settings: object, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]


def picture(form: str = "PNG", size: tuple[int, int] = (30, 20), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, form, **more)
    return out.getvalue()


def office(*more: tuple[str, bytes], folder: str = "word", types: bytes = b"<Types/>") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(f"{folder}/document.xml", b"<document/>")
        for name, data in more:
            archive.writestr(name, data)
    return out.getvalue()


def accept(name: str, data: bytes, allowed: frozenset[FileKind] = EVERYTHING) -> StoredFile:
    return files.accept(SimpleUploadedFile(name, data), allowed=allowed, organisation=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data", "allowed"),
    [
        ("Приказ.pdf", PDF, SCANS),
        ("скан.png", picture(), SCANS),
        ("скан.jpeg", picture("JPEG"), SCANS),
        ("скан.webp", picture("WEBP"), SCANS),
        ("положение.docx", office(), DOCUMENTS),
        ("список.xlsx", office(folder="xl"), TABLES),
        ("список.csv", "Фамилия;Имя\r\nЗимин;Кирилл".encode("cp1251"), TABLES),
    ],
)
def test_what_is_allowed_is_kept_and_comes_back(name: str, data: bytes, allowed: frozenset[FileKind]) -> None:
    stored = accept(name, data, allowed)
    with files.open_stored(stored) as file:
        kept = file.read()
    assert stored.size == len(kept)
    if not stored.mime.startswith("image/"):
        assert kept == data


def lying_archive() -> bytes:
    """Its directory says ten bytes, and a megabyte comes out."""
    whole = office(("word/media.bin", b"0" * 1_000_000))
    start = whole.index(b"PK\x01\x02", whole.index(b"word/media.bin", whole.index(b"PK\x01\x02")) - 46)
    return whole[: start + 24] + struct.pack("<I", 10) + whole[start + 28 :]


def flood() -> bytes:
    """A PNG of 50 000 × 50 000 points in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 200_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def locked_archive() -> bytes:
    data = bytearray(office())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def linked_archive() -> bytes:
    out, entry = BytesIO(office()), ZipInfo("word/link")
    entry.external_attr = 0o120777 << 16
    with ZipFile(out, "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.pdf", lambda: b"", "пустой"),
    "huge": ("a.pdf", lambda: PDF + b"0" * 10_500_000, "больше 10 МБ"),
    "bomb": ("a.docx", lambda: office(("word/a", b"0" * 50_000_000)), "слишком велик"),
    "many entries": ("a.docx", lambda: office(*((f"word/{n}", b"") for n in range(2100))), "слишком велик"),
    "lying directory": ("a.docx", lying_archive, "слишком велик"),
    "macros": ("a.docx", lambda: office(("word/vbaProject.bin", b"0")), "макросы"),
    "hidden macros": ("a.docx", lambda: office(types=b"<a ContentType='x.macroEnabled.main'/>"), "макросы"),
    "locked": ("a.docx", locked_archive, "паролем"),
    "outside": ("a.docx", lambda: office(("../../etc/cron", b"0")), "повреждён"),
    "link": ("a.docx", linked_archive, "повреждён"),
    "cut": ("a.docx", lambda: office()[:-30], "повреждён"),
    "cut pdf": ("a.pdf", lambda: PDF[:20], "повреждён"),
    "locked pdf": ("a.pdf", lambda: PDF.replace(b"<<>>\n%%", b"<</Encrypt 2 0 R>>\n%%"), "паролем"),
    "pdf with a program": ("a.pdf", lambda: PDF.replace(b"<<>>e", b"<</S/JavaScript/JS(x)>>e"), "программа"),
    "pdf and zip": ("a.pdf", lambda: PDF + office() + b"%%EOF", "спрятан"),
    "named otherwise": ("a.pdf", picture, "а внутри"),
    "page named picture": ("a.jpg", lambda: b"<html><script>alert(1)</script>", "можно загрузить"),
    "svg": ("a.svg", lambda: b"<svg onload='alert(1)'/>", "можно загрузить"),
    "program": ("a.pdf", lambda: b"MZ\x90\x00\x03", "можно загрузить"),
    "pixel flood": ("a.png", flood, "мегапикселей"),
    "cut picture": ("a.png", lambda: picture()[:40], "повреждена"),
    "plain archive": ("a.zip", lambda: _plain_zip(), "можно загрузить"),
}


def _plain_zip() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("case", BAD)
def test_what_is_unsafe_is_refused_with_the_next_step(case: str) -> None:
    name, make, words = BAD[case]
    with pytest.raises(Refusal, match=words):
        accept(name, make())
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_right_file_in_a_wrong_place_is_refused() -> None:
    with pytest.raises(Refusal, match="Это книга Excel"):
        accept("a.xlsx", office(folder="xl"), SCANS)


@pytest.mark.django_db
def test_nothing_hidden_in_a_picture_survives() -> None:
    stored = accept("a.png", picture() + b"<script>alert(1)</script>")
    with files.open_stored(stored) as file:
        assert b"script" not in file.read()


@pytest.mark.django_db
def test_a_downloaded_file_is_inert_and_keeps_its_name() -> None:
    answer = files.serve(accept("Приказ № 5.pdf", PDF))
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith('attachment; filename="file.pdf"; filename*=UTF-8')
    assert "%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7%20%E2%84%96%205.pdf" in answer["Content-Disposition"]
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\скан.pdf", "скан.pdf"),
        ("а\u202egpj.exe", "аgpj.exe"),
        ("", "файл"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
    ],
)
def test_a_name_is_only_a_name(typed: str, kept: str) -> None:
    assert storage.plain_name(typed) == kept


@pytest.mark.django_db
def test_the_key_has_the_contour_and_the_year_and_nothing_typed(cast: Cast) -> None:
    upload = SimpleUploadedFile("../скан.pdf", PDF)
    stored = files.accept(upload, allowed=SCANS, organisation=cast.school)
    root, year, pk = stored.key.split("/")
    assert (root, year, pk) == (cast.town.pk.hex, str(timezone.now().year), stored.pk.hex)


@pytest.mark.django_db
def test_an_organisation_has_a_quota(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "QUOTA", len(PDF) + 10)
    upload = SimpleUploadedFile("a.pdf", PDF)
    files.accept(upload, allowed=SCANS, organisation=cast.school)
    with pytest.raises(Refusal, match="заняли"):
        files.accept(SimpleUploadedFile("b.pdf", PDF), allowed=SCANS, organisation=cast.school)
    files.accept(SimpleUploadedFile("c.pdf", PDF), allowed=SCANS, organisation=cast.other_school)


@pytest.mark.django_db
def test_a_full_disk_takes_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "KEEP_FREE", 1 << 60)
    with pytest.raises(Refusal, match="мало места"):
        accept("a.pdf", PDF)


@pytest.mark.django_db(transaction=True)
def test_the_sweep_removes_orphans_and_what_expired_and_nothing_else(settings: object) -> None:
    now = timezone.now()
    kept, expired = accept("a.pdf", PDF), accept("b.pdf", PDF)
    StoredFile.objects.filter(pk=expired.pk).update(expires_at=now - timedelta(seconds=1))
    folder = Path(settings.FILES_DIR)  # type: ignore[attr-defined]
    fresh, old = folder / kept.key.rsplit("/", 1)[0] / "fresh", folder / "drafts" / "old"
    for orphan in (fresh, old):
        orphan.write_bytes(b"0")
    two_hours_ago = now.timestamp() - 7200
    for path in (old, folder / kept.key, folder / expired.key):
        os.utime(path, (two_hours_ago, two_hours_ago))
    assert files.sweep(now) == 2
    left = {p for p in folder.rglob("*") if p.is_file()}
    assert left == {fresh, folder / kept.key}
    assert set(StoredFile.objects.values_list("pk", flat=True)) == {kept.pk}
