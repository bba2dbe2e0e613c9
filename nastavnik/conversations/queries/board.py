"""The board of an organisation (R040): what this reader sees on it today, and what stood there before."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.conversations.models import Announcement, AnnouncementFile
from nastavnik.conversations.rules import Audience
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.queries import takers_of_actor
from nastavnik.pairs.rules import OPEN, Side

TO_ROLE = {Role.MENTOR: Audience.MENTORS, Role.MENTEE: Audience.MENTEES, Role.CURATOR: Audience.CURATORS}
TO_SIDE = {Side.MENTOR: Audience.MENTORS, Side.MENTEE: Audience.MENTEES}


Pairs = (
    Sequence[Mentorship] | None
)  # the reader's own, where the page has read them (`pairs.queries.own_pairs`)


def audiences_of(actor: Actor, here: Organisation, pairs: Pairs = None) -> set[str]:
    """To whom the announcements are addressed that this person reads here: by role, and by the side in a pair."""
    found: set[str] = {Audience.ALL}
    found |= {TO_ROLE[g.role] for g in actor.grants if g.role in TO_ROLE and here.path.startswith(g.path)}
    return found | {TO_SIDE[side] for side in _sides(actor, here, pairs)}


def _sides(actor: Actor, here: Organisation, pairs: Pairs) -> set[Side]:
    if pairs is not None:
        return {Side(t.side) for t in takers_of_actor(actor, pairs) if t.organisation_id == here.pk}
    part = Participation.objects.filter(
        person__in=actor.person_ids,
        organisation=here,
        left_on__isnull=True,
        mentorship__state__in=OPEN,
    )
    return {Side(side) for side in part.values_list("side", flat=True).distinct()}


def seen_by(actor: Actor, here: Organisation, pairs: Pairs = None) -> QuerySet[Announcement]:
    """All sheets this person may read here, past and coming ones too for whoever writes them."""
    rows: QuerySet[Announcement] = Announcement.objects.filter(organisation=here)
    if actor.can(Permission.BOARD_EDIT, here):
        return rows
    if not _belongs(actor, here):
        return rows.none()
    return rows.filter(audience__in=audiences_of(actor, here, pairs))


def _belongs(actor: Actor, here: Organisation) -> bool:
    """`here` is one of the actor's own places or below them; the technical administrator reads nobody's board."""
    roles = {g.role for g in actor.grants if here.path.startswith(g.path)}
    return bool(actor.person_ids) and roles != {Role.INSTALLER}


def current(actor: Actor, here: Organisation, *, today: date, pairs: Pairs = None) -> QuerySet[Announcement]:
    rows = seen_by(actor, here, pairs).filter(on_day(today), taken_down_on__isnull=True)
    return rows.prefetch_related("files__file")


def on_day(today: date) -> Q:
    return Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def coming(actor: Actor, here: Organisation, *, today: date) -> QuerySet[Announcement]:
    """Written, and not yet on the board: for whoever writes."""
    rows = seen_by(actor, here) if actor.can(Permission.BOARD_EDIT, here) else Announcement.objects.none()
    return rows.filter(starts_on__gt=today, taken_down_on__isnull=True).prefetch_related("files__file")


def past(actor: Actor, here: Organisation, *, today: date) -> QuerySet[Announcement]:
    rows = seen_by(actor, here).filter(Q(ends_on__lt=today) | Q(taken_down_on__isnull=False))
    return rows.prefetch_related("files__file").order_by("-starts_on", "-created_at")


def to_edit(actor: Actor, pk: UUID) -> Announcement:
    rows = Announcement.objects.select_related("organisation")
    return rows.pick(actor, Permission.BOARD_EDIT, pk=pk)


def file_for(actor: Actor, here: Organisation | None, pk: UUID) -> AnnouncementFile:
    """A file of a sheet that this person may read; the place is the file's own, whichever is chosen now."""
    rows = AnnouncementFile.objects.select_related("file", "announcement__organisation")
    found: Any = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    owner = found.announcement.organisation
    if not actor.can(Permission.BOARD_EDIT, owner) and (here is None or here.pk != owner.pk):
        raise Http404
    if not seen_by(actor, owner).filter(pk=found.announcement_id).exists():
        raise Http404
    return found  # type: ignore[no-any-return]


def file_to_remove(actor: Actor, pk: UUID) -> AnnouncementFile:
    rows = AnnouncementFile.objects.select_related("file", "announcement__organisation")
    return rows.pick(actor, Permission.BOARD_EDIT, pk=pk)
