"""Consents to processing, transfer and publication of personal data: one purpose, one paper (152-ФЗ ст. 9 и 10.1).

Address and identity document are lines to fill by hand: the law wants them on paper, we never store them.
Publication follows the list of the Роскомнадзор order of 24.02.2021 № 18.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from nastavnik.documents.drawing.facts import ConsentFacts, ConsentKind
from nastavnik.documents.drawing.layout import TEXT_WIDTH, Sheet
from nastavnik.documents.drawing.sheets.words import BLANK_DATE, ORGANISATION, organisation, whose

LAW = "Федерального закона от 27.07.2006 №\N{NO-BREAK SPACE}152-ФЗ «О персональных данных»"
TITLES = {
    "processing": "СОГЛАСИЕ\nна обработку персональных данных",
    "transfer": "СОГЛАСИЕ\nна передачу персональных данных",
    "publication": "СОГЛАСИЕ\nна обработку персональных данных, разрешённых\nсубъектом персональных данных для распространения",
}
PURPOSES = {
    "processing": "организации и сопровождения наставничества в образовательной организации",
    "transfer": "учёта участников наставничества и подготовки отчётности о нём",
    "publication": "информирования о наставничестве на открытых страницах организации",
}
PUPIL_AGREED = {"male": "ознакомлен и согласен", "female": "ознакомлена и согласна"}
ADULT = (
    "фамилия, имя, отчество",
    "год рождения",
    "место работы, должность, предмет, стаж и квалификационная категория",
    "образование и повышение квалификации",
    "адрес электронной почты и телефон",
    "сведения о профессиональных затруднениях и сильных сторонах (самооценка и экспертная оценка)",
    "сведения об участии в наставничестве: роль, форма, сроки, встречи, программа и её результаты",
)
MINOR = (
    "фамилия, имя, отчество",
    "дата рождения",
    "место учёбы, класс или группа",
    "фамилия, имя, отчество и телефон законного представителя",
    "сведения об участии в наставничестве: роль, форма, сроки, встречи, программа и её результаты",
)
TRANSFERRED = (
    "фамилия, имя, отчество",
    "место работы и должность (для обучающегося — место учёбы и класс)",
    "роль, форма и сроки участия в наставничестве",
    "результаты участия в наставничестве",
)
PUBLISHED = (
    "фамилия, имя, отчество",
    "место работы и должность (для обучающегося — место учёбы и класс)",
    "роль и результаты участия в наставничестве",
    "фотография",
    "видеозапись",
)
ACTIONS = {
    "processing": (
        (
            "сбор, запись, систематизация, накопление, хранение, уточнение (обновление, изменение), извлечение, "
            "использование, блокирование, удаление, уничтожение"
        ),
    ),
    "transfer": ("передача (предоставление, доступ) получателю, указанному в настоящем согласии",),
    "publication": ("распространение: размещение на указанных страницах, доступ неограниченного круга лиц",),
}
TERMS = {
    "processing": "со дня подписания до окончания участия в наставничестве и истечения срока хранения документов о нём",
    "transfer": "со дня подписания до окончания участия в наставничестве",
    "publication": "три года со дня подписания",
}
LINE = "_" * 58
# From that day the grown-up child decides alone.
UNTIL_ADULT = ", но не дольше чем до дня, когда ребёнку исполнится 18 лет"

VARIABLES: dict[str, Any] = {
    "organisation": ORGANISATION,
    "subject": "фамилия, имя, отчество того, чьи данные",
    "position": "должность или класс",
    "representative": "фамилия, имя, отчество законного представителя",
    "relation": "кем приходится",
    "pupil": "фамилия обучающегося старше 14 лет, который подписывает сам",
    "signer": "кто подписывает",
    "whose": "чьих данных касается согласие («моих», «его» или «её»)",
    "pupil_agreed": "«ознакомлен и согласен» или «ознакомлена и согласна»",
    "purpose": "цель (после слов «с целью»)",
    "data": ["вид данных"],
    "actions": ["действие с данными"],
    "term": "срок действия согласия",
    "processor": "кто обрабатывает данные по поручению организации",
    "recipients": [{"name": "получатель", "address": "адрес получателя"}],
    "sites": ["адрес страницы"],
    "blank_date": "место для даты",
}


def context(facts: ConsentFacts) -> dict[str, Any]:
    """The facts as words of VARIABLES; what is empty takes the usual words of the kind."""
    return {
        "organisation": organisation(facts.organisation),
        "subject": facts.subject,
        "position": facts.position,
        "representative": facts.representative,
        "relation": facts.relation,
        "pupil": facts.subject if facts.pupil_signs else "",
        "signer": facts.representative or facts.subject,
        "whose": whose(facts.gender) if facts.representative else "моих",
        "pupil_agreed": PUPIL_AGREED.get(facts.gender, "ознакомлен(а) и согласен(на)"),
        "purpose": facts.purpose or PURPOSES[facts.kind],
        "data": list(facts.data or _usual(facts)),
        "actions": list(facts.actions or ACTIONS[facts.kind]),
        "term": facts.term or TERMS[facts.kind] + (UNTIL_ADULT if facts.representative else ""),
        "processor": facts.processor,
        "recipients": [{"name": one.name, "address": one.address} for one in facts.recipients],
        "sites": list(facts.sites),
        "blank_date": BLANK_DATE,
    }


def _usual(facts: ConsentFacts) -> tuple[str, ...]:
    if facts.kind == "processing":
        return MINOR if facts.representative else ADULT
    return TRANSFERRED if facts.kind == "transfer" else PUBLISHED


@cache
def build(kind: ConsentKind) -> bytes:
    """The shipped template of one kind of consent."""
    sheet = Sheet(size=12, spacing=1.0, gap=0.6)
    sheet.line(TITLES[kind], "Title")
    _subject(sheet, kind)
    article = "статьёй 10.1" if kind == "publication" else "статьёй 9"
    sheet.line(
        f"в соответствии со {article} {LAW} свободно, своей волей и в {{% if representative %}}интересах ребёнка"
        "{% else %}своём интересе{% endif %} даю согласие оператору:",
        "Строка",
    )
    _operator(sheet)
    {"processing": _processing, "transfer": _transfer, "publication": _publication}[kind](sheet)
    _end(sheet, kind)
    return sheet.save()


def _subject(sheet: Sheet, kind: ConsentKind) -> None:
    """Who consents: 152-ФЗ ст. 9 ч. 4 п. 1 and 2. Publication asks for contacts only: no passport more than the law wants."""
    sheet.mark("if representative")
    sheet.line("Я, **{{ representative }}**,", "Строка")
    if kind != "publication":
        _by_hand(sheet)
    sheet.line(
        "законный представитель{% if relation %} ({{ relation }}){% endif %} на основании "
        "_____________________________,",
        "Строка",
    )
    sheet.line("свидетельство о рождении, акт об опеке или другой документ: вид, номер, дата", "Пояснение")
    sheet.line(
        "действуя от имени несовершеннолетнего ребёнка: **{{ subject }}**{% if position %}, {{ position }}{% endif %},",
        "Строка",
    )
    if kind != "publication":
        _by_hand(sheet, "документ ребёнка")
    sheet.mark("else")
    sheet.line("Я, **{{ subject }}**{% if position %}, {{ position }}{% endif %},", "Строка")
    if kind != "publication":
        _by_hand(sheet)
        sheet.line(LINE + "_" * 8, "Строка")
    sheet.mark("endif")
    if kind == "publication":
        sheet.line(
            "контактные данные (телефон, электронная почта или почтовый адрес): " + "_" * 66 + ",", "Строка"
        )


def _by_hand(sheet: Sheet, document: str = "паспорт") -> None:
    sheet.line(f"адрес: {LINE},", "Строка")
    sheet.line(f"{document}: {LINE[len(document) - 7 :]},", "Строка")
    sheet.line("серия и номер, когда и кем выдан", "Пояснение")


def _operator(sheet: Sheet) -> None:
    """Name and address of the operator: 152-ФЗ ст. 9 ч. 4 п. 3."""
    sheet.line(
        "**{{ organisation.full_name }}**, адрес: {% if organisation.address %}{{ organisation.address }}{% else %}"
        "_______________________________________________{% endif %}"
        "{% if organisation.codes %}, {{ organisation.codes }}{% endif %} (далее — Оператор),",
        "Строка",
    )


def _purpose(sheet: Sheet, act: str) -> None:
    sheet.line(f"на {act} {{{{ whose }}}} персональных данных **с целью** {{{{ purpose }}}}.", "Строка")


def _list(sheet: Sheet, head: str, names: str) -> None:
    sheet.line(f"**{head}**", "Строка", keep=True)
    sheet.mark(f"for one in {names}")
    sheet.line("—\N{NO-BREAK SPACE}{{ one }}{% if loop.last %}.{% else %};{% endif %}", "Перечень")
    sheet.mark("endfor")


def _processing(sheet: Sheet) -> None:
    _purpose(sheet, "обработку")
    _list(sheet, "Перечень персональных данных:", "data")
    sheet.line("**Перечень действий с персональными данными:** {{ actions | join(', ') }}.", "Строка")
    sheet.line(
        "**Способы обработки:** смешанный — с использованием средств автоматизации и без них. Передача третьим лицам и "
        "размещение в открытом доступе этим согласием не разрешены: на них даётся отдельное согласие.",
        "Строка",
    )
    _processor(sheet)


def _processor(sheet: Sheet) -> None:
    sheet.line(
        "**Лицо, обрабатывающее данные по поручению Оператора:** "
        "{% if processor %}{{ processor }}{% else %}не привлекается{% endif %}.",
        "Строка",
    )


def _transfer(sheet: Sheet) -> None:
    _purpose(sheet, "передачу")
    sheet.line("**Кому передаются данные:**", "Строка", keep=True)
    sheet.mark("for one in recipients")
    sheet.line(
        "—\N{NO-BREAK SPACE}{{ one.name }}, адрес: {{ one.address }}{% if not loop.last %};{% endif %}",
        "Перечень",
    )
    sheet.mark("endfor")
    _list(sheet, "Перечень персональных данных:", "data")
    sheet.line("**Перечень действий с персональными данными:** {{ actions | join(', ') }}.", "Строка")
    sheet.line(
        "**Способы обработки:** смешанный — с использованием средств автоматизации и без них, по защищённым каналам связи "
        "или на бумаге. Размещение данных в открытом доступе этим согласием не разрешено.",
        "Строка",
    )
    _processor(sheet)


def _publication(sheet: Sheet) -> None:
    _purpose(sheet, "распространение")
    sheet.line(
        "**Страницы, на которых данные станут доступны неограниченному кругу лиц:**", "Строка", keep=True
    )
    sheet.mark("for site in sites")
    sheet.line("—\N{NO-BREAK SPACE}{{ site }}", "Перечень")
    sheet.mark("endfor")
    sheet.line(
        "Отметьте каждую строку сами. **Молчание или пустая строка не означают согласия.** "
        "Категория данных: общие; фотография и видеозапись не используются для установления личности.",
        "Строка",
        keep=True,
    )
    sheet.table(
        ["Данные", "Разрешаю (да / нет)", "Условия и запреты"],
        [TEXT_WIDTH * 0.46, TEXT_WIDTH * 0.22, TEXT_WIDTH * 0.32],
        ["{{ one }}", "", ""],
        over="one in data",
        height=8,
    )
    sheet.line("", "Строка")
    sheet.line("**Перечень действий с персональными данными:** {{ actions | join(', ') }}.", "Строка")
    sheet.line(
        "**Передача полученных данных Оператором** (нужное отметить):  ☐ только по внутренней сети;  "
        "☐ с использованием информационно-телекоммуникационных сетей;  ☐ без передачи.",
        "Строка",
    )


def _end(sheet: Sheet, kind: ConsentKind) -> None:
    """Term, way of withdrawal, signature: 152-ФЗ ст. 9 ч. 4 п. 8 and 9."""
    sheet.line("**Срок действия согласия:** {{ term }}.", "Строка")
    stop = (
        "Оператор прекращает распространение не позднее трёх рабочих дней со дня получения требования (части 12–14 статьи 10.1)."
        if kind == "publication"
        else "Оператор прекращает обработку и уничтожает данные не позднее тридцати дней со дня получения отзыва, если у "
        "него нет другого законного основания их хранить (часть 5 статьи 21)."
    )
    sheet.line(
        "**Как отозвать:** в любое время письменным заявлением на имя руководителя Оператора по его адресу"
        "{% if organisation.contacts %} ({{ organisation.contacts }}){% endif %}. " + stop,
        "Строка",
    )
    sheet.line(
        "Отказ дать это согласие или его отзыв не влечёт для меня неблагоприятных последствий.", "Строка"
    )
    sheet.line("", "Строка", keep=True)
    sheet.columns(["{{ blank_date }}", "_________________", "^{{ signer }}"], (60, 45, TEXT_WIDTH - 105))
    sheet.mark("if pupil")
    sheet.line("", "Строка", keep=True)
    sheet.line("С согласием {{ pupil_agreed }}, обучающийся, достигший 14 лет:", "Строка", keep=True)
    sheet.columns(["{{ blank_date }}", "_________________", "^{{ pupil }}"], (60, 45, TEXT_WIDTH - 105))
    sheet.mark("endif")
