"""What the bank reminds of: requests for which nobody has found a mentor for a long time."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core.russian.wording import counted
from nastavnik.notifications.gathered import by_week, today_in
from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation
from nastavnik.people.queries import holders, person_in_role

from .models import Request
from .rules import RequestState

WAIT = 14  # days


def requests(organisation: Organisation, first: date, last: date) -> Iterable[Due]:
    """One reminder a week of asking, while any request of that week is open."""
    rows = Request.objects.filter(organisation=organisation, state=RequestState.OPEN).order_by()
    days = rows.values_list("opened_on", flat=True)
    weeks = [each for each in by_week(days, wait=WAIT) if first <= each[1] <= last]
    if not weeks:
        return []
    today = today_in(organisation)
    curators = list(holders(Permission.BANK_EDIT, organisation, today=today).values_list("pk", flat=True))
    head = person_in_role(Role.HEAD, organisation, today=today)
    return [
        Due(
            key=key,
            due_on=due_on,
            people=curators,
            subject="Подберите наставников",
            text=f"Без наставника дольше двух недель: {counted(count, 'запрос,запроса,запросов')}.",
            link=reverse("bank:mentees"),
            why="Вы ведёте банк наставляемых",
            next_people=[head.pk] if head else [],
        )
        for key, due_on, count in weeks
    ]
