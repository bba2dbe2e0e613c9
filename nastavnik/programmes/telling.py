"""Whom to tell when a programme moves: the other side, those who approve, those who wrote it. Nobody is named."""

from datetime import date

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.notifications.services import notify
from nastavnik.people.models import Person
from nastavnik.people.queries import holders

from . import queries
from .models import Programme

KIND = "programme"
LABEL = "Программа наставничества"


def _takers(programme: Programme, *, but: Actor) -> list[Person]:
    takers = queries.takers_of(programme)
    return [taker.person for taker in takers if taker.person_id not in but.person_ids]


def _page(programme: Programme) -> str:
    if programme.is_current:
        return reverse("programmes:programme", args=[programme.mentorship_id])
    return reverse("programmes:edition", args=[programme.pk])


def tell_others(programme: Programme, subject: str, text: str, *, by: Actor) -> None:
    """Those who take part, without the one who has just done it."""
    why = "Вы участник этой пары или группы."
    notify(_takers(programme, but=by), KIND, subject=subject, text=text, link=_page(programme), why=why)


def tell_approvers(programme: Programme, *, today: date, by: Actor) -> None:
    people = holders(Permission.PROGRAMME_APPROVE, programme, today=today).exclude(pk__in=by.person_ids)
    notify(
        people,
        KIND,
        subject="Программа наставничества ждёт утверждения",
        text="Участники согласовали программу и прислали её. Прочитайте и утвердите или верните с замечанием.",
        link=_page(programme),
        why="Вы утверждаете программы наставничества.",
    )
