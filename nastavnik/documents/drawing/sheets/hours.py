"""Sheet of hours of a mentor for a month: on what ground, day by day, the sum, signatures (ТК РФ, ст. 351.8)."""

from __future__ import annotations

from functools import cache
from typing import Any

from nastavnik.documents.drawing.facts import HoursFacts, day
from nastavnik.documents.drawing.layout import TEXT_WIDTH, Sheet
from nastavnik.documents.drawing.sheets.words import BLANK_DATE, ORGANISATION, organisation, who

VARIABLES: dict[str, Any] = {
    "organisation": ORGANISATION,
    "signer": {"position": "должность руководителя", "name": "И. О. Фамилия"},
    "mentor": "наставник: фамилия, имя, отчество, должность",
    "signature": "подпись наставника: И. О. Фамилия",
    "month": "месяц",
    "grounds": ["наставляемый: приказ и основание"],
    "rows": [{"number": "номер", "on": "дата", "work": "работа", "mentee": "с кем", "time": "время"}],
    "total": "всего времени",
}


def context(facts: HoursFacts) -> dict[str, Any]:
    """The facts as words of VARIABLES."""
    return {
        "organisation": organisation(facts.organisation),
        "signer": {"position": facts.signer.position, "name": facts.signer.name},
        "mentor": who(facts.mentor),
        "signature": facts.signature,
        "month": facts.month,
        "grounds": list(facts.grounds),
        "rows": [
            {
                "number": str(n),
                "on": day(each.on),
                "work": each.work,
                "mentee": each.mentee,
                "time": each.time,
            }
            for n, each in enumerate(facts.rows, 1)
        ],
        "total": facts.total,
    }


@cache
def build() -> bytes:
    """The shipped template."""
    sheet = Sheet(size=12, spacing=1.0, gap=0.6)
    sheet.line("{{ organisation.full_name }}", "Организация")
    sheet.columns(
        ["", ["УТВЕРЖДАЮ", "{{ signer.position }}", "_______________ {{ signer.name }}", BLANK_DATE]],
        (TEXT_WIDTH - 75, 75),
    )
    sheet.line("УЧЁТ ВРЕМЕНИ НАСТАВНИКА", "Title")
    sheet.line("{{ month }}", "Пояснение")
    sheet.line("**Наставник:** {{ mentor }}", "Строка")
    sheet.line("**Основание (ст. 351.8 Трудового кодекса РФ):**", "Строка")
    sheet.mark("for one in grounds")
    sheet.line("{{ one }}", "Строка")
    sheet.mark("endfor")
    sheet.table(
        ["№", "Дата", "Работа", "С кем", "Время"],
        (8, 24, 62, 48, 28),
        ["{{ row.number }}", "{{ row.on }}", "{{ row.work }}", "{{ row.mentee }}", "{{ row.time }}"],
        over="row in rows",
    )
    sheet.line("", "Строка", keep=True)
    sheet.line("**Всего за месяц:** {{ total }}", "Строка", keep=True)
    sheet.line("", "Строка", keep=True)
    sheet.line(f"Наставник _______________ {{{{ signature }}}}, {BLANK_DATE}", "Строка", keep=True)
    return sheet.save()
