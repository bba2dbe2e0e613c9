"""School holidays: written by whoever edits the organisation, seen by its people, valid for everything below."""

from datetime import date

import pytest
from django.test import Client

from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import LogEntry
from nastavnik.organisations.models import SchoolHoliday
from nastavnik.organisations.school_holidays import holidays_of
from nastavnik.organisations.services.holidays import add_holidays, remove_holidays
from nastavnik.people.models import Appointment
from tests.cast import Cast

AUTUMN = {"title": "Осенние", "starts_on": date(2026, 10, 31), "ends_on": date(2026, 11, 8)}


def test_the_curator_writes_holidays_and_removes_them(cast: Cast) -> None:
    by = cast.as_actor(cast.vera)
    made = add_holidays(cast.school, **AUTUMN, by=by)
    assert holidays_of([cast.school])[cast.school.pk] == [(date(2026, 10, 31), date(2026, 11, 8))]
    remove_holidays(made, by=by)
    assert not SchoolHoliday.objects.exists()
    assert list(LogEntry.objects.filter(event__startswith="holidays").values_list("event", flat=True)) == [
        "holidays.removed",
        "holidays.added",
    ]


def test_holidays_of_the_level_above_hold_below_and_not_beside(cast: Cast) -> None:
    SchoolHoliday.objects.create(organisation=cast.town, **AUTUMN)
    SchoolHoliday.objects.create(organisation=cast.other_school, **(AUTUMN | {"title": "Свои"}))
    found = holidays_of([cast.school, cast.other_school])
    assert (len(found[cast.school.pk]), len(found[cast.other_school.pk])) == (1, 2)


@pytest.mark.parametrize("ends_on", [date(2026, 10, 30), date(2027, 11, 8)])
def test_dates_that_cannot_be_are_refused(cast: Cast, ends_on: date) -> None:
    with pytest.raises(Refusal):
        add_holidays(cast.school, **(AUTUMN | {"ends_on": ends_on}), by=cast.as_actor(cast.vera))


def test_a_curator_of_another_school_may_not(cast: Cast) -> None:
    with pytest.raises(Denied):
        add_holidays(cast.school, **AUTUMN, by=cast.as_actor(cast.oleg))


def test_the_page_shows_them_and_takes_new_ones(cast: Cast, client: Client) -> None:
    assert cast.vera.account
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    client.force_login(cast.vera.account)
    assert "не записаны" in client.get("/organisation/holidays/").content.decode()
    sent = {"title": "Летние", "starts_on": "2030-06-01", "ends_on": "2030-08-31"}
    assert client.post("/organisation/holidays/new/", sent)["Location"] == "/organisation/holidays/"
    page = client.get("/organisation/holidays/").content.decode()
    assert "Летние" in page
    assert "31.08.2030" in page
    wrong = client.post("/organisation/holidays/new/", sent | {"ends_on": "2030-05-01"})
    assert "раньше, чем начались" in wrong.content.decode()
