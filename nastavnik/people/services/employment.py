"""Jobs: dated periods of work or study of a person in an organisation."""

from typing import Any

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.queries import nomenclature_of
from nastavnik.people import rules
from nastavnik.people.models import Employment, Person

from .cards import changed_from, plain


@transaction.atomic
def add_employment(person: Person, *, position: str, by: Actor, **details: Any) -> Employment:
    """A job; `details`: subjects, workload (hours a week), category, category_on, contract, starts_on, ends_on."""
    by.require(Permission.PERSON_EDIT, person)
    _check_dates(details.get("starts_on"), details.get("ends_on"))
    job = Employment.objects.create(
        organisation=person.organisation,
        person=person,
        position=position,
        **told_by(position, person.organisation),
        **details,
    )
    journal.record("employment.added", f"Добавлена должность: {position}", subject=person, by=by)
    return job


@transaction.atomic
def edit_employment(job: Employment, *, seen: int, by: Actor, **values: Any) -> None:
    by.require(Permission.PERSON_EDIT, job)
    _check_dates(values.get("starts_on", job.starts_on), values.get("ends_on", job.ends_on))
    if "position" in values and values["position"] != job.position:
        values |= told_by(values["position"], job.organisation) | {"position_cases": {}}
    before = changed_from(job, values)
    Employment.objects.revise(job, seen=seen, **values)
    after = {name: getattr(job, name) for name in before}
    if before:
        journal.record(
            "employment.changed",
            f"Изменена должность: {job.position}",
            subject=job.person,
            by=by,
            before=plain(before),
            after=plain(after),
        )


def told_by(position: str, organisation: Organisation) -> dict[str, bool]:
    """What the words of a position tell: is it pedagogical by the organisation's nomenclature, is it a deputy's."""
    return {
        "is_pedagogical": rules.is_pedagogical(position, nomenclature_of(organisation)),
        "is_deputy": rules.is_deputy(position),
    }


def _check_dates(starts_on: Any, ends_on: Any) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise Refusal("Дата окончания раньше даты начала. Исправьте одну из них.")
