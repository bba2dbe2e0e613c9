"""Changes of a mentorship as they are read: by its page, by the papers, by the list of orders still to be made."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.models import Mentorship, MentorshipChange

from .rules import ENDING, ChangeKind, ChangeState, Ground, OrderNeed, Told, public_reason

COUNTED = (ChangeState.AHEAD, ChangeState.DONE)


def changes_of(mentorship: Mentorship) -> list[MentorshipChange]:
    """All of them, requests and withdrawn ones too, by the day they take effect; one query, remembered by the row."""
    prefetch_related_objects(
        [mentorship], Prefetch("changes", MentorshipChange.objects.select_related("person"))
    )
    return list(mentorship.changes.all())


def told(changes: Iterable[MentorshipChange]) -> list[Told]:
    return [
        Told(ChangeKind(c.kind), ChangeState(c.state), c.effective_on, c.until, c.ground)
        for c in changes
        if c.state in COUNTED
    ]


def pause_of(changes: Sequence[MentorshipChange]) -> tuple[date | None, str]:
    """Until when the pair rests, and why in words for everybody; nothing when it does not rest."""
    done = [c for c in changes if c.state == ChangeState.DONE and c.kind in PAUSING]
    if not done or done[-1].kind == ChangeKind.RESUME:
        return None, ""
    return done[-1].until, public_reason(done[-1].ground)


PAUSING = (ChangeKind.PAUSE, ChangeKind.RESUME, ChangeKind.ABSENCE)


def pauses_in(mentorships: Iterable[Mentorship]) -> dict[UUID, date | None]:
    """Mentorship → the day on which it is to come back; one query for many."""
    rows = MentorshipChange.objects.filter(
        mentorship__in=mentorships, kind__in=PAUSING, state=ChangeState.DONE
    ).order_by("effective_on", "created_at")
    found: dict[UUID, date | None] = {}
    for row in rows:
        found[row.mentorship_id] = row.until if row.kind != ChangeKind.RESUME else None
    return found


def ends_ahead(changes: Iterable[MentorshipChange]) -> date | None:
    days = [c.effective_on for c in changes if c.state == ChangeState.AHEAD and ChangeKind(c.kind) in ENDING]
    return min(days, default=None)


def latest_on(changes: Iterable[MentorshipChange]) -> date | None:
    """The day of the last change in force that moved the pair itself."""
    return max((c.effective_on for c in changes if c.state == ChangeState.DONE), default=None)


def requests_to_rematch(changes: Iterable[MentorshipChange]) -> list[MentorshipChange]:
    return [c for c in changes if c.kind == ChangeKind.REMATCH and c.state == ChangeState.ASKED]


def without_order(organisation: Organisation | None = None) -> QuerySet[MentorshipChange]:
    """Changes that have taken effect, or soon will, and lack the order they need."""
    rows = MentorshipChange.objects.filter(
        state__in=COUNTED, order_need__in=(OrderNeed.AMEND, OrderNeed.END), order_number=""
    )
    return rows if organisation is None else rows.filter(organisation=organisation)


def change_in(actor: Actor, mentorship: Mentorship, pk: UUID, permission: Permission) -> MentorshipChange:
    """A change of this mentorship that the actor may handle, or 404."""
    row = MentorshipChange.objects.filter(mentorship=mentorship, pk=pk).select_related("organisation").first()
    if row is None or not actor.can(permission, mentorship):
        raise Http404
    row.mentorship = mentorship
    return row


def own_changes(actor: Actor) -> list[dict[str, object]]:
    """For «Мои данные»: changes of one's own pairs as everybody in them may read them."""
    rows = MentorshipChange.objects.filter(
        mentorship__participations__person__in=actor.person_ids, state__in=COUNTED
    )
    return [
        {
            "что изменилось": row.get_kind_display(),
            "с": row.effective_on.isoformat(),
            "причина": public_reason(row.ground),
        }
        for row in rows.distinct()
    ]


def ground_words(change: MentorshipChange, *, whole: bool) -> str:
    """The reason for the curator (`whole`) or for everybody."""
    if not change.ground:
        return ""
    return Ground(change.ground).label.lower() if whole else public_reason(change.ground)
