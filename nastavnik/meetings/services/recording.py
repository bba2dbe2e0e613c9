"""The record of a meeting: was it, what was agreed, how it was. Each person's words are their own row."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.meetings import queries, rules
from nastavnik.meetings.models import Meeting, MeetingRating, MeetingRecord, Task
from nastavnik.meetings.queries import sides as people
from nastavnik.meetings.rules import Agreed, Fit, MeetingState
from nastavnik.notifications.services import notify
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Person
from nastavnik.people.queries import holders

from . import Plan, check_working, where

ALREADY_OFF = "Эта встреча отменена. Если она всё же была, запишите её как новую."


@dataclass(frozen=True)
class Told:
    """What one person tells of a meeting. `seen` is the version of one's own record that was on the screen, 0 for none."""

    was: bool = True
    words: str = ""
    agreed: tuple[Agreed, ...] = ()
    mark: int | None = None
    fit: Fit | None = None
    seen: int = 0


@transaction.atomic
def record(meeting: Meeting, told: Told, *, now: datetime, by: Actor) -> MeetingRecord:
    """Save one's record; the state of the meeting follows. Two people recording at once lose nothing."""
    by.require(Permission.MEETING_RUN, meeting)
    check_working(meeting.mentorship)
    # The row of the meeting is written first, so that two who record wait for each other.
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
    meeting.refresh_from_db()
    if meeting.state == MeetingState.CANCELLED:
        raise Refusal(ALREADY_OFF)
    rules.check_recorded(meeting.starts_at, now=now)
    return _save(meeting, told, now=now, by=by)


@transaction.atomic
def record_unplanned(
    mentorship: Mentorship, plan: Plan, told: Told, *, now: datetime, by: Actor
) -> MeetingRecord:
    """«Записать встречу»: one that nobody planned, in the same form."""
    by.require(Permission.MEETING_RUN, mentorship)
    check_working(mentorship)
    rules.check_recorded(plan.starts_at, now=now)
    rules.check_length(plan.minutes)
    sides = people.sides_of(mentorship)
    if plan.only_with is not None and plan.only_with not in sides.mentees:
        raise Refusal("Этот человек не участвует в группе. Выберите наставляемого из списка.")
    meeting = Meeting.objects.create(
        organisation=mentorship.organisation,
        mentorship=mentorship,
        only_with=plan.only_with if mentorship.is_group else None,
        topic=plan.topic.strip(),
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        state=MeetingState.AGREED,
        proposed_by=sides.own(by),
        **{**where(plan, mentorship), "link": ""},
    )
    return _save(meeting, told, now=now, by=by)


def _save(meeting: Meeting, told: Told, *, now: datetime, by: Actor) -> MeetingRecord:
    sides = people.sides_of(meeting.mentorship)
    author = people.author_of(by, meeting.mentorship, sides)
    if author is None:
        raise Denied(Permission.MEETING_RUN)
    row = _keep(meeting, author, told)
    _follow(meeting, was=told.was)
    if told.was:
        _lay_tasks(meeting, told.agreed)
    if sides.side_of(author) is not None:
        _rate(meeting, author, told, now=now)
    words = "Записана встреча" if told.was else "Записано: встречи не было"
    journal.record("meeting.recorded", words, subject=meeting, by=by)
    return row


def _keep(meeting: Meeting, author: Person, told: Told) -> MeetingRecord:
    found = queries.own_record(meeting, author)
    if found is None:
        return MeetingRecord.objects.create(
            organisation=meeting.organisation,
            meeting=meeting,
            author=author,
            was=told.was,
            words=told.words.strip(),
        )
    if told.seen == 0 and found.words.strip() and told.words.strip():
        # Sent twice from two places: both texts stay.
        joined = found.words if told.words.strip() in found.words else f"{found.words}\n{told.words.strip()}"
        MeetingRecord.objects.revise(found, seen=found.version, was=told.was, words=joined)
    elif told.seen in {0, found.version}:
        words = told.words.strip() if told.seen else (told.words.strip() or found.words)
        MeetingRecord.objects.revise(found, seen=found.version, was=told.was, words=words)
    else:
        raise Conflict(
            "Эту запись вы уже изменили в другом окне. Ваш текст сохранён в форме: сравните и сохраните ещё раз."
        )
    return found


