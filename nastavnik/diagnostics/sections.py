"""What diagnostics adds to a person's card: difficulties and strengths, for those who may see them."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.core.ui import Action, Line, Task
from nastavnik.diagnostics import queries, showing
from nastavnik.people.card_sections import Section
from nastavnik.people.models import Person
from nastavnik.people.rules import PersonKind

PEDAGOGUES = {PersonKind.PEDAGOGUE, PersonKind.HEAD, PersonKind.STUDENT}


def difficulties(actor: Actor, person: Person, today: date) -> Section | None:
    """The domains are a pedagogue's; a pupil or a parent gets no sheet."""
    if PersonKind(person.kind) not in PEDAGOGUES or not queries.sees_levels(actor, person, today=today):
        return None
    found = queries.profile_of(person, today=today)
    domains = queries.domains_of(person.organisation)
    hard = showing.in_sentences(found.difficulties(), found, domains)
    known = bool(found.own or found.expert)
    return Section(
        name="difficulties",
        title="Трудности и сильные стороны",
        lines=[Line(task.label, task.note) for task in hard[:3]],
        note=_note(hard, known=known),
        actions=[Action("Открыть профиль", reverse("diagnostics:profile", args=[person.pk]))],
    )


def _note(hard: Sequence[Task], *, known: bool) -> str:
    if not known:
        return "Самооценки и оценки эксперта ещё нет."
    return "Трудности, с которыми нужна помощь в первую очередь." if hard else "Трудностей не названо."
