"""The text of a programme, written by mentor and mentee together: nobody's words are lost (R215)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.deadlines import Deadline
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.organisations.models import ListItem
from nastavnik.organisations.rows import CHANGED_BY_ANOTHER
from nastavnik.pairs import first_steps
from nastavnik.people.models import Person
from nastavnik.programmes import rules
from nastavnik.programmes.models import Activity, Agreement, Goal, Programme, Section, TypedText
from nastavnik.programmes.rules import ALWAYS, Aim, GoalKind, Part, State
from nastavnik.programmes.suggestions import Pick

from .starting import Terms, due_fields, lay


@transaction.atomic
def change_terms(programme: Programme, terms: Terms, *, seen: int, by: Actor) -> None:
    """Dates, topic and directions; deadlines that hang on the dates follow."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    rules.check_editable(State(programme.state))
    rules.check_length(terms.starts_on, terms.ends_on, terms.why_length)
    Programme.objects.all().revise(
        programme,
        seen=seen,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        why_length=terms.why_length.strip(),
        topic=terms.topic,
        topic_parts=terms.topic_parts,
        changed_by=by.name,
    )
    programme.directions.set(terms.directions)
    for activity in Activity.objects.filter(programme=programme):
        Activity.objects.filter(pk=activity.pk).update(
            due_on=due_fields(programme, activity.deadline)["due_on"]
        )
    _touched(programme, "Изменены сроки и направления", by=by)


@transaction.atomic
def write_section(programme: Programme, part: Part, *, text: str, seen: int, by: Actor) -> None:
    """`seen`: the version of the section on the screen, 0 when there was none. Raises Conflict, writing nothing."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    rules.check_editable(State(programme.state))
    if part in ALWAYS:
        raise Refusal("Этот раздел собирается сам: его меняют на странице программы.")
    row, made = Section.objects.get_or_create(
        organisation=programme.organisation,
        programme=programme,
        part=part,
        defaults={"text": text.strip(), "written_by": by.name, "root_id": programme.root_id},
    )
    if not made:
        if seen != row.version:
            raise Conflict(CHANGED_BY_ANOTHER)
        Section.objects.revise(row, seen=seen, text=text.strip(), written_by=by.name)
    TypedText.objects.filter(programme=programme, part=part, person__in=by.person_ids).delete()
    _touched(programme, f"Изменён раздел «{part.label}»", by=by)


@transaction.atomic
def keep_typed(programme: Programme, part: Part, *, text: str, by: Actor) -> None:
    """What is being typed, each few seconds: it changes nothing in the programme and asks nobody's agreement."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    rules.check_editable(State(programme.state))
    person = Person.objects.filter(pk__in=by.person_ids, root=programme.root_id).order_by("pk").first()
    if person is None:
        raise Refusal("Черновики хранятся у тех, чья карточка есть в организации.")
    row, made = TypedText.objects.get_or_create(
        organisation=programme.organisation,
        programme=programme,
        person=person,
        part=part,
        defaults={"text": text, "root_id": programme.root_id},
    )
    if not made:
        row.text = text
        row.save(update_fields=["text", "updated_at"])


@transaction.atomic
def forget_typed(programme: Programme, part: Part, *, by: Actor) -> None:
    by.require(Permission.PROGRAMME_EDIT, programme)
    TypedText.objects.filter(programme=programme, part=part, person__in=by.person_ids).delete()


@transaction.atomic
def add_picks(programme: Programme, picks: Sequence[Pick], *, today: date, by: Actor) -> int:
    """More suggestions into a draft: how many were taken."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    rules.check_editable(State(programme.state))
    if not picks:
        raise Refusal("Отметьте хотя бы одну строку.")
    known = set(Activity.objects.filter(programme=programme).values_list("words", flat=True))
    fresh = [pick for pick in picks if pick.words not in known]
    lay(programme, fresh, today=today)
    _touched(programme, "Добавлены строки из предложенных", by=by)
    return len(fresh)


@transaction.atomic
def save_goal(
    programme: Programme,
    goal: Goal | None,
    *,
    kind: GoalKind,
    words: str,
    measure: str,
    start: str,
    target: str,
    seen: int,
    by: Actor,
) -> Goal:
    """A new goal (`goal` is None), or another text of one; `seen` is its version on the screen."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    rules.check_editable(State(programme.state))
    values: dict[str, Any] = {
        "kind": kind,
        "words": words.strip(),
        "measure": measure.strip(),
        "start": start.strip(),
        "target": target.strip(),
        "changed_by": by.name,
    }
    if goal is None:
        order = Goal.objects.filter(programme=programme).count() + 1
        goal = Goal.objects.create(
            organisation=programme.organisation, programme=programme, order=order, **values
        )
    else:
        Goal.objects.revise(goal, seen=seen, **values)
    _touched(programme, f"Цель: {goal.words[:200]}", by=by)
    return goal


@transaction.atomic
def remove_goal(programme: Programme, goal: Goal, *, by: Actor) -> None:
    by.require(Permission.PROGRAMME_EDIT, programme)
    rules.check_editable(State(programme.state))
    goal.delete()
    _touched(programme, f"Убрана цель: {goal.words[:200]}", by=by)


@transaction.atomic
def save_activity(
    programme: Programme,
    activity: Activity | None,
    *,
    words: str,
    aim: Aim,
    domain: ListItem,
    deadline: Deadline,
    responsible: Person | None,
    product: str,
    goal: Goal | None,
    seen: int,
    today: date,
    by: Actor,
) -> Activity:
    """Each serves a difficulty or a strength in one domain (R164); the responsible one is of the pair or leads it."""
    by.require(Permission.PROGRAMME_EDIT, programme)
    rules.check_editable(State(programme.state))
    mentorship = programme.mentorship
    if responsible and responsible not in first_steps.people_to_answer(mentorship, today=today):
        raise Refusal("Ответственным может быть участник пары или тот, кто отвечает за наставничество.")
    if domain.organisation_id != programme.organisation_id:
        raise Refusal("Область взята из другой организации. Выберите её из своего списка.")
    values: dict[str, Any] = {
        "words": words.strip(),
        "aim": aim,
        "domain": domain,
        "responsible": responsible,
        "product": product.strip(),
        "goal": goal,
        "changed_by": by.name,
        **due_fields(programme, deadline),
    }
    if activity is None:
        activity = Activity.objects.create(organisation=programme.organisation, programme=programme, **values)
    else:
        Activity.objects.revise(activity, seen=seen, **values)
    _touched(programme, "Изменено мероприятие", by=by)
    return activity


@transaction.atomic
def remove_activity(programme: Programme, activity: Activity, *, by: Actor) -> None:
    by.require(Permission.PROGRAMME_EDIT, programme)
    rules.check_editable(State(programme.state))
    if activity.done_on:
        raise Refusal("Выполненное мероприятие остаётся в программе.")
    activity.delete()
    _touched(programme, "Убрано мероприятие", by=by)


def _touched(programme: Programme, words: str, *, by: Actor) -> None:
    """Agreement was to another text: it is asked anew from everybody. What was agreed meanwhile is not written over."""
    draft = Programme.objects.filter(pk=programme.pk, state=State.DRAFT)
    if not draft.update(changed_by=by.name, updated_at=timezone.now()):
        raise Conflict("Программу только что согласовали или отправили: этот текст уже не меняется.")
    Agreement.objects.filter(programme=programme).delete()
    journal.record("programme.written", words[:400], subject=programme, by=by)
