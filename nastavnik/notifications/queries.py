"""What is new for the actor: their own messages only."""

from django.db.models import QuerySet

from nastavnik.access.actor import Actor
from nastavnik.core.models import Channel, OutgoingMessage


def news_for(actor: Actor) -> QuerySet[OutgoingMessage]:
    """Messages to any of the actor's cards, latest first."""
    return OutgoingMessage.objects.filter(person_id__in=actor.person_ids, channel=Channel.INSIDE)


def unread_of(actor: Actor) -> QuerySet[OutgoingMessage]:
    return OutgoingMessage.objects.unread().filter(person_id__in=actor.person_ids)
