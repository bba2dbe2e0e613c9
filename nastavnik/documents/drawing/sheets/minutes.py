"""Minutes of a collegial body: requisites, who took part, agenda, for each question what was heard and decided, signatures."""

from __future__ import annotations

from functools import cache
from typing import Any

from nastavnik.documents.drawing.facts import day
from nastavnik.documents.drawing.layout import TEXT_WIDTH, Sheet
from nastavnik.documents.drawing.minutes_facts import MinutesCare, MinutesFacts, MinutesItem, MinutesPair
from nastavnik.documents.drawing.sheets.words import (
    ORGANISATION,
    dated,
    letterhead,
    numbered,
    organisation,
    who,
)

VARIABLES: dict[str, Any] = {
    "organisation": ORGANISATION,
    "body": "название органа",
    "number": "номер протокола",
    "date": "дата",
    "way": "заседание или заочное голосование",
    "chair": "председатель: И. О. Фамилия",
    "secretary": "секретарь: И. О. Фамилия",
    "present": "участвуют: И. О. Фамилия через запятую",
    "absent": "отсутствуют: И. О. Фамилия через запятую",
    "quorum": "кворум",
    "agenda": [{"number": "номер", "title": "вопрос повестки"}],
    "items": [
        {
            "number": "номер",
            "title": "вопрос повестки",
            "heard": ["о чём сообщили"],
            "proof": "доказательство подбора",
            "digest": "отпечаток данных подбора",
            "has_pairs": "есть ли пары",
            "pairs": [
                {
                    "number": "номер",
                    "mentor": "наставник",
                    "mentee": "наставляемый",
                    "about": "вопрос и области",
                    "why": "что подходит и чего не хватает",
                    "votes": "голоса",
                    "decision": "решение",
                }
            ],
            "has_cares": "есть ли оставшиеся без наставника",
            "cares": [
                {
                    "mentee": "наставляемый",
                    "issue": "вопрос",
                    "reason": "почему без наставника",
                    "care": "что решено",
                    "next": "когда вернутся к вопросу",
                }
            ],
            "decided": [{"number": "номер", "words": "решение"}],
        }
    ],
}


def context(facts: MinutesFacts) -> dict[str, Any]:
    """The facts as words of VARIABLES."""
    return {
        "organisation": organisation(facts.organisation),
        "body": facts.body,
        "number": numbered(facts.number),
        "date": dated(facts.dated),
        "way": facts.way,
        "chair": facts.chair,
        "secretary": facts.secretary,
        "present": ", ".join(facts.present),
        "absent": ", ".join(facts.absent),
        "quorum": facts.quorum,
        "agenda": [{"number": str(n), "title": each.title} for n, each in enumerate(facts.items, 1)],
        "items": [_item(n, each) for n, each in enumerate(facts.items, 1)],
    }


def _item(number: int, item: MinutesItem) -> dict[str, Any]:
    return {
        "number": str(number),
        "title": item.title,
        "heard": list(item.heard),
        "proof": item.proof,
        "digest": item.digest,
        "has_pairs": "да" if item.pairs else "",
        "pairs": [_pair(n, each) for n, each in enumerate(item.pairs, 1)],
        "has_cares": "да" if item.cares else "",
        "cares": [_care(each) for each in item.cares],
        "decided": [{"number": f"{number}.{n}", "words": words} for n, words in enumerate(item.decided, 1)],
    }


def _pair(number: int, pair: MinutesPair) -> dict[str, str]:
    fits, gaps = (
        _clause(words, lines) for words, lines in (("Подходит", pair.fits), ("Не хватает", pair.gaps))
    )
    return {
        "number": str(number),
        "mentor": who(pair.mentor),
        "mentee": who(pair.mentee),
        "about": "\n".join(part for part in (pair.issue, pair.domains) if part),
        "why": "\n".join(part for part in (fits, gaps) if part) or "—",
        "votes": "\n".join((pair.votes, *pair.voices)),
        "decision": f"{pair.decision}: {pair.reason}" if pair.reason else pair.decision,
    }


