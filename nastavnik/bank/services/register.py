"""The registers of mentors and mentees as .xlsx: text only, so that no cell is ever a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank import queries
from nastavnik.bank.loads import loads_of
from nastavnik.bank.models import Evidence, Mentee, Mentor, Offer, Request
from nastavnik.bank.rules import RequestState
from nastavnik.core import journal
from nastavnik.core.periods import full_years
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person
from nastavnik.people.rules import QualificationCategory

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MENTEES = (
    *("Дата включения", "ФИО наставляемого", "Электронная почта", "Телефон", "Год рождения"),
    *("Место работы или учёбы", "Должность или класс", "Почему нужна помощь", "Запрос", "Предмет"),
    *("Области трудностей", "Состояние запроса"),
)
MENTORS = (
    *("Дата включения", "ФИО наставника", "Электронная почта", "Телефон", "Место работы или учёбы"),
    *("Должность", "Категория", "Стаж, лет", "Откуда", "С чем поможет", "Результаты"),
    *("Чем подтверждены", "Лучшие практики", "Профессиональное взаимодействие"),
    *("Формы", "Виды", "Может вести", "Ведёт сейчас", "Состояние"),
)


def mentees_register(organisation: Organisation, *, today: date, by: Actor) -> bytes:
    """One line per request of those who are lawfully in the bank; no own words, no type of problem."""
    by.require(Permission.REGISTER_EXPORT, organisation)
    entries, _ = queries.in_bank(organisation, today=today)
    rows = Mentee.objects.filter(pk__in=[entry.pk for entry in entries]).select_related("person")
    rows = rows.order_by("person__search_text").prefetch_related(
        "categories", "person__employments", "requests__issue", "requests__subject", "requests__domains"
    )
    lines = [line for entry in rows for line in _mentee_lines(entry, organisation)]
    journal.record("bank.register_taken", "Выгружен реестр наставляемых", subject=organisation, by=by)
    return _book("Наставляемые", MENTEES, lines)


def mentors_register(organisation: Organisation, *, today: date, by: Actor) -> bytes:
    """One line per admitted mentor with a consent in force (R138)."""
    by.require(Permission.REGISTER_EXPORT, organisation)
    _, entries = queries.in_bank(organisation, today=today)
    rows = Mentor.objects.filter(pk__in=[entry.pk for entry in entries]).select_related("person", "source")
    rows = rows.order_by("person__search_text").prefetch_related(
        "forms", "kinds", "person__employments", "offers__issue", "offers__subject", "evidence"
    )
    loads = loads_of([entry.person_id for entry in entries], today=today)
    lines = [_mentor_line(row, organisation, loads[row.person_id], today) for row in rows]
    journal.record("bank.register_taken", "Выгружен реестр наставников", subject=organisation, by=by)
    return _book("Наставники", MENTORS, lines)


def _mentee_lines(entry: Mentee, organisation: Organisation) -> list[list[str]]:
    person = entry.person
    head = [
        _day(entry.entered_on),
        person.full_name,
        person.email,
        person.phone,
        str(person.birth_year or ""),
        organisation.short_name,
        _position(person),
        _titles(entry.categories.all()),
    ]
    asked: list[Request] = [r for r in entry.requests.all() if r.state != RequestState.CLOSED]
    if not asked:
        return [[*head, "", "", "", ""]]
    return [
        [
            *head,
            each.issue.title,
            each.subject.title if each.subject else "",
            _titles(each.domains.all()),
            each.get_state_display(),
        ]
        for each in asked
    ]


def _mentor_line(entry: Mentor, organisation: Organisation, load: int, today: date) -> list[str]:
    person = entry.person
    jobs = list(person.employments.all())
    categories = [job.get_category_display() for job in jobs if job.category != QualificationCategory.NONE]
    years = str(full_years(person.career_start, today)) if person.career_start else ""
    return [
        _day(entry.entered_on),
        person.full_name,
        person.email,
        person.phone,
        organisation.short_name,
        _position(person),
        ", ".join(dict.fromkeys(categories)),
        years,
        entry.source.title if entry.source else "",
        "; ".join(_offer(offer) for offer in entry.offers.all()),
        entry.results,
        "; ".join(_confirmed(each) for each in entry.evidence.all()),
        entry.practices,
        entry.interaction,
        _titles(entry.forms.all()),
        _titles(entry.kinds.all()),
        str(entry.capacity),
        str(load),
        entry.get_state_display(),
    ]


def _offer(offer: Offer) -> str:
    return f"{offer.issue.title} ({offer.subject.title})" if offer.subject else offer.issue.title


def _confirmed(evidence: Evidence) -> str:
    return f"{evidence.title} ({_day(evidence.on)})" if evidence.on else evidence.title


def _position(person: Person) -> str:
    return "; ".join(job.position for job in person.employments.all() if not job.ends_on) or person.group_name


def _titles(items: Iterable[object]) -> str:
    return ", ".join(str(item) for item in items)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _book(title: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, {**options, "strings_to_numbers": False})
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.set_column(0, len(heads) - 1, 22)
    sheet.freeze_panes(1, 2)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line):
            sheet.write_string(number, column, text, wrap)
    book.close()
    return out.getvalue()
