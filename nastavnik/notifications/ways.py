"""By which ways each person can be reached now: the mailbox of the account, messengers that the person has linked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings

from nastavnik.core.models import Channel
from nastavnik.people.models import Person, User

from .hours import House, houses_of
from .messengers import working
from .models import MessengerLink
from .preferences import Choices, choices_of


def letters_go_out() -> bool:
    """A letter needs a server to send through and an address of our own for its links."""
    return bool(settings.EMAIL_HOST and settings.BASE_URL)


@dataclass(frozen=True)
class Ways:
    """Addresses of each person, what each has chosen, and when their organisations may write."""

    addresses: dict[UUID, list[tuple[Channel, str]]] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    houses: dict[UUID | None, House] = field(default_factory=dict)


def ways_to(people: Iterable[Person]) -> Ways:
    """A few queries, however many people; none where nothing goes out of the system."""
    found = list(people)
    addresses: dict[UUID, list[tuple[Channel, str]]] = {person.pk: [] for person in found}
    if letters_go_out():
        _add_mailboxes(found, addresses)
    if messengers := working():
        links = MessengerLink.objects.filter(
            person__in=addresses, channel__in=messengers, confirmed_at__isnull=False
        )
        for link in links.order_by("channel"):
            addresses[link.person_id].append((Channel(link.channel), link.address))
    if not any(addresses.values()):
        return Ways()
    return Ways(addresses, choices_of(addresses), houses_of(person.organisation_id for person in found))


def _add_mailboxes(people: list[Person], addresses: dict[UUID, list[tuple[Channel, str]]]) -> None:
    """The address of the account; a demo account has none that may be written to."""
    accounts = User.objects.filter(
        pk__in={person.account_id for person in people if person.account_id}, is_active=True, is_demo=False
    )
    mailboxes = dict(accounts.values_list("pk", "email"))
    for person in people:
        if person.account_id in mailboxes:
            addresses[person.pk].append((Channel.EMAIL, mailboxes[person.account_id]))
