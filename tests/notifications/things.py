"""A source of reminders for tests: things are put on the table and taken off it when they are done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person

KIND = "test.record"


def moscow(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("Europe/Moscow"))


@dataclass
class Table:
    """What is due now: key → thing."""

    things: dict[str, tuple[UUID, Due]] = field(default_factory=dict)
    breaks: bool = False

    def put(
        self, key: str, due_on: date, *people: Person, after: Sequence[Person] = (), urgent: bool = False
    ) -> None:
        due = Due(
            key=key,
            due_on=due_on,
            people=[person.pk for person in people],
            subject=f"Запишите встречу {key}",
            text="Это займёт минуту.",
            link="/pairs/",
            why="Вы ведёте эту пару",
            next_people=[person.pk for person in after],
            urgent=urgent,
        )
        self.things[key] = (people[0].organisation_id, due)

    def move(self, key: str, due_on: date) -> None:
        owner, due = self.things[key]
        self.things[key] = (owner, replace(due, due_on=due_on))

    def done(self, key: str) -> None:
        del self.things[key]

    def source(self, organisation: Organisation, first: date, last: date) -> Iterable[Due]:
        if self.breaks:
            raise ZeroDivisionError
        return [
            due
            for owner, due in self.things.values()
            if owner == organisation.pk and first <= due.due_on <= last
        ]
