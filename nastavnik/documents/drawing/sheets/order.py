"""The order «О закреплении наставнических пар (групп)» with its annex and acquaintance list."""

from __future__ import annotations

from functools import cache
from typing import Any

from nastavnik.core.russian.folding import sort_key
from nastavnik.documents.drawing.facts import OrderFacts, PairRow, PersonLine, day
from nastavnik.documents.drawing.layout import LANDSCAPE_WIDTH, TEXT_WIDTH, Sheet
from nastavnik.documents.drawing.sheets.words import (
    ORGANISATION,
    dated,
    letterhead,
    numbered,
    organisation,
    short_period,
    signature,
)

# A short list stands under the signature; a longer one gets a sheet of its own.
SHORT_LIST = 6

_PERSON = {
    "name": "фамилия, имя, отчество",
    "position": "должность или класс",
    "organisation": "чужая организация",
}
VARIABLES: dict[str, Any] = {
    "organisation": ORGANISATION,
    "number": "номер приказа",
    "date": "дата приказа",
    "title": "заголовок к тексту",
    "purpose": "цель (после слов «В целях»)",
    "bases": ["основание"],
    "items": [
        {
            "number": "номер пункта",
            "text": "текст пункта",
            "sub_items": [{"number": "номер", "text": "текст"}],
        }
    ],
    "control": {"number": "номер пункта о контроле", "text": "пункт о контроле"},
    "signer": {"position": "должность подписавшего", "name": "И. О. Фамилия"},
    "signature": {
        "certificate": "номер сертификата электронной подписи",
        "owner": "владелец сертификата",
        "valid": "срок действия сертификата",
    },
    "annex": {"title": "название приложения"},
    "rows": [
        {
            "number": "номер строки",
            "mentor": _PERSON,
            "mentees": [_PERSON],
            "form": "форма наставничества",
            "kind": "вид наставничества",
            "issue": "вопрос, над которым работают",
            "period": "срок",
            "basis": "основание по статье 351.8 ТК РФ",
            "consents": ["согласие"],
        }
    ],
    "acquainted": {"here": ["фамилия (короткий список)"], "apart": ["фамилия (длинный список)"]},
    "executor": "исполнитель",
}


def context(facts: OrderFacts) -> dict[str, Any]:
    """The facts as words of VARIABLES."""
    names = list(facts.acquainted) or _everyone(facts.rows)
    short = len(names) <= SHORT_LIST
    return {
        "organisation": organisation(facts.organisation),
        "number": numbered(facts.number),
        "date": dated(facts.dated),
        "title": facts.title,
        "purpose": facts.purpose,
        "bases": list(facts.bases),
        "items": _items(facts),
        "control": {"number": str(len(facts.items) + 1), "text": _control(facts.control)},
        "signer": {"position": facts.signer.position, "name": facts.signer.name},
        "signature": _signature(facts),
        "annex": {"title": facts.annex_title},
        "rows": [_row(number, row) for number, row in enumerate(facts.rows, 1)],
        "acquainted": {"here": names if short else [], "apart": [] if short else names},
        "executor": facts.executor,
    }


def _items(facts: OrderFacts) -> list[dict[str, Any]]:
    return [
        {
            "number": str(i),
            "text": item.text,
            "sub_items": [{"number": f"{i}.{k}", "text": text} for k, text in enumerate(item.sub_items, 1)],
        }
        for i, item in enumerate(facts.items, 1)
    ]


def _control(named: str) -> str:
    if named:
        return f"Контроль за исполнением настоящего приказа возложить на {named}."
    return "Контроль за исполнением настоящего приказа оставляю за собой."


def _signature(facts: OrderFacts) -> dict[str, str]:
    mark = facts.signer.electronic
    if not mark:
        return {"certificate": "", "owner": "", "valid": ""}
    valid = (
        f"с {day(mark.valid_from)} по {day(mark.valid_until)}" if mark.valid_from and mark.valid_until else ""
    )
    return {"certificate": mark.certificate, "owner": mark.owner, "valid": valid}


def _row(number: int, row: PairRow) -> dict[str, Any]:
    return {
        "number": str(number),
        "mentor": _person(row.mentor),
        "mentees": [_person(one) for one in row.mentees],
        "form": row.form,
        "kind": row.kind,
        "issue": row.issue,
        "period": short_period(row.starts, row.ends),
        "basis": row.basis,
        "consents": list(row.consents),
    }


def _person(person: PersonLine) -> dict[str, str]:
    return {"name": person.name, "position": person.position, "organisation": person.organisation}


def _everyone(rows: tuple[PairRow, ...]) -> list[str]:
    """Each person once, in alphabetical order; namesakes with different positions are different people."""
    people = [row.mentor for row in rows] + [one for row in rows for one in row.mentees]
    return sorted((person.name for person in dict.fromkeys(people)), key=sort_key)


