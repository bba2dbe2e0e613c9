"""School holidays of an organisation: letters wait over them, meetings are not proposed in them."""

from datetime import date

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.organisations import rules
from nastavnik.organisations.models import Organisation, SchoolHoliday


@transaction.atomic
def add_holidays(
    organisation: Organisation, *, title: str, starts_on: date, ends_on: date, by: Actor
) -> SchoolHoliday:
    by.require(Permission.ORGANISATION_EDIT, organisation)
    rules.check_holidays(starts_on, ends_on)
    made = SchoolHoliday.objects.create(
        organisation=organisation, title=title, starts_on=starts_on, ends_on=ends_on
    )
    journal.record("holidays.added", f"Записаны каникулы: {made}"[:400], subject=made, by=by)
    return made


@transaction.atomic
def remove_holidays(found: SchoolHoliday, *, by: Actor) -> None:
    by.require(Permission.ORGANISATION_EDIT, found)
    journal.record("holidays.removed", f"Убраны каникулы: {found}"[:400], subject=found, by=by)
    found.delete()
