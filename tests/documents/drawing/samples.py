"""Fictional facts for the papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from nastavnik.documents.drawing.facts import (
    AddendumFacts,
    ConsentFacts,
    DutiesConsentFacts,
    HourLine,
    HoursFacts,
    Item,
    OrderFacts,
    OrganisationFacts,
    PairRow,
    PersonLine,
    Recipient,
    SignerFacts,
    act_words,
    decision_words,
)
from nastavnik.documents.drawing.minutes_facts import MinutesCare, MinutesFacts, MinutesItem, MinutesPair

SCHOOL = OrganisationFacts(
    full_name="Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 14 г. Заречинска»",
    short_name="МБОУ СШ № 14",
    founders=("Управление образования администрации города Заречинска",),
    place="г. Заречинск",
    address="600001, г. Заречинск, ул. Садовая, д. 5",
    inn="1234567890",
    ogrn="1023456789012",
    email="school14@zarechinsk.example",
)
HEAD = SignerFacts(position="Директор", name="А. П. Рощин")
NAMES = ("Кравцова Татьяна", "Мещерякова Галина", "Пташкина Анна", "Ладыгина Вера", "Зимина Ольга")


def person(number: int, position: str) -> PersonLine:
    return PersonLine(name=f"{NAMES[number % 5]} Ивановна-{number}", position=position)


def pair(number: int, mentees: int = 1) -> PairRow:
    return PairRow(
        mentor=person(number, "учитель математики"),
        mentees=tuple(person(1000 + number * 10 + k, "учитель физики") for k in range(mentees)),
        form="педагог — педагог",
        kind="традиционное",
        issue=f"Ведение урока, случай {number}",
        starts=date(2026, 9, 16),
        ends=date(2027, 5, 28),
        basis=f"доп. соглашение от 01.09.2026 № {number}",
        consents=("Т. И. Кравцова — 10.09.2026", "А. И. Пташкина — 11.09.2026"),
    )


def order(pairs: int) -> OrderFacts:
    return OrderFacts(
        organisation=SCHOOL,
        signer=HEAD,
        number="118-ОД",
        dated=date(2026, 9, 16),
        title="О закреплении наставнических пар (групп) на 2026/27 учебный год",
        bases=(
            "статья 351.8 Трудового кодекса Российской Федерации",
            act_words(
                "приказ", issuer="МБОУ СШ № 14", issued=date(2026, 2, 20), number="12-ОД", title="О положении"
            ),
            decision_words("совета наставников", held=date(2026, 9, 15), number="2"),
            "письменные согласия участников",
        ),
        items=(
            Item(text="Закрепить наставнические пары (группы) согласно приложению."),
            Item(
                text="Наставникам:",
                sub_items=("составить программы до 30.09.2026;", "сообщать куратору о ходе."),
            ),
        ),
        rows=tuple(pair(n, mentees=3 if n == 2 else 1) for n in range(1, pairs + 1)),
    )


PROCESSING = ConsentFacts(
    kind="processing", organisation=SCHOOL, subject="Кравцова Татьяна Ивановна", position="учитель математики"
)
MINOR = replace(
    PROCESSING,
    subject="Зимин Кирилл Антонович",
    position="9 «А» класс",
    representative="Зимина Ольга Петровна",
    relation="мать",
    pupil_signs=True,
)
TRANSFER = replace(
    PROCESSING,
    kind="transfer",
    recipients=(Recipient(name="Управление образования", address="ул. Мира, д. 1"),),
)
PUBLICATION = replace(
    PROCESSING, kind="publication", sites=("https://school14.zarechinsk.example/nastavnichestvo",)
)
DUTIES = DutiesConsentFacts(
    organisation=SCHOOL,
    person="Кравцова Татьяна Ивановна",
    position="учитель математики",
    head="Директору МБОУ СШ № 14\nРощину А. П.",
    sender="Кравцовой Татьяны Ивановны",
    others=(PersonLine(name="Пташкина Анна Игоревна", position="учитель физики"),),
    form="педагог — педагог",
    issue="ведение урока",
    starts=date(2026, 9, 16),
    ends=date(2027, 5, 28),
)
ADDENDUM = AddendumFacts(
    organisation=SCHOOL,
    signer=HEAD,
    employee="Кравцова Татьяна Ивановна",
    employee_short="Т. И. Кравцова",
    employee_position="учитель математики",
    employer="директора Рощина Андрея Петровича",
    employer_acts="действующего",
    contract_number="45",
    contract_date=date(2015, 8, 25),
    mentees=(PersonLine(name="Пташкина Анна Игоревна", position="учитель физики"),),
    form="на рабочем месте",
    starts=date(2026, 9, 16),
    ends=date(2027, 5, 28),
    payment_size="10 % должностного оклада",
    payment_conditions="ежемесячно",
    payment_basis="положение об оплате труда",
)
MINUTES = MinutesFacts(
    organisation=SCHOOL,
    body="Совет наставников",
    number="3",
    dated=date(2026, 9, 16),
    chair="М. Л. Осинина",
    secretary="В. Н. Ладыгина",
    present=("М. Л. Осинина", "А. И. Лугова"),
    absent=("И. П. Ежова",),
    quorum="участвуют 2 из 3, кворум есть",
    items=(
        MinutesItem(
            title="О закреплении наставнических пар",
            heard=("Вопрос направила Вера Николаевна.", "Подбирали для 3 запросов из 2 наставников."),
            proof="Доказано: лучше подобрать нельзя.",
            digest="0f3a" * 16,
            pairs=(
                MinutesPair(
                    mentor=person(1, "учитель физики"),
                    mentee=person(2, "учитель математики"),
                    issue="Методика преподавания",
                    domains="методическая область",
                    fits=("ведёт тот же предмет: физика",),
                    gaps=("нет общего свободного времени",),
                    votes="«за» — 1, «против» — 1, «воздержались» — 0",
                    voices=("против — А. И. Лугова: разные смены",),
                    decision="Утвердить",
                ),
            ),
            cares=(
                MinutesCare(
                    mentee=person(3, "учитель химии"),
                    issue="Цифровые навыки",
                    reason="Подходящего наставника нет.",
                    care="Психолого-педагогическая поддержка",
                    next_on=date(2026, 10, 16),
                ),
            ),
            decided=("Утвердить наставнические пары: № 1.",),
        ),
        MinutesItem(title="Разное", heard=("О плане на октябрь.",), decided=("Принять к сведению.",)),
    ),
)
HOURS = HoursFacts(
    organisation=SCHOOL,
    signer=HEAD,
    mentor=PersonLine(name="Кравцова Татьяна Ивановна", position="учитель химии"),
    signature="Т. И. Кравцова",
    month="сентябрь 2026",
    grounds=("Пташкина А. И.: приказ № 41 от 16.09.2026",),
    rows=(
        HourLine(on=date(2026, 9, 17), work="Встреча, очно", mentee="Пташкина А. И.", time="45 мин"),
        HourLine(on=date(2026, 9, 18), work="Посещение урока", mentee="Пташкина А. И.", time="45 мин"),
    ),
    total="1 ч 30 мин",
)
ALL = (order(1), order(3), PROCESSING, MINOR, TRANSFER, PUBLICATION, DUTIES, ADDENDUM, MINUTES, HOURS)


def said(text: str) -> str:
    """Typography apart: the same words whether the space breaks or not."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
