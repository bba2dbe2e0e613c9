"""Complaints for those who decide on them: never for the person who is complained of."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.conversations.models import Complaint, Message
from nastavnik.conversations.rules import ComplaintState
from nastavnik.organisations.models import Organisation


def listed(actor: Actor, here: Organisation | None) -> QuerySet[Complaint]:
    """Those who wait first, the newest first."""
    rows = Complaint.objects.visible_to(actor, Permission.COMPLAINT_HANDLE)
    rows = rows.exclude(message__author__in=actor.person_ids)
    if here is not None:
        rows = rows.filter(organisation=here)
    return rows.select_related("message__author", "reporter", "decided_by").order_by("-made_at", "-id")


def waiting_in(actor: Actor, here: Organisation) -> int:
    return listed(actor, here).exclude(state=ComplaintState.DECIDED).count()


def complaint_for(actor: Actor, pk: UUID) -> Complaint:
    rows = listed(actor, None).select_related("message__mentorship__issue", "organisation")
    complaint = rows.filter(pk=pk).first()
    if complaint is None:
        raise Http404
    return complaint


def own_of(actor: Actor, message: Message) -> Complaint | None:
    """The actor's own complaint of this message."""
    return Complaint.objects.filter(message=message, reporter__in=actor.person_ids).first()
