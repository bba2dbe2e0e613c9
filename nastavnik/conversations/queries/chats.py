"""Links to chats outside the system (R041)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.conversations.models import ChatLink
from nastavnik.organisations.models import Organisation

from . import threads


def chats_of_thread(thread: threads.Thread) -> Sequence[ChatLink]:
    """Of the mentorship itself, then of its organisation."""
    of_pair = Q(mentorship=thread.mentorship)
    of_all = Q(mentorship__isnull=True, organisation=thread.mentorship.organisation_id)
    rows = list(ChatLink.objects.filter(of_pair | of_all))
    return sorted(rows, key=lambda link: link.mentorship_id is None)


def chats_of_organisation(organisation: Organisation) -> Sequence[ChatLink]:
    return list(ChatLink.objects.filter(organisation=organisation, mentorship__isnull=True))


def chat_to_change(actor: Actor, pk: UUID, *, today: date) -> tuple[ChatLink, threads.Thread | None]:
    """A link that the actor may take away, with the conversation it belongs to, or 404."""
    rows = ChatLink.objects.select_related("organisation", "mentorship__organisation")
    link = rows.filter(pk=pk).first()
    if link is None:
        raise Http404
    if link.mentorship_id is None:
        if not actor.can(Permission.BOARD_EDIT, link):
            raise Http404
        return link, None
    thread = threads.thread_for(actor, link.mentorship_id, today=today)
    if thread.taker is not None and thread.taker.left_on is not None:
        raise Http404
    return link, thread
