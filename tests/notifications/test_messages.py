"""A message is written with its fact, shown to its person only, and sent once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.utils import timezone

from nastavnik.core.models import Channel, MessageState, OutgoingMessage
from nastavnik.notifications import delivery, kinds
from nastavnik.notifications.queries import news_for, unread_of
from nastavnik.notifications.rules import Rhythm
from nastavnik.notifications.services import mark_read, notify
from nastavnik.people.models import Person
from tests.cast import Cast

TUESDAY = datetime(2026, 9, 15, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _an_open_hour(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ten in the morning of a working day; letters about pairs wait for no digest."""
    monkeypatch.setitem(kinds.KINDS, "pair", kinds.Kind("pair", "Пары", Rhythm.AT_ONCE))
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def with_mail(settings: object) -> None:
    settings.EMAIL_HOST = "mail.example"  # type: ignore[attr-defined]
    settings.BASE_URL = "https://school.example"  # type: ignore[attr-defined]


def tell(*people: Person) -> list[OutgoingMessage]:
    words = {"subject": "Вам предложена пара", "text": "Посмотрите и ответьте.", "link": "/pairs/1/"}
    return notify(people, "pair", **words, why="Вы в банке наставников.")


def break_mail(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def fail(_letter: EmailMessage) -> int:
        raise fault

    monkeypatch.setattr(EmailMessage, "send", fail)


def letter() -> OutgoingMessage:
    return OutgoingMessage.objects.get(channel=Channel.EMAIL)


def test_without_a_mail_server_the_message_is_inside_only(cast: Cast) -> None:
    tell(cast.galina, cast.galina)
    assert [m.channel for m in OutgoingMessage.objects.all()] == [Channel.INSIDE]
    assert delivery.deliver() == 0


def test_a_message_is_seen_by_its_person_only(cast: Cast) -> None:
    (message,) = tell(cast.galina)
    assert list(news_for(cast.as_actor(cast.galina))) == [message]
    assert not news_for(cast.as_actor(cast.vera)).exists()


def test_a_letter_goes_out_once_with_its_link_reason_and_id(cast: Cast, with_mail: None) -> None:
    tell(cast.galina)
    assert (delivery.deliver(), delivery.deliver()) == (1, 0)
    (sent,) = mail.outbox
    assert cast.galina.account is not None
    assert sent.to == [cast.galina.account.email]
    assert "https://school.example/pairs/1/" in sent.body
    assert "Вы в банке наставников." in sent.body
    assert sent.extra_headers["Message-ID"] == f"<{letter().pk}@school.example>"
    assert letter().state == MessageState.SENT


def test_a_message_falls_with_its_fact(cast: Cast, with_mail: None) -> None:
    @transaction.atomic
    def fact_that_fails() -> None:
        tell(cast.galina)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fact_that_fails()
    assert not OutgoingMessage.objects.exists()


def test_a_failing_server_is_tried_later_and_later_then_the_letter_is_parked(
    cast: Cast, with_mail: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_mail(monkeypatch, SMTPException())
    tell(cast.galina)
    now, waits = timezone.now(), []
    for _ in range(delivery.MAX_ATTEMPTS):
        assert delivery.deliver(now) == 0
        waits.append(letter().next_try - now)
        now = letter().next_try
    assert waits[:4] == list(delivery.PAUSES)
    assert letter().state == MessageState.PARKED


def test_an_address_that_does_not_exist_is_not_tried_again(
    cast: Cast, with_mail: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_mail(monkeypatch, SMTPRecipientsRefused({}))
    tell(cast.galina)
    delivery.deliver()
    assert letter().state == MessageState.PARKED


def test_a_letter_taken_by_a_killed_worker_is_sent_by_the_next(cast: Cast, with_mail: None) -> None:
    tell(cast.galina)
    now = timezone.now()
    OutgoingMessage.objects.filter(channel=Channel.EMAIL).update(
        attempts=1, next_try=now + delivery.TAKEN_FOR
    )
    assert delivery.deliver(now) == 0
    assert delivery.deliver(now + delivery.TAKEN_FOR + timedelta(seconds=1)) == 1


def test_reading_marks_ones_own_news_only(cast: Cast) -> None:
    tell(cast.galina, cast.vera)
    galina, vera = cast.as_actor(cast.galina), cast.as_actor(cast.vera)
    assert mark_read(by=galina) == 1
    assert (unread_of(galina).count(), unread_of(vera).count()) == (0, 1)


def test_the_page_shows_the_news_and_marks_them(cast: Cast, client: Client) -> None:
    tell(cast.galina)
    assert cast.galina.account is not None
    client.force_login(cast.galina.account)
    page = client.get("/news/").content.decode()
    assert "Вам предложена пара" in page
    assert "Новое · 1" in page
    assert client.post("/news/read/")["Location"] == "/news/"
    assert "Не прочитано" not in client.get("/news/").content.decode()


def test_an_invitation_goes_with_the_letter_made_for_its_address(cast: Cast, with_mail: None) -> None:
    def invitation(address: str) -> str:
        return f"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nATTENDEE:mailto:{address}\r\nEND:VCALENDAR\r\n"

    notify([cast.galina], "meeting", subject="Встреча отменена", text="Болезнь", calendar=invitation)
    assert [bool(m.calendar) for m in OutgoingMessage.objects.order_by("channel")] == [True, False]
    delivery.deliver()
    (part,) = mail.outbox[0].attachments
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "CANCEL"
    assert cast.galina.account.email in part.get_payload(decode=True).decode()
