"""The first steps of a pair: each removes a difficulty or supports a strength of the mentee (R163, R164)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Request
from nastavnik.core import journal
from nastavnik.core.deadlines import Deadline
from nastavnik.core.errors import Refusal
from nastavnik.diagnostics.queries import profiles, sees_levels
from nastavnik.organisations.models import ListItem
from nastavnik.organisations.rules import ListName
from nastavnik.people.models import Appointment, Person
from nastavnik.people.queries import acting_on
from nastavnik.people.queries.responsibility import default_responsible
from nastavnik.people.rules import RESPONSIBLE, Duty

from . import rules
from .life import life_of
from .models import Activity, Mentorship, Participation
from .queries import named_takers
from .rules import Aim, PairState, Side

HAS_STEPS = "has_steps"
DIFFICULTIES, STRENGTHS = 3, 1  # how many of each are suggested: a start, not a programme
WORDS = {
    Aim.REMOVE: "разобрать на практике и попробовать на своём занятии",
    Aim.SUPPORT: "показать коллегам и поделиться опытом",
}


@dataclass(frozen=True)
class Link:
    """What a step may serve: a difficulty to remove or a strength to support, in one domain."""

    aim: Aim
    domain: ListItem

    @property
    def key(self) -> str:
        return f"{self.aim.value}:{self.domain.pk}"

    @property
    def words(self) -> str:
        return f"{self.aim.label}: {self.domain.title}"

    @property
    def usual_step(self) -> str:
        return f"{self.domain.title}: {WORDS[self.aim]}"[:300]


@dataclass(frozen=True)
class Suggestion:
    link: Link
    words: str
    deadline: Deadline


def sees_steps(actor: Actor, mentorship: Mentorship, *, today: date) -> bool:
    """A step names a difficulty, so it is shown to those who may see the levels of everybody it may be about."""
    return all(sees_levels_in(actor, mentorship, person, today=today) for person in mentees_of(mentorship))


def sees_levels_in(actor: Actor, mentorship: Mentorship, person: Person, *, today: date) -> bool:
    """The same answer as `sees_levels` about a mentee of this pair, without a question where the pair tells it."""
    return _leads(actor, mentorship) or sees_levels(actor, person, today=today)


def _leads(actor: Actor, mentorship: Mentorship) -> bool:
    """The mentor of this pair at work sees them as `queries.is_mentor_of` says, and that needs no question."""
    return mentorship.state in rules.WORKING and any(
        t.side == Side.MENTOR and t.person_id in actor.person_ids for t in named_takers(mentorship)
    )


def mentees_of(mentorship: Mentorship) -> list[Person]:
    return [taker.person for taker in named_takers(mentorship) if taker.side == Side.MENTEE]


def steps_of(mentorship: Mentorship) -> list[Activity]:
    """One query; none where the row was read for a page and knows that there are none."""
    if mentorship.__dict__.get(HAS_STEPS) is False:
        return []
    rows = Activity.objects.filter(mentorship=mentorship).select_related("domain", "responsible")
    return list(rows)


def steps_column() -> dict[str, Exists]:
    return {HAS_STEPS: Exists(Activity.objects.filter(mentorship=OuterRef("pk")).order_by())}


def own_steps(actor: Actor) -> list[dict[str, object]]:
    """For «Мои данные»: the same steps that the page of the pair shows to this person."""
    today = timezone.localdate()
    mine = Participation.objects.filter(person__in=actor.person_ids).values("mentorship")
    pairs = [m for m in Mentorship.objects.filter(pk__in=mine) if sees_steps(actor, m, today=today)]
    return [
        {
            "шаг": step.words,
            "для чего": f"{step.get_aim_display()}: {step.domain}",
            "срок": step.deadline.words,
        }
        for pair in pairs
        for step in steps_of(pair)
    ]


def links_of(mentorship: Mentorship, *, today: date) -> list[Link]:
    """Difficulties of the mentees, the hardest first, and those the requests name; then strengths. Four queries."""
    found = profiles([person.pk for person in mentees_of(mentorship)], today=today).values()
    asked = Request.objects.filter(participations__mentorship=mentorship)
    named = asked.exclude(domains=None).values_list("domains__code", flat=True)
    hard = [code for profile in found for code in profile.difficulties()]
    strong = [code for profile in found for code in profile.strengths()]
    rows = ListItem.objects.filter(organisation=mentorship.organisation_id, list=ListName.DOMAIN)
    domains = {item.code: item for item in rows.filter(enabled=True)}
    wanted = [(Aim.REMOVE, code) for code in [*hard, *named]] + [(Aim.SUPPORT, code) for code in strong]
    return [Link(aim, domains[code]) for aim, code in dict.fromkeys(wanted) if code in domains]


def suggested(mentorship: Mentorship, *, today: date) -> list[Suggestion]:
    """For an approved pair without steps: the hardest difficulties first, a month each, then a strength.

    A pair that has a programme plans there.
    """
    if PairState(mentorship.state) not in rules.STEPPING or _has_steps(mentorship):
        return []
    if has_programme(mentorship, today=today):
        return []
    links = links_of(mentorship, today=today)
    chosen = [link for link in links if link.aim is Aim.REMOVE][:DIFFICULTIES]
    chosen += [link for link in links if link.aim is Aim.SUPPORT][:STRENGTHS]
    return [
        Suggestion(
            link, link.usual_step, rules.month_of_step(number, mentorship.starts_on, mentorship.ends_on)
        )
        for number, link in enumerate(chosen)
    ]


def has_programme(mentorship: Mentorship, *, today: date) -> bool:
    """Its activities have taken the steps over; packages above tell of it."""
    return life_of(mentorship, today=today).has_programme


def _has_steps(mentorship: Mentorship) -> bool:
    return Activity.objects.filter(mentorship=mentorship).exists()


def responsible_by_default(mentorship: Mentorship, *, today: date) -> Person | None:
    """The matrix gives the work with mentees to the mentor: here the one of this pair; else who runs programmes (R091)."""
    takers = Participation.objects.filter(mentorship=mentorship, side=Side.MENTOR, left_on__isnull=True)
    mentor = Person.objects.filter(pk__in=takers.values("person")).first()
    return mentor or default_responsible(Duty.PROGRAMMES, mentorship.organisation, today=today)


def people_to_answer(mentorship: Mentorship, *, today: date) -> list[Person]:
    """The participants and those whom the matrix of the organisation names."""
    takers = Participation.objects.filter(mentorship=mentorship, left_on__isnull=True)
    roles = {role for duty in (Duty.PROGRAMMES, Duty.CARE, Duty.APPROVE) for role in RESPONSIBLE[duty]}
    leading = Appointment.objects.filter(
        acting_on(today), organisation=mentorship.organisation_id, role__in=roles
    )
    people: QuerySet[Person] = Person.objects.filter(pk__in=takers.values("person"))
    people |= Person.objects.filter(pk__in=leading.values("person"))
    return list(people.order_by("search_text", "pk"))


def step_to_change(actor: Actor, mentorship: Mentorship, pk: UUID) -> Activity:
    """A step of this mentorship, or 404."""
    step = (
        Activity.objects.filter(mentorship=mentorship, pk=pk)
        .select_related("mentorship__organisation", "domain")
        .first()
    )
    if step is None or not actor.can(Permission.STEP_EDIT, mentorship):
        raise Http404
    return step


@transaction.atomic
def add(
    mentorship: Mentorship,
    *,
    aim: Aim,
    domain: ListItem,
    words: str,
    deadline: Deadline,
    responsible: Person | None,
    today: date,
    by: Actor,
) -> Activity:
    """One step; its link must be a difficulty or a strength of a mentee of this pair."""
    _check(mentorship, today=today, by=by)
    known = {(link.aim, link.domain.pk) for link in links_of(mentorship, today=today)}
    rules.check_step((aim, domain.pk), known)
    _check_person(mentorship, responsible, today=today)
    step = _lay(mentorship, Link(aim, domain), words, deadline, responsible)
    step.save()
    journal.record("pair.step_added", "Добавлен шаг пары", subject=mentorship, by=by)
    return step


@transaction.atomic
def take_suggested(mentorship: Mentorship, *, today: date, by: Actor) -> int:
    """«Взять предложенные шаги»: how many were taken. Pressed twice, the second finds nothing to take."""
    _check(mentorship, today=today, by=by)
    Mentorship.objects.select_for_update().get(pk=mentorship.pk)
    found = suggested(mentorship, today=today)
    if not found:
        raise Refusal("Предложить нечего: шаги уже есть или трудности ещё не названы. Добавьте шаг сами.")
    responsible = responsible_by_default(mentorship, today=today)
    Activity.objects.bulk_create(
        _lay(mentorship, each.link, each.words, each.deadline, responsible) for each in found
    )
    journal.record("pair.steps_taken", "Взяты предложенные шаги", subject=mentorship, by=by)
    return len(found)


@transaction.atomic
def mark_done(step: Activity, *, today: date, by: Actor) -> None:
    _check(step.mentorship, today=today, by=by)
    if not Activity.objects.filter(pk=step.pk, done_on__isnull=True).update(done_on=today):
        raise Refusal("Этот шаг уже отмечен.")
    journal.record("pair.step_done", "Шаг пары выполнен", subject=step.mentorship, by=by)


@transaction.atomic
def change(
    step: Activity,
    *,
    aim: Aim,
    domain: ListItem,
    words: str,
    deadline: Deadline,
    responsible: Person | None,
    today: date,
    by: Actor,
) -> None:
    """Another link, words, deadline or responsible person of a step that is not done."""
    _check(step.mentorship, today=today, by=by)
    if step.done_on:
        raise Refusal("Выполненный шаг остаётся в истории пары. Добавьте новый.")
    known = {(link.aim, link.domain.pk) for link in links_of(step.mentorship, today=today)}
    rules.check_step((aim, domain.pk), known | {(Aim(step.aim), step.domain_id)})
    _check_person(step.mentorship, responsible, today=today)
    laid = _lay(step.mentorship, Link(aim, domain), words, deadline, responsible)
    laid.pk, laid.created_at, laid.version = step.pk, step.created_at, step.version + 1
    laid.save(force_update=True)
    journal.record("pair.step_changed", "Изменён шаг пары", subject=step.mentorship, by=by)


def _check(mentorship: Mentorship, *, today: date, by: Actor) -> None:
    by.require(Permission.STEP_EDIT, mentorship)
    if not sees_steps(by, mentorship, today=today):
        raise Refusal("Шаги этой пары пока видит куратор: он и меняет их. Наставник — после приказа.")
    if PairState(mentorship.state) not in rules.STEPPING:
        raise Refusal("Шаги появляются, когда пара утверждена, и меняются, пока она не завершена.")


def _check_person(mentorship: Mentorship, person: Person | None, *, today: date) -> None:
    if person and person not in people_to_answer(mentorship, today=today):
        raise Refusal("Ответственным может быть участник пары или тот, кто отвечает за наставничество.")


def _lay(
    mentorship: Mentorship, link: Link, words: str, deadline: Deadline, responsible: Person | None
) -> Activity:
    return Activity(
        organisation=mentorship.organisation,
        mentorship=mentorship,
        domain=link.domain,
        aim=link.aim,
        words=words.strip(),
        due_kind=deadline.kind,
        due_day=deadline.day,
        due_until=deadline.until,
        due_count=deadline.count,
        responsible=responsible,
    )
