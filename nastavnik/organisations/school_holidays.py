"""School holidays: each organisation writes its own, and those of the levels above hold for it too."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from .models import Organisation, SchoolHoliday

Holidays = Sequence[tuple[date, date]]


def holidays_of(organisations: Sequence[Organisation]) -> dict[UUID, Holidays]:
    """First and last day of each, by organisation; one query."""
    rows = SchoolHoliday.objects.filter(root__in={each.root_id for each in organisations})
    spans = list(rows.values_list("organisation__path", "starts_on", "ends_on"))
    return {
        each.pk: [(first, last) for path, first, last in spans if each.path.startswith(path)]
        for each in organisations
    }
