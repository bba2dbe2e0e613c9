"""Guards of zip containers (.xlsx, .ods, .docx, backups): the directory may lie, so what comes out is counted too."""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from .errors import Refusal

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_ENTRIES = 2000
MAX_INFLATED = 200 * MEGABYTE
MAX_RATIO = 100
RATIO_FLOOR = MEGABYTE  # small parts of honest files compress better than 100 : 1
CHUNK = 256 * 1024


class Unreadable(Refusal):
    """The file as a whole is refused and nothing of it is used. The text is for the person at the screen."""


@dataclass(frozen=True)
class Words:
    """How the three refusals are said for this sort of file."""

    locked: str
    corrupt: str
    bomb: str


def entries_of(data: bytes, words: Words) -> list[ZipInfo]:
    """The directory of an archive, if it is whole, open and modest. Raises Unreadable."""
    if data.count(b"PK\x01\x02") > MAX_ENTRIES * 2:  # before any directory of a million entries is built
        raise Unreadable(words.bomb)
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, struct.error, OSError, EOFError) as broken:
        raise Unreadable(words.corrupt) from broken
    _check_directory(entries, words)
    return entries


def _check_directory(entries: list[ZipInfo], words: Words) -> None:
    names = [e.filename for e in entries]
    if any(e.flag_bits & 1 for e in entries):
        raise Unreadable(words.locked)
    if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_INFLATED:
        raise Unreadable(words.bomb)
    if any(e.file_size > RATIO_FLOOR and e.file_size > MAX_RATIO * max(1, e.compress_size) for e in entries):
        raise Unreadable(words.bomb)
    odd = len(set(names)) != len(names) or any(map(leads_outside, names)) or any(map(is_link, entries))
    if odd or any(e.compress_type not in (0, 8) for e in entries):
        raise Unreadable(words.corrupt)


def leads_outside(name: str) -> bool:
    """True for a name that would be written outside the folder it is unpacked into."""
    return (
        name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or bool(re.match(r"[A-Za-z]:", name))
    )


def is_link(entry: ZipInfo) -> bool:
    return (entry.external_attr >> 16) & 0o170000 == 0o120000


def inflate(data: bytes, entry: ZipInfo, words: Words) -> Iterator[bytes]:
    """What truly comes out of an entry, piece by piece. Raises Unreadable when it cannot be inflated."""
    at = entry.header_offset
    if data[at : at + 4] != b"PK\x03\x04" or at + 30 > len(data):
        raise Unreadable(words.corrupt)
    name, extra = struct.unpack_from("<HH", data, at + 26)
    start = at + 30 + name + extra
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == 0:
        yield from (bytes(packed[i : i + CHUNK]) for i in range(0, len(packed), CHUNK))
        return
    engine = zlib.decompressobj(-15)
    try:
        for i in range(0, len(packed), CHUNK):
            feed = bytes(packed[i : i + CHUNK])
            while feed:
                yield engine.decompress(feed, CHUNK)
                feed = engine.unconsumed_tail
        yield engine.flush()
    except zlib.error as broken:
        raise Unreadable(words.corrupt) from broken


def whole(data: bytes, entry: ZipInfo, words: Words) -> bytes:
    """All of a small entry (≤ 1 MB)."""
    out = b""
    for chunk in inflate(data, entry, words):
        out += chunk
        if len(out) > MEGABYTE:
            raise Unreadable(words.bomb)
    return out


def weigh(data: bytes, entries: Iterable[ZipInfo], words: Words) -> None:
    """Inflate everything and keep nothing, to see that no entry is larger than it says."""
    left = MAX_INFLATED
    for entry in entries:
        size = 0
        for chunk in inflate(data, entry, words):
            size += len(chunk)
            if size > left or size > entry.file_size:
                raise Unreadable(words.bomb)
        left -= size
