"""What a change does on the day it takes effect: state, requests, roles, participation; called with the rights asked already."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from nastavnik.access.actor import Actor
from nastavnik.bank.models import Request
from nastavnik.bank.rules import RequestState
from nastavnik.core.errors import Refusal
from nastavnik.pairs import gates
from nastavnik.pairs import services as pairs
from nastavnik.pairs.appointing import release
from nastavnik.pairs.models import Mentorship, MentorshipChange, Participation
from nastavnik.pairs.rules import PairState, Side

from . import rules, transfer
from .rules import END_WORDS, ChangeKind, ChangeState, Ground

K = ChangeKind


def apply(change: MentorshipChange, mentorship: Mentorship, *, today: date, by: Actor) -> None:
    """Once: a change that is no longer ahead is refused. Raises Refusal when the mentorship has moved meanwhile."""
    taken = MentorshipChange.objects.filter(pk=change.pk, state=ChangeState.AHEAD)
    if not taken.update(state=ChangeState.DONE):
        raise Refusal("Это изменение уже вступило в силу или отменено. Обновите страницу.")
    change.state = ChangeState.DONE
    kind = ChangeKind(change.kind)
    takers = gates.takers_of(mentorship)
    mine = next((t for t in takers if change.person_id and t.person_id == change.person_id), None)
    of_mentee = mine is not None and mine.side == Side.MENTEE
    mentees = sum(t.side == Side.MENTEE for t in takers)
    only_leaves = rules.leaves_only(kind, is_group=mentorship.is_group, of_mentee=of_mentee, stay=mentees - 1)
    if only_leaves and mine is not None:
        _leave(mine, change)
    elif kind is K.TERM:
        Mentorship.objects.filter(pk=mentorship.pk).update(ends_on=change.until)
    elif rules.pauses(kind, is_group=mentorship.is_group, of_mentee=of_mentee):
        pairs.move(mentorship, PairState.PAUSED)
    elif kind is K.RESUME:
        pairs.move(mentorship, PairState.ACTIVE)
    elif kind is not K.ABSENCE:
        _end(change, mentorship, takers)
    if kind is K.TRANSFER and mine is not None and change.to is not None:
        transfer.open_there(mine, change.to, mentorship, today=today, by=by)


def _leave(taker: Participation, change: MentorshipChange) -> None:
    """One mentee goes, the group works on."""
    reason = END_WORDS[K.TRANSFER] if change.kind == K.TRANSFER else rules.public_reason(change.ground)
    Participation.objects.filter(pk=taker.pk, left_on__isnull=True).update(
        left_on=max(change.effective_on, taker.joined_on), leave_reason=reason[:300]
    )
    _requests(taker.mentorship, change).filter(participations=taker).update(**_after(change, taker.person_id))
    release(taker, on=change.effective_on)


def _end(change: MentorshipChange, mentorship: Mentorship, takers: list[Participation]) -> None:
    kind = ChangeKind(change.kind)
    pairs.move(
        mentorship,
        rules.TARGET.get(kind, PairState.STOPPED),
        ended_on=change.effective_on,
        end_reason=end_reason(change, mentorship),
    )
    if kind is not K.REPLACEMENT:
        for taker in takers:
            asked = _requests(mentorship, change).filter(participations=taker)
            asked.update(**_after(change, taker.person_id))
    for taker in takers:
        release(taker, on=change.effective_on)
    others = MentorshipChange.objects.filter(mentorship=mentorship).exclude(pk=change.pk)
    others.filter(state=ChangeState.AHEAD).update(state=ChangeState.WITHDRAWN)
    # Nobody's record keeps who has asked for another pair.
    others.filter(state=ChangeState.ASKED).delete()


def end_reason(change: MentorshipChange, mentorship: Mentorship) -> str:
    """For everybody: neutral words; those of a completion are written for all to read."""
    kind = ChangeKind(change.kind)
    if kind is K.COMPLETION:
        early = " досрочно" if change.effective_on < mentorship.ends_on else ""
        return f"Работа завершена{early}. {change.note}".strip()[:300]
    words = END_WORDS[kind]
    reason = rules.public_reason(change.ground) if kind is K.STOP else ""
    return f"{words}: {reason}" if reason else words


def _requests(mentorship: Mentorship, change: MentorshipChange) -> QuerySet[Request]:  # noqa: ARG001
    """Those that this mentorship served and that no successor serves."""
    served = Request.objects.filter(participations__mentorship=mentorship)
    taken_over = Q(
        participations__mentorship__in=Mentorship.objects.open().exclude(pk=mentorship.pk).values("pk"),
        participations__left_on__isnull=True,
    )
    over = Request.objects.filter(taken_over).values("pk")
    return (
        Request.objects.filter(pk__in=served.values("pk"))
        .exclude(state=RequestState.CLOSED)
        .exclude(pk__in=over)
    )


def _after(change: MentorshipChange, person: UUID) -> dict[str, object]:
    """A request is served for good when the work is completed or its mentee goes; else it looks for a mentor again."""
    gone = change.person_id == person and (change.kind == K.TRANSFER or change.ground == Ground.LEFT)
    if change.kind == K.COMPLETION or gone:
        return {"state": RequestState.CLOSED, "closed_on": change.effective_on}
    return {"state": RequestState.OPEN}
