"""What the round of wishes reminds of: those who have not named anybody yet; silence is allowed, so nobody else hears."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from nastavnik.bank.models import Request
from nastavnik.bank.rules import RequestState
from nastavnik.core.russian.wording import day_and_month
from nastavnik.matching.models import MenteeWish, WishRound
from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation


def mentees(organisation: Organisation, first: date, last: date) -> Iterable[Due]:
    """One for each open request without a wish, due on the last day of the round."""
    going = WishRound.objects.filter(organisation=organisation, until__gte=first, until__lte=last).first()
    if going is None:
        return []
    named = MenteeWish.objects.filter(request__organisation=organisation, rank__isnull=False).values(
        "request"
    )
    rows = Request.objects.filter(organisation=organisation, state=RequestState.OPEN).exclude(pk__in=named)
    return [
        Due(
            key=str(request),
            due_on=going.until,
            people=[person],
            subject="Назовите, с кем хотели бы работать",
            text=f"Пожелания собираем до {day_and_month(going.until)}. Можно назвать до трёх наставников.",
            link=reverse("matching:wish", args=[request]),
            why="Вы ищете наставника",
        )
        for request, person in rows.order_by("pk").values_list("pk", "mentee__person_id")
    ]
