"""Letters out of the outbox: one worker at a time has a letter; failures wait longer and longer, then are parked.

A mail server cannot take part in our transaction: killed between its «accepted» and our mark, we send the letter once
more, with the same Message-ID, by which mail programs show it once.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from nastavnik.core.crash import crash
from nastavnik.core.models import Channel, MessageState, OutgoingMessage
from nastavnik.people.models import Person

from .digest import Alive
from .faults import fault_of
from .hours import House, houses_of
from .kinds import DIGEST, kind_of
from .letters import letter_of
from .messengers import Messenger, text_for, working

PAUSES = tuple(timedelta(minutes=pause) for pause in (1, 5, 30, 180))
MAX_ATTEMPTS = len(PAUSES) + 1
TAKEN_FOR = timedelta(minutes=5)
BATCH = 20
PATIENCE = 20.0  # seconds: a slow mail server must not keep the worker from everything else
LEFT = "Человек выбыл, или вход закрыт: сообщение не отправлено."

log = logging.getLogger(__name__)
Send = Callable[[], object]


class Post:
    """One run of delivery: what is known of organisations and things is asked once."""

    def __init__(self, now: datetime, messengers: dict[str, Messenger]) -> None:
        self.now, self.messengers = now, messengers
        self.alive = Alive(now)
        self.houses: dict[UUID | None, House] = {}

    def later(self, message: OutgoingMessage) -> datetime | None:
        """Until when the message waits for open hours; None when it may leave now."""
        if message.urgent or kind_of(message.kind).required or message.organisation_id is None:
            return None
        if message.organisation_id not in self.houses:
            self.houses |= houses_of([message.organisation_id])
        house = self.houses.get(message.organisation_id)
        return None if house is None or house.is_open(self.now) else house.opens(self.now)

    def sending(self, message: OutgoingMessage) -> Send:
        if message.channel == Channel.EMAIL:
            return letter_of(message).send
        count = int(message.text) if message.kind == DIGEST.code and message.text.isdigit() else 1
        return lambda: self.messengers[message.channel].send(message.address, text_for(count), message.pk)


def deliver(now: datetime | None = None) -> int:
    """Send what is due; gives how many messages went out. Without a mail server or a bot they wait."""
    messengers = working()
    channels = [*messengers, *([Channel.EMAIL.value] if settings.EMAIL_HOST else [])]
    if not channels:
        return 0
    post, begun, sent = Post(now or timezone.now(), messengers), time.monotonic(), 0
    due = OutgoingMessage.objects.filter(
        channel__in=channels, state=MessageState.WAITING, next_try__lte=post.now
    )
    for message in due.order_by("next_try", "id")[:BATCH]:
        if time.monotonic() - begun > PATIENCE:
            break
        sent += _deliver(message, post)
    return sent


def _deliver(seen: OutgoingMessage, post: Post) -> bool:
    untouched = OutgoingMessage.objects.filter(
        pk=seen.pk, state=MessageState.WAITING, attempts=seen.attempts, next_try=seen.next_try
    )
    if later := post.later(seen):
        untouched.update(next_try=later)
        return False
    if post.alive.is_gone(seen):
        untouched.update(state=MessageState.DROPPED)
        return False
    if _is_nobodys(seen):
        untouched.update(state=MessageState.DROPPED, fault=LEFT)
        return False
    if not untouched.update(attempts=F("attempts") + 1, next_try=post.now + TAKEN_FOR):
        return False
    return _send(seen, post)


def _is_nobodys(message: OutgoingMessage) -> bool:
    """The person may have left since: then nothing is told them, but about their account."""
    if message.person_id is None or kind_of(message.kind).required:
        return False
    there = Person.objects.filter(pk=message.person_id, archived_on__isnull=True, account__is_active=True)
    return not there.exists()


def _send(seen: OutgoingMessage, post: Post) -> bool:
    mine = OutgoingMessage.objects.filter(pk=seen.pk, attempts=seen.attempts + 1)
    crash("letter.taken")
    try:
        post.sending(seen)()
    except Exception as error:
        fault = fault_of(error)
        log.warning("letter %s was not sent: %s", seen.pk, type(error).__name__)
        if fault.for_ever or seen.attempts + 1 >= MAX_ATTEMPTS:
            mine.update(state=MessageState.PARKED, fault=fault.words)
        else:
            mine.update(next_try=post.now + PAUSES[seen.attempts], fault=fault.words)
        return False
    crash("letter.sent")
    mine.update(state=MessageState.SENT, sent_at=timezone.now(), fault="")
    return True
