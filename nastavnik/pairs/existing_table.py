"""A table of working pairs on its way in: kept for a day, shown as a plan, taken in by one transaction."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.files import TABLES, accept, discard, open_stored
from nastavnik.core.models import StoredFile
from nastavnik.organisations.models import Organisation

from .existing_plan import Plan, plan_for
from .models import Mentorship
from .taking_in import take_in

TABLE_LIVES = timedelta(days=1)


def upload(organisation: Organisation, file: "UploadedFile[Any]", *, today: date, by: Actor) -> StoredFile:
    """Keep the table for a day. Raises Refusal (Unreadable) when it is refused as a whole."""
    by.require(Permission.PAIR_FORM, organisation)
    stored = accept(file, allowed=TABLES, organisation=organisation, expires_at=timezone.now() + TABLE_LIVES)
    try:
        plan_of(stored, organisation, today=today)
    except BaseException:
        discard(stored)
        raise
    return stored


def plan_of(stored: StoredFile, organisation: Organisation, *, today: date) -> Plan:
    with open_stored(stored) as opened:
        return plan_for(opened.read(), organisation, today=today)


@transaction.atomic
def take_in_table(
    stored: StoredFile, *, organisation: Organisation, today: date, by: Actor
) -> list[Mentorship]:
    """All rows without troubles, or none if one of them has just become impossible."""
    by.require(Permission.PAIR_FORM, organisation)
    plan = plan_of(stored, organisation, today=today)
    if not plan.ready:
        raise Refusal(
            "В таблице нет ни одной пары, которую можно записать. Исправьте строки и загрузите снова."
        )
    taken = [
        take_in(
            planned.mentor,
            planned.mentees,
            planned.terms,
            planned.former,
            organisation=organisation,
            today=today,
            by=by,
        )
        for planned in plan.ready
    ]
    journal.record(
        "pair.table",
        f"Записаны действующие пары из таблицы: {len(taken)}",
        subject=organisation,
        by=by,
        after={"файл": stored.name},
    )
    return taken
