"""The true size of a sheet, learnt before a reader allocates rows × columns in memory.

A sheet of two far cells weighs 5 KB and asks for hundreds of gigabytes when read. Cells without a value (borders drawn
down to the bottom of the sheet) do not count: readers skip them, and real lists are full of them.
"""

import re
import struct
from collections.abc import Iterator

from nastavnik.people.staff_file.limits import CORRUPT, MAX_COLUMNS, MAX_ROWS, MEGABYTE, TOO_WIDE, Unreadable


class Pieces:
    """XML that arrives in chunks, handed on in pieces that end between tags."""

    def __init__(self) -> None:
        self.tail = b""

    def feed(self, chunk: bytes) -> None:
        chunk = self.tail + chunk
        cut = chunk.rfind(b"<")
        # No honest tag or cell text is a megabyte long (a cell holds 32 767 letters); do not gather such a thing.
        self.tail = chunk[cut:] if cut >= 0 and len(chunk) - cut < MEGABYTE else b""
        if cut > 0:
            self.count(chunk[:cut])

    def check(self) -> None:
        self.count(self.tail)

    def count(self, xml: bytes) -> None:
        raise NotImplementedError


class Extent(Pieces):
    """An Excel sheet: rows and cells are known by address («C14») or, where it is left out, by order."""

    ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
    CELL = re.compile(rb"<(?:\w+:)?c(?:>|\s[^>]*[^/]>)")
    CELL_AT = re.compile(
        rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']\s*([A-Za-z]+)(\d+)\s*["'](?:>|[^>]*[^/]>)"""
    )
    ROW_AT = re.compile(rb"""^[^>]*?\sr\s*=\s*["'](\d+)["']""")

    def __init__(self) -> None:
        super().__init__()
        self.row = self.cells = 0

    def count(self, xml: bytes) -> None:
        for number, part in enumerate(self.ROW.split(xml)):
            if number:
                self.row, self.cells = self._row_number(part), 0
            found = len(self.CELL.findall(part))
            self.cells += found
            if found:
                limit(self.row, self.cells)
        for letters, at in set(self.CELL_AT.findall(xml)):
            limit(int(at[:9]), column_number(letters))

    def _row_number(self, part: bytes) -> int:
        at = self.ROW_AT.match(part)
        return int(at[1][:9]) if at else self.row + 1


class OpenExtent(Pieces):
    """An OpenDocument sheet: repeated rows and cells are written once with a count."""

    TAG = re.compile(rb"<(table:table|table:table-row|table:(?:covered-)?table-cell)((?:\s[^>]*)?/?)>")
    ROWS = re.compile(rb'number-rows-repeated="(\d+)"')
    COLUMNS = re.compile(rb'number-columns-repeated="(\d+)"')

    def __init__(self) -> None:
        super().__init__()
        self.height = self.repeat = self.width = 0

    def count(self, xml: bytes) -> None:
        for name, attributes in self.TAG.findall(xml):
            if name == b"table:table":
                self.height = self.repeat = 0
            elif name == b"table:table-row":
                self.height += self.repeat
                self.repeat, self.width = self._times(self.ROWS, attributes), 0
            else:
                self._cell(attributes)

    def _cell(self, attributes: bytes) -> None:
        self.width += self._times(self.COLUMNS, attributes)
        if not attributes.endswith(b"/") or b"value" in attributes or b"formula" in attributes:
            limit(self.height + self.repeat, self.width)

    @staticmethod
    def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
        found = pattern.search(attributes)
        return int(found[1][:9]) if found else 1


def limit(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise Unreadable(TOO_WIDE)


def column_number(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27; anything longer than four letters is simply too far."""
    if len(letters) > 4:
        return MAX_COLUMNS + 1
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


# Records of BIFF8 that put a value in a cell: FORMULA, LABELSST, LABEL, NUMBER, BOOLERR, RK, RSTRING, MULRK.
VALUE_RECORDS = {0x0006, 0x00FD, 0x0204, 0x0203, 0x0205, 0x027E, 0x00D6, 0x00BD}
MULRK, FILEPASS = 0x00BD, 0x002F


def check_old_excel(data: bytes) -> None:
    """An .xls is held to the same size. [MS-XLS] 2.1: a stream of records (type, length, body)."""
    for kind, body in _records(_workbook_stream(data)):
        if kind in VALUE_RECORDS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == MULRK else column
            limit(row + 1, max(column, last) + 1)
        elif kind == FILEPASS:
            return  # everything after it is enciphered; the reader refuses the file by name


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


END = 0xFFFFFFFA  # this and above: the end of a chain, a free sector, a sector of the table itself


def _workbook_stream(data: bytes) -> bytes:
    """The stream «Workbook» of a compound file ([MS-CFB]); a stream under 4096 bytes cannot hold a sheet too big."""
    if len(data) < 512:
        raise Unreadable(CORRUPT)
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 12)
    table = _sector_table(data, size)
    directory = _chain(data, table, struct.unpack_from("<I", data, 48)[0], size)
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            start, weight = struct.unpack_from("<II", directory, at + 116)
            return _chain(data, table, start, size)[:weight] if weight >= 4096 else b""
    raise Unreadable(CORRUPT)


def _sector_table(data: bytes, size: int) -> list[int]:
    homes = list(struct.unpack_from("<109I", data, 76))
    following, seen = struct.unpack_from("<I", data, 68)[0], 0
    while following < END and (following + 2) * size <= len(data) and seen < 1000:
        more = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        homes += more[:-1]
        following, seen = more[-1], seen + 1
    table: list[int] = []
    for home in homes:
        if home < END and (home + 2) * size <= len(data):
            table += struct.unpack_from(f"<{size // 4}I", data, (home + 1) * size)
    return table


def _chain(data: bytes, table: list[int], start: int, size: int) -> bytes:
    out: list[bytes] = []
    while start < END and start < len(table) and len(out) <= len(data) // size:
        out.append(data[(start + 1) * size : (start + 2) * size])
        start = table[start]
    return b"".join(out)