@cache
def build() -> bytes:
    """The shipped template."""
    sheet = Sheet()
    letterhead(sheet)
    sheet.line("ПРИКАЗ", "Title")
    sheet.three("{{ date }}", "{{ organisation.place }}", "№\N{NO-BREAK SPACE}{{ number }}")
    sheet.line("{{ title }}", "Heading 1", right=TEXT_WIDTH - 95)
    _preamble(sheet)
    sheet.line("ПРИКАЗЫВАЮ:", "Распоряжение", keep=True)
    sheet.mark("for item in items")
    sheet.line("{{ item.number }}.\N{NO-BREAK SPACE}{{ item.text }}", "Пункт")
    sheet.mark("for part in item.sub_items")
    sheet.line("{{ part.number }}.\N{NO-BREAK SPACE}{{ part.text }}", "Подпункт")
    sheet.mark("endfor")
    sheet.mark("endfor")
    sheet.line("{{ control.number }}.\N{NO-BREAK SPACE}{{ control.text }}", "Пункт", keep=True)
    sheet.line("", "Строка", keep=True)
    signature(sheet)
    _electronic(sheet)
    sheet.mark("if acquainted.here")
    _acquaintance(sheet, "acquainted.here", TEXT_WIDTH, together=True)
    sheet.mark("endif")
    sheet.mark("if executor")
    sheet.line("Исполнитель: {{ executor }}", "Исполнитель")
    sheet.mark("endif")
    _annex(sheet)
    return sheet.save()


def _preamble(sheet: Sheet) -> None:
    sheet.mark("if bases")
    sheet.line("В целях {{ purpose }}, на основании следующих актов, решений и согласий:", keep=True)
    sheet.mark("for basis in bases")
    sheet.line("—\N{NO-BREAK SPACE}{{ basis }}{% if not loop.last %};{% endif %}", "Перечень")
    sheet.mark("endfor")
    sheet.mark("else")
    sheet.line("В целях {{ purpose }}")
    sheet.mark("endif")


def _electronic(sheet: Sheet) -> None:
    sheet.mark("if signature.certificate")
    sheet.line("", "Строка")
    sheet.box(
        [
            "**ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ**",
            "Сертификат: {{ signature.certificate }}",
            "Владелец: {{ signature.owner }}",
            "Действителен: {{ signature.valid }}",
        ]
    )
    sheet.mark("endif")


def _acquaintance(sheet: Sheet, names: str, width: float, *, together: bool = False) -> None:
    sheet.line("", "Строка", keep=together)
    sheet.line("С приказом ознакомлены:", "Строка", keep=True)
    sheet.table(
        ["Фамилия, имя, отчество", "Подпись", "Дата"],
        [width * 0.5, width * 0.27, width * 0.23],
        ["{{ name }}", "", ""],
        over=f"name in {names}",
        height=8,
        together=together,
    )


def _annex(sheet: Sheet) -> None:
    sheet.landscape()
    sheet.line(
        "Приложение\nк приказу {{ organisation.any_name }}\nот {{ date }} №\N{NO-BREAK SPACE}{{ number }}",
        "Отметка о приложении",
    )
    sheet.line("{{ annex.title }}", "Heading 2")
    widths = (10, 46, 50, 32, 36, 29, LANDSCAPE_WIDTH - 203)
    sheet.table(
        [
            "№",
            "Наставник",
            "Наставляемый (наставляемые)",
            "Форма и вид",
            "Вопрос",
            "Срок",
            "Основание и согласия",
        ],
        widths,
        [
            "{{ row.number }}",
            _lines("row.mentor"),
            ["{%p for mentee in row.mentees %}", *_lines("mentee"), "{%p endfor %}"],
            (
                "{% if row.form %}{{ row.form }}{% endif %}{% if row.form and row.kind %}, {% endif %}"
                "{% if row.kind %}{{ row.kind }}{% endif %}"
            ),
            "{% if row.issue %}{{ row.issue }}{% endif %}",
            "{% if row.period %}{{ row.period }}{% endif %}",
            [
                "{% if row.basis %}{{ row.basis }}{% endif %}",
                "{%p if row.consents %}",
                "Согласия: {{ row.consents | join('; ') }}",
                "{%p endif %}",
            ],
        ],
        over="row in rows",
    )
    sheet.mark("if acquainted.apart")
    sheet.line(
        "Лист ознакомления\nс приказом от {{ date }} №\N{NO-BREAK SPACE}{{ number }}",
        "Heading 2",
        new_page=True,
    )
    _acquaintance(sheet, "acquainted.apart", LANDSCAPE_WIDTH)
    sheet.mark("endif")


def _lines(name: str) -> list[str]:
    """A person in a cell: the name, under it the position and a foreign organisation when there are any."""
    return [f"{{{{ {name}.name }}}}", *_optional(f"{name}.position", f"{name}.organisation")]


def _optional(*names: str) -> list[str]:
    return [part for name in names for part in (f"{{%p if {name} %}}", f"{{{{ {name} }}}}", "{%p endif %}")]
