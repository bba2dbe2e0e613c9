"""What waits at the birth of a pair: answers of its people, an order that is drafted and not issued."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from nastavnik.access.permissions import Permission
from nastavnik.documents.models import Paper
from nastavnik.documents.rules import PaperKind, PaperState
from nastavnik.notifications.gathered import today_in
from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation
from nastavnik.people.queries import holders

from .models import Participation
from .rules import Answer, PairState

ANSWER = timedelta(days=7)
ISSUE = timedelta(days=7)
UNBORN = (PairState.PROPOSED, PairState.AWAITS_CONSENTS)


def answers(organisation: Organisation, first: date, last: date) -> Iterable[Due]:
    """Each participant who was asked and has not answered yet; then the curator."""
    rows = Participation.objects.filter(
        organisation=organisation, answer=Answer.WAITING, left_on__isnull=True, mentorship__state__in=UNBORN
    ).select_related("mentorship")
    zone, curators = ZoneInfo(organisation.time_zone), _holders(Permission.PAIR_FORM, organisation)
    for taker in rows:
        due_on = timezone.localdate(taker.mentorship.decided_at or taker.created_at, zone) + ANSWER
        if first <= due_on <= last:
            yield Due(
                key=str(taker.pk),
                due_on=due_on,
                people=[taker.person_id],
                subject="Ответьте, согласны ли вы на пару",
                text="Без ответов обоих пара не начнётся.",
                link=reverse("pairs:pair", args=[taker.mentorship_id]),
                why="Вам предложена пара",
                next_people=curators,
            )


def drafts(organisation: Organisation, first: date, last: date) -> Iterable[Due]:
    """Orders on pairs that were drafted and are still not issued."""
    rows = Paper.objects.filter(organisation=organisation, kind=PaperKind.PAIR_ORDER, state=PaperState.DRAFT)
    zone = ZoneInfo(organisation.time_zone)
    due = {paper.pk: timezone.localdate(paper.created_at, zone) + ISSUE for paper in rows}
    found = {pk: due_on for pk, due_on in due.items() if first <= due_on <= last}
    people = _holders(Permission.PAPER_ISSUE, organisation) if found else []
    return [
        Due(
            key=str(pk),
            due_on=due_on,
            people=people,
            subject="Издайте приказ о парах",
            text="Черновик приказа ждёт: без приказа пары не начнут работать.",
            link=reverse("pairs:order", args=[pk]),
            why="Вы издаёте приказы организации",
        )
        for pk, due_on in found.items()
    ]


def _holders(permission: Permission, organisation: Organisation) -> list[UUID]:
    found = holders(permission, organisation, today=today_in(organisation))
    return list(found.values_list("pk", flat=True))
