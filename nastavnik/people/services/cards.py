"""A card is added, changed, put into the archive and taken back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.names import Case, FullName, guess_gender
from nastavnik.organisations.models import Organisation
from nastavnik.people import rules
from nastavnik.people.models import Person
from nastavnik.people.rules import PersonKind


@dataclass(frozen=True)
class Saved:
    """A card and what to tell about it: a date cut to the year."""

    person: Person
    said: str = ""


@transaction.atomic
def add_person(
    organisation: Organisation,
    *,
    last_name: str,
    first_name: str,
    middle_name: str = "",
    kind: str = PersonKind.PEDAGOGUE,
    gender: str = "",
    birth: date | int | None = None,
    today: date,
    by: Actor,
    **details: Any,
) -> Saved:
    """A new card. `birth` is a year or a date; `details`: email, phone, career_start, group_name."""
    by.require(Permission.PERSON_EDIT, organisation)
    kept = rules.birth_to_keep(birth, kind=PersonKind(kind), is_represented=False, today=today)
    name = FullName(last_name, first_name, middle_name)
    person = Person.objects.create(
        organisation=organisation,
        last_name=last_name,
        first_name=first_name,
        middle_name=middle_name,
        kind=kind,
        gender=gender or guess_gender(name) or "",
        birth_year=kept.year,
        birth_date=kept.day,
        **details,
    )
    journal.record("person.added", "Добавлена карточка человека", subject=person, by=by)
    return Saved(person, kept.said)


@transaction.atomic
def edit_person(
    person: Person, *, seen: int, birth: date | int | None, today: date, by: Actor, **values: Any
) -> Saved:
    """Change the card as it was at version `seen`; the journal keeps what was and what became."""
    by.require(Permission.PERSON_EDIT, person)
    kind = PersonKind(values.get("kind", person.kind))
    represented = person.representatives.exists()
    kept = rules.birth_to_keep(birth, kind=kind, is_represented=represented, today=today)
    values |= {"birth_year": kept.year, "birth_date": kept.day}
    values["gender"] = values.get("gender") or guess_gender(_name_of(person, values)) or ""
    if _is_renamed(person, values):
        values["name_cases"] = {}  # overrides of the former name are wrong for the new one
    before = changed_from(person, values)
    Person.objects.revise(person, seen=seen, **values)
    _record(person, before, by=by)
    return Saved(person, kept.said)


@transaction.atomic
def set_name_cases(person: Person, *, cases: dict[str, str], seen: int, by: Actor) -> None:
    """The name in cases as a person has checked it: {"genitive": "Ивановой Анны Сергеевны"}; empty ones are guessed."""
    by.require(Permission.PERSON_EDIT, person)
    kept = {case: text for case, text in cases.items() if text and case in set(Case)}
    before = changed_from(person, {"name_cases": kept})
    Person.objects.revise(person, seen=seen, name_cases=kept)
    _record(person, before, by=by, words="Проверены падежи имени")


@transaction.atomic
def archive_person(person: Person, *, on: date, by: Actor) -> None:
    """The person has left: roles and jobs that last end on that day, the card stays for the papers."""
    by.require(Permission.PERSON_EDIT, person)
    if person.archived_on:
        raise Refusal("Этот человек уже отмечен как выбывший.")
    for rows in (person.appointments, person.employments):
        rows.filter(ends_on__isnull=True, starts_on__lte=on).update(ends_on=on)
    person.employments.filter(ends_on__isnull=True, starts_on__isnull=True).update(ends_on=on)
    Person.objects.revise(person, seen=person.version, archived_on=on)
    journal.record("person.archived", "Человек выбыл", subject=person, by=by, after={"archived_on": str(on)})


@transaction.atomic
def restore_person(person: Person, *, by: Actor) -> None:
    """The person is here again; jobs and roles are given anew."""
    by.require(Permission.PERSON_EDIT, person)
    Person.objects.revise(person, seen=person.version, archived_on=None)
    journal.record("person.restored", "Человек возвращён из выбывших", subject=person, by=by)


def changed_from(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Former values of the fields that are going to change."""
    return {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the journal keeps them."""
    simple = (str, int, bool, dict, list, type(None))
    return {name: value if isinstance(value, simple) else str(value) for name, value in values.items()}


def _record(
    person: Person, before: dict[str, Any], *, by: Actor, words: str = "Изменена карточка человека"
) -> None:
    if before:
        after = {name: getattr(person, name) for name in before}
        journal.record(
            "person.changed", words, subject=person, by=by, before=plain(before), after=plain(after)
        )


def _name_of(person: Person, values: dict[str, Any]) -> FullName:
    last, first, middle = (
        values.get(part, getattr(person, part)) for part in ("last_name", "first_name", "middle_name")
    )
    return FullName(last, first, middle)


def _is_renamed(person: Person, values: dict[str, Any]) -> bool:
    return str(_name_of(person, values)) != str(_name_of(person, {}))
