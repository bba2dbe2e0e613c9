"""The daily round of reminders: what is due in each organisation in its own «today», each rung told once.

One transaction a person: the messages and the marks that they were told stand or fall together, so a worker killed in
the middle loses nothing and repeats nothing; the next round goes on where this one ended.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from nastavnik.core.crash import crash
from nastavnik.core.models import Channel, OutgoingMessage
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person

from . import reminders
from .hours import House, houses_of
from .models import Manners, ReminderSent
from .reminders import Due
from .rules import Rung, rungs, when_words
from .services.telling import compose
from .ways import Ways, ways_to

AT_ONCE = 50  # organisations whose habits are read together
FOR_NEXT = "Срок прошёл, а дело не сделано: вам сообщают как следующему ответственному."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Things:
    """All that is due in an organisation around a day. `broken`: kinds whose source could not tell."""

    dues: list[tuple[str, Due]] = field(default_factory=list)
    broken: frozenset[str] = frozenset()

    def find(self, kind: str, key: str) -> Due | None:
        return next((due for code, due in self.dues if code == kind and due.key[:200] == key), None)


@dataclass(frozen=True)
class Telling:
    kind: str
    due: Due
    rung: Rung
    as_next: bool


def things_due(house: House, today: date) -> Things:
    """What every package tells; one that fails is logged and does not silence the others."""
    ladder = house.manners.ladder
    first, last = today - timedelta(days=ladder.give_up), today + timedelta(days=ladder.first)
    dues, broken = [], set()
    for kind in reminders.KINDS.values():
        try:
            with _apart():
                dues += [(kind.code, due) for due in kind.source(house.organisation, first, last)]
        except Exception:
            log.exception("the source of reminders %s failed", kind.code)
            broken.add(kind.code)
    return Things(dues, frozenset(broken))


def _apart() -> AbstractContextManager[object]:
    """Inside a transaction of ours a query that fails must not spoil it; outside none is opened, for it locks SQLite."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def remind(now: datetime) -> int:
    """Everything that is due everywhere and was not looked through today; gives how many reminders were told."""
    waiting = _waiting(now)
    told = 0
    for start in range(0, len(waiting), AT_ONCE):
        for house in houses_of(waiting[start : start + AT_ONCE]).values():
            told += _round(house, now)
    return told


def _waiting(now: datetime) -> list[UUID]:
    """Organisations that have not had their round since midnight of the easternmost «today»; one query."""
    latest = (now + timedelta(hours=14)).date()
    done = Manners.objects.filter(reminded_on__gte=latest)
    return list(Organisation.objects.exclude(pk__in=done.values("organisation")).values_list("pk", flat=True))


def _round(house: House, now: datetime) -> int:
    local = house.local(now)
    today, manners = local.date(), house.manners
    if (manners.reminded_on and manners.reminded_on >= today) or manners.hours.is_quiet(local.time()):
        return 0
    things = things_due(house, today)
    _read_what_is_done(house, things, now)
    is_off = house.is_off(today)
    dues = [(k, d) for k, d in things.dues if not is_off or (d.urgent and d.due_on == today)]
    told = _tell_all(house, dues, today=today, now=now)
    if told is None or things.broken:
        return told or 0
    saved = Manners.objects.get_or_create(organisation=house.organisation)[0]
    Manners.objects.filter(pk=saved.pk).update(reminded_on=today)
    return told


def _tell_all(house: House, dues: list[tuple[str, Due]], *, today: date, now: datetime) -> int | None:
    """None when another worker was at it at the same time: the next round will see what is left."""
    by_person = _to_tell(house, dues, today)
    people = Person.objects.filter(pk__in=by_person, archived_on__isnull=True).select_related("organisation")
    found = list(people)
    ways, raced = ways_to(found), False
    for person in found:
        try:
            _tell(person, by_person[person.pk], house=house, ways=ways, today=today, now=now)
        except IntegrityError:
            raced = True
        crash("reminder.told")
    return None if raced else sum(len(by_person[person.pk]) for person in found)


def _to_tell(house: House, dues: Iterable[tuple[str, Due]], today: date) -> dict[UUID, list[Telling]]:
    sent: dict[tuple[str, str, UUID, date], set[int]] = defaultdict(set)
    ladder = house.manners.ladder
    rows = ReminderSent.objects.filter(
        organisation=house.organisation, due_on__gte=today - timedelta(days=ladder.give_up)
    )
    for kind, key, person, due_on, rung in rows.values_list("kind", "key", "person", "due_on", "rung"):
        sent[kind, key, person, due_on].add(rung)
    by_person: dict[UUID, list[Telling]] = defaultdict(list)
    for kind, due in dues:
        for person, as_next in _people(due):
            already = sent[kind, due.key, person, due.due_on]
            reached = rungs(due.due_on, today, already, ladder)
            if reached and (reached.to_next or not as_next):
                by_person[person].append(Telling(kind, due, reached, as_next))
    return by_person


def _people(due: Due) -> Iterator[tuple[UUID, bool]]:
    """Those who do it, then those of the next role who are not among them."""
    doers = dict.fromkeys(due.people)
    yield from ((person, False) for person in doers)
    yield from ((person, True) for person in dict.fromkeys(due.next_people) if person not in doers)


@transaction.atomic
def _tell(
    person: Person, tellings: list[Telling], *, house: House, ways: Ways, today: date, now: datetime
) -> None:
    ReminderSent.objects.bulk_create(
        ReminderSent(
            organisation=house.organisation,
            person=person,
            kind=each.kind,
            key=each.due.key[:200],
            due_on=each.due.due_on,
            rung=each.rung.offset,
            sent_on=today,
        )
        for each in tellings
    )
    crash("reminder.marked")
    local = house.local(now)
    midnight = datetime.combine(local.date(), time(0), local.tzinfo)
    rows = [
        row
        for each in tellings
        for row in compose(
            person,
            each.kind,
            ways=ways,
            now=now,
            since=midnight,
            urgent=each.due.urgent and each.due.due_on == today,
            key=each.due.key[:200],
            subject=subject_of(each.due, today),
            text=each.due.text,
            link=each.due.link,
            why=FOR_NEXT if each.as_next else each.due.why,
        )
    ]
    OutgoingMessage.objects.bulk_create(rows)
    crash("reminder.written")


def subject_of(due: Due, today: date) -> str:
    """What to do and how its deadline stands today."""
    return f"{due.subject}: {when_words(due.due_on, today)}"


def _read_what_is_done(house: House, things: Things, now: datetime) -> None:
    """A reminder of what is done since then is no news any more."""
    kinds = set(reminders.KINDS) - things.broken
    unread = OutgoingMessage.objects.filter(
        organisation_id=house.organisation.pk,
        channel=Channel.INSIDE,
        read_at__isnull=True,
        kind__in=kinds,
    ).exclude(key="")
    live = {(kind, due.key[:200]) for kind, due in things.dues}
    done = [pk for pk, kind, key in unread.values_list("pk", "kind", "key") if (kind, key) not in live]
    for start in range(0, len(done), 500):
        OutgoingMessage.objects.filter(pk__in=done[start : start + 500]).update(read_at=now)
