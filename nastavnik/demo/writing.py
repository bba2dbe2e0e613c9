"""Programmes of the example: started from templates, agreed by both, approved, carried out, in every state they know."""

from collections.abc import Sequence
from datetime import date, timedelta

from nastavnik.core.deadlines import Deadline, DeadlineKind
from nastavnik.diagnostics.services import assess_oneself
from nastavnik.organisations.models import BodyDecision
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Side
from nastavnik.people.models import Person
from nastavnik.programmes import queries
from nastavnik.programmes.models import Activity, Goal, Programme
from nastavnik.programmes.models.catalogue import LineKind
from nastavnik.programmes.rules import (
    Aim,
    GoalKind,
    GoalState,
    Mark,
    Part,
    ProjectKind,
    Satisfaction,
    months_after,
)
from nastavnik.programmes.services import moving, progress, starting, writing
from nastavnik.programmes.services.starting import Terms
from nastavnik.programmes.suggestions import shelf_of, templates_for, usual_topic

from .autumn import BEGUN, answers_of
from .days import then
from .places import World

MONTHS = 8  # how long a usual programme lasts


def mentor_of(world: World, mentorship: Mentorship) -> str:
    return _keys(world, mentorship, Side.MENTOR)[0]


def everybody(world: World, mentorship: Mentorship) -> list[str]:
    return _keys(world, mentorship, Side.MENTOR) + _keys(world, mentorship, Side.MENTEE)


def _keys(world: World, mentorship: Mentorship, side: Side) -> list[str]:
    taking = set(
        mentorship.participations.filter(side=side, left_on__isnull=True).values_list("person", flat=True)
    )
    return [key for key, person in world.people.items() if person.pk in taking]


def draft(world: World, key: str, *, starts: date | None = None, ends: date | None = None) -> Programme:
    """By the first template that fits, with a goal in numbers and the other kinds of deadlines."""
    pair = world.pairs[key]
    by = world.eyes(mentor_of(world, pair))
    starts = starts or world.today
    ends = ends or min(pair.ends_on, months_after(starts, MONTHS))
    shelf = shelf_of(templates_for(by, pair)[0], pair.organisation, starts, ends)
    picks = [each for each in shelf.picks if each.chosen or each.kind is LineKind.ACTIVITY]
    directions = queries.directions_of(pair.organisation)[:2]
    terms = Terms(starts, ends, topic=usual_topic(pair), directions=directions)
    programme = starting.start(pair, terms, picks, today=world.today, by=by)
    writing.save_goal(
        programme,
        None,
        kind=GoalKind.GOAL,
        words="Класс работает самостоятельно на каждом уроке",
        measure="доля уроков, %",
        start="40",
        target="90",
        seen=0,
        by=by,
    )
    _add(
        world,
        programme,
        "Памятка о работе с классом",
        Deadline(DeadlineKind.DAY, starts + timedelta(days=45)),
    )
    _add(world, programme, "Дневник удачных приёмов", Deadline(DeadlineKind.YEAR, starts))
    _add(world, programme, "Договориться о днях встреч", Deadline(DeadlineKind.WORKING_DAYS, count=5))
    return programme


def _add(world: World, programme: Programme, words: str, deadline: Deadline) -> None:
    pair = programme.mentorship
    writing.save_activity(
        programme,
        None,
        words=words,
        aim=Aim.REMOVE,
        domain=queries.domains_of(pair.organisation)[4],
        deadline=deadline,
        responsible=None,
        product="",
        goal=None,
        seen=0,
        today=world.today,
        by=world.eyes(mentor_of(world, pair)),
    )


def agree(world: World, programme: Programme) -> None:
    for key in everybody(world, programme.mentorship):
        moving.agree(programme, today=world.today, by=world.eyes(key))


def send(world: World, programme: Programme) -> None:
    agree(world, programme)
    moving.send(programme, today=world.today, by=world.eyes(mentor_of(world, programme.mentorship)))


def approve(world: World, programme: Programme) -> Programme:
    send(world, programme)
    moving.approve(programme, today=world.today, by=world.curator(programme.mentorship))
    programme.refresh_from_db()
    return programme


def carry_out(world: World, programme: Programme, *, late: int = 0) -> None:
    """What was due is done some days before its day, the last `late` of them are not."""
    by = world.eyes(mentor_of(world, programme.mentorship))
    due = Activity.objects.filter(programme=programme, done_on__isnull=True, due_on__lt=world.last)
    rows = list(due.order_by("due_on", "pk"))
    for each in rows[: len(rows) - late]:
        on = max(programme.starts_on, (each.due_on or world.last) - timedelta(days=3))
        progress.mark_done(programme, each, fact="Сделано вместе, разобрали на встрече", today=on, by=by)


