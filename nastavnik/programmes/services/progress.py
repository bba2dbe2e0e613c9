"""What happens while a programme is carried out and at its end: marks, results, advice, trial, feedback, projects."""

from datetime import date
from typing import Any

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.organisations.models import BodyDecision
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import OPEN, Side
from nastavnik.people.models import Person
from nastavnik.programmes import queries, rules
from nastavnik.programmes.models import (
    Activity,
    Characteristic,
    Comment,
    Feedback,
    Goal,
    Interim,
    Programme,
    Project,
)
from nastavnik.programmes.rules import GoalState, Mark, Part, ProjectKind, Satisfaction, State

from .moving import begin


@transaction.atomic
def mark_done(programme: Programme, activity: Activity, *, fact: str = "", today: date, by: Actor) -> None:
    """Once; pressed twice, the second hears that it is marked."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    _live(programme, today)
    marked = Activity.objects.filter(pk=activity.pk, done_on__isnull=True).update(
        done_on=today, fact=fact.strip()
    )
    if not marked:
        raise Refusal("Это мероприятие уже отмечено.")
    journal.record("programme.done", "Мероприятие выполнено", subject=programme, by=by)


@transaction.atomic
def unmark(programme: Programme, activity: Activity, *, today: date, by: Actor) -> None:
    """A slip of the finger is taken back."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    _live(programme, today)
    Activity.objects.filter(pk=activity.pk).update(done_on=None)
    journal.record("programme.undone", "Отметка о выполнении снята", subject=programme, by=by)


@transaction.atomic
def note_goal(
    programme: Programme, goal: Goal, *, now: str, state: GoalState, result: str, today: date, by: Actor
) -> None:
    """Where a goal stands today, and what came of it."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    _live(programme, today)
    Goal.objects.filter(pk=goal.pk).update(now=now.strip(), state=state, result=result.strip())
    journal.record("programme.goal", f"{state.label}: {goal.words[:200]}", subject=programme, by=by)


@transaction.atomic
def add_interim(
    programme: Programme, *, on: date, words: str, hinders: str, today: date, by: Actor
) -> Interim:
    """An intermediate result of the pair, or of the organisers who look after it (R230)."""
    may = by.can(Permission.PROGRAMME_EDIT, programme) or by.can(Permission.PROGRAMME_ADVISE, programme)
    if not may:
        by.require(Permission.PROGRAMME_EDIT, programme)
    _live(programme, today)
    if on > today:
        raise Refusal("День записи ещё не наступил. Исправьте дату.")
    interim = Interim.objects.create(
        organisation=programme.organisation,
        programme=programme,
        on=on,
        words=words.strip(),
        hinders=hinders.strip(),
        by_organisers=queries.own_taker(by, programme.mentorship) is None,
        author=by.name,
    )
    journal.record("programme.interim", "Записан промежуточный результат", subject=programme, by=by)
    return interim


def _live(programme: Programme, today: date) -> None:
    begin(programme, today=today)
    rules.check_live(State(programme.state))


@transaction.atomic
def advise(programme: Programme, *, part: Part, words: str, by: Actor) -> Comment:
    """A word of advice to a section, from the curator or the council (R219)."""
    by.require(Permission.PROGRAMME_ADVISE, programme)
    if State(programme.state) in rules.OVER or State(programme.state) is State.REPLACED:
        raise Refusal("Программа уже в истории, советовать поздно.")
    if not words.strip():
        raise Refusal("Напишите, что вы советуете.")
    comment = Comment.objects.create(
        organisation=programme.organisation,
        programme=programme,
        part=part,
        words=words.strip(),
        author=by.name,
    )
    journal.record("programme.advised", f"Консультация: {part.label}", subject=programme, by=by)
    return comment


@transaction.atomic
def settle_comment(programme: Programme, comment: Comment, *, today: date, by: Actor) -> None:
    by.require(Permission.PROGRAMME_EDIT, programme)
    Comment.objects.filter(pk=comment.pk, settled_on__isnull=True).update(settled_on=today)


@transaction.atomic
def begin_trial(programme: Programme, *, words: str, today: date, by: Actor) -> None:
    """«Апробация» (R104): the programme is tried, and the council will say what it thinks."""
    by.require(Permission.PROGRAMME_APPROVE, programme)
    rules.check_live(State(programme.state))
    if programme.pilot_from_on:
        raise Refusal("Апробация уже идёт. Осталось записать заключение совета.")
    Programme.objects.filter(pk=programme.pk).update(pilot_from_on=today, pilot_words=words.strip())
    journal.record("programme.trial", "Начата апробация программы", subject=programme, by=by)


@transaction.atomic
def conclude_trial(programme: Programme, *, decision: BodyDecision, by: Actor) -> None:
    by.require(Permission.PROGRAMME_APPROVE, programme)
    if not programme.pilot_from_on:
        raise Refusal("Апробация не начиналась: сначала начните её.")
    if decision.organisation_id != programme.organisation_id:
        raise Refusal("Заключение взято из другой организации. Выберите решение своего совета.")
    Programme.objects.filter(pk=programme.pk).update(pilot_decision=decision)
    journal.record("programme.trial_end", "Записано заключение совета", subject=programme, by=by)


@transaction.atomic
def say(
    programme: Programme, *, helped: Satisfaction, words: str, private_words: str, learned: str, by: Actor
) -> Feedback:
    """Feedback of one side: open words for the other, closed ones for the curator."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    taker = queries.own_taker(by, programme.mentorship)
    if taker is None:
        raise Refusal("Отзыв оставляют участники пары.")
    if State(programme.state) not in {State.RUNNING, *rules.OVER}:
        raise Refusal("Отзыв оставляют, когда программа выполняется или завершена.")
    values = {
        "helped": helped,
        "words": words.strip(),
        "private_words": private_words.strip(),
        "learned": learned.strip(),
        "root_id": programme.root_id,
    }
    feedback, _ = Feedback.objects.update_or_create(
        organisation=programme.organisation, programme=programme, person=taker.person, defaults=values
    )
    journal.record("programme.feedback", "Оставлен отзыв", subject=programme, by=by)
    return feedback


