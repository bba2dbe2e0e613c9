"""The way of a programme: agreed by both, sent, approved or returned, carried out, ended (R217)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.documents.drawing.facts import to_dict
from nastavnik.organisations.zones import day_in, latest_day
from nastavnik.pairs.models import Activity as FirstStep
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.programmes import queries, rules
from nastavnik.programmes.facts import programme_facts
from nastavnik.programmes.models import Activity, Agreement, Comment, Goal, Programme
from nastavnik.programmes.rules import CommentKind, GoalState, Part, State
from nastavnik.programmes.telling import tell_approvers, tell_others

WITH_REMARK = "Программа ждёт вашего решения: утвердите её или верните с замечанием."
NOT_SENT = "Возвращают программу, которую прислали на утверждение. Обновите страницу."
OWN = "Программу своей пары утверждает другой человек: руководитель или другой куратор."


@transaction.atomic
def agree(programme: Programme, *, seen: str = "", today: date, by: Actor) -> bool:
    """One who takes part agrees to the text as it stands. True when everybody has.

    `seen`: the mark of the text that was on the screen (`rules.mark_of`).
    """
    by.require(Permission.PROGRAMME_EDIT, programme)
    taker = queries.own_taker(by, programme.mentorship)
    if taker is None:
        raise Refusal("Соглашаются участники пары. Куратор утверждает программу позже.")
    if State(programme.state) is not State.DRAFT:
        raise Refusal("Программа уже согласована. Обновите страницу.")
    if seen and seen != rules.mark_of(programme.updated_at):
        raise Refusal("Пока вы читали, программу изменили. Прочитайте её ещё раз и согласитесь.")
    rules.check_ready(queries.readiness_of(programme))
    rules.check_length(programme.starts_on, programme.ends_on, programme.why_length)
    Agreement.objects.get_or_create(
        organisation=programme.organisation,
        programme=programme,
        person=taker.person,
        defaults={"agreed_on": today, "root_id": programme.root_id},
    )
    journal.record("programme.agreed", "Согласие с программой", subject=programme, by=by)
    if not queries.all_agree(programme):
        tell_others(
            programme,
            "Согласуйте программу наставничества",
            "Вторая сторона согласна с программой. Прочитайте её и согласитесь или поправьте.",
            by=by,
        )
        return False
    move(programme, State.AGREED)
    return True


def _approves(programme: Programme, by: Actor) -> bool:
    """Nobody decides on the programme of their own pair."""
    may = by.can(Permission.PROGRAMME_APPROVE, programme)
    return may and queries.own_taker(by, programme.mentorship) is None


@transaction.atomic
def reopen(programme: Programme, *, by: Actor) -> None:
    """Back to work before approval: agreement is asked anew."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    if State(programme.state) is State.SENT and _approves(programme, by):
        raise Refusal(WITH_REMARK)
    move(programme, State.DRAFT, sent_at=None)
    Agreement.objects.filter(programme=programme).delete()
    journal.record("programme.reopened", "Программа возвращена в работу", subject=programme, by=by)


@transaction.atomic
def send(programme: Programme, *, today: date, by: Actor) -> None:
    by.require(Permission.PROGRAMME_EDIT, programme)
    move(programme, State.SENT, sent_at=timezone.now())
    tell_approvers(programme, today=today, by=by)
    journal.record("programme.sent", "Программа отправлена на утверждение", subject=programme, by=by)


@transaction.atomic
def give_back(programme: Programme, *, part: Part, words: str, by: Actor) -> None:
    """Not approved: what to mend, in which section; both agree again."""
    by.require(Permission.PROGRAMME_APPROVE, programme)
    if State(programme.state) is not State.SENT:
        raise Refusal(NOT_SENT)
    if not _approves(programme, by):
        raise Refusal(OWN)
    if not words.strip():
        raise Refusal("Напишите, что исправить: одной фразы достаточно.")
    move(programme, State.DRAFT, sent_at=None)
    Agreement.objects.filter(programme=programme).delete()
    Comment.objects.create(
        organisation=programme.organisation,
        programme=programme,
        part=part,
        kind=CommentKind.RETURN,
        words=words.strip(),
        author=by.name,
    )
    tell_others(
        programme,
        "Программу вернули на доработку",
        "У раздела стоит замечание. Поправьте программу и согласуйте её снова.",
        by=by,
    )
    journal.record("programme.returned", "Программа возвращена с замечанием", subject=programme, by=by)


@transaction.atomic
def approve(programme: Programme, *, today: date, by: Actor) -> None:
    """The facts of the paper are frozen; a correction takes the place of what it corrects, with what was done meanwhile."""
    by.require(Permission.PROGRAMME_APPROVE, programme)
    if State(programme.state) is not State.SENT:
        raise Refusal("Утверждают программу, которую прислали участники. Обновите страницу.")
    if not _approves(programme, by):
        raise Refusal(OWN)
    frozen = to_dict(programme_facts(programme, today=today, approved_on=today))
    before = programme.replaces if not programme.is_current else None
    if before is not None:
        _step_aside(before)
    move(
        programme,
        State.APPROVED,
        is_current=True,
        approved_at=timezone.now(),
        approved_by=by.name,
        facts=frozen,
    )
    if before is not None:
        _take_over(before, programme)
    Comment.objects.filter(programme=programme, settled_on__isnull=True).update(settled_on=today)
    tell_others(programme, "Программа утверждена", "Можно работать по ней и отмечать выполненное.", by=by)
    journal.record("programme.approved", "Программа утверждена", subject=programme, by=by)
    begin(programme, today=today)


