"""Telling people: rows in the caller's transaction, so that a message exists exactly when its fact does."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.core.models import Channel, MessageState, OutgoingMessage
from nastavnik.people.models import Person

from .queries import unread_of


def letters_go_out() -> bool:
    """A letter needs a server to send through and an address of our own for its links."""
    return bool(settings.EMAIL_HOST and settings.BASE_URL)


def notify(
    people: Iterable[Person],
    kind: str,
    *,
    subject: str,
    text: str,
    link: str = "",
    why: str = "",
    calendar: Callable[[str], str] | None = None,
) -> list[OutgoingMessage]:
    """Tell each person once: inside, and by e-mail where they have an address and letters go out.

    Called by services that have asked their own permission already. `link` is a path of ours («/pairs/…/»); `why` says
    for what reason this person is told («Вы — куратор школы»). Neither names what only the page may show. `calendar`
    makes of the address an iCalendar invitation, which goes with the letter.
    """
    messages = []
    for person in {person.pk: person for person in people}.values():
        common = {
            "root_id": person.root_id,
            "organisation_id": person.organisation_id,
            "person_id": person.pk,
            "kind": kind,
            "subject": subject[:200],
            "text": text,
            "link": link,
            "why": why[:200],
        }
        inside = {"channel": Channel.INSIDE, "state": MessageState.SENT, "sent_at": timezone.now()}
        messages.append(OutgoingMessage(**common, **inside))
        if (address := _address_of(person)) and letters_go_out():
            invitation = calendar(address) if calendar else ""
            messages.append(
                OutgoingMessage(**common, channel=Channel.EMAIL, address=address, calendar=invitation)
            )
    return OutgoingMessage.objects.bulk_create(messages)


def _address_of(person: Person) -> str:
    """The address of the account; a demo account has none that may be written to."""
    account = person.account
    return account.email if account is not None and account.is_active and not account.is_demo else ""


def mark_read(*, by: Actor) -> int:
    """One's own news only."""
    return unread_of(by).update(read_at=timezone.now())
