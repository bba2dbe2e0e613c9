"""Digests: everything at once in the morning, without what is done, with a reason and a way to each thing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from nastavnik.core.models import Channel, MessageState, OutgoingMessage
from nastavnik.notifications import delivery, digest, jobs, kinds
from nastavnik.notifications.models import Preference
from nastavnik.notifications.rules import Rhythm
from nastavnik.notifications.services import notify
from nastavnik.organisations.models import SchoolHoliday
from nastavnik.people.models import Person
from tests.cast import Cast

from .things import KIND, Table, moscow

TUESDAY = date(2026, 10, 13)
pytestmark = pytest.mark.usefixtures("with_mail")


def tick(day: date, hour: int = 8, minute: int = 0) -> None:
    """What the worker does at that moment in Moscow."""
    moment = moscow(day, hour, minute)
    with time_machine.travel(moment, tick=False):
        jobs.remind_and_gather()
        delivery.deliver(moment)


def tell(person: Person, subject: str, day: date = TUESDAY, hour: int = 15, **more: object) -> None:
    with time_machine.travel(moscow(day, hour), tick=False):
        notify(
            [person],
            "made.up",
            subject=subject,
            text="Посмотрите.",
            link="/pairs/",
            why="Вы наставник",
            **more,
        )  # type: ignore[arg-type]


def prefer(person: Person, rhythm: Rhythm, kind: str = kinds.ALL) -> None:
    Preference.objects.create(
        organisation=person.organisation, person=person, kind=kind, channel=Channel.EMAIL, rhythm=rhythm
    )


def states() -> list[str]:
    rows = OutgoingMessage.objects.filter(channel=Channel.EMAIL).order_by("created_at", "id")
    return [row.state for row in rows]


def test_messages_of_a_day_leave_in_one_letter_the_next_morning(cast: Cast) -> None:
    tell(cast.galina, "Одно")
    tell(cast.galina, "Другое", hour=18)
    tick(TUESDAY, 20)
    tick(TUESDAY + timedelta(days=1), 7, 59)
    assert mail.outbox == []
    tick(TUESDAY + timedelta(days=1), 8)
    tick(TUESDAY + timedelta(days=1), 9)
    (letter,) = mail.outbox
    assert letter.subject == "Для вас 2 сообщения"
    for part in ("Одно", "Другое", "https://school.example/pairs/", "(Вы наставник)", "ОСТАЛЬНОЕ"):
        assert part in letter.body
    assert states() == [MessageState.FOLDED, MessageState.FOLDED, MessageState.SENT]


def test_a_lone_message_keeps_its_own_subject(cast: Cast) -> None:
    tell(cast.galina, "Одно")
    tick(TUESDAY + timedelta(days=1))
    assert [letter.subject for letter in mail.outbox] == ["Одно"]


def test_a_weekly_digest_leaves_on_monday(cast: Cast) -> None:
    prefer(cast.galina, Rhythm.WEEKLY)
    tell(cast.galina, "Одно")
    for days in range(1, 6):
        tick(TUESDAY + timedelta(days=days))
    assert mail.outbox == []
    tick(date(2026, 10, 19))
    assert len(mail.outbox) == 1


def test_over_holidays_a_digest_waits_for_the_first_open_day(cast: Cast) -> None:
    SchoolHoliday.objects.create(
        organisation=cast.school, title="Осенние", starts_on=TUESDAY, ends_on=date(2026, 10, 20)
    )
    tell(cast.galina, "Одно")
    for days in range(1, 8):
        tick(TUESDAY + timedelta(days=days))
    assert mail.outbox == []
    tick(date(2026, 10, 21))
    assert len(mail.outbox) == 1


def test_what_is_urgent_leaves_at_any_hour(cast: Cast) -> None:
    tell(cast.galina, "Встреча отменена", hour=22, urgent=True)
    tick(TUESDAY, 22, 1)
    assert [letter.subject for letter in mail.outbox] == ["Встреча отменена"]


def test_at_once_waits_for_the_end_of_quiet_hours(cast: Cast) -> None:
    prefer(cast.galina, Rhythm.AT_ONCE)
    tell(cast.galina, "Ночное", hour=22)
    tick(TUESDAY, 23)
    assert mail.outbox == []
    tick(TUESDAY + timedelta(days=1), 8)
    assert [letter.subject for letter in mail.outbox] == ["Ночное"]


def test_who_has_switched_off_gets_nothing_not_even_what_was_held(cast: Cast) -> None:
    tell(cast.galina, "Одно")
    prefer(cast.galina, Rhythm.OFF)
    tell(cast.galina, "Другое")
    tick(TUESDAY + timedelta(days=1))
    assert mail.outbox == []
    assert states() == [MessageState.DROPPED]
    assert OutgoingMessage.objects.filter(channel=Channel.INSIDE).count() == 2


def test_a_reminder_of_the_morning_leaves_with_the_digest_of_the_morning(cast: Cast, table: Table) -> None:
    table.put("a", TUESDAY, cast.galina)
    tell(cast.galina, "Вчерашнее", day=date(2026, 10, 12))
    tick(TUESDAY)
    (letter,) = mail.outbox
    assert "Запишите встречу a: сегодня" in letter.body
    assert "Вчерашнее" in letter.body


def test_a_weekly_digest_tells_a_thing_once_as_it_stands_and_nothing_of_what_is_done(
    cast: Cast, table: Table
) -> None:
    prefer(cast.galina, Rhythm.WEEKLY, KIND)
    table.put("a", date(2026, 10, 15), cast.galina)
    table.put("b", date(2026, 10, 15), cast.galina)
    for day in range(13, 19):
        tick(date(2026, 10, day))
    table.done("b")
    tick(date(2026, 10, 19))
    (letter,) = mail.outbox
    assert letter.subject.replace("\xa0", " ") == "Запишите встречу a: срок прошёл 4 дня назад, 15 октября"
    assert "встречу b" not in letter.body


def test_a_letter_that_waits_is_not_sent_when_the_thing_is_done_meanwhile(cast: Cast, table: Table) -> None:
    prefer(cast.galina, Rhythm.AT_ONCE)
    table.put("a", TUESDAY, cast.galina)
    with time_machine.travel(moscow(TUESDAY), tick=False):
        jobs.remind_and_gather()
    table.done("a")
    tick(TUESDAY, 10)
    assert mail.outbox == []
    assert states() == [MessageState.DROPPED]


def test_who_has_left_meanwhile_gets_nothing(cast: Cast) -> None:
    tell(cast.galina, "Одно")
    Person.objects.filter(pk=cast.galina.pk).update(archived_on=TUESDAY)
    tick(TUESDAY + timedelta(days=1))
    assert mail.outbox == []


def test_two_workers_gather_one_digest(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(cast.galina, "Одно")
    mark = digest._mark

    def lose(ids: object, state: MessageState) -> None:
        OutgoingMessage.objects.filter(pk__in=ids).update(state=MessageState.FOLDED)  # type: ignore[misc]
        mark(ids, state)  # type: ignore[arg-type]

    monkeypatch.setattr(digest, "_mark", lose)
    assert digest.fold(moscow(TUESDAY + timedelta(days=1), 8)) == 0
    assert not OutgoingMessage.objects.filter(kind="digest").exists()


def test_a_very_long_digest_counts_the_rest(cast: Cast) -> None:
    for number in range(digest.MOST + 5):
        tell(cast.galina, f"Дело {number}.")
    tick(TUESDAY + timedelta(days=1))
    assert "И ещё 5\xa0сообщений" in mail.outbox[0].body
