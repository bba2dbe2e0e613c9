"""The sample of a table of working pairs: our headings and two invented rows."""

from io import BytesIO

import xlsxwriter

from .pair_file import LABELS, Field

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ORDER = (
    *(Field.MENTOR, Field.MENTEE, Field.ISSUE, Field.SUBJECT, Field.FORM, Field.KIND),
    *(Field.STARTS, Field.ENDS, Field.NUMBER, Field.DATED, Field.GROUP),
)
ROWS = (
    (
        *("Ольхина Анна Игоревна", "Кедров Пётр Саввич", "Методика обучения и преподавания", "Физика"),
        *("педагог — педагог", "", "16.09.2026", "31.05.2027", "56-ОД", "15.09.2026", ""),
    ),
)


def sample() -> bytes:
    """Every column but the names, the issue, the number and the date of the order may stay empty."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Пары")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.write_row(0, 0, [LABELS[field] for field in ORDER], bold)
    for number, row in enumerate(ROWS, start=1):
        for column, words in enumerate(row):
            sheet.write_string(number, column, words)
    sheet.set_column(0, len(ORDER) - 1, 22)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
