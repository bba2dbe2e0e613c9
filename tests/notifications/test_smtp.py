"""Letters through a real mail server on loopback: well-formed, refused, slow, and sent again."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from nastavnik.core.models import Channel, MessageState, OutgoingMessage
from nastavnik.notifications import delivery, kinds
from nastavnik.notifications.rules import Rhythm
from nastavnik.notifications.services import notify
from tests.cast import Cast

from .mailbox import Mailbox, mailbox
from .things import moscow

DAY = date(2026, 10, 13)
NOW = moscow(DAY, 10)


@pytest.fixture
def box(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setitem(kinds.KINDS, "pair", kinds.Kind("pair", "Пары", Rhythm.AT_ONCE))
    with mailbox() as opened, time_machine.travel(NOW, tick=False):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", opened.port, 2
        settings.DEFAULT_FROM_EMAIL = "school@school.example"
        settings.BASE_URL = "https://school.example"
        yield opened


def tell(cast: Cast, subject: str = "Вам предложена пара: ответьте до пятницы — это минута") -> None:
    notify(
        [cast.galina],
        "pair",
        subject=subject,
        text="Посмотрите.\n.\nИ ответьте.",
        link="/pairs/",
        why="Вы наставник",
    )


def letter() -> OutgoingMessage:
    return OutgoingMessage.objects.get(channel=Channel.EMAIL)


def test_a_letter_arrives_as_it_was_written(cast: Cast, box: Mailbox) -> None:
    tell(cast)
    assert delivery.deliver(NOW) == 1
    (taken,) = box.letters
    assert taken["Subject"].strip() == "Вам предложена пара: ответьте до пятницы — это минута"
    assert taken["From"] == "school@school.example"
    assert cast.galina.account
    assert box.recipients == [cast.galina.account.email]
    assert taken["Message-ID"] == f"<{letter().pk}@school.example>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken.get_content_type() == "text/plain"
    text = taken.get_content().replace("\r\n", "\n")
    for part in ("Посмотрите.\n.\nИ ответьте.", "https://school.example/pairs/", "Вы наставник"):
        assert part in text
    assert taken["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert taken["List-Unsubscribe"].strip(" <>") in text


def test_words_of_people_cannot_add_headers(cast: Cast, box: Mailbox) -> None:
    tell(cast, "Пара\r\nBcc: stranger@evil.example\r\n\r\nтекст")
    assert delivery.deliver(NOW) == 1
    (taken,) = box.letters
    assert taken["Bcc"] is None
    assert taken["Subject"].strip() == "Пара Bcc: stranger@evil.example текст"
    assert len(box.recipients) == 1


def test_a_server_that_asks_to_come_later_is_asked_later(cast: Cast, box: Mailbox) -> None:
    """Greylisting: 451 to the first try is no refusal of the address."""
    box.refuse["RCPT"] = ["451 4.7.1 greylisted", "250 ok"]
    tell(cast)
    assert delivery.deliver(NOW) == 0
    waiting = letter()
    assert (waiting.state, waiting.next_try) == (MessageState.WAITING, NOW + delivery.PAUSES[0])
    assert "повторить позже (код 451)" in waiting.fault
    assert delivery.deliver(waiting.next_try) == 1
    assert (letter().state, letter().fault) == (MessageState.SENT, "")


@pytest.mark.parametrize(
    ("command", "said", "words"),
    [
        ("RCPT", "550 no such user", "не принимает письма на этот адрес (код 550)"),
        ("TEXT", "554 looks like spam", "отверг письмо (код 554)"),
    ],
)
def test_a_refusal_for_ever_parks_the_letter_with_its_reason(
    cast: Cast, box: Mailbox, command: str, said: str, words: str
) -> None:
    box.refuse[command] = [said]
    tell(cast)
    assert delivery.deliver(NOW) == 0
    assert letter().state == MessageState.PARKED
    assert words in letter().fault
    assert box.letters == []


@pytest.mark.parametrize(
    ("command", "said", "words"),
    [
        ("MAIL", "530 authenticate first", "код 530"),
        ("DATA", "421 too busy", "код 421"),
        ("TEXT", "452 no room", "код 452"),
        ("HELLO", "554 go away", "код 554"),
    ],
)
def test_troubles_of_the_server_are_tried_again(
    cast: Cast, box: Mailbox, command: str, said: str, words: str
) -> None:
    box.refuse[command] = [said]
    tell(cast)
    delivery.deliver(NOW)
    assert letter().state == MessageState.WAITING
    assert words in letter().fault
    box.refuse.clear()
    assert delivery.deliver(letter().next_try) == 1


def test_a_server_that_hangs_up_or_is_not_there_is_tried_again(
    cast: Cast, box: Mailbox, settings: Any
) -> None:
    box.drop = True
    tell(cast)
    delivery.deliver(NOW)
    assert "не отвечает" in letter().fault
    box.drop, settings.EMAIL_PORT = False, 1
    delivery.deliver(letter().next_try)
    assert (letter().attempts, letter().state) == (2, MessageState.WAITING)
    settings.EMAIL_PORT = box.port
    assert delivery.deliver(letter().next_try) == 1


def test_a_slow_server_does_not_keep_the_worker_from_the_rest(
    cast: Cast, box: Mailbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each letter takes its time-out; after a while the run ends, the rest wait for the next one."""
    box.delay, settings.EMAIL_TIMEOUT = 1.0, 0.2
    monkeypatch.setattr(delivery, "PATIENCE", 0.5)
    for number in range(8):
        tell(cast, f"Письмо {number}")
    with time_machine.travel(NOW, tick=True):
        delivery.deliver(NOW + timedelta(minutes=1))
    tried = OutgoingMessage.objects.filter(channel=Channel.EMAIL, attempts=1).count()
    assert 1 <= tried < 8
    assert "не отвечает" in OutgoingMessage.objects.filter(attempts=1).latest("created_at").fault


def test_after_five_failures_the_letter_is_put_aside(cast: Cast, box: Mailbox) -> None:
    box.refuse["MAIL"] = ["451 later"]
    tell(cast)
    for _ in range(delivery.MAX_ATTEMPTS):
        delivery.deliver(letter().next_try)
    assert (letter().state, letter().attempts) == (MessageState.PARKED, delivery.MAX_ATTEMPTS)


def test_an_invitation_for_the_calendar_goes_beside_the_text(cast: Cast, box: Mailbox) -> None:
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    notify([cast.galina], "made.up", subject="Встреча", text="Завтра", calendar=lambda _address: calendar)
    assert delivery.deliver(NOW) == 1
    kinds_of_parts = [part.get_content_type() for part in box.letters[0].walk()]
    assert "text/calendar" in kinds_of_parts