def _follow(meeting: Meeting, *, was: bool) -> None:
    target = rules.state_after(MeetingState(meeting.state), was=was)
    Meeting.objects.filter(pk=meeting.pk).update(state=target, wish="", updated_at=timezone.now())
    meeting.refresh_from_db()


def _lay_tasks(meeting: Meeting, agreed: tuple[Agreed, ...]) -> None:
    known = Task.objects.filter(meeting=meeting).values_list("words", flat=True)
    for each in rules.fresh(agreed, list(known)):
        Task.objects.create(
            organisation=meeting.organisation,
            mentorship=meeting.mentorship,
            meeting=meeting,
            words=each.words,
            doer=each.doer,
            person=meeting.only_with if each.doer is rules.Doer.MENTEE else None,
            due_on=each.due_on,
        )


def _rate(meeting: Meeting, person: Person, told: Told, *, now: datetime) -> None:
    """A rating is private. «Не подходит» goes to the curator only, and blames nobody."""
    if not told.was or (told.mark is None and told.fit is None):
        return
    given = {name: value for name, value in (("mark", told.mark), ("fit", told.fit)) if value is not None}
    found = MeetingRating.objects.filter(meeting=meeting, person=person).first()
    before = found.fit if found else ""
    MeetingRating.objects.update_or_create(
        organisation=meeting.organisation,
        meeting=meeting,
        person=person,
        defaults={**given, "root_id": meeting.root_id},
    )
    if told.fit is Fit.UNFIT and before != Fit.UNFIT:
        _tell_curator(meeting, now=now)


def _tell_curator(meeting: Meeting, *, now: datetime) -> None:
    today = timezone.localtime(now).date()
    notify(
        holders(Permission.RATING_VIEW, meeting.mentorship, today=today).exclude(
            pk__in=[p.pk for p in people.sides_of(meeting.mentorship).everybody]
        ),
        "pair_unfit",
        subject="После первой встречи ответили «не подходит»",
        text="Так бывает, и виноватых здесь нет. Поговорите с каждым и предложите другого наставника. "
        "Другая сторона этого ответа не видит.",
        link=f"/pairs/{meeting.mentorship_id}/",
        why="Вы — куратор этой пары.",
    )


@transaction.atomic
def add_task(mentorship: Mentorship, agreed: Agreed, *, person: Person | None = None, by: Actor) -> Task:
    """A task outside of a meeting."""
    by.require(Permission.MEETING_RUN, mentorship)
    check_working(mentorship)
    if person is not None and person not in people.sides_of(mentorship).everybody:
        raise Refusal("Задание получает участник пары. Выберите его из списка.")
    task = Task.objects.create(
        organisation=mentorship.organisation,
        mentorship=mentorship,
        words=agreed.words,
        doer=agreed.doer,
        person=person,
        due_on=agreed.due_on,
    )
    journal.record("task.added", "Добавлено задание", subject=task, by=by)
    return task


@transaction.atomic
def finish_task(task: Task, *, now: datetime, by: Actor) -> None:
    """«Готово», once."""
    by.require(Permission.MEETING_RUN, task)
    check_working(task.mentorship)
    today = timezone.localtime(now).date()
    if not Task.objects.filter(pk=task.pk, done_on__isnull=True).update(done_on=today):
        raise Refusal("Это задание уже отмечено выполненным.")
    task.refresh_from_db()
    journal.record("task.done", "Задание выполнено", subject=task, by=by)


@transaction.atomic
def reopen_task(task: Task, *, by: Actor) -> None:
    """The undo of «Готово»."""
    by.require(Permission.MEETING_RUN, task)
    check_working(task.mentorship)
    Task.objects.filter(pk=task.pk, done_on__isnull=False).update(done_on=None)
    task.refresh_from_db()
    journal.record("task.reopened", "Задание снова открыто", subject=task, by=by)
