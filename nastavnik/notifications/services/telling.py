"""Telling people: rows in the caller's transaction, so that a message exists exactly when its fact does."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.models import Channel, MessageState, OutgoingMessage
from nastavnik.notifications.kinds import kind_of
from nastavnik.notifications.queries import one_of_mine, unread_of
from nastavnik.notifications.rules import Rhythm
from nastavnik.notifications.ways import Ways, letters_go_out, ways_to
from nastavnik.people.models import Person

__all__ = ["compose", "letters_go_out", "mark_read", "mark_seen", "notify", "open_news", "without_unread"]


def notify(
    people: Iterable[Person],
    kind: str,
    *,
    subject: str,
    text: str,
    link: str = "",
    why: str = "",
    calendar: Callable[[str], str] | None = None,
    urgent: bool = False,
) -> list[OutgoingMessage]:
    """Tell each person once: inside at once, and by every other way as the person has chosen for this kind.

    Called by services that have asked their own permission already. `link` is a path of ours («/pairs/…/»); `why` says
    for what reason this person is told («Вы — куратор школы»). Neither names what only the page may show. `calendar`
    makes of the address an iCalendar invitation, which goes with the letter and waits for no digest. What is `urgent`
    concerns this very day and leaves at any hour.
    """
    told = {person.pk: person for person in people}
    ways = ways_to(told.values())
    messages = [
        message
        for person in told.values()
        for message in compose(
            person,
            kind,
            ways=ways,
            now=timezone.now(),
            subject=subject,
            text=text,
            link=link,
            why=why,
            calendar=calendar,
            urgent=urgent,
        )
    ]
    return OutgoingMessage.objects.bulk_create(messages)


def compose(
    person: Person,
    kind: str,
    *,
    ways: Ways,
    now: datetime,
    since: datetime | None = None,
    calendar: Callable[[str], str] | None = None,
    urgent: bool = False,
    **words: str,
) -> list[OutgoingMessage]:
    """The rows that tell one person, not written yet. `since`: from which moment a digest may gather them (now)."""
    common = {
        **words,
        "root_id": person.root_id,
        "organisation_id": person.organisation_id,
        "person_id": person.pk,
        "kind": kind,
        "subject": words["subject"][:200],
        "why": words.get("why", "")[:200],
    }
    rows = [OutgoingMessage(**common, channel=Channel.INSIDE, state=MessageState.SENT, sent_at=now)]
    for channel, address in ways.addresses.get(person.pk, ()):
        rhythm = ways.choices.rhythm(person.pk, kind, channel)
        if rhythm is Rhythm.OFF:
            continue
        invitation = calendar(address) if calendar and channel is Channel.EMAIL else ""
        row = OutgoingMessage(**common, channel=channel, address=address, calendar=invitation)
        house = ways.houses[person.organisation_id]
        if urgent or kind_of(kind).required:
            row.urgent, row.next_try = True, now
        elif rhythm is Rhythm.AT_ONCE or invitation:
            row.next_try = house.opens(now)
        else:
            row.state, row.next_try = MessageState.HELD, house.digest_at(since or now, rhythm)
        rows.append(row)
    return rows


def mark_read(*, by: Actor) -> int:
    """One's own news only."""
    return unread_of(by).update(read_at=timezone.now())


def open_news(pk: UUID, *, by: Actor) -> OutgoingMessage:
    """One piece of one's own news is read: its page is opened next. 404 for somebody else's."""
    found = one_of_mine(by, pk)
    if by.holds(Permission.HOME_VIEW) and found.read_at is None:
        OutgoingMessage.objects.filter(pk=found.pk, read_at__isnull=True).update(read_at=timezone.now())
    return found


def without_unread(people: Iterable[Person], kind: str, link: str) -> list[Person]:
    """Those whom no unread news of this kind already leads to this address: they are not told again."""
    waiting = OutgoingMessage.objects.filter(
        channel=Channel.INSIDE, kind=kind, link=link, read_at__isnull=True
    )
    told = set(waiting.values_list("person_id", flat=True))
    return [person for person in people if person.pk not in told]


def mark_seen(link: str, *, now: datetime, by: Actor) -> int:
    """One's own news that lead to a page which is open now."""
    return unread_of(by).filter(link=link).update(read_at=now)
