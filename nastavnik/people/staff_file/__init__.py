"""A staff list as schools have it, from bytes to people: guards, reading, guessing of columns, cleaning of cells.

`read_staff(data, filename, mapping=None, today=…) -> StaffFile`; `Unreadable` when the file as a whole is refused.
"""

from nastavnik.people.staff_file.limits import Unreadable
from nastavnik.people.staff_file.rows import guess_columns, read_staff
from nastavnik.people.staff_file.shapes import (
    CATEGORIES,
    KINDS,
    Column,
    Field,
    Mapping,
    RowError,
    StaffFile,
    StaffRow,
    Trouble,
)

__all__ = [
    "CATEGORIES",
    "KINDS",
    "Column",
    "Field",
    "Mapping",
    "RowError",
    "StaffFile",
    "StaffRow",
    "Trouble",
    "Unreadable",
    "guess_columns",
    "read_staff",
]
