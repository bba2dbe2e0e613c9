"""What meetings add to the page of a pair, to reminders and to «Мои данные»."""

from typing import Any

from nastavnik.access.actor import Actor
from nastavnik.notifications import reminders
from nastavnik.organisations.rows import Row
from nastavnik.pairs import happenings, leaves, next_steps
from nastavnik.pairs import life as lives
from nastavnik.people import own_data

from . import life
from .models import LessonVisit, Meeting, MeetingMove, Task


def begin() -> None:
    """Called once, when the models are ready."""
    leaves.register(30, life.meetings_leaf)
    leaves.register(40, life.diary_leaf)
    lives.register(lives.Source(life.columns, life.told))
    happenings.register(life.happenings)
    next_steps.register(30, life.next_step)
    reminders.register("meeting_ahead", "Встречи впереди", life.meetings_to_come)
    reminders.register("meeting_record", "Встречи, которые надо записать", life.meetings_to_record)
    reminders.register("task_due", "Задания между встречами", life.tasks_due)
    own_data.register("Встречи", _own(Meeting))
    own_data.register("Задания между встречами", _own(Task))
    own_data.register("Переносы встреч", _own(MeetingMove))
    own_data.register("Посещения уроков", _own(LessonVisit))


def _own(table: type[Row]) -> own_data.Collect:
    """The rows that the pages show to this person, by the same declaration."""

    def collect(actor: Actor) -> list[dict[str, Any]]:
        (way,) = table.scope.own
        mine = table._base_manager.filter(table.scope.own_while, **{f"{way}__in": actor.person_ids})
        return own_data.rows(table._base_manager.filter(pk__in=mine.values("pk")))

    return collect
