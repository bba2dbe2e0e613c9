"""A mentee's entry and requests: filled by the person or by the curator."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.scoping import Scoped
from nastavnik.bank import rules
from nastavnik.bank.models import Mentee, ProblemMark, Request
from nastavnik.bank.rules import RequestState
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.organisations.models import ListItem
from nastavnik.people.models import Person

from .entering import apply_as_mentee

SETS = ("domains", "forms", "kinds")


def require_request(by: Actor, row: Scoped) -> None:
    """The curator edits any request, a person only their own."""
    if not by.can(Permission.BANK_EDIT, row):
        by.require(Permission.REQUEST_OWN, row)


@transaction.atomic
def edit_mentee(
    entry: Mentee, *, categories: Iterable[ListItem], priorities: str, seen: int, by: Actor
) -> None:
    require_request(by, entry)
    chosen = check_items(entry, categories)
    Mentee.objects.revise(entry, seen=seen, priorities=priorities.strip())
    entry.categories.set(chosen)
    journal.record("bank.mentee_changed", "Изменена запись наставляемого", subject=entry, by=by)


@transaction.atomic
def mark_problems(entry: Mentee, problems: Iterable[ListItem], *, by: Actor) -> None:
    """The type of problem is marked by the person, the curator or the psychologist; the journal keeps no words of it."""
    by.require(Permission.SENSITIVE_VIEW, entry)
    chosen = check_items(entry, problems)
    ProblemMark.objects.filter(mentee=entry).exclude(problem__in=chosen).delete()
    marked = set(ProblemMark.objects.filter(mentee=entry).values_list("problem", flat=True))
    for problem in chosen:
        if problem.pk not in marked:
            ProblemMark.objects.create(organisation=entry.organisation, mentee=entry, problem=problem)
    journal.record("bank.problems_marked", "Отмечен тип затруднения", subject=entry, by=by)


@transaction.atomic
def add_request(entry: Mentee, *, issue: ListItem, today: date, by: Actor, **values: Any) -> Request:
    """`values`: subject, domains, words, priority, forms, kinds, distance_ok."""
    require_request(by, entry)
    sets = {name: check_items(entry, values.pop(name, ())) for name in SETS}
    check_items(entry, [item for item in (issue, values.get("subject")) if item])
    request = Request.objects.create(
        organisation=entry.organisation, mentee=entry, issue=issue, opened_on=today, **values
    )
    for name, items in sets.items():
        getattr(request, name).set(items)
    journal.record("bank.request_opened", f"Открыт запрос: {issue.title}", subject=request, by=by)
    return request


@transaction.atomic
def ask_help(person: Person, *, priorities: str = "", today: date, by: Actor, **values: Any) -> Request:
    """The person's own form (R134): the entry is made when there is none, then the request is opened."""
    entry = apply_as_mentee(person, today=today, by=by)
    if priorities.strip():
        Mentee.objects.revise(entry, seen=entry.version, priorities=priorities.strip())
    return add_request(entry, today=today, by=by, **values)


@transaction.atomic
def edit_request(request: Request, *, seen: int, by: Actor, **values: Any) -> None:
    require_request(by, request)
    rules.check_editing(RequestState(request.state))
    sets = {name: check_items(request, values.pop(name)) for name in SETS if name in values}
    check_items(request, [item for item in (values.get("issue"), values.get("subject")) if item])
    Request.objects.revise(request, seen=seen, **values)
    for name, items in sets.items():
        getattr(request, name).set(items)
    journal.record("bank.request_changed", "Изменён запрос", subject=request, by=by)


@transaction.atomic
def close_request(request: Request, *, today: date, by: Actor) -> None:
    """No longer needed. What has a mentor is closed by the end of the pair."""
    require_request(by, request)
    rules.check_closing(RequestState(request.state))
    closed = Request.objects.filter(pk=request.pk, state__in=(RequestState.OPEN, RequestState.PROPOSED))
    if not closed.update(state=RequestState.CLOSED, closed_on=today):
        raise Refusal("С этим запросом уже что-то сделали. Обновите страницу.")
    journal.record("bank.request_closed", "Запрос закрыт", subject=request, by=by)


@transaction.atomic
def leave_mentees(entry: Mentee, *, today: date, by: Actor) -> None:
    """Out of the bank: open requests are closed, pairs go on by their own order."""
    by.require(Permission.BANK_EDIT, entry)
    if not Mentee.objects.filter(pk=entry.pk, left_on__isnull=True).update(left_on=today):
        raise Refusal("Этот человек уже выбыл из банка наставляемых.")
    Request.objects.filter(mentee=entry, state=RequestState.OPEN).update(
        state=RequestState.CLOSED, closed_on=today
    )
    journal.record("bank.mentee_left", "Выбыл из банка наставляемых", subject=entry, by=by)


def check_items(row: Any, items: Iterable[ListItem]) -> list[ListItem]:
    """Lines of the lists of the same organisation only."""
    chosen = list(items)
    if any(item.organisation_id != row.organisation_id for item in chosen):
        raise Refusal("Это строка списка другой организации. Выберите из своего списка.")
    return chosen
