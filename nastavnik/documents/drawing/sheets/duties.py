"""Written consent of a mentor or a mentee to the duties of mentoring (ТК РФ, ст. 351.8)."""

from __future__ import annotations

from functools import cache
from typing import Any

from nastavnik.documents.drawing.facts import DutiesConsentFacts
from nastavnik.documents.drawing.layout import TEXT_WIDTH, Sheet
from nastavnik.documents.drawing.sheets.words import (
    BLANK_DATE,
    ORGANISATION,
    agreed,
    organisation,
    period,
    who,
    whose,
)

VARIABLES: dict[str, Any] = {
    "organisation": ORGANISATION,
    "head": "кому (дательный падеж)",
    "sender": "от кого (родительный падеж)",
    "person": "фамилия, имя, отчество участника",
    "position": "должность или класс",
    "mentor": "да — если участник наставник",
    "mentor_employee": "да — если наставник работает в организации",
    "mentee_employee": "да — если наставляемый работает в организации",
    "representative": "законный представитель",
    "relation": "кем приходится",
    "signer": "кто подписывает",
    "agreed": "«согласен» или «согласна» того, кто подписывает",
    "pupil_agreed": "«согласен» или «согласна» обучающегося",
    "whose": "чьё участие («его» или «её»)",
    "pupil": "фамилия обучающегося старше 14 лет, который подписывает сам",
    "others": ["наставляемый или наставник: фамилия, имя, отчество, должность"],
    "form": "форма наставничества",
    "issue": "вопрос",
    "period": "срок",
    "payment": "оплата",
    "blank_date": "место для даты",
}


def context(facts: DutiesConsentFacts) -> dict[str, Any]:
    """The facts as words of VARIABLES."""
    mentor, employee = facts.role == "mentor", facts.employee
    return {
        "organisation": organisation(facts.organisation),
        "head": facts.head,
        "sender": facts.sender,
        "person": facts.person,
        "position": facts.position,
        "mentor": "да" if mentor else "",
        "mentor_employee": "да" if mentor and employee else "",
        "mentee_employee": "да" if not mentor and employee else "",
        "representative": facts.representative,
        "relation": facts.relation,
        "signer": facts.representative or facts.person,
        "agreed": agreed(facts.representative_gender if facts.representative else facts.gender),
        "pupil_agreed": agreed(facts.gender),
        "whose": whose(facts.gender),
        "pupil": facts.person if facts.pupil_signs else "",
        "others": [who(one) for one in facts.others],
        "form": facts.form,
        "issue": facts.issue,
        "period": period(facts.starts, facts.ends),
        "payment": facts.payment,
        "blank_date": BLANK_DATE,
    }


@cache
def build() -> bytes:
    """The shipped template."""
    sheet = Sheet(size=12)
    sheet.line("{{ head }}\nот {{ sender }}", "Адресат")
    sheet.line("СОГЛАСИЕ\nна участие в наставничестве", "Title")
    sheet.mark("if representative")
    sheet.line(
        "Я, **{{ representative }}**, законный представитель{% if relation %} ({{ relation }}){% endif %} "
        "несовершеннолетнего ребёнка: **{{ person }}**{% if position %}, {{ position }}{% endif %}, {{ agreed }} на "
        "{{ whose }} участие в наставничестве в качестве {% if mentor %}наставника{% else %}наставляемого{% endif %}."
    )
    sheet.mark("else")
    sheet.line(
        "Я, **{{ person }}**{% if position %}, {{ position }}{% endif %}, "
        "{% if mentor_employee %}в соответствии со статьёй 351.8 Трудового кодекса Российской Федерации {{ agreed }} "
        "по поручению работодателя выполнять работу по наставничеству.{% endif %}"
        "{% if mentee_employee %}{{ agreed }} участвовать в наставничестве в качестве наставляемого и выполнять "
        "связанные с этим дополнительные обязанности.{% endif %}"
        "{% if not mentor_employee and not mentee_employee %}{{ agreed }} добровольно участвовать в наставничестве в "
        "качестве {% if mentor %}наставника{% else %}наставляемого{% endif %}.{% endif %}"
    )
    sheet.mark("endif")
    _terms(sheet)
    _knows(sheet)
    sheet.line("", "Строка", keep=True)
    sheet.columns(["{{ blank_date }}", "_________________", "^{{ signer }}"], (60, 45, TEXT_WIDTH - 105))
    sheet.mark("if pupil")
    sheet.line("", "Строка", keep=True)
    sheet.line("Участвовать {{ pupil_agreed }}, обучающийся, достигший 14 лет:", "Строка", keep=True)
    sheet.columns(["{{ blank_date }}", "_________________", "^{{ pupil }}"], (60, 45, TEXT_WIDTH - 105))
    sheet.mark("endif")
    return sheet.save()


def _terms(sheet: Sheet) -> None:
    sheet.line("**{% if mentor %}В отношении кого:{% else %}Наставник:{% endif %}**", "Строка", keep=True)
    sheet.mark("for one in others")
    sheet.line("—\N{NO-BREAK SPACE}{{ one }}{% if not loop.last %};{% endif %}", "Перечень")
    sheet.mark("endfor")
    sheet.line("**Вопрос:** {{ issue }}", "Строка")
    sheet.line("**Форма:** {{ form }}", "Строка")
    sheet.line("**Срок:** {{ period }}", "Строка")
    sheet.mark("if mentor_employee")
    sheet.line(
        "**Оплата:** {% if payment %}{{ payment }}{% else %}размер и условия выплат указаны в трудовом договоре или "
        "дополнительном соглашении к нему{% endif %}.",
        "Строка",
    )
    sheet.mark("endif")


def _knows(sheet: Sheet) -> None:
    sheet.line("**Мне разъяснено:**", "Строка", keep=True)
    sheet.mark("if mentor_employee")
    sheet.line(
        "—\N{NO-BREAK SPACE}содержание, сроки и форма этой работы, размеры и условия выплат за неё указываются в трудовом договоре или дополнительном соглашении к нему;",
        "Перечень",
    )
    sheet.line(
        "—\N{NO-BREAK SPACE}я могу досрочно отказаться от неё, а работодатель — досрочно отменить поручение, предупредив об этом письменно не менее чем за три рабочих дня;",
        "Перечень",
    )
    sheet.mark("else")
    sheet.line(
        "—\N{NO-BREAK SPACE}от участия можно отказаться в любое время, сообщив об этом письменно куратору или руководителю организации;",
        "Перечень",
    )
    sheet.mark("endif")
    sheet.line(
        "—\N{NO-BREAK SPACE}отказ от участия не влечёт взысканий и других неблагоприятных последствий.",
        "Перечень",
    )
    sheet.line("Согласие на обработку персональных данных оформляется отдельным документом.", "Строка")