def _step_aside(before: Programme) -> None:
    current = State(before.state)
    rules.check_move(current, State.REPLACED)
    moved = Programme.objects.filter(pk=before.pk, state=current, is_current=True).update(
        state=State.REPLACED, is_current=False
    )
    if not moved:
        raise Conflict("Прежняя редакция уже изменилась. Обновите страницу.")


def _take_over(before: Programme, after: Programme) -> None:
    """What was marked in the old version while the new one was being made is not lost."""
    for done in Activity.objects.filter(programme=before, done_on__isnull=False):
        Activity.objects.filter(programme=after, lineage=done.lineage).update(
            done_on=done.done_on, fact=done.fact
        )
    for goal in Goal.objects.filter(programme=before):
        Goal.objects.filter(programme=after, lineage=goal.lineage).update(
            now=goal.now, state=goal.state, result=goal.result
        )
    before.interims.update(programme=after)
    before.feedbacks.update(programme=after)
    before.characteristics.update(programme=after)
    Programme.objects.filter(pk=after.pk).update(
        pilot_from_on=before.pilot_from_on,
        pilot_words=before.pilot_words,
        pilot_decision=before.pilot_decision,
        continues=before.continues,
    )
    after.refresh_from_db()


def begin(programme: Programme, *, today: date) -> None:
    """The day has come: the programme is being carried out. Safe to repeat."""
    if State(programme.state) is State.APPROVED and programme.starts_on <= today:
        Programme.objects.filter(pk=programme.pk, state=State.APPROVED).update(state=State.RUNNING)
        programme.refresh_from_db()


def settle(now: datetime) -> None:
    """By the clock of each organisation: approved programmes begin on their day; those of stopped pairs end with them.
    Safe to repeat."""
    waiting = Programme.objects.filter(state=State.APPROVED, starts_on__lte=latest_day(now))
    for programme in waiting.select_related("organisation"):
        begin(programme, today=day_in(programme.organisation.time_zone, now))
    stopped = Mentorship.objects.filter(state=PairState.STOPPED)
    rows = Programme.objects.filter(mentorship__in=stopped.values("pk"))
    for programme in rows.filter(state__in=rules.LIVE).select_related("organisation"):
        ended_on = day_in(programme.organisation.time_zone, now)
        rows.filter(pk=programme.pk, state__in=rules.LIVE).update(
            state=State.TERMINATED, ended_on=ended_on, end_words="Пара прекращена"
        )
    rows.filter(state__in=rules.MAKING).update(state=State.DROPPED, is_current=False)


@transaction.atomic
def drop(programme: Programme, *, by: Actor) -> None:
    """A draft nobody needs; first steps that had come into it return to the page of the pair."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    if programme.replaces_id is None:
        _return_steps(programme)
    move(programme, State.DROPPED, is_current=False)
    journal.record("programme.dropped", "Черновик программы удалён", subject=programme, by=by)


def _return_steps(programme: Programme) -> None:
    """A first step is known by its id, which is its lineage too."""
    for each in Activity.objects.filter(programme=programme, lineage=F("id")):
        FirstStep.objects.create(
            id=each.pk,
            organisation=programme.organisation,
            mentorship=programme.mentorship,
            domain_id=each.domain_id,
            aim=each.aim,
            words=each.words,
            due_kind=each.due_kind,
            due_day=each.due_day,
            due_until=each.due_until,
            due_count=each.due_count,
            responsible_id=each.responsible_id,
            done_on=each.done_on,
        )
        each.delete()


@transaction.atomic
def finish(programme: Programme, *, words: str, why_early: str, today: date, by: Actor) -> None:
    """Completed (R228), maybe before the end with a reason; every goal has its result."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    begin(programme, today=today)
    open_goals = Goal.objects.filter(programme=programme, state=GoalState.OPEN).count()
    rules.check_finish(ends_on=programme.ends_on, today=today, why=why_early, open_goals=open_goals)
    said = " ".join(filter(None, (words.strip(), why_early.strip())))
    move(programme, State.COMPLETED, ended_on=today, end_words=said[:600])
    _drop_correction(programme)
    journal.record("programme.completed", "Программа завершена", subject=programme, by=by)


@transaction.atomic
def terminate(programme: Programme, *, words: str, today: date, by: Actor) -> None:
    by.require(Permission.PROGRAMME_APPROVE, programme)
    if not words.strip():
        raise Refusal("Напишите причину: одной фразы достаточно.")
    move(programme, State.TERMINATED, ended_on=today, end_words=words.strip()[:600])
    _drop_correction(programme)
    journal.record("programme.terminated", "Программа прекращена", subject=programme, by=by)


def _drop_correction(programme: Programme) -> None:
    Programme.objects.filter(replaces=programme, is_current=False, state__in=rules.MAKING).update(
        state=State.DROPPED
    )


def move(programme: Programme, target: State, **values: Any) -> None:
    """One step of the table, exactly once: a second press finds the row already moved."""
    current = State(programme.state)
    rules.check_move(current, target)
    moved = Programme.objects.filter(pk=programme.pk, state=current).update(state=target, **values)
    if not moved:
        raise Conflict("С программой уже что-то сделали. Обновите страницу.")
    programme.refresh_from_db()
