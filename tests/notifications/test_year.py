"""A year under a frozen clock in four time zones: nothing leaves in quiet hours or on days off but the urgent, each rung once."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from nastavnik.access.roles import Role
from nastavnik.core.models import Channel, MessageState, OutgoingMessage
from nastavnik.notifications import delivery, jobs, kinds
from nastavnik.notifications.models import Preference, ReminderSent
from nastavnik.notifications.rules import Rhythm, rungs
from nastavnik.notifications.services import notify
from nastavnik.organisations.calendar import exceptions
from nastavnik.organisations.models import Organisation, SchoolHoliday
from nastavnik.organisations.working_days import is_working
from nastavnik.people.models import Person
from tests.cast import make_person, make_school

from .things import Table

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("with_mail")]

ZONES = ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Vladivostok", "Asia/Kamchatka")
START = datetime(2026, 9, 1, 0, 0, tzinfo=UTC)
STEP = timedelta(hours=11)  # shares no divisor with a day: every hour of the day comes round
AUTUMN = (date(2026, 10, 31), date(2026, 11, 8))
SPRING = (date(2027, 3, 27), date(2027, 4, 4))
RHYTHMS = (Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY)


@pytest.fixture
def schools() -> list[tuple[Organisation, list[Person]]]:
    """In each zone: three teachers who hear at once, daily and weekly."""
    made = []
    for number, zone in enumerate(ZONES):
        school = make_school(f"zone-{number}", None, f"Школа пояса {number}", f"Школа {number}")
        Organisation.objects.filter(pk=school.pk).update(time_zone=zone)
        for first, last in (AUTUMN, SPRING):
            SchoolHoliday.objects.create(organisation=school, title="Каникулы", starts_on=first, ends_on=last)
        people = []
        for rhythm in RHYTHMS:
            person = make_person("Лесникова Анна Павловна", school, Role.CURATOR)
            Preference.objects.create(
                organisation=school, person=person, kind=kinds.ALL, channel=Channel.EMAIL, rhythm=rhythm
            )
            people.append(person)
        made.append((school, people))
    return made


def moments() -> Iterator[datetime]:
    for step in range(int(timedelta(days=365) / STEP)):
        yield START + STEP * step


def live(table: Table, schools: list[tuple[Organisation, list[Person]]], chance: random.Random) -> None:
    """Things appear, are done in time, late or never; people do what others are told of at any hour."""
    undone: dict[str, date] = {}
    for number, now in enumerate(moments()):
        with time_machine.travel(now, tick=False):
            if number % 7 == 0:
                for school, people in schools:
                    key = f"{school.code}-{number}"
                    due = now.date() + timedelta(days=chance.randint(0, 12))
                    table.put(key, due, *people, urgent=chance.random() < 0.2)
                    undone[key] = due + timedelta(days=chance.randint(-8, 24))
                    person = chance.choice(people)
                    urgent = chance.random() < 0.1
                    notify([person], "made.up", subject=f"Событие {number}", text="", urgent=urgent)
            for key in [key for key, on in undone.items() if on <= now.date()]:
                table.done(key)
                del undone[key]
            jobs.remind_and_gather()
            while delivery.deliver(now):
                pass


def test_a_year_in_four_time_zones(table: Table, schools: list[tuple[Organisation, list[Person]]]) -> None:
    live(table, schools, random.Random(20260901))  # noqa: S311 — the same year every time
    days = exceptions()
    zones: dict[object, ZoneInfo] = {
        school.pk: ZoneInfo(zone) for (school, _), zone in zip(schools, ZONES, strict=True)
    }
    sent = OutgoingMessage.objects.filter(channel=Channel.EMAIL, state=MessageState.SENT)
    seen: Counter[str] = Counter()
    for letter in sent:
        assert letter.sent_at is not None
        local = letter.sent_at.astimezone(zones[letter.organisation_id])
        if letter.urgent:
            seen["urgent"] += 1
            continue
        seen[letter.kind] += 1
        assert time(8) <= local.time() < time(21), f"{letter} left at {local}"
        assert is_working(local.date(), days), f"{letter} left on a day off, {local}"
        for first, last in (AUTUMN, SPRING):
            assert not first <= local.date() <= last, f"{letter} left in holidays, {local}"
    assert min(seen["urgent"], seen["digest"], seen["made.up"], seen["test.record"]) > 10
    _each_rung_once()
    assert not OutgoingMessage.objects.filter(state=MessageState.PARKED).exists()


def _each_rung_once() -> None:
    told = Counter(ReminderSent.objects.values_list("person", "kind", "key", "due_on", "rung"))
    assert len(told) > 500
    assert set(told.values()) == {1}
    inside = OutgoingMessage.objects.filter(channel=Channel.INSIDE).exclude(key="")
    assert inside.count() == len(told)
    for mark in ReminderSent.objects.all()[:3000]:
        found = rungs(mark.due_on, mark.sent_on, ())
        assert found is not None
        assert found.offset == mark.rung
