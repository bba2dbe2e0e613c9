"""A programme begins: from a template, from the diagnosis and from the first steps; or from the last year's one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.deadlines import Deadline
from nastavnik.core.errors import Refusal
from nastavnik.organisations.calendar import in_working_days
from nastavnik.organisations.models import ListItem
from nastavnik.pairs import first_steps
from nastavnik.pairs.models import Activity as FirstStep
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import STEPPING, PairState
from nastavnik.people.models import Person
from nastavnik.programmes import rules
from nastavnik.programmes.models import Activity, Goal, Programme, Section
from nastavnik.programmes.models.catalogue import LineKind
from nastavnik.programmes.rules import GoalKind, Part, State
from nastavnik.programmes.suggestions import Pick

ALREADY = "У этой пары уже есть программа. Откройте её."


@dataclass(frozen=True)
class Terms:
    """What stands at the head of a programme."""

    starts_on: date
    ends_on: date
    why_length: str = ""
    topic: ListItem | None = None
    topic_parts: str = ""
    directions: Sequence[ListItem] = field(default_factory=tuple)


def check_may_start(mentorship: Mentorship, *, by: Actor) -> None:
    by.require(Permission.PROGRAMME_EDIT, mentorship)
    if PairState(mentorship.state) not in STEPPING:
        raise Refusal("Программу составляют, когда пара утверждена и ещё не завершена.")


@transaction.atomic
def start(
    mentorship: Mentorship, terms: Terms, picks: Sequence[Pick], *, today: date, by: Actor
) -> Programme:
    """The first programme of a pair, or the next after a completed one (R218, R220)."""
    check_may_start(mentorship, by=by)
    rules.check_length(terms.starts_on, terms.ends_on, terms.why_length)
    before = _leave_the_past(mentorship)
    try:
        with transaction.atomic():
            programme = Programme.objects.create(
                organisation=mentorship.organisation,
                mentorship=mentorship,
                continues=before,
                starts_on=terms.starts_on,
                ends_on=terms.ends_on,
                why_length=terms.why_length.strip(),
                topic=terms.topic,
                topic_parts=terms.topic_parts,
                changed_by=by.name,
            )
    except IntegrityError as clash:
        raise Refusal(ALREADY) from clash
    programme.directions.set(terms.directions)
    lay(programme, picks, today=today)
    journal.record("programme.started", "Начата программа", subject=programme, by=by)
    return programme


def _leave_the_past(mentorship: Mentorship) -> Programme | None:
    """A programme that is over gives its place to the next one; one that is not refuses."""
    before = Programme.objects.current().select_for_update().filter(mentorship=mentorship).first()
    if before is None:
        return None
    if State(before.state) not in rules.OVER:
        raise Refusal(ALREADY)
    Programme.objects.filter(pk=before.pk).update(is_current=False)
    return before


def lay(programme: Programme, picks: Sequence[Pick], *, today: date) -> None:
    """What was ticked becomes goals, activities and planned results; first steps move over with their ids."""
    responsible = first_steps.responsible_by_default(programme.mentorship, today=today)
    _lay_goals(programme, picks)
    results = [pick.words for pick in picks if pick.kind is LineKind.RESULT]
    if results:
        _append_text(programme, Part.RESULTS, "\n".join(results))
    for pick in picks:
        if pick.kind is not LineKind.ACTIVITY:
            continue
        kind, _, key = pick.key.partition(":")
        if kind == "step":
            _take_step(programme, UUID(key))
        else:
            _activity(programme, pick, responsible).save()


def _lay_goals(programme: Programme, picks: Sequence[Pick]) -> None:
    kinds = {LineKind.GOAL: GoalKind.GOAL, LineKind.TASK: GoalKind.TASK}
    last = Goal.objects.filter(programme=programme).count()
    known = set(Goal.objects.filter(programme=programme).values_list("words", flat=True))
    fresh = [pick for pick in picks if pick.kind in kinds and pick.words not in known]
    for order, pick in enumerate(fresh, last + 1):
        Goal.objects.create(
            organisation=programme.organisation,
            programme=programme,
            kind=kinds[pick.kind],
            words=pick.words,
            order=order,
        )


def _append_text(programme: Programme, part: Part, words: str) -> None:
    row, made = Section.objects.get_or_create(
        organisation=programme.organisation,
        programme=programme,
        part=part,
        defaults={"text": words, "root_id": programme.root_id},
    )
    if not made and words not in row.text:
        text = "\n".join(filter(None, (row.text, words)))
        Section.objects.filter(pk=row.pk).update(text=text, version=row.version + 1)


def _activity(programme: Programme, pick: Pick, responsible: Person | None) -> Activity:
    return Activity(
        organisation=programme.organisation,
        programme=programme,
        words=pick.words,
        aim=pick.aim,
        domain=pick.domain,
        responsible=responsible,
        product=pick.product,
        **due_fields(programme, pick.deadline),
    )


def _take_step(programme: Programme, pk: UUID) -> None:
    """A first step moves into the programme whole, under its own id: nothing is typed or lost (decision 0009)."""
    step = FirstStep.objects.filter(pk=pk, mentorship=programme.mentorship_id).first()
    if step is None:
        return
    Activity.objects.create(
        id=step.pk,
        lineage=step.pk,
        organisation=programme.organisation,
        programme=programme,
        words=step.words,
        aim=step.aim,
        domain_id=step.domain_id,
        responsible_id=step.responsible_id,
        done_on=step.done_on,
        **due_fields(programme, step.deadline),
    )
    step.delete()


def due_fields(programme: Programme, deadline: Deadline) -> dict[str, object]:
    """The columns of a deadline, and the last day of it: working days are counted from the first day of the programme."""
    by_days = in_working_days(programme.starts_on, deadline.count) if deadline.count else None
    return {
        "due_kind": deadline.kind,
        "due_day": deadline.day,
        "due_until": deadline.until,
        "due_count": deadline.count,
        "due_on": rules.due_on(
            deadline, starts_on=programme.starts_on, ends_on=programme.ends_on, by_working_days=by_days
        ),
    }


@transaction.atomic
def copy_to_next_year(programme: Programme, *, today: date, by: Actor) -> Programme:
    """The same programme a year later (R220): dates shifted, nothing done, goals open; the old one stays readable."""
    mentorship = programme.mentorship
    check_may_start(mentorship, by=by)
    if State(programme.state) not in rules.OVER:
        raise Refusal("На следующий год копируют завершённую программу. Сначала завершите эту.")
    terms = Terms(
        starts_on=rules.months_after(programme.starts_on, 12),
        ends_on=rules.months_after(programme.ends_on, 12),
        why_length=programme.why_length,
        topic=programme.topic,
        topic_parts=programme.topic_parts,
        directions=list(programme.directions.all()),
    )
    later = start(mentorship, terms, (), today=today, by=by)
    copy_content(programme, later, years=1)
    return later


def copy_content(source: Programme, target: Programme, *, years: int) -> None:
    """Goals, activities and texts, each with its lineage. In the same year what is done stays done."""
    goals: dict[UUID, Goal] = {}
    for goal in Goal.objects.filter(programme=source):
        goals[goal.pk] = Goal.objects.create(
            organisation=target.organisation,
            programme=target,
            lineage=goal.lineage,
            kind=goal.kind,
            words=goal.words,
            measure=goal.measure,
            start=goal.now or goal.start if years else goal.start,
            target=goal.target,
            order=goal.order,
            **({} if years else {"now": goal.now, "state": goal.state, "result": goal.result}),
        )
    for each in Activity.objects.filter(programme=source):
        Activity.objects.create(
            organisation=target.organisation,
            programme=target,
            lineage=each.lineage,
            goal=goals.get(each.goal_id) if each.goal_id else None,
            words=each.words,
            aim=each.aim,
            domain_id=each.domain_id,
            responsible_id=each.responsible_id,
            product=each.product,
            **due_fields(target, rules.shifted(each.deadline, years=years)),
            **({} if years else {"done_on": each.done_on, "fact": each.fact}),
        )
    for section in Section.objects.filter(programme=source):
        Section.objects.create(
            organisation=target.organisation,
            programme=target,
            part=section.part,
            text=section.text,
            written_by=section.written_by,
        )


@transaction.atomic
def correct(
    programme: Programme,
    *,
    reason: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    why_length: str = "",
    by: Actor,
) -> Programme:
    """A correction: a new version with its reason, agreed by both before it replaces this one (R106, R215).

    With another last day it is a programme extended or shortened.
    """
    by.require(Permission.PROGRAMME_EDIT, programme)
    rules.check_live(State(programme.state))
    if not reason.strip():
        raise Refusal("Напишите, почему меняете программу: одной фразы достаточно.")
    first, last = starts_on or programme.starts_on, ends_on or programme.ends_on
    why = why_length.strip() or programme.why_length
    rules.check_length(first, last, why)
    try:
        with transaction.atomic():
            later = Programme.objects.create(
                organisation=programme.organisation,
                mentorship=programme.mentorship,
                is_current=False,
                edition=programme.edition + 1,
                replaces=programme,
                why_corrected=reason.strip(),
                starts_on=first,
                ends_on=last,
                why_length=why,
                topic=programme.topic,
                topic_parts=programme.topic_parts,
                changed_by=by.name,
            )
    except IntegrityError as clash:
        raise Refusal("Поправка уже готовится. Откройте её на странице программы.") from clash
    later.directions.set(programme.directions.all())
    copy_content(programme, later, years=0)
    journal.record("programme.corrected", "Готовится поправка к программе", subject=later, by=by)
    return later
