"""Reminders of what is due: each rung once, nothing of what is done, one message after a sleep."""

from datetime import date, timedelta

import pytest
import time_machine

from nastavnik.core.models import Channel, OutgoingMessage
from nastavnik.notifications import ladder, reminders
from nastavnik.notifications.models import Manners, ReminderSent
from nastavnik.organisations.models import SchoolHoliday
from nastavnik.people.models import Person
from tests.cast import Cast

from .things import KIND, Table, moscow

MONDAY = date(2026, 10, 12)
FRIDAY = date(2026, 10, 9)


def remind(day: date, hour: int = 9) -> None:
    with time_machine.travel(moscow(day, hour), tick=False):
        ladder.remind(moscow(day, hour))


def news_of(person: Person) -> list[str]:
    rows = OutgoingMessage.objects.filter(person_id=person.pk, channel=Channel.INSIDE).order_by("id")
    return [row.subject.replace("\xa0", " ") for row in rows]


def test_the_day_is_told_once_however_often_the_worker_looks(cast: Cast, table: Table) -> None:
    table.put("a", MONDAY, cast.galina)
    for hour in (8, 9, 15):
        remind(MONDAY, hour)
    assert news_of(cast.galina) == ["Запишите встречу a: сегодня, 12 октября"]
    assert ReminderSent.objects.get().rung == 0


def test_a_week_before_a_day_before_and_on_the_day(cast: Cast, table: Table) -> None:
    due = date(2026, 10, 15)
    table.put("a", due, cast.galina)
    for before in range(10, -1, -1):
        remind(due - timedelta(days=before))
    assert [row.rung for row in ReminderSent.objects.order_by("rung")] == [-7, -1, 0]


def test_what_is_done_is_never_reminded_and_its_news_are_read(cast: Cast, table: Table) -> None:
    table.put("a", MONDAY, cast.galina)
    remind(FRIDAY)
    assert len(news_of(cast.galina)) == 1
    table.done("a")
    remind(MONDAY)
    assert len(news_of(cast.galina)) == 1
    assert OutgoingMessage.objects.get(channel=Channel.INSIDE).read_at is not None


def test_a_moved_date_starts_anew(cast: Cast, table: Table) -> None:
    table.put("a", MONDAY, cast.galina)
    remind(MONDAY)
    table.move("a", MONDAY + timedelta(days=1))
    remind(MONDAY + timedelta(days=1))
    assert news_of(cast.galina)[1:] == ["Запишите встречу a: сегодня, 13 октября"]


def test_after_a_sleep_of_three_days_one_message_is_told(cast: Cast, table: Table) -> None:
    table.put("a", date(2026, 10, 14), cast.galina)
    remind(date(2026, 10, 16))
    assert news_of(cast.galina) == ["Запишите встречу a: срок прошёл 2 дня назад, 14 октября"]


def test_from_a_week_after_the_next_role_hears_of_it_too(cast: Cast, table: Table) -> None:
    table.put("a", MONDAY, cast.galina, after=[cast.vera])
    for days in range(16):
        remind(MONDAY + timedelta(days=days))
    assert len(news_of(cast.galina)) == 4
    assert news_of(cast.vera) == [
        "Запишите встречу a: срок прошёл 7 дней назад, 12 октября",
        "Запишите встречу a: срок прошёл 14 дней назад, 12 октября",
    ]
    told = OutgoingMessage.objects.filter(person_id=cast.vera.pk).first()
    assert told is not None
    assert "следующему ответственному" in told.why


def test_an_organisation_climbs_its_own_ladder(cast: Cast, table: Table) -> None:
    Manners.objects.create(organisation=cast.school, steps="−2", weekly_from=30, next_from=30)
    due = date(2026, 10, 15)
    table.put("a", due, cast.galina)
    for before in range(8, -5, -1):
        remind(due - timedelta(days=before))
    assert [row.rung for row in ReminderSent.objects.all()] == [-2]


def test_on_a_day_off_and_in_holidays_only_the_urgent_of_that_day_is_told(cast: Cast, table: Table) -> None:
    saturday = date(2026, 10, 10)
    SchoolHoliday.objects.create(
        organisation=cast.school, title="Осенние", starts_on=MONDAY, ends_on=MONDAY + timedelta(days=2)
    )
    table.put("plain", MONDAY, cast.galina)
    table.put("tomorrow", MONDAY + timedelta(days=1), cast.galina, urgent=True)
    table.put("urgent", MONDAY, cast.galina, urgent=True)
    remind(saturday)
    assert news_of(cast.galina) == []
    remind(MONDAY)
    assert news_of(cast.galina) == ["Запишите встречу urgent: сегодня, 12 октября"]
    remind(MONDAY + timedelta(days=3))
    assert len(news_of(cast.galina)) == 4


def test_nobody_is_reminded_before_the_morning(cast: Cast, table: Table) -> None:
    table.put("a", MONDAY, cast.galina)
    remind(MONDAY, 7)
    assert news_of(cast.galina) == []
    remind(MONDAY, 8)
    assert len(news_of(cast.galina)) == 1


def test_who_has_left_is_not_reminded(cast: Cast, table: Table) -> None:
    Person.objects.filter(pk=cast.galina.pk).update(archived_on=FRIDAY)
    table.put("a", MONDAY, cast.galina)
    remind(MONDAY)
    assert news_of(cast.galina) == []


def test_a_source_that_breaks_silences_nobody_and_is_asked_again(cast: Cast, table: Table) -> None:
    broken = Table(breaks=True)
    reminders.register("test.broken", "Сломанное", broken.source)
    table.put("a", MONDAY, cast.galina)
    remind(MONDAY)
    assert len(news_of(cast.galina)) == 1
    broken.breaks = False
    broken.put("b", MONDAY, cast.galina)
    remind(MONDAY, 10)
    assert len(news_of(cast.galina)) == 2


def test_a_race_of_two_workers_tells_once(cast: Cast, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other worker's marks are written after ours were read."""
    table.put("a", MONDAY, cast.galina)
    looked = ladder._to_tell

    def look_and_lose(*args: object) -> object:
        found = looked(*args)  # type: ignore[arg-type]
        if not found:
            return found
        ReminderSent.objects.create(
            organisation=cast.school,
            person=cast.galina,
            kind=KIND,
            key="a",
            due_on=MONDAY,
            rung=0,
            sent_on=MONDAY,
        )
        return found

    monkeypatch.setattr(ladder, "_to_tell", look_and_lose)
    remind(MONDAY)
    assert news_of(cast.galina) == []
    assert not Manners.objects.filter(organisation=cast.school, reminded_on=MONDAY).exists()


@pytest.mark.parametrize("people", [1, 3])
def test_the_round_asks_the_database_for_people_together(
    cast: Cast, table: Table, with_mail: None, people: int, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        table.put(f"t{number}", MONDAY, *[cast.galina, cast.kirill, cast.darya][:people])
    with (
        time_machine.travel(moscow(MONDAY), tick=False),
        django_assert_max_num_queries(44 + 4 * people),  # type: ignore[operator]
    ):
        ladder.remind(moscow(MONDAY))
