"""What to speak of at the next meeting: lines that packages tell (`register(source)` in `AppConfig.ready()`), own tasks,
one question.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from nastavnik.pairs.models import Mentorship

from . import rules
from .models import Task

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


def agenda_of(mentorship: Mentorship, tasks: Iterable[Task], *, met: int, today: date) -> Agenda:
    """`tasks`: those of the pair that the reader may see; `met`: how many meetings there have been."""
    goals = [line for source in _SOURCES for line in source(mentorship, today)]
    agreements = [task.words for task in tasks if not task.done_on]
    return Agenda(goals[:MOST], agreements[:MOST], rules.question_for(met))
