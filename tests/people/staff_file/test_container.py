"""Files that must be refused whole, each with a sentence that says what to do next."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from nastavnik.people.staff_file.container import Kind, recognise
from nastavnik.people.staff_file.limits import MAX_BYTES, Unreadable

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def plain(last_cell: str = "B2") -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active["A1"], book.active[last_cell] = "ФИО", "Берёзкина Анна Андреевна"
    book.save(out)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in entries.items():
            made.writestr(name, body)
    return out.getvalue()


def with_more(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO(plain())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        for name, body in entries.items():
            made.writestr(name, body)
    return out.getvalue()


def lying() -> bytes:
    """A directory that promises less than comes out."""
    data = bytearray(with_more({"xl/media/big.bin": b"x" * 900_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


BAD = {
    "empty": (b"", "пустой"),
    "blanks": (b"\r\n  \n", "пустой"),
    "huge": (b"a" * (MAX_BYTES + 1), "больше 10 МБ"),
    "torn": (plain()[:3000], "повреждён"),
    "bomb": (with_more({"xl/media/zero.bin": bytes(30_000_000)}), "слишком велик"),
    "many": (with_more({f"xl/media/{i}": b"" for i in range(2100)}), "слишком велик"),
    "lying": (lying(), "слишком велик"),
    "nested": (with_more({"xl/inner": plain()}), "вложен"),
    "outside": (with_more({"../evil": b"1"}), "повреждён"),
    "absolute": (with_more({"/evil": b"1"}), "повреждён"),
    "macros": (with_more({"xl/vbaProject.bin": b"1"}), "макросы"),
    "word": (archive({"[Content_Types].xml": b"", "word/document.xml": b""}), "Word"),
    "zip": (archive({"list.csv": b"1"}), "архив"),
    "far cell": (plain("XFD1048576"), "слишком велика"),
    "far row": (plain("B50001"), "слишком велика"),
    "wide": (plain("CW2"), "слишком велика"),
    "html": (b"<html><table></table></html>", "веб-страница"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "encrypted": (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "паролем"),
    "old torn": (b"\xd0\xcf\x11\xe0" + bytes(600), "повреждён"),
    "noise": (bytes(range(256)) * 20, "повреждён"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words(name: str) -> None:
    data, word = BAD[name]
    began = time.monotonic()
    with pytest.raises(Unreadable, match=word):
        recognise(data)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("last", ["B2", "B50000", "CV2"])
def test_a_plain_file_up_to_the_limits_is_taken(last: str) -> None:
    assert recognise(plain(last)) is Kind.XLSX


def test_csv_is_known_by_content() -> None:
    assert recognise("ФИО;Должность\n".encode("cp1251")) is Kind.CSV
