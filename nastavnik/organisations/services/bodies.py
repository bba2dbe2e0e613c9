"""Collegial bodies and their decisions (R005, R099–R101)."""

from datetime import date
from typing import Any

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.organisations import rules
from nastavnik.organisations.models import BodyDecision, CollegialBody, Organisation
from nastavnik.organisations.rules import BodyKind


@transaction.atomic
def add_body(
    organisation: Organisation, *, kind: BodyKind, title: str, by: Actor, **details: Any
) -> CollegialBody:
    """`details`: formed_on, closed_on, external_councils (one a line)."""
    by.require(Permission.BODIES_EDIT, organisation)
    rules.check_body_dates(details.get("formed_on"), details.get("closed_on"))
    body = CollegialBody.objects.create(organisation=organisation, kind=kind, title=title, **details)
    journal.record("body.added", f"Создан коллегиальный орган: {title}", subject=body, by=by)
    return body


@transaction.atomic
def edit_body(body: CollegialBody, *, seen: int, by: Actor, **values: Any) -> None:
    by.require(Permission.BODIES_EDIT, body)
    rules.check_body_dates(values.get("formed_on", body.formed_on), values.get("closed_on", body.closed_on))
    before = {k: str(getattr(body, k)) for k, v in values.items() if getattr(body, k) != v}
    CollegialBody.objects.revise(body, seen=seen, **values)
    if before:
        after = {name: str(getattr(body, name)) for name in before}
        words = "Изменены сведения о коллегиальном органе"
        journal.record("body.changed", words, subject=body, by=by, before=before, after=after)


@transaction.atomic
def record_decision(
    body: CollegialBody, *, on: date, protocol: str, question: str, decided: str = "", today: date, by: Actor
) -> BodyDecision:
    """A decision with its protocol: it may be the basis of an order or of an appointment."""
    by.require(Permission.BODIES_EDIT, body)
    if on > today:
        raise Refusal("Решение ещё не принято: дата в будущем. Проверьте дату протокола.")
    return keep_decision(body, on=on, protocol=protocol, question=question, decided=decided, by=by)


def keep_decision(
    body: CollegialBody, *, on: date, protocol: str, question: str, decided: str, by: Actor
) -> BodyDecision:
    """The row itself: the callers have asked and checked (the council closes its question by its own right)."""
    decision = BodyDecision.objects.create(
        organisation=body.organisation,
        body=body,
        on=on,
        protocol=protocol,
        question=question,
        decided=decided,
    )
    journal.record(
        "decision.recorded",
        f"Записано решение, протокол № {protocol} от {on:%d.%m.%Y}",
        subject=body,
        by=by,
    )
    return decision
