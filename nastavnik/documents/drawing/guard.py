"""Is this file safe to open as a Word template? Asked before anything reads it."""

from __future__ import annotations

import io
import re
import zipfile

from nastavnik.core.errors import Refusal

MAX_FILE = 5 * 2**20
MAX_UNPACKED = 20 * 2**20
MAX_PARTS = 500
CIPHER = b"\xd0\xcf\x11\xe0"  # the container of an encrypted .docx and of the old .doc

MACROS = re.compile(r"vbaproject|vbadata|activex|oleobject|embeddings/|attachedtoolbars", re.I)
# What makes Word fetch or run something when the paper is opened.
LIVE_FIELDS = re.compile(
    rb"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|MACROBUTTON|IMPORT|LINK|DATABASE)\b", re.I
)
FIELD_CODES = re.compile(rb"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr=\"([^\"]*)\"", re.S)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.S)
HARMLESS_LINK = re.compile(rb"Target\s*=\s*[\"'](https?://|mailto:)", re.I)


def guard(template: bytes) -> None:
    """Refuse what is too big, encrypted, broken, carries macros, or reaches outside the file."""
    if len(template) > MAX_FILE:
        raise Refusal("Файл больше 5 МБ. Уберите из шаблона картинки и загрузите снова.")
    if template.startswith(CIPHER):
        raise Refusal("Файл защищён паролем или сохранён как .doc. Снимите пароль и сохраните его как .docx.")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as box:
            _check_parts(box.infolist())
            for info in box.infolist():
                if info.filename.lower().endswith((".xml", ".rels")):
                    _check_xml(info.filename.lower(), box.read(info))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Refusal("Файл повреждён или это не .docx. Сохраните его в Word ещё раз как .docx.") from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    # zipfile never reads past the declared size, so the declared sizes are a true upper bound.
    if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise Refusal("Файл слишком велик после распаковки. Создайте шаблон заново из исходного.")
    names = [part.filename for part in parts]
    if len(set(names)) != len(names) or any(".." in name or name.startswith(("/", "\\")) for name in names):
        raise Refusal("Файл собран неправильно. Сохраните его в Word ещё раз как .docx.")
    if any(MACROS.search(name) for name in names):
        raise Refusal("В файле есть макросы или вложенные объекты. Уберите их и сохраните шаблон как .docx.")
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise Refusal("Файл не похож на документ Word. Сохраните его как .docx и загрузите снова.")


def _check_xml(name: str, text: bytes) -> None:
    if text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Refusal("В файле есть недопустимое описание XML. Сохраните его в Word ещё раз как .docx.")
    if name == "[content_types].xml" and b"macroenabled" in text.lower():
        raise Refusal("В файле есть макросы. Сохраните шаблон как .docx без макросов.")
    if name.endswith(".rels"):
        _check_relations(text)
    codes = b"".join(a or b for a, b in FIELD_CODES.findall(text))
    if LIVE_FIELDS.search(codes) or b"<w:altChunk" in text:
        raise Refusal("В шаблоне есть поле, которое подгружает чужие данные. Уберите его и загрузите снова.")


def _check_relations(text: bytes) -> None:
    for link in RELATION.findall(text):
        outside = re.search(rb"TargetMode\s*=\s*[\"']External", link, re.I)
        # The address of the school's site typed in Word becomes such a link by itself: it only opens on a click.
        if outside and not (b"/hyperlink" in link and HARMLESS_LINK.search(link)):
            raise Refusal(
                "Шаблон ссылается на внешний файл. Вставьте картинку в сам документ и загрузите снова."
            )