@transaction.atomic
def characterise(
    programme: Programme,
    person: Person,
    *,
    independence: Mark,
    quality: Mark,
    responsibility: Mark,
    words: str,
    by: Actor,
) -> Characteristic:
    """The mentor or the curator about a mentee of the programme (R381, R064); not the mentee about oneself."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    taker = queries.own_taker(by, programme.mentorship)
    if taker is not None and taker.side != Side.MENTOR:
        raise Refusal("Характеристику пишет наставник или куратор.")
    if State(programme.state) not in {State.RUNNING, *rules.OVER}:
        raise Refusal("Характеристику пишут, когда программа выполняется или завершена.")
    if person not in queries.mentees_of(programme.mentorship):
        raise Refusal("Этого человека нет среди наставляемых.")
    values: dict[str, Any] = {
        "independence": independence,
        "quality": quality,
        "responsibility": responsibility,
        "words": words.strip(),
        "author": by.name,
        "root_id": programme.root_id,
    }
    row, _ = Characteristic.objects.update_or_create(
        organisation=programme.organisation, programme=programme, person=person, defaults=values
    )
    journal.record("programme.characteristic", "Написана характеристика", subject=programme, by=by)
    return row


@transaction.atomic
def save_project(
    mentorship: Mentorship,
    project: Project | None,
    *,
    kind: ProjectKind,
    title: str,
    starts_on: date | None,
    ends_on: date | None,
    result: str,
    done_on: date | None,
    by: Actor,
) -> Project:
    """A joint project of the two (R235); it is done when the day of its end is written."""
    by.require(Permission.PROGRAMME_EDIT, mentorship)
    if mentorship.state not in OPEN:
        raise Refusal("Эта пара уже завершена. Её проекты можно только читать.")
    if starts_on and ends_on and ends_on < starts_on:
        raise Refusal("Дата окончания раньше даты начала. Исправьте одну из них.")
    values: dict[str, Any] = {
        "kind": kind,
        "title": title.strip(),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "result": result.strip(),
        "done_on": done_on,
    }
    if project is None:
        project = Project.objects.create(
            organisation=mentorship.organisation, mentorship=mentorship, **values
        )
    else:
        Project.objects.filter(pk=project.pk).update(**values)
        project.refresh_from_db()
    journal.record("programme.project", f"Совместный проект: {project.title}", subject=mentorship, by=by)
    return project
