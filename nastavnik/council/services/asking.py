"""The curator sends pairs to the council, marks who was at a sitting, takes a question back; how the council decides."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.rules import RequestState
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.council import rules, telling
from nastavnik.council.models import Ballot, Care, Line, Question, Regulation, Seat
from nastavnik.council.queries import members as council
from nastavnik.council.queries import questions as queries
from nastavnik.council.rules import LineState, QuestionKind, QuestionState, Way
from nastavnik.matching.models import LeftOut, MatchRun
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rows import CHANGED_BY_ANOTHER

from .claiming import hold

NOTHING = "Ни одной пары для совета нет: по ним уже решено, они уже на совете или подбор устарел."


@transaction.atomic
def ask(
    run: MatchRun,
    *,
    chosen: Collection[UUID] | None = None,
    due_on: date,
    way: Way = Way.APART,
    note: str = "",
    today: date,
    by: Actor,
) -> Question:
    """Send the pairs of a run that wait (or the chosen ones among them) to the council. Members are told; nobody else."""
    by.require(Permission.COUNCIL_ASK, run)
    organisation = Organisation.objects.select_for_update().get(pk=run.organisation_id)
    members = council.composition(organisation, today=today)
    body = council.council_of(organisation, today=today)
    rules.check_council(
        has_council=organisation.has_council,
        has_body=body is not None,
        has_chair=any(member.is_chair for member in members),
        members=len(members),
    )
    rules.check_due(due_on, today)
    waiting = [row for row in queries.free_proposals(run) if chosen is None or row.pk in chosen]
    if not waiting or body is None:
        raise Refusal(NOTHING)
    question = Question.objects.create(
        organisation=organisation,
        body=body,
        run=run,
        kind=QuestionKind.PAIRS,
        title=QuestionKind.PAIRS.label,
        note=note.strip(),
        way=way,
        due_on=due_on,
        asked_on=today,
        asked_by=by.name,
    )
    Line.objects.bulk_create(
        Line(organisation=organisation, question=question, proposal=row, order=number)
        for number, row in enumerate(waiting, 1)
    )
    _lay_cares(question)
    journal.record("council.asked", f"Пары направлены на совет: {len(waiting)}", subject=question, by=by)
    telling.tell_asked(question, [member.person for member in members])
    return question


def _lay_cares(question: Question) -> None:
    """A line for everybody left without a mentor by this run, unless an earlier question of the run has decided."""
    told = Care.objects.filter(question__run=question.run).exclude(question__state=QuestionState.WITHDRAWN)
    left = LeftOut.objects.filter(run=question.run, request__state=RequestState.OPEN)
    rows = left.exclude(request__in=told.values("request")).order_by("request__opened_on", "request_id")
    Care.objects.bulk_create(
        Care(organisation=question.organisation, question=question, left=row, request_id=row.request_id)
        for row in rows
    )


@transaction.atomic
def mark_present(question: Question, people: Collection[UUID], *, today: date, by: Actor) -> None:
    """Who is at the sitting; who has voted is there in any case."""
    by.require(Permission.COUNCIL_ASK, question)
    question = hold(question)
    voted = set(Ballot.objects.filter(line__question=question).values_list("person", flat=True))
    for member in council.composition(question.organisation, today=today):
        is_here = member.person.pk in people or member.person.pk in voted
        take_seat(question, member, present=is_here)
    journal.record("council.present", "Отмечено, кто участвует в заседании совета", subject=question, by=by)


def take_seat(question: Question, member: council.Member, *, present: bool) -> None:
    """The callers have asked and checked."""
    Seat.objects.update_or_create(
        organisation=question.organisation,
        question=question,
        person=member.person,
        defaults={"role": member.role, "present": present, "root_id": question.root_id},
    )


@transaction.atomic
def withdraw(question: Question, *, today: date, by: Actor) -> None:
    """The curator takes the question back: its pairs wait on the page of the run as before."""
    by.require(Permission.COUNCIL_ASK, question)
    question = hold(question)
    Question.objects.filter(pk=question.pk).update(state=QuestionState.WITHDRAWN)
    question.lines.filter(state=LineState.WAITING).update(state=LineState.VOID)
    journal.record("council.withdrawn", "Вопрос отозван с рассмотрения совета", subject=question, by=by)
    people = [member.person for member in council.composition(question.organisation, today=today)]
    telling.tell_withdrawn(question, people)


@transaction.atomic
def set_regulation(organisation: Organisation, *, seen: int, by: Actor, **values: Any) -> Regulation:
    """How the council decides; questions that are open are decided by it too."""
    by.require(Permission.BODIES_EDIT, organisation)
    kept = Regulation.objects.get_or_create(organisation=organisation)[0]
    if kept.version != seen:
        raise Conflict(CHANGED_BY_ANOTHER)
    before = {name: getattr(kept, name) for name, value in values.items() if getattr(kept, name) != value}
    Regulation.objects.revise(kept, seen=seen, **values)
    if before:
        journal.record(
            "council.regulation",
            "Изменён порядок голосования совета",
            subject=kept,
            by=by,
            before={name: str(value) for name, value in before.items()},
            after={name: str(getattr(kept, name)) for name in before},
        )
    return kept
