"""What to speak of at the next meeting: lines that packages tell (`register(source)` in `AppConfig.ready()`), own tasks,
one question.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from nastavnik.access.actor import Actor
from nastavnik.pairs.models import Mentorship

from . import queries, rules
from .models import Meeting
from .rules import MeetingState

# source(mentorship, today) → lines: programmes tell the open goals.
Source = Callable[[Mentorship, date], Iterable[str]]
_SOURCES: list[Source] = []
MOST = 8


def register(source: Source) -> None:
    """Registering the same function again changes nothing."""
    if source not in _SOURCES:
        _SOURCES.append(source)


@dataclass(frozen=True)
class Agenda:
    """Lines of other packages, open agreements, and one question."""

    goals: list[str]
    agreements: list[str]
    question: str


def agenda_of(actor: Actor, mentorship: Mentorship, *, today: date) -> Agenda:
    """Agreements are those the actor may see."""
    goals = [line for source in _SOURCES for line in source(mentorship, today)]
    open_tasks = queries.tasks_of(actor, mentorship).filter(done_on__isnull=True)[:MOST]
    met = Meeting.objects.filter(mentorship=mentorship, state=MeetingState.HELD).count()
    return Agenda(goals[:MOST], [task.words for task in open_tasks], rules.question_for(met))
