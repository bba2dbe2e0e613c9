"""What is offered to tick for a programme: by the diagnosis, the mentee's problem, the topic, and in general."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import ProblemMark
from nastavnik.core.deadlines import Deadline
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.pairs import first_steps
from nastavnik.pairs.models import Activity as FirstStep
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import LEARNERS
from nastavnik.people.models import Person

from . import queries
from .models import Template, TemplateLine
from .models.catalogue import LineKind, Whose
from .rules import Aim, month_of

# An issue of the pair leads to a topic of mentoring, so that nobody chooses twice; the rest starts with methods.
TOPIC_OF_ISSUE = {"upbringing": "social", "psychology": "social", "parents": "social"}
USUAL_TOPIC = "methodical"
CHOSEN_AT_FIRST = {LineKind.GOAL: 2, LineKind.TASK: 2, LineKind.ACTIVITY: 4, LineKind.RESULT: 1}


@dataclass(frozen=True)
class Pick:
    """One thing to tick. `key` tells where it comes from: a line of a template, a first step, a diagnosed domain."""

    key: str
    kind: LineKind
    words: str
    aim: Aim
    domain: ListItem
    deadline: Deadline
    product: str = ""
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Shelf:
    """What one template (or the diagnosis) offers."""

    key: str
    title: str
    picks: Sequence[Pick]


def templates_for(actor: Actor, mentorship: Mentorship) -> list[Template]:
    """In order of fitness: by the marked problem, then by topic, then the rest; two queries and one a mentee.

    A template of a sensitive problem is offered only to those who may see such a problem of every mentee.
    """
    mentees = queries.mentees_of(mentorship)
    rows = Template.objects.filter(organisation=mentorship.organisation_id, enabled=True)
    rows = rows.select_related("problem", "topic").prefetch_related("lines")
    fit = [each for each in rows if each.whose in _whose(mentees)]
    if not all(actor.can(Permission.SENSITIVE_VIEW, person) for person in mentees):
        fit = [each for each in fit if each.problem is None or not each.problem.sensitive]
    marked = set(
        ProblemMark.objects.filter(mentee__person__in=mentees, mentee__left_on__isnull=True).values_list(
            "problem", flat=True
        )
    )
    topic = usual_topic(mentorship)
    return sorted(fit, key=lambda each: (not _is_first(each, marked, topic), each.order))


def _is_first(template: Template, marked: set[UUID], topic: ListItem | None) -> bool:
    if template.problem_id:
        return template.problem_id in marked
    return topic is not None and template.topic_id == topic.pk


def _whose(mentees: Sequence[Person]) -> tuple[Whose, Whose]:
    learn = bool(mentees) and all(person.kind in LEARNERS for person in mentees)
    return Whose.ANY, Whose.LEARNERS if learn else Whose.EMPLOYED


def usual_topic(mentorship: Mentorship) -> ListItem | None:
    topics = queries.topics_of(mentorship.organisation)
    code = TOPIC_OF_ISSUE.get(mentorship.issue.code, USUAL_TOPIC)
    return next((each for each in topics if each.code == code), None) or next(iter(topics), None)


def shelf_of(template: Template, organisation: Organisation, starts_on: date, ends_on: date) -> Shelf:
    domains = {each.code: each for each in queries.domains_of(organisation)}
    first = next(iter(domains.values()), None)
    counted: dict[str, int] = {}

    def pick(line: TemplateLine) -> Pick | None:
        domain = domains.get(line.domain, first)
        if domain is None:
            return None
        counted[line.kind] = counted.get(line.kind, 0) + 1
        kind = LineKind(line.kind)
        return Pick(
            key=f"line:{line.pk}",
            kind=kind,
            words=line.words,
            aim=Aim(line.aim),
            domain=domain,
            deadline=month_of(line.month, starts_on, ends_on),
            product=line.product,
            chosen=counted[line.kind] <= CHOSEN_AT_FIRST[kind],
        )

    picks = [each for line in template.lines.all() if (each := pick(line))]
    return Shelf(template.code, template.title, picks)


def diagnosed_shelf(
    actor: Actor, mentorship: Mentorship, *, today: date, dates: tuple[date, date]
) -> Shelf | None:
    """First steps that are written already, and steps by difficulties and strengths; for those who may see them."""
    if not first_steps.sees_steps(actor, mentorship, today=today):
        return None
    written = [_of_step(step, mentorship) for step in first_steps.steps_of(mentorship)]
    named = {pick.domain.pk for pick in written}
    links = [link for link in first_steps.links_of(mentorship, today=today) if link.domain.pk not in named]
    hard = [link for link in links if link.aim.value == Aim.REMOVE.value][: first_steps.DIFFICULTIES]
    strong = [link for link in links if link.aim.value == Aim.SUPPORT.value][: first_steps.STRENGTHS]
    fresh = [
        Pick(
            key=f"link:{link.key}",
            kind=LineKind.ACTIVITY,
            words=link.usual_step,
            aim=Aim(link.aim.value),
            domain=link.domain,
            deadline=month_of(number, *dates),
            note=link.words,
            chosen=not mentorship.is_group,
        )
        for number, link in enumerate([*hard, *strong])
    ]
    picks = [*written, *([] if written else fresh)]
    return Shelf("diagnosis", "По диагностике и первым шагам", picks) if picks else None


def _of_step(step: FirstStep, mentorship: Mentorship) -> Pick:
    """In a group the step of one mentee would be read by the others: it is taken only on purpose."""
    return Pick(
        key=f"step:{step.pk}",
        kind=LineKind.ACTIVITY,
        words=step.words,
        aim=Aim(step.aim),
        domain=step.domain,
        deadline=step.deadline,
        note="Первый шаг пары" + (", выполнен" if step.done_on else ""),
        chosen=not mentorship.is_group,
    )


def chosen_of(shelves: Iterable[Shelf], keys: Sequence[str]) -> list[Pick]:
    """The ticked ones, in the order of the page; keys that are not offered to this actor are nothing."""
    wanted = set(keys)
    return [pick for shelf in shelves for pick in shelf.picks if pick.key in wanted]
