"""What is new for the actor, what was sent to them, and the log of an organisation: to whom, of what kind, did it go."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.models import Channel, MessageState, OutgoingMessage
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person

from .models import Manners, MessengerLink, Preference


def news_for(actor: Actor) -> QuerySet[OutgoingMessage]:
    """Messages to any of the actor's cards, latest first."""
    return OutgoingMessage.objects.filter(person_id__in=actor.person_ids, channel=Channel.INSIDE)


def unread_of(actor: Actor) -> QuerySet[OutgoingMessage]:
    return news_for(actor).filter(read_at__isnull=True)


def one_of_mine(actor: Actor, pk: UUID) -> OutgoingMessage:
    """One piece of one's own news, or 404."""
    found = news_for(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sent_to(actor: Actor) -> QuerySet[OutgoingMessage]:
    """What left the system for the actor: letters and messengers."""
    return OutgoingMessage.objects.filter(person_id__in=actor.person_ids).exclude(channel=Channel.INSIDE)


def log_of(
    actor: Actor, organisation: Organisation, *, state: str = "", channel: str = ""
) -> QuerySet[OutgoingMessage]:
    """Messages of one organisation to its people; the texts of messages are not for this list."""
    if not actor.can(Permission.MESSAGES_LOG, organisation):
        raise Http404
    rows = OutgoingMessage.objects.filter(organisation_id=organisation.pk, person_id__isnull=False)
    if state in MessageState.values:
        rows = rows.filter(state=state)
    if channel in Channel.values:
        rows = rows.filter(channel=channel)
    return rows.defer("text", "subject", "link", "why", "calendar")


def parked_for(actor: Actor, pk: UUID) -> tuple[OutgoingMessage, Organisation]:
    """A message within reach of the right, with its organisation, or 404."""
    message = OutgoingMessage.objects.filter(pk=pk).exclude(channel=Channel.INSIDE).first()
    if message is None or message.organisation_id is None:
        raise Http404
    return message, Organisation.objects.pick(actor, Permission.MESSAGES_LOG, pk=message.organisation_id)


def names_of(people: Iterable[UUID | None]) -> dict[UUID, str]:
    rows = Person.objects.filter(pk__in={pk for pk in people if pk})
    return {person.pk: person.short_name for person in rows}


def own_preferences(actor: Actor) -> QuerySet[Preference]:
    return Preference.objects.filter(person__in=actor.person_ids)


def own_links(actor: Actor) -> QuerySet[MessengerLink]:
    return MessengerLink.objects.filter(person__in=actor.person_ids).select_related("person")


def own_link(actor: Actor, channel: str) -> MessengerLink:
    """The first of the actor's own links to a messenger, or 404."""
    found = own_links(actor).filter(channel=channel).order_by("id").first()
    if found is None:
        raise Http404
    return found


def manners_of(organisation: Organisation) -> Manners:
    """Of this organisation; the shipped ones, not written yet, if nobody has changed them."""
    return Manners.objects.filter(organisation=organisation).first() or Manners(organisation=organisation)


def kinds_told(actor: Actor) -> list[str]:
    """Codes of the kinds that the actor's news are of, for the filter."""
    return list(news_for(actor).order_by().values_list("kind", flat=True).distinct())
