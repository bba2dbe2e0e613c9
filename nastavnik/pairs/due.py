"""What pairs remind of: a term that runs out, a planned return, a change without its order."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from nastavnik.access.permissions import Permission
from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation
from nastavnik.people.queries import holders

from .changing.queries import ends_ahead, pause_of, without_order
from .models import Mentorship, MentorshipChange
from .rules import WORKING, PairState

WHY = "Вы ведёте пары этой организации"
ORDER_DAYS = 7  # after the change takes effect


def deciders(organisation: Organisation, permission: Permission, today: date) -> list[UUID]:
    return list(holders(permission, organisation, today=today).values_list("pk", flat=True))


def terms(organisation: Organisation, since: date, until: date) -> Iterable[Due]:
    """Pairs at work whose last day lies between: complete or prolong."""
    rows = Mentorship.objects.filter(organisation=organisation, state__in=WORKING)
    found = list(rows.filter(ends_on__range=(since, until)).prefetch_related("changes"))
    people = deciders(organisation, Permission.PAIR_CLOSE, until) if found else []
    return [
        Due(
            key=f"{row.pk}:{row.ends_on}",
            due_on=row.ends_on,
            people=people,
            subject="Срок пары заканчивается",
            text="Завершите пару или продлите её срок.",
            link=reverse("pairs:pair", args=[row.pk]),
            why=WHY,
        )
        for row in found
        if ends_ahead(row.changes.all()) is None
    ]


def returns(organisation: Organisation, since: date, until: date) -> Iterable[Due]:
    """Pairs on a pause whose planned day of return lies between."""
    rows = Mentorship.objects.filter(organisation=organisation, state=PairState.PAUSED)
    found = []
    for row in rows.prefetch_related("changes"):
        back, _ = pause_of(list(row.changes.all()))
        if back is not None and since <= back <= until:
            found.append((row, back))
    people = deciders(organisation, Permission.PAIR_CLOSE, until) if found else []
    return [
        Due(
            key=f"{row.pk}:{back}",
            due_on=back,
            people=people,
            subject="Пара собиралась вернуться",
            text="Возобновите пару или продлите паузу.",
            link=reverse("pairs:pair", args=[row.pk]),
            why=WHY,
        )
        for row, back in found
    ]


def orders(organisation: Organisation, since: date, until: date) -> Iterable[Due]:
    """Changes that lack their order: a week after they take effect is the day by which it should be there."""
    week = timedelta(days=ORDER_DAYS)
    rows: list[MentorshipChange] = list(
        without_order(organisation).filter(effective_on__range=(since - week, until - week))
    )
    people = deciders(organisation, Permission.PAPER_DRAFT, until) if rows else []
    return [
        Due(
            key=str(row.pk),
            due_on=row.effective_on + week,
            people=people,
            subject="Нужен приказ об изменении пары",
            text="Подготовьте приказ и запишите его номер и дату на странице «Бумаги».",
            link=reverse("pairs:papers", args=[row.mentorship_id]),
            why="Вы готовите приказы этой организации",
            next_people=deciders(organisation, Permission.PAPER_ISSUE, until),
        )
        for row in rows
    ]
