"""When each organisation may write to its people: its zone, its quiet hours, its days off and school holidays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from nastavnik.organisations.calendar import exceptions
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.school_holidays import Holidays, holidays_of
from nastavnik.organisations.working_days import is_working

from .models import Manners
from .rules import Rhythm, digest_at, opens


@dataclass(frozen=True)
class House:
    """The habits of one organisation and what its clock says."""

    organisation: Organisation
    manners: Manners
    days: dict[date, bool]
    holidays: Holidays

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.organisation.time_zone))

    def is_off(self, day: date) -> bool:
        if self.manners.rest_on_days_off and not is_working(day, self.days):
            return True
        return self.manners.rest_on_holidays and any(first <= day <= last for first, last in self.holidays)

    def opens(self, moment: datetime) -> datetime:
        """The first moment from this one on at which people may be written to."""
        return opens(self.local(moment), self.manners.hours, self.is_off)

    def is_open(self, moment: datetime) -> bool:
        return self.opens(moment) == moment

    def digest_at(self, since: datetime, rhythm: Rhythm) -> datetime:
        return digest_at(self.local(since), rhythm, self.manners.hours, self.is_off)


def houses_of(organisations: Iterable[UUID | None]) -> dict[UUID | None, House]:
    """Four queries, however many there are."""
    found = list(Organisation.objects.filter(pk__in={pk for pk in organisations if pk}))
    written = {m.organisation_id: m for m in Manners.objects.filter(organisation__in=found)}
    days, holidays = exceptions(), holidays_of(found)
    make = partial(House, days=days)
    return {
        each.pk: make(
            organisation=each,
            manners=written.get(each.pk) or Manners(organisation=each),
            holidays=holidays[each.pk],
        )
        for each in found
    }
