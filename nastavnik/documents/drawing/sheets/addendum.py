"""Addendum to the employment contract of a mentor: content, term, form and payment of the work (ТК РФ, ст. 351.8)."""

from __future__ import annotations

from functools import cache
from typing import Any

from nastavnik.documents.drawing.facts import AddendumFacts
from nastavnik.documents.drawing.layout import TEXT_WIDTH, Sheet
from nastavnik.documents.drawing.sheets.words import ORGANISATION, dated, numbered, organisation, who

USUAL_CONTENT = (
    "помогать наставляемому овладевать навыками работы на рабочем месте по его профессии (специальности)",
    "вместе с наставляемым составить персонализированную программу наставничества и вести её",
    "проводить встречи, посещать занятия наставляемого и обсуждать их с ним",
    "сообщать куратору о ходе и результатах наставничества",
)
VARIABLES: dict[str, Any] = {
    "organisation": ORGANISATION,
    "number": "номер соглашения",
    "date": "дата соглашения",
    "contract": {"number": "номер трудового договора", "date": "дата трудового договора"},
    "employer": "представитель работодателя (родительный падеж)",
    "employer_acts": "действующего или действующей",
    "employer_basis": "на основании чего действует",
    "employee": {"name": "работник", "position": "должность", "short": "И. О. Фамилия работника"},
    "mentees": ["наставляемый: фамилия, имя, отчество, должность"],
    "content": ["что делает наставник"],
    "issue": "вопрос",
    "form": "форма выполнения работы",
    "starts": "начало",
    "ends": "окончание",
    "payment": {"size": "размер выплаты", "conditions": "условия выплаты", "basis": "документ об оплате"},
    "signer": {"position": "должность подписавшего", "name": "И. О. Фамилия"},
}


def context(facts: AddendumFacts) -> dict[str, Any]:
    """The facts as words of VARIABLES."""
    return {
        "organisation": organisation(facts.organisation),
        "number": numbered(facts.number),
        "date": dated(facts.dated),
        "contract": {"number": numbered(facts.contract_number), "date": dated(facts.contract_date)},
        "employer": facts.employer,
        "employer_acts": facts.employer_acts,
        "employer_basis": facts.employer_basis,
        "employee": {
            "name": facts.employee,
            "position": facts.employee_position,
            "short": facts.employee_short or facts.employee,
        },
        "mentees": [who(one) for one in facts.mentees],
        "content": list(facts.content or USUAL_CONTENT),
        "issue": facts.issue,
        "form": facts.form,
        "starts": dated(facts.starts),
        "ends": dated(facts.ends),
        "payment": {
            "size": facts.payment_size,
            "conditions": facts.payment_conditions,
            "basis": facts.payment_basis,
        },
        "signer": {"position": facts.signer.position, "name": facts.signer.name},
    }


@cache
def build() -> bytes:
    """The shipped template."""
    sheet = Sheet(size=12, spacing=1.0)
    sheet.line(
        "ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ №\N{NO-BREAK SPACE}{{ number }}\nк трудовому договору "
        "от {{ contract.date }} №\N{NO-BREAK SPACE}{{ contract.number }}",
        "Title",
    )
    sheet.three("{{ organisation.place }}", "", "{{ date }}")
    sheet.line(
        "{{ organisation.full_name }} (далее — Работодатель) в лице {{ employer }}, {{ employer_acts }} на основании "
        "{{ employer_basis }}, с одной стороны, и {{ employee.name }}, {{ employee.position }} (далее — Работник), с другой "
        "стороны, в соответствии со статьями 72 и 351.8 Трудового кодекса Российской Федерации заключили настоящее "
        "дополнительное соглашение о нижеследующем."
    )
    _subject(sheet)
    _payment(sheet)
    _end(sheet)
    return sheet.save()


def _subject(sheet: Sheet) -> None:
    sheet.line("1. Содержание, срок и форма работы", "Heading 3")
    sheet.line(
        "1.1. Работник с его письменного согласия выполняет по поручению Работодателя работу по наставничеству в отношении:",
        "Пункт",
        keep=True,
    )
    sheet.mark("for one in mentees")
    sheet.line("—\N{NO-BREAK SPACE}{{ one }}{% if loop.last %}.{% else %};{% endif %}", "Перечень")
    sheet.mark("endfor")
    sheet.line("1.2. Содержание работы{% if issue %} (вопрос: {{ issue }}){% endif %}:", "Пункт", keep=True)
    sheet.mark("for one in content")
    sheet.line("—\N{NO-BREAK SPACE}{{ one }}{% if loop.last %}.{% else %};{% endif %}", "Перечень")
    sheet.mark("endfor")
    sheet.line("1.3. Срок выполнения работы: с {{ starts }} по {{ ends }}.", "Пункт")
    sheet.line("1.4. Форма выполнения работы: {{ form }}.", "Пункт")


def _payment(sheet: Sheet) -> None:
    sheet.line("2. Выплаты за наставничество", "Heading 3")
    sheet.line(
        "2.1. Размер{% if not payment.conditions %} и условия{% endif %} выплаты: {{ payment.size }}.",
        "Пункт",
    )
    sheet.mark("if payment.conditions")
    sheet.line("2.2. Условия выплаты: {{ payment.conditions }}.", "Пункт")
    sheet.mark("endif")
    sheet.line(
        "{% if payment.conditions %}2.3{% else %}2.2{% endif %}. Размер и условия выплаты установлены с учётом "
        "содержания и (или) объёма работы.{% if payment.basis %} Основание: {{ payment.basis }}.{% endif %}",
        "Пункт",
    )


def _end(sheet: Sheet) -> None:
    sheet.line("3. Досрочное прекращение и заключительные условия", "Heading 3")
    sheet.line(
        "3.1. Работник вправе досрочно отказаться от работы по наставничеству, а Работодатель — досрочно отменить поручение о ней, предупредив об этом другую сторону в письменной форме не менее чем за три рабочих дня.",
        "Пункт",
    )
    sheet.line("3.2. Остальные условия трудового договора не меняются.", "Пункт")
    sheet.line(
        "3.3. Соглашение вступает в силу со дня подписания, является частью трудового договора и составлено в двух экземплярах, по одному для каждой стороны.",
        "Пункт",
        keep=True,
    )
    sheet.line("", "Строка", keep=True)
    half = TEXT_WIDTH / 2
    sheet.columns(
        [
            [
                "**Работодатель**",
                "{{ organisation.any_name }}",
                "{% if organisation.address %}{{ organisation.address }}{% endif %}",
                "{% if organisation.codes %}{{ organisation.codes }}{% endif %}",
                "{{ signer.position }}",
                "",
                "________________ {{ signer.name }}",
            ],
            [
                "**Работник**",
                "{{ employee.name }}",
                "Паспорт: _______________________",
                "________________________________",
                "Адрес: _________________________",
                "",
                "________________ {{ employee.short }}",
            ],
        ],
        (half, half),
    )
    sheet.line("", "Строка")
    sheet.line(
        "Экземпляр соглашения получен: ________________ (подпись)  «___» ____________ 20___ г.", "Строка"
    )
