"""What the bank reminds of: requests for which nobody has found a mentor for a long time."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from nastavnik.access.permissions import Permission
from nastavnik.core.russian.wording import counted
from nastavnik.notifications.gathered import Pile, weekly
from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation

from .models import Request
from .rules import RequestState


def requests(organisation: Organisation, first: date, last: date) -> Iterable[Due]:
    """One reminder a week of asking, while any request of that week is open."""
    rows = Request.objects.filter(organisation=organisation, state=RequestState.OPEN).order_by()
    pile = Pile(
        Permission.BANK_EDIT,
        subject="Подберите наставников",
        text_for=lambda n: f"Без наставника дольше двух недель: {counted(n, 'запрос,запроса,запросов')}.",
        link=reverse("bank:mentees"),
        why="Вы ведёте банк наставляемых",
    )
    return weekly(organisation, rows.values_list("opened_on", flat=True), pile, first=first, last=last)