def _clause(words: str, lines: tuple[str, ...]) -> str:
    """«Подходит: ведёт тот же предмет; есть общее время.»"""
    return f"{words}: {'; '.join(line.rstrip('.') for line in lines)}." if lines else ""


def _care(care: MinutesCare) -> dict[str, str]:
    return {
        "mentee": who(care.mentee),
        "issue": care.issue,
        "reason": care.reason or "—",
        "care": care.care,
        "next": day(care.next_on) or "—",
    }


@cache
def build() -> bytes:
    """The shipped template."""
    sheet = Sheet(size=12, spacing=1.0, gap=0.8)
    letterhead(sheet)
    sheet.line("ПРОТОКОЛ № {{ number }}", "Title")
    sheet.line("{{ body }} ({{ way }})", "Пояснение")
    sheet.three("{{ date }}", "{{ organisation.place }}", "")
    sheet.line("**Председатель:** {{ chair }}", "Строка")
    sheet.line("**Секретарь:** {{ secretary }}", "Строка")
    sheet.line("**Участвуют:** {{ present }}", "Строка")
    sheet.mark("if absent")
    sheet.line("**Отсутствуют:** {{ absent }}", "Строка")
    sheet.mark("endif")
    sheet.line("**Кворум:** {{ quorum }}", "Строка")
    sheet.line("Повестка", "Heading 3")
    sheet.mark("for one in agenda")
    sheet.line("{{ one.number }}. {{ one.title }}", "Строка")
    sheet.mark("endfor")
    sheet.mark("for item in items")
    sheet.line("{{ item.number }}. {{ item.title }}", "Heading 3")
    _heard(sheet)
    _pairs(sheet)
    _cares(sheet)
    sheet.line("**Решили:**", "Строка", keep=True)
    sheet.mark("for one in item.decided")
    sheet.line("{{ one.number }}. {{ one.words }}", "Строка")
    sheet.mark("endfor")
    sheet.mark("endfor")
    sheet.line("", "Строка", keep=True)
    for role, name in (("Председатель", "chair"), ("Секретарь", "secretary")):
        sheet.columns([role, "_________________", f"^{{{{ {name} }}}}"], (75, 45, TEXT_WIDTH - 120))
    return sheet.save()


def _heard(sheet: Sheet) -> None:
    sheet.line("**Слушали:**", "Строка", keep=True)
    sheet.mark("for words in item.heard")
    sheet.line("{{ words }}", "Текст")
    sheet.mark("endfor")
    sheet.mark("if item.proof")
    sheet.line("{{ item.proof }}", "Текст")
    sheet.mark("endif")
    sheet.mark("if item.digest")
    sheet.line("Отпечаток данных подбора: {{ item.digest }}", "Строка")
    sheet.mark("endif")


def _pairs(sheet: Sheet) -> None:
    sheet.mark("if item.has_pairs")
    sheet.line("Пары", "Heading 3")
    sheet.table(
        ["№", "Наставник и наставляемый", "Вопрос", "Почему", "Голоса", "Решение"],
        (8, 38, 28, 42, 32, 22),
        [
            "{{ row.number }}",
            ["{{ row.mentor }}", "— {{ row.mentee }}"],
            "{{ row.about }}",
            "{{ row.why }}",
            "{{ row.votes }}",
            "{{ row.decision }}",
        ],
        over="row in item.pairs",
    )
    sheet.line("", "Строка")
    sheet.mark("endif")


def _cares(sheet: Sheet) -> None:
    sheet.mark("if item.has_cares")
    sheet.line("Остались без наставника", "Heading 3")
    sheet.table(
        ["Наставляемый", "Вопрос", "Почему", "Что решено", "Вернёмся"],
        (40, 30, 40, 40, 20),
        [
            "{{ row.mentee }}",
            "{{ row.issue }}",
            "{{ row.reason }}",
            "{{ row.care }}",
            "{{ row.next }}",
        ],
        over="row in item.cares",
    )
    sheet.line("", "Строка")
    sheet.mark("endif")
