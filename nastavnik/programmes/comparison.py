"""Difficulties at the entry and at the exit of a programme, domain by domain, for those who may see levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.diagnostics.models import Assessment
from nastavnik.diagnostics.queries import domains_of, profiles_then_and_now
from nastavnik.diagnostics.rules import Mastery
from nastavnik.pairs.first_steps import sees_levels_in
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
    pair = programme.mentorship
    seen = [p for p in queries.mentees_of(pair) if sees_levels_in(actor, pair, p, today=today)]
    if not seen:
        return []
    days = days_of(seen, today=today)
    entry = {person.pk: entry_day(programme, days.get(person.pk, ())) for person in seen}
    befores, nows = profiles_then_and_now(entry, today=today)
    domains = {each.pk: domains_of(each) for each in {person.organisation for person in seen}}
    found = []
    for person in seen:
        before, now = befores.get(person.pk), nows.get(person.pk)
        shifts = [
            Shift(
                item.title,
                before.mastery(item.code) if before else None,
                now.mastery(item.code) if now else None,
            )
            for item in domains[person.organisation_id]
        ]
        told = [each for each in shifts if each.before is not None or each.now is not None]
        again = any(on > entry[person.pk] for on in days.get(person.pk, ()))
        found.append(Compared(person, told, again))
    return found


def days_of(people: list[Person], *, today: date) -> dict[UUID, list[date]]:
    """Person → days of their sheets until today, in order; one query."""
    days: dict[UUID, list[date]] = {}
    rows = Assessment.objects.filter(person__in=people, on__lte=today).order_by("on")
    for person, on in rows.values_list("person", "on"):
        days.setdefault(person, []).append(on)
    return days


def entry_day(programme: Programme, days: Sequence[date]) -> date:
    """The last day with a sheet before the programme, or, without any, the first one within it."""
    before = [on for on in days if on <= programme.starts_on]
    return before[-1] if before else next(iter(days), programme.starts_on)
