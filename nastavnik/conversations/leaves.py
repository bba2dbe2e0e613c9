"""«Сообщения» among the leaves of a pair, with the number of unread."""

from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.pairs.leaves import Leaf
from nastavnik.pairs.models import Mentorship

from .queries import threads

NAME = "messages"


def messages(actor: Actor, mentorship: Mentorship) -> Leaf | None:
    """For the participants; for the curator where a pupil takes part."""
    unread = threads.unread_of_participant(actor, mentorship)
    if unread is None and not _is_overseen(actor, mentorship):
        return None
    address = reverse("conversations:thread", args=[mentorship.pk])
    return Leaf(NAME, "Сообщения", address, str(unread or ""))


def _is_overseen(actor: Actor, mentorship: Mentorship) -> bool:
    if not actor.can(Permission.TALK_OVERSEE, mentorship):
        return False
    takers = list(mentorship.participations.select_related("person"))
    return threads.has_pupil(takers, timezone.localdate())
