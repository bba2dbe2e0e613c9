"""What people cannot tell of themselves, for they stand a floor below: consents that wait for their paper."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from nastavnik.access.permissions import Permission
from nastavnik.core.russian.wording import counted
from nastavnik.organisations.models import Organisation
from nastavnik.people.queries.consents import all_awaited

from .gathered import Pile, today_in, weekly
from .reminders import Due, register


def begin() -> None:
    register("consents_awaited", "Согласия ждут бумаги", consents)


def consents(organisation: Organisation, first: date, last: date) -> Iterable[Due]:
    """One reminder a week of asking, while any of that week's sheets is not collected."""
    zone = ZoneInfo(organisation.time_zone)
    asked = all_awaited(today=today_in(organisation)).filter(organisation=organisation).order_by()
    days = [timezone.localdate(moment, zone) for moment in asked.values_list("created_at", flat=True)]
    pile = Pile(
        Permission.CONSENT_MARK,
        subject="Соберите согласия",
        text_for=lambda n: f"Ждут бумаги дольше двух недель: {counted(n, 'согласие,согласия,согласий')}.",
        link=f"{reverse('people:consents')}?state=awaited",
        why="Вы отмечаете согласия в организации",
    )
    return weekly(organisation, days, pile, first=first, last=last)
