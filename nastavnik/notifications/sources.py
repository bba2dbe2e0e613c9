"""What people cannot tell of themselves, for they stand a floor below: consents that wait for their paper."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core.russian.wording import counted
from nastavnik.organisations.models import Organisation
from nastavnik.people.queries import holders, person_in_role
from nastavnik.people.queries.consents import all_awaited

from .gathered import by_week, today_in
from .reminders import Due, register

WAIT = 14  # days


def begin() -> None:
    register("consents_awaited", "Согласия ждут бумаги", consents)


def consents(organisation: Organisation, first: date, last: date) -> Iterable[Due]:
    """One reminder a week of asking, while any of that week's sheets is not collected."""
    today, zone = today_in(organisation), ZoneInfo(organisation.time_zone)
    asked = all_awaited(today=today).filter(organisation=organisation).order_by()
    days = [timezone.localdate(moment, zone) for moment in asked.values_list("created_at", flat=True)]
    weeks = [each for each in by_week(days, wait=WAIT) if first <= each[1] <= last]
    if not weeks:
        return []
    curators = list(holders(Permission.CONSENT_MARK, organisation, today=today).values_list("pk", flat=True))
    head = person_in_role(Role.HEAD, organisation, today=today)
    return [
        Due(
            key=key,
            due_on=due_on,
            people=curators,
            subject="Соберите согласия",
            text=f"Ждут бумаги дольше двух недель: {counted(count, 'согласие,согласия,согласий')}.",
            link=f"{reverse('people:consents')}?state=awaited",
            why="Вы отмечаете согласия в организации",
            next_people=[head.pk] if head else [],
        )
        for key, due_on, count in weeks
    ]
