"""The sheet of hours of a mentor for a month, as a paper and as a table: what is paid for under ТК РФ, ст. 351.8."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from django.db.models import prefetch_related_objects

from nastavnik.documents.common_facts import organisation_facts, signer_facts
from nastavnik.documents.drawing.facts import HourLine, HoursFacts, PersonLine
from nastavnik.documents.drawing.papers import draw
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.order_facts import labour_words
from nastavnik.people.declension import position_words, signature

from .month import title_of
from .queries.hours import Hour, Led, mentees_words
from .rules import hours_words

HEADS = ("Дата", "Работа", "С кем", "Минут")
WIDTHS = (12, 34, 34, 10)


def paper(led: Led, hours: Sequence[Hour], month: date, organisation: Organisation, *, today: date) -> bytes:
    """The .docx; Refusal when the organisation has no head to sign it."""
    prefetch_related_objects([led.mentor], "employments")
    facts = HoursFacts(
        organisation=organisation_facts(organisation),
        signer=signer_facts(organisation, today=today),
        mentor=PersonLine(name=led.mentor.full_name, position=position_words(led.mentor, today=today)),
        signature=signature(led.mentor),
        month=title_of(month).lower(),
        grounds=tuple(dict.fromkeys(_ground(hour.mentorship) for hour in hours)),
        rows=tuple(
            HourLine(
                on=hour.on,
                work=hour.work,
                mentee=mentees_words(hour.mentorship),
                time=hours_words(hour.minutes),
            )
            for hour in hours
        ),
        total=hours_words(total_of(hours)),
    )
    return draw(facts).docx


def _ground(pair: Mentorship) -> str:
    """«Зимин К. А.: приказ № 14 от 16.09.2026, дополнительное соглашение от 16.09.2026 № 3»."""
    order = pair.order
    number, on = (order.number, order.on) if order else (pair.former_order_number, pair.former_order_date)
    words = f"приказ № {number}" + (f" от {on:%d.%m.%Y}" if on else "") if number else ""
    basis = labour_words(getattr(pair, "labour_basis", None))
    return f"{mentees_words(pair)}: {', '.join(filter(None, (words, basis))) or 'основание не записано'}"


def table(led: Led, hours: Sequence[Hour], month: date) -> bytes:
    """The .xlsx: words are words, minutes are numbers, nothing is a formula."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet(title_of(month))
    bold = book.add_format({"bold": True})
    sheet.write_string(
        0, 0, f"Учёт времени наставника: {led.mentor.full_name}, {title_of(month).lower()}", bold
    )
    for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, head, bold)
    for number, hour in enumerate(hours, start=3):
        words = (f"{hour.on:%d.%m.%Y}", hour.work, mentees_words(hour.mentorship))
        for column, text in enumerate(words):
            sheet.write_string(number, column, text)
        sheet.write_number(number, 3, hour.minutes)
    sheet.write_string(len(hours) + 3, 0, "Всего", bold)
    sheet.write_string(len(hours) + 3, 2, hours_words(total_of(hours)), bold)
    sheet.write_number(len(hours) + 3, 3, total_of(hours), bold)
    sheet.freeze_panes(3, 0)
    book.close()
    return out.getvalue()


def total_of(hours: Sequence[Hour]) -> int:
    return sum(hour.minutes for hour in hours)
