"""Opening a round of wishes; wishing, hiding, opening one's card."""

from datetime import date
from uuid import UUID

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentor, Request
from nastavnik.bank.rules import RequestState
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.matching.models import MenteeWish, MentorWish, Openness, WishRound
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person
from nastavnik.people.rules import PersonKind

from . import queries, rules
from .queries import Wished
from .rules import Act

NOT_LISTED = "Этой карточки в списке больше нет. Обновите страницу и выберите другую."
NOT_LOOKING = "По этому запросу уже не ищут наставника, поэтому и пожелания не нужны."
NAMELESS = "Имена и карточки учеников другим не показываются."


@transaction.atomic
def collect(organisation: Organisation, until: date, reply_days: int, *, today: date, by: Actor) -> WishRound:
    """Begin to collect wishes, or move the last day. Nobody's wishes are lost by it."""
    by.require(Permission.MATCH_RUN, organisation)
    rules.check_round(until, reply_days, today)
    row, made = WishRound.objects.get_or_create(
        organisation=organisation,
        defaults={"root": organisation.root, "until": until, "reply_days": reply_days},
    )
    before = None if made else row.until
    if not made and (row.until, row.reply_days) != (until, reply_days):
        WishRound.objects.revise(row, seen=row.version, until=until, reply_days=reply_days)
    if before != until:
        journal.record(
            "wishing.moved" if before else "wishing.opened",
            "Перенесён последний день пожеланий" if before else "Начат сбор пожеланий",
            subject=row,
            by=by,
            before={"последний день": before.isoformat()} if before else {},
            after={"последний день": until.isoformat()},
        )
    return row


@transaction.atomic
def of_mentee(request: Request, act: Act, mentor: UUID, *, today: date, by: Actor) -> None:
    """What a mentee has pressed at a mentor's card."""
    by.require(Permission.REQUEST_OWN, request)
    _check(request.organisation, today)
    locked = Request.objects.select_for_update().get(pk=request.pk)
    if locked.state != RequestState.OPEN:
        raise Refusal(NOT_LOOKING)
    shown = {row.pk for row in queries.mentors_shown(request, today=today)}
    wished = _after(queries.of_request(request), act, mentor, listed=mentor in shown)
    MenteeWish.objects.filter(request=request).delete()
    MenteeWish.objects.bulk_create(
        MenteeWish(
            organisation=request.organisation, request=request, mentor_id=key, rank=rank, hidden=hidden
        )
        for key, rank, hidden in _rows(wished)
    )
    journal.record("wish.changed", "Изменено пожелание", subject=request, by=by)


@transaction.atomic
def of_mentor(mentor: Mentor, act: Act, request: UUID, *, today: date, by: Actor) -> None:
    """What a mentor has pressed at a request."""
    by.require(Permission.OFFER_OWN, mentor)
    _check(mentor.organisation, today)
    Mentor.objects.select_for_update().get(pk=mentor.pk)
    shown = {row.pk for row in queries.requests_shown(mentor, today=today)}
    wished = _after(queries.of_mentor(mentor), act, request, listed=request in shown)
    MentorWish.objects.filter(mentor=mentor).delete()
    MentorWish.objects.bulk_create(
        MentorWish(organisation=mentor.organisation, mentor=mentor, request_id=key, rank=rank, hidden=hidden)
        for key, rank, hidden in _rows(wished)
    )
    journal.record("wish.changed", "Изменено пожелание", subject=mentor, by=by)


def _check(organisation: Organisation, today: date) -> None:
    going = queries.round_of(organisation)
    rules.check_open(going.until if going else None, today)


def _after(wished: Wished, act: Act, who: UUID, *, listed: bool) -> Wished:
    if act in (Act.STAR, Act.HIDE) and not listed:
        raise Refusal(NOT_LISTED)
    hidden = wished.hidden | {who} if act is Act.HIDE else wished.hidden - {who}
    return Wished(tuple(rules.after(wished.order, act, who)), hidden)


def _rows(wished: Wished) -> list[tuple[UUID, int | None, bool]]:
    ranked: list[tuple[UUID, int | None, bool]] = [
        (key, place, False) for place, key in enumerate(wished.order, 1)
    ]
    return ranked + [(key, None, True) for key in sorted(wished.hidden)]


@transaction.atomic
def show(person: Person, *, agreed: bool, by: Actor) -> None:
    """One's own word on whether one's card (a mentor) or name (a mentee) is shown while wishes are collected."""
    by.require(Permission.OWN_DATA, person)
    if person.pk not in by.person_ids:
        raise Refusal("Решить это может только сам человек.")
    if not agreed:
        Openness.objects.filter(person=person).delete()
        return
    if person.kind == PersonKind.PUPIL:
        raise Refusal(NAMELESS)
    Openness.objects.get_or_create(
        organisation=person.organisation, person=person, defaults={"root": person.organisation.root}
    )
