"""Adding to the time of a form, switching the measuring off and on, forgetting what is old."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core import journal
from nastavnik.people.models import Person
from nastavnik.people.rules import PersonKind

from .models import FormTime, Unmeasured
from .rules import KEEP


@transaction.atomic
def spend(
    person: Person, role: Role | None, address: str, seconds: int, *, sent: bool, on: date, by: Actor
) -> None:
    """One filling of a form; pupils and whoever has switched it off are not measured."""
    by.require(Permission.OWN_TIME, person)
    if person.kind != PersonKind.PEDAGOGUE or Unmeasured.objects.filter(person=person).exists():
        return
    place: dict[str, Any] = {
        "organisation": person.organisation,
        "person": person,
        "role": role or "",
        "address": address[:100],
    }
    row, _ = FormTime.objects.get_or_create(**place, on=on)
    FormTime.objects.filter(pk=row.pk).update(seconds=F("seconds") + seconds, times=F("times") + int(sent))


@transaction.atomic
def switch_off(*, today: date, by: Actor) -> None:
    """What was measured is destroyed at once."""
    for person in Person.objects.filter(pk__in=by.person_ids):
        by.require(Permission.OWN_TIME, person)
        Unmeasured.objects.get_or_create(
            organisation=person.organisation, person=person, defaults={"since": today}
        )
        FormTime.objects.filter(person=person).delete()
        journal.record("workload.off", "Измерение времени в формах выключено", subject=person, by=by)


@transaction.atomic
def switch_on(*, by: Actor) -> None:
    for person in Person.objects.filter(pk__in=by.person_ids):
        by.require(Permission.OWN_TIME, person)
        Unmeasured.objects.filter(person=person).delete()
        journal.record("workload.on", "Измерение времени в формах включено", subject=person, by=by)


def forget_old(today: date) -> int:
    """Thirteen months are kept: a year can be compared with the one before."""
    return FormTime.objects.filter(on__lt=today - KEEP).delete()[0]
