"""Personalised programme of mentoring: approval, who and what for, goals, activities, signatures; two pages as a rule."""

from __future__ import annotations

from functools import cache
from typing import Any

from nastavnik.documents.drawing.facts import ProgrammeFacts, Signed, TextPart, day
from nastavnik.documents.drawing.layout import TEXT_WIDTH, Sheet
from nastavnik.documents.drawing.sheets.words import (
    BLANK_DATE,
    NBSP,
    ORGANISATION,
    organisation,
    period,
    who,
)

_TEXT = {"title": "название раздела", "lines": ["строка раздела"]}
VARIABLES: dict[str, Any] = {
    "organisation": ORGANISATION,
    "signer": {"position": "должность утвердившего", "name": "И. О. Фамилия"},
    "approved": "дата утверждения",
    "edition": "редакция программы",
    "trial": "отметка об апробации",
    "mentor": "наставник: фамилия, имя, отчество, должность",
    "mentees": ["наставляемый: фамилия, имя, отчество, должность"],
    "form": "форма наставничества",
    "kind": "виды наставничества",
    "issue": "вопрос",
    "period": "срок",
    "why_length": "почему такой срок",
    "topic": "предмет наставничества",
    "directions": "направления",
    "goals": [{"number": "номер", "kind": "цель или задача", "words": "текст", "way": "от чего к чему"}],
    "before": [_TEXT],
    "activities": [
        {
            "number": "номер",
            "words": "мероприятие",
            "due": "срок",
            "responsible": "ответственный",
            "product": "что получится",
            "done": "отметка о выполнении",
        }
    ],
    "after": [_TEXT],
    "signed": [{"role": "кто согласовал", "name": "И. О. Фамилия", "date": "дата"}],
}


def context(facts: ProgrammeFacts) -> dict[str, Any]:
    """The facts as words of VARIABLES."""
    return {
        "organisation": organisation(facts.organisation),
        "signer": {"position": facts.signer.position, "name": facts.signer.name},
        "approved": day(facts.approved) or BLANK_DATE,
        "edition": facts.edition,
        "trial": "апробация" if facts.trial else "",
        "mentor": who(facts.mentor),
        "mentees": [who(one) for one in facts.mentees],
        "form": facts.form,
        "kind": facts.kind,
        "issue": facts.issue,
        "period": period(facts.starts, facts.ends),
        "why_length": facts.why_length,
        "topic": facts.topic,
        "directions": ", ".join(facts.directions),
        "goals": [
            {"number": str(n), "kind": each.kind, "words": each.words, "way": _way(each)}
            for n, each in enumerate(facts.goals, 1)
        ],
        "before": [_text(each) for each in facts.before],
        "activities": [
            {
                "number": str(n),
                "words": each.words,
                "due": each.due,
                "responsible": each.responsible,
                "product": each.product,
                "done": each.done,
            }
            for n, each in enumerate(facts.activities, 1)
        ],
        "after": [_text(each) for each in facts.after],
        "signed": [_signed(each) for each in facts.signed],
    }


def _way(goal: Any) -> str:
    """«уроков с практикой: 2 → 6»."""
    way = f"{NBSP}→ ".join(part for part in (goal.start, goal.target) if part)
    return ": ".join(part for part in (goal.measure, way) if part)


def _text(part: TextPart) -> dict[str, Any]:
    return {"title": part.title, "lines": list(part.lines)}


def _signed(each: Signed) -> dict[str, str]:
    return {"role": each.role, "name": each.name, "date": day(each.on) or BLANK_DATE}


@cache
def build() -> bytes:
    """The shipped template."""
    sheet = Sheet(size=12, spacing=1.0, gap=0.6)
    sheet.line("{{ organisation.full_name }}", "Организация")
    sheet.columns(
        ["", ["УТВЕРЖДАЮ", "{{ signer.position }}", "_______________ {{ signer.name }}", "{{ approved }}"]],
        (TEXT_WIDTH - 75, 75),
    )
    sheet.line("ПЕРСОНАЛИЗИРОВАННАЯ ПРОГРАММА НАСТАВНИЧЕСТВА", "Title")
    sheet.mark("if edition")
    sheet.line("{{ edition }}", "Пояснение")
    sheet.mark("endif")
    sheet.mark("if trial")
    sheet.line("{{ trial }}", "Пояснение")
    sheet.mark("endif")
    _card(sheet)
    _goals(sheet)
    _texts(sheet, "before")
    sheet.line("Перечень мероприятий", "Heading 3")
    sheet.table(
        ["№", "Мероприятие", "Срок", "Ответственный", "Что получится", "Отметка"],
        (8, 50, 30, 34, 30, 18),
        [
            "{{ row.number }}",
            "{{ row.words }}",
            "{{ row.due }}",
            "{% if row.responsible %}{{ row.responsible }}{% endif %}",
            "{% if row.product %}{{ row.product }}{% endif %}",
            "{% if row.done %}{{ row.done }}{% endif %}",
        ],
        over="row in activities",
    )
    _texts(sheet, "after")
    sheet.line("", "Строка", keep=True)
    sheet.line("Программу составили и согласовали:", "Строка", keep=True)
    sheet.mark("for one in signed")
    sheet.line("{{ one.role }} _______________ {{ one.name }}, {{ one.date }}", "Строка", keep=True)
    sheet.mark("endfor")
    return sheet.save()


def _card(sheet: Sheet) -> None:
    """What the system knows already: participants, form and kinds, issue, term, topic, directions (R214)."""
    sheet.line("**Наставник:** {{ mentor }}", "Строка")
    sheet.mark("for one in mentees")
    sheet.line("**Наставляемый:** {{ one }}", "Строка")
    sheet.mark("endfor")
    sheet.line("**Форма и виды наставничества:** {{ form }}; {{ kind }}", "Строка")
    sheet.line("**Вопрос:** {{ issue }}", "Строка")
    sheet.line("**Срок:** {{ period }}{% if why_length %} ({{ why_length }}){% endif %}", "Строка")
    sheet.line("**Предмет наставничества:** {{ topic }}", "Строка")
    sheet.line("**Направления:** {{ directions }}", "Строка")


def _goals(sheet: Sheet) -> None:
    sheet.line("Цели и задачи", "Heading 3")
    sheet.mark("for one in goals")
    sheet.line(
        "{{ one.number }}. {{ one.words }}{% if one.way %} ({{ one.way }}){% endif %}",
        "Строка",
    )
    sheet.mark("endfor")


def _texts(sheet: Sheet, name: str) -> None:
    sheet.mark(f"for part in {name}")
    sheet.line("{{ part.title }}", "Heading 3")
    sheet.mark("for words in part.lines")
    sheet.line("{{ words }}", "Строка")
    sheet.mark("endfor")
    sheet.mark("endfor")
