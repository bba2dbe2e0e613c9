"""Decisions about two people: made with a reason, lifted, always for the next run and never a signed pair."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentor, Request
from nastavnik.bank.rules import RequestState
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.matching import decisions, wording
from nastavnik.matching.gathering import Gathered, gather, honour
from nastavnik.matching.models import Decision
from nastavnik.matching.rules import DecisionKind
from nastavnik.organisations.models import Organisation

from . import rules

ALREADY = "Об этих двоих уже есть решение. Обновите страницу: его можно отменить и принять другое."
LIFTED = "Это решение уже отменено. Обновите страницу."
EVENTS = {
    DecisionKind.LOCK: ("match.decision_locked", "Пара закреплена до следующего подбора"),
    DecisionKind.APART: ("match.decision_apart", "Решено не предлагать вместе"),
    DecisionKind.HIDE: ("match.decision_hidden", "Наставник скрыт для запроса"),
}


def drafted(kind: DecisionKind, request: Request, mentor: Mentor) -> Decision:
    """A decision that is not made yet: to look at what it would change."""
    return Decision(kind=kind, request=request, mentor=mentor, organisation=request.organisation)


def decide(
    kind: DecisionKind, request: Request, mentor: Mentor, *, reason: str, today: date, by: Actor
) -> Decision:
    """Keep two together, keep them apart, or hide the mentor from this request; refused where it could not hold."""
    by.require(Permission.MATCH_RUN, request)
    return _make(request, [drafted(kind, request, mentor)], reason=reason, today=today, by=by)[0]


def swap(
    first: tuple[Request, Mentor], second: tuple[Request, Mentor], *, reason: str, today: date, by: Actor
) -> list[Decision]:
    """Each request is locked to the other's mentor; former locks of the two requests are lifted."""
    for request, _ in (first, second):
        by.require(Permission.MATCH_RUN, request)
    rules.check_swap(first, second)
    return _make(first[0], swapped(first, second), reason=reason, today=today, by=by)


def swapped(first: tuple[Request, Mentor], second: tuple[Request, Mentor]) -> list[Decision]:
    return [
        drafted(DecisionKind.LOCK, first[0], second[1]),
        drafted(DecisionKind.LOCK, second[0], first[1]),
    ]


def under(gathered: Gathered, drafts: Sequence[Decision]) -> Gathered:
    """The problem as it would be; a lock takes the place of the former lock of its request. Refuses what cannot hold."""
    asked = {one.request_id for one in drafts if one.kind == DecisionKind.LOCK}
    kept = [d for d in gathered.decided if d.kind != DecisionKind.LOCK or d.request_id not in asked]
    _check_new(kept, drafts)
    would_be = honour(gathered, [*kept, *drafts])
    for one, code in would_be.locks.idle:
        if any(one is draft for draft in drafts):
            raise Refusal(f"Закрепить нельзя. {why_idle(would_be, one, code)}")
    return would_be


def _check_new(kept: Sequence[Decision], drafts: Sequence[Decision]) -> None:
    for draft in drafts:
        for one in kept:
            if (one.request_id, one.mentor_id) == (draft.request_id, draft.mentor_id):
                raise Refusal(ALREADY)
            same_two = (one.request.mentee_id, one.mentor_id) == (draft.request.mentee_id, draft.mentor_id)
            if same_two and draft.kind == DecisionKind.APART and one.kind == DecisionKind.LOCK:
                raise Refusal("Эти двое закреплены вместе по другому запросу. Сначала отмените закрепление.")
            if same_two and DecisionKind.APART in (draft.kind, one.kind):
                raise Refusal(f"{wording.SET_APART}. Сначала отмените это решение.")


def why_idle(gathered: Gathered, lock: Decision, code: str) -> str:
    """Why a lock does not hold now, as a sentence that says what to do."""
    if code == "gone":
        return "Наставника сейчас нельзя предложить: проверьте согласие и предложения в банке."
    if code == "capacity" and gathered.loads.get(lock.mentor.person_id, 0) < lock.mentor.capacity:
        return "Свободные места наставника уже заняты другими закреплёнными парами. Отмените одну из них."
    pair = next(
        ((i, j) for (i, j), one in gathered.apart.items() if _is_about(gathered, i, j, lock)), (-1, -1)
    )
    return f"{wording.barred(gathered, *pair, [code])}."


def _is_about(gathered: Gathered, mentee: int, mentor: int, lock: Decision) -> bool:
    same_request = gathered.requests[mentee].pk == lock.request_id
    return same_request and gathered.mentors[mentor].pk == lock.mentor_id


@transaction.atomic
def _make(
    request: Request, drafts: Sequence[Decision], *, reason: str, today: date, by: Actor
) -> list[Decision]:
    reason = rules.check_reason(reason)
    Organisation.objects.select_for_update().get(pk=request.organisation_id)  # places are counted one by one
    _check_open(drafts)
    gathered = gather(request.organisation, today=today)
    under(gathered, drafts)
    asked = {one.request_id for one in drafts if one.kind == DecisionKind.LOCK}
    for former in decisions.about([one.request for one in drafts]):
        if former.kind == DecisionKind.LOCK and former.request_id in asked:
            lift(former, by=by)
    for one in drafts:
        one.reason, one.made_by, one.made_at = reason, by.name, timezone.now()
        _save(one)
        event, words = EVENTS[DecisionKind(one.kind)]
        journal.record(event, words, subject=one, by=by, after={"почему": reason})
    return list(drafts)


def _save(decision: Decision) -> None:
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as again:
        raise Conflict(ALREADY) from again


def _check_open(drafts: Sequence[Decision]) -> None:
    keys = {one.request_id for one in drafts}
    if Request.objects.filter(pk__in=keys, state=RequestState.OPEN).count() != len(keys):
        raise Refusal("Этот запрос уже не ищет наставника. Обновите страницу.")


@transaction.atomic
def lift(decision: Decision, *, by: Actor) -> None:
    """The decision holds no more; who made it and why stays."""
    by.require(Permission.MATCH_RUN, decision)
    lifted = Decision.objects.filter(pk=decision.pk, lifted_at__isnull=True).update(
        lifted_at=timezone.now(), lifted_by=by.name
    )
    if not lifted:
        raise Conflict(LIFTED)
    decision.refresh_from_db()
    journal.record("match.decision_lifted", "Решение о паре отменено", subject=decision, by=by)
