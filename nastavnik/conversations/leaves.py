"""«Сообщения» among the leaves of a pair, with the number of unread."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.pairs.leaves import Leaf
from nastavnik.pairs.life import Life
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.queries import named_takers

from .queries import threads

NAME = "messages"


def messages(actor: Actor, mentorship: Mentorship, life: Life) -> Leaf | None:  # noqa: ARG001
    """For the participants; for the curator where a pupil takes part."""
    takers = named_takers(mentorship)
    takes_part = any(t.person_id in actor.person_ids for t in mentorship.participations.all())
    if not takes_part and not _is_overseen(actor, mentorship, takers):
        return None
    is_in = any(t.person_id in actor.person_ids for t in takers)
    address = reverse("conversations:thread", args=[mentorship.pk])
    return Leaf(NAME, "Сообщения", address, str(threads.unread_told(mentorship) or "") if is_in else "")


def _is_overseen(actor: Actor, mentorship: Mentorship, takers: Sequence[Participation]) -> bool:
    may = actor.can(Permission.TALK_OVERSEE, mentorship)
    return may and threads.has_pupil(takers, timezone.localdate())
