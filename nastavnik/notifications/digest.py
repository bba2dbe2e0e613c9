"""Digests: messages that wait for one leave together in one letter, without what has been done since.

One transaction a person and a channel: the messages are marked and the letter is written together.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nastavnik.core.crash import crash
from nastavnik.core.models import Channel, MessageState, OutgoingMessage
from nastavnik.core.russian.wording import counted

from . import reminders
from .hours import House, houses_of
from .kinds import DIGEST, kind_of
from .ladder import Things, subject_of, things_due
from .preferences import choices_of
from .rules import Rhythm, rungs
from .stopping import full

MOST = 40  # messages told one by one; the rest are counted
WHY = "Сводка собирает сообщения, которые не ждут ответа сегодня."


class Raced(Exception):
    """Another worker gathers the same digest."""


class Alive:
    """Is the thing of a reminder still due? Each organisation is asked once in a run."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._houses: dict[UUID | None, House] = {}
        self._things: dict[UUID | None, Things] = {}

    def _of(self, organisation: UUID | None) -> Things:
        if organisation not in self._things:
            self._houses |= houses_of([organisation])
            house = self._houses.get(organisation)
            self._things[organisation] = (
                things_due(house, house.local(self.now).date()) if house else Things()
            )
        return self._things[organisation]

    def is_gone(self, message: OutgoingMessage) -> bool:
        """True for a reminder of what is done, is put off, or is another's now. What its source cannot tell stays."""
        if not message.key or message.kind not in reminders.KINDS:
            return False
        things = self._of(message.organisation_id)
        if message.kind in things.broken:
            return False
        due = things.find(message.kind, message.key)
        if due is None or message.person_id not in {*due.people, *due.next_people}:
            return True
        house = self._houses[message.organisation_id]
        return rungs(due.due_on, house.local(self.now).date(), (), house.manners.ladder) is None

    def words(self, message: OutgoingMessage) -> str:
        """The subject as it is true today."""
        due = self._of(message.organisation_id).find(message.kind, message.key) if message.key else None
        if due is None:
            return message.subject
        house = self._houses[message.organisation_id]
        return subject_of(due, house.local(self.now).date())


def fold(now: datetime, limit: int = 500) -> int:
    """Write the digests whose time has come; gives how many."""
    held = OutgoingMessage.objects.filter(state=MessageState.HELD, next_try__lte=now)
    to_whom = ("organisation_id", "person_id", "channel", "address")
    waiting = list(held.order_by().values_list(*to_whom).distinct()[:limit])
    houses, alive, made = houses_of({each[0] for each in waiting}), Alive(now), 0
    for organisation, person_id, channel, address in waiting:
        house = houses.get(organisation)
        if house and not house.is_open(now):
            continue
        try:
            made += _fold(person_id, channel, address, alive=alive, now=now)
        except Raced:
            continue
        crash("digest.gathered")
    return made


@transaction.atomic
def _fold(person_id: UUID, channel: str, address: str, *, alive: Alive, now: datetime) -> bool:
    held = OutgoingMessage.objects.filter(
        state=MessageState.HELD, next_try__lte=now, person_id=person_id, channel=channel, address=address
    )
    found = list(held.order_by("created_at", "id"))
    choices = choices_of([person_id])
    last = {(each.kind, each.key): each.pk for each in found if each.key}
    kept = [
        each
        for each in found
        if (not each.key or last[each.kind, each.key] == each.pk)
        and choices.rhythm(person_id, each.kind, Channel(channel)) is not Rhythm.OFF
        and not alive.is_gone(each)
    ]
    gone = [each.pk for each in found if each not in kept]
    _mark(gone, MessageState.DROPPED)
    _mark([each.pk for each in kept], MessageState.FOLDED)
    crash("digest.marked")
    if kept:
        OutgoingMessage.objects.create(**_letter(kept, alive, now))
    crash("digest.written")
    return bool(kept)


def _mark(ids: Sequence[UUID], state: MessageState) -> None:
    waiting = OutgoingMessage.objects.filter(pk__in=ids, state=MessageState.HELD)
    if waiting.update(state=state) != len(ids):
        raise Raced


def _letter(kept: Sequence[OutgoingMessage], alive: Alive, now: datetime) -> dict[str, object]:
    first = kept[0]
    count = counted(len(kept), "сообщение,сообщения,сообщений")
    alone = kept[0] if len(kept) == 1 else None
    return {
        "root_id": first.root_id,
        "organisation_id": first.organisation_id,
        "person_id": first.person_id,
        "address": first.address,
        "channel": first.channel,
        "kind": DIGEST.code,
        "subject": alive.words(alone)[:200] if alone else f"Для вас {count}",
        "text": _text(kept, alive) if first.channel == Channel.EMAIL else str(len(kept)),
        "link": "/news/",
        "why": WHY,
        "next_try": now,
    }


def _text(kept: Sequence[OutgoingMessage], alive: Alive) -> str:
    """By kind, each with its own reason and way to its page."""
    parts: list[str] = []
    labels = list(dict.fromkeys(kind_of(each.kind).label for each in kept[:MOST]))
    for label in labels:
        parts.append(label.upper())
        parts += [_entry(each, alive) for each in kept[:MOST] if kind_of(each.kind).label == label]
    if len(kept) > MOST:
        parts.append(f"И ещё {counted(len(kept) - MOST, 'сообщение,сообщения,сообщений')} — в системе.")
    return "\n\n".join(parts)


def _entry(message: OutgoingMessage, alive: Alive) -> str:
    lines = [f"• {alive.words(message)}", message.text]
    lines += [full(message.link)] if message.link else []
    lines += [f"({message.why})"] if message.why else []
    return "\n  ".join(line.replace("\n", "\n  ") for line in lines if line)
