"""Difficulties at the entry and at the exit of a programme, domain by domain, for those who may see levels."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.diagnostics.models import Assessment
from nastavnik.diagnostics.queries import domains_of, profiles, sees_levels
from nastavnik.diagnostics.rules import Mastery
from nastavnik.people.models import Person

from . import queries
from .models import Programme


@dataclass(frozen=True)
class Shift:
    """One domain: levels 0–4 before and now, None where nobody answered."""

    domain: str
    before: int | None
    now: int | None

    @property
    def words(self) -> str:
        return f"{_word(self.before)} → {_word(self.now)}"

    @property
    def gain(self) -> int | None:
        return None if self.before is None or self.now is None else self.now - self.before


def _word(level: int | None) -> str:
    return "нет ответа" if level is None else Mastery(level).label


@dataclass(frozen=True)
class Compared:
    person: Person
    shifts: list[Shift]
    again: bool  # somebody has answered since the programme began

    @property
    def better(self) -> int:
        return sum((shift.gain or 0) > 0 for shift in self.shifts)


def compared(actor: Actor, programme: Programme, *, today: date) -> list[Compared]:
    """One for every mentee whose levels the actor may see; nothing for the others."""
    seen = [p for p in queries.mentees_of(programme.mentorship) if sees_levels(actor, p, today=today)]
    entry = entry_days(programme, seen)
    found = []
    for person in seen:
        before = profiles([person.pk], today=entry.get(person.pk, programme.starts_on)).get(person.pk)
        now = profiles([person.pk], today=today).get(person.pk)
        shifts = [
            Shift(
                item.title,
                before.mastery(item.code) if before else None,
                now.mastery(item.code) if now else None,
            )
            for item in domains_of(person.organisation)
        ]
        told = [each for each in shifts if each.before is not None or each.now is not None]
        again = Assessment.objects.filter(
            person=person, on__gt=entry.get(person.pk, programme.starts_on), on__lte=today
        )
        found.append(Compared(person, told, again.exists()))
    return found


def entry_days(programme: Programme, people: list[Person]) -> dict[UUID, date]:
    """The last day with a sheet before the programme, or, without any, the first one within it."""
    days: dict[UUID, date] = {}
    for person, on in Assessment.objects.filter(person__in=people).order_by("on").values_list("person", "on"):
        if on <= programme.starts_on or person not in days:
            days[person] = on
    return days