def tell_of_the_school(world: World) -> None:
    """A month of programmes after the order, then corrections and what waits today."""
    with then(world, BEGUN - 5):
        rich, group = approve(world, draft(world, "rich")), approve(world, draft(world, "group"))
        refused = approve(world, draft(world, "refused"))
        paused = approve(world, draft(world, "paused"))
        draft(world, "unfit")
        pupils = approve(world, draft(world, "pupils"))
        approve(world, draft(world, "college"))
        moving.drop(draft(world, "older"), by=world.eyes("galina"))
        progress.begin_trial(
            group, words="Подходит ли план на двоих", today=world.today, by=world.curator(group.mentorship)
        )
    for programme, late in ((rich, 0), (group, 3), (refused, 1), (paused, 0), (pupils, 0)):
        carry_out(world, programme, late=late)
    _conclude(world, group)
    _correct(world, rich)


def _conclude(world: World, programme: Programme) -> None:
    with then(world, 20):
        decision = BodyDecision.objects.create(
            organisation=world.school,
            body=world.decision.body,
            on=world.today,
            protocol="4",
            question="Об апробации программы группы классных руководителей",
            decided="Рекомендовать программу другим группам.",
        )
        programme.refresh_from_db()
        progress.conclude_trial(programme, decision=decision, by=world.curator(programme.mentorship))


def _correct(world: World, programme: Programme) -> None:
    with then(world, 33):
        later = starting.correct(
            programme, reason="Добавили открытый урок по просьбе молодого коллеги", by=world.eyes("galina")
        )
        _add(world, later, "Открытый урок для коллег", Deadline(DeadlineKind.DAY, world.day(-12)))
        progress.advise(
            later,
            part=Part.ACTIVITIES,
            words="Позовите на открытый урок и соседнюю школу.",
            by=world.eyes("tatyana"),
        )
        later = approve(world, later)
    with then(world, 14):
        goal = Goal.objects.filter(programme=later, measure__gt="").get()
        by = world.eyes("galina")
        progress.note_goal(later, goal, now="70", state=GoalState.OPEN, result="", today=world.today, by=by)
        progress.add_interim(
            later,
            on=world.today,
            words="Начало урока занимает две минуты вместо десяти, класс знает порядок.",
            hinders="Сдвоенные уроки в четверг",
            today=world.today,
            by=by,
        )
        progress.save_project(
            world.pairs["rich"],
            None,
            kind=ProjectKind.EDUCATIONAL,
            title="Неделя занимательной физики",
            starts_on=world.today,
            ends_on=world.day(-20),
            result="",
            done_on=None,
            by=by,
        )


def leave_open(world: World) -> None:
    """Programmes that wait today: a draft, one that both have agreed to, one to approve, one that begins next week."""
    with then(world, 2):
        draft(world, "distance")
        agree(world, draft(world, "older"))
        send(world, draft(world, "approval"))
        approve(world, draft(world, "younger", starts=world.day(-7)))


def finish_old(world: World) -> None:
    """A programme of a whole year with its results; another that goes into its second year."""
    with then(world, 300):
        finished = draft(world, "finished", ends=world.day(32))
        approve(world, finished)
    carry_out(world, finished)
    with then(world, 32):
        _results(world, finished, "tatyana", "ignat")
    with then(world, 380):
        long = draft(world, "long", ends=world.day(60))
        approve(world, long)
    carry_out(world, long)
    with then(world, 60):
        _results(world, long, "zhanna", "ulyana")
    with then(world, 9):
        starting.copy_to_next_year(long, today=world.today, by=world.eyes("zhanna"))


def _results(world: World, programme: Programme, mentor: str, mentee: str) -> None:
    by, person = world.eyes(mentor), world.people[mentee]
    _reach(programme, list(Goal.objects.filter(programme=programme)), world, mentor)
    if world.humans[mentee].mastery:
        again = answers_of(person.organisation, "433233343")
        assess_oneself(person, again, today=world.today, by=world.eyes(mentee))
    for key, words, learned in (
        (
            mentor,
            "Вы научились держать внимание класса, дальше справитесь без меня.",
            "Сам увидел свои уроки заново.",
        ),
        (
            mentee,
            "Спасибо за терпение и за то, что всегда показывали на примере.",
            "Планировать урок от результата.",
        ),
    ):
        progress.say(
            programme,
            helped=Satisfaction.MUCH,
            words=words,
            private_words="",
            learned=learned,
            by=world.eyes(key),
        )
    _characterise(programme, person, world, mentor)
    moving.finish(
        programme, words="Цели достигнуты, опыт показан коллегам.", why_early="", today=world.today, by=by
    )
    programme.refresh_from_db()


def _reach(programme: Programme, goals: Sequence[Goal], world: World, mentor: str) -> None:
    for number, goal in enumerate(goals):
        progress.note_goal(
            programme,
            goal,
            now=goal.target,
            state=GoalState.PARTLY if number == 1 else GoalState.REACHED,
            result="Видно на уроках и в журнале посещений.",
            today=world.today,
            by=world.eyes(mentor),
        )


def _characterise(programme: Programme, person: Person, world: World, mentor: str) -> None:
    progress.characterise(
        programme,
        person,
        independence=Mark.MOSTLY,
        quality=Mark.ALWAYS,
        responsibility=Mark.ALWAYS,
        words="Готовится к каждому занятию, охотно пробует новое, бережно говорит с детьми.",
        by=world.eyes(mentor),
    )
