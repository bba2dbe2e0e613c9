"""When a person is free in a week; common to both banks."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import TimeWindow
from nastavnik.bank.rules import Window
from nastavnik.core import journal
from nastavnik.people.models import Person


@transaction.atomic
def set_windows(person: Person, windows: Mapping[int, Sequence[Window]], *, by: Actor) -> None:
    """Replace the week of a person: weekday (1 is Monday) → spans."""
    if not by.can(Permission.BANK_EDIT, person):
        by.require(Permission.OFFER_OWN, person)
    TimeWindow.objects.filter(person=person).delete()
    TimeWindow.objects.bulk_create(
        TimeWindow(organisation=person.organisation, person=person, weekday=day, starts=starts, ends=ends)
        for day, spans in windows.items()
        for starts, ends in spans
    )
    journal.record("bank.windows", "Изменено свободное время", subject=person, by=by)
