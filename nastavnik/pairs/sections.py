"""The section «Пары и группы» on a person's card."""

from datetime import date

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.ui import Action, Line
from nastavnik.people.card_sections import Section
from nastavnik.people.models import Person

from . import queries
from .models import Participation


def pairs(actor: Actor, person: Person, today: date) -> Section | None:  # noqa: ARG001
    """Nothing for an actor who sees none of them and may not make one."""
    rows = list(queries.of_person(actor, person))
    may_form = actor.can(Permission.PAIR_FORM, person) and not person.archived_on
    if not rows and not may_form:
        return None
    address = reverse("pairs:form")
    return Section(
        name="pairs",
        title="Пары и группы",
        lines=[_line(row) for row in rows],
        note="" if rows else "В парах и группах пока не участвует.",
        actions=[
            Action("Создать пару: наставник", f"{address}?mentor={person.pk}"),
            Action("Создать пару: наставляемый", f"{address}?mentee={person.pk}"),
        ]
        if may_form
        else [],
    )


def _line(taker: Participation) -> Line:
    mentorship = taker.mentorship
    others = [
        t.person.short_name
        for t in mentorship.participations.all()
        if t.side != taker.side and t.left_on is None and not _came_after(t, taker)
    ]
    left = f" · вышел {taker.left_on:%d.%m.%Y}" if taker.left_on else ""
    return Line(
        taker.get_side_display(),
        f"{', '.join(others)} · {mentorship.issue.title} · {mentorship.get_state_display().lower()}{left}",
        url=reverse("pairs:pair", args=[mentorship.pk]),
    )


def _came_after(other: Participation, taker: Participation) -> bool:
    """Who has left is told of those with whom they were in the group, not of those who came later."""
    return taker.left_on is not None and other.joined_on > taker.left_on


def own_pairs(actor: Actor) -> list[dict[str, object]]:
    """For «Мои данные»: with whom, about what, since when, how one has answered."""
    found = []
    for person in queries.own_cards(actor):
        for taker in queries.taken_part(person):
            line = _line(taker)
            found.append(
                {
                    "роль": line.term,
                    "пара или группа": line.value,
                    "с": taker.joined_on.isoformat(),
                    "ответ": taker.get_answer_display(),
                }
            )
    return found
