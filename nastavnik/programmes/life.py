"""What programmes tell of a pair: facts of its life, its timeline, its next step, what to remind of, its leaves."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.together import together
from nastavnik.core.ui import Action
from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.happenings import Happening
from nastavnik.pairs.leaves import Leaf
from nastavnik.pairs.life import Columns, Facts, Life, Values
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import STEPPING, PairState, Side
from nastavnik.people.queries import holders

from . import queries
from .models import Activity, Goal, Interim, Programme
from .rules import LIVE, OVER, GoalState, State

WITHOUT_AFTER = timedelta(days=14)  # a pair at work is expected to have a programme by then


def columns(today: date) -> Columns:
    """The programme in force: its state, its last day, its activities counted."""
    current = Programme.objects.current().filter(mentorship=OuterRef("pk")).order_by()
    counted = current.annotate(
        total=Count("activities"),
        done=Count("activities", filter=Q(activities__done_on__isnull=False)),
        late=Count("activities", filter=Q(activities__done_on__isnull=True, activities__due_on__lt=today)),
    )
    return {
        "programme_state": Subquery(current.values("state")),
        "programme_ends_on": Subquery(current.values("ends_on")),
        "activities_total": Subquery(counted.values("total")),
        "activities_done": Subquery(counted.values("done")),
        "activities_late": Subquery(counted.values("late")),
    }


def told(values: Values) -> Facts:
    state = values["programme_state"]
    if state is None:
        return {}
    return {
        "has_programme": True,
        "programme_approved": state in {*LIVE, *OVER},
        "programme_ends_on": values["programme_ends_on"] if state == State.RUNNING else None,
        "done": values["activities_done"],
        "total": values["activities_total"],
        "overdue": values["activities_late"] if state in LIVE else 0,
    }


def happenings_of(actor: Actor, mentorship: Mentorship, today: date) -> Iterable[Happening]:
    """Approved versions, what is done, what is due, intermediate results, the end."""
    programmes = queries.editions_of(actor, mentorship)
    page = reverse("programmes:programme", args=[mentorship.pk])
    for each in programmes:
        yield from _of_programme(each, page)
    current = next((each for each in programmes if each.is_current), None)
    if current is None:
        return
    activities, interims = together(
        Activity.objects.filter(programme=current), Interim.objects.filter(programme=current)
    )
    for activity in activities:
        if activity.done_on:
            yield Happening(activity.done_on, "Мероприятие выполнено", activity.words, page, sort="programme")
        elif activity.due_on and activity.due_on >= today and State(current.state) in LIVE:
            yield Happening(activity.due_on, "Мероприятие", activity.words, page, "next", "programme")
    results = reverse("programmes:results", args=[mentorship.pk])
    for interim in interims:
        yield Happening(interim.on, "Промежуточный результат", interim.words[:200], results, sort="programme")


def _of_programme(programme: Programme, page: str) -> Iterable[Happening]:
    url = page if programme.is_current else reverse("programmes:edition", args=[programme.pk])
    if programme.approved_at:
        words = "Программа утверждена" if programme.edition == 1 else "Утверждена поправка к программе"
        yield Happening(programme.approved_at.date(), words, programme.why_corrected, url, "doc", "programme")
    if programme.ended_on:
        words = "Программа завершена" if programme.state == State.COMPLETED else "Программа прекращена"
        yield Happening(programme.ended_on, words, "", url, "doc", "programme")


def next_step(actor: Actor, mentorship: Mentorship, life: Life, today: date) -> Action | None:
    """Write, agree, send, approve, finish: the one that this actor may do now."""
    if PairState(mentorship.state) not in STEPPING:
        return None
    if not life.has_programme:
        may = mentorship.state == PairState.ACTIVE and actor.can(Permission.PROGRAMME_EDIT, mentorship)
        start = reverse("programmes:start", args=[mentorship.pk])
        return Action("Составить программу", start, primary=True) if may else None
    if life.programme_approved:
        is_over = life.programme_ends_on is not None and life.programme_ends_on < today
        may = is_over and actor.can(Permission.PROGRAMME_EDIT, mentorship)
        label = "Подвести итоги программы" if may else ""
    else:
        programme = queries.seen_in(mentorship)
        label = _label(actor, programme) if programme and queries.sees(actor, programme) else ""
    page = reverse("programmes:programme", args=[mentorship.pk])
    return Action(label, page, primary=True) if label else None


def _label(actor: Actor, programme: Programme) -> str:
    """Of a programme that is not approved yet."""
    state, may = State(programme.state), actor.can(Permission.PROGRAMME_EDIT, programme.mentorship)
    if state is State.SENT:
        may_approve = actor.can(Permission.PROGRAMME_APPROVE, programme.mentorship)
        is_own = may_approve and queries.own_taker(actor, programme.mentorship) is not None
        return "Утвердить программу" if may_approve and not is_own else ""
    if state is State.AGREED:
        return "Отправить программу" if may else ""
    if state is State.DRAFT:
        taker = queries.own_taker(actor, programme.mentorship)
        waits = taker is not None and not programme.agreements.filter(person=taker.person_id).exists()
        return "Согласовать программу" if waits else ""
    return ""


def programme_leaf(actor: Actor, mentorship: Mentorship, life: Life) -> Leaf | None:  # noqa: ARG001
    if PairState(mentorship.state) not in STEPPING and not life.has_programme:
        return None
    return Leaf("programme", "Программа", reverse("programmes:programme", args=[mentorship.pk]))


def results_leaf(actor: Actor, mentorship: Mentorship, life: Life) -> Leaf | None:  # noqa: ARG001
    if not life.programme_approved:
        return None
    return Leaf("results", "Результаты", reverse("programmes:results", args=[mentorship.pk]))


def agenda_lines(mentorship: Mentorship, today: date) -> Iterable[str]:  # noqa: ARG001
    """Open goals of the programme at work, for the next meeting."""
    rows = Goal.objects.filter(
        programme__mentorship=mentorship,
        programme__is_current=True,
        programme__state__in=LIVE,
        state=GoalState.OPEN,
    )
    return list(rows.values_list("words", flat=True))


def due_activities(organisation: Organisation, since: date, until: date) -> Iterable[Due]:
    """Activities of programmes at work; undone ones are heard of by those who approve."""
    rows = Activity.objects.filter(
        organisation=organisation,
        programme__state__in=LIVE,
        programme__is_current=True,
        programme__mentorship__state__in=(PairState.ACTIVE,),
        done_on__isnull=True,
        due_on__range=(since, until),
    ).select_related("programme")
    found = list(rows)
    people = _takers([each.programme.mentorship_id for each in found])
    leaders = [person.pk for person in holders(Permission.PROGRAMME_ADVISE, organisation, today=until)]
    for each in found:
        takers = people.get(each.programme.mentorship_id, [])
        own = [each.responsible_id] if each.responsible_id else takers
        yield Due(
            key=str(each.pk),
            due_on=each.due_on or until,
            people=own,
            next_people=leaders,
            subject="Мероприятие программы наставничества",
            text="Подходит срок мероприятия вашей программы. Откройте её и отметьте, что сделано.",
            link=reverse("programmes:programme", args=[each.programme.mentorship_id]),
            why="Вы отвечаете за это мероприятие программы.",
        )


def due_approvals(organisation: Organisation, since: date, until: date) -> Iterable[Due]:
    """Programmes sent for approval wait five days at most."""
    leaders = [person.pk for person in holders(Permission.PROGRAMME_APPROVE, organisation, today=until)]
    for programme in Programme.objects.filter(
        organisation=organisation, state=State.SENT, sent_at__isnull=False
    ):
        day = programme.sent_at.date() + timedelta(days=5) if programme.sent_at else until
        if since <= day <= until:
            yield Due(
                key=str(programme.pk),
                due_on=day,
                people=leaders,
                subject="Программа наставничества ждёт утверждения",
                text="Участники согласовали программу и прислали её вам. Прочитайте и утвердите или верните.",
                link=reverse("programmes:programme", args=[programme.mentorship_id]),
                why="Вы утверждаете программы наставничества.",
            )


def due_programmes(organisation: Organisation, since: date, until: date) -> Iterable[Due]:
    """A pair at work without a programme: each must have one (R218)."""
    pairs = [
        each
        for each in queries.without_programme(organisation).filter(state=PairState.ACTIVE)
        if since <= each.starts_on + WITHOUT_AFTER <= until
    ]
    people = _takers([each.pk for each in pairs], side=Side.MENTOR)
    leaders = [person.pk for person in holders(Permission.PROGRAMME_ADVISE, organisation, today=until)]
    for each in pairs:
        yield Due(
            key=str(each.pk),
            due_on=each.starts_on + WITHOUT_AFTER,
            people=people.get(each.pk, []),
            next_people=leaders,
            subject="У пары ещё нет программы",
            text="Составьте программу: отметьте готовые цели и мероприятия, это займёт две минуты.",
            link=reverse("programmes:start", args=[each.pk]),
            why="Вы наставник этой пары.",
        )


def _takers(mentorships: Sequence[UUID], side: str = "") -> dict[UUID, list[UUID]]:
    rows = Participation.objects.filter(mentorship__in=mentorships, left_on__isnull=True)
    rows = rows.filter(side=side) if side else rows
    found: dict[UUID, list[UUID]] = {}
    for mentorship, person in rows.values_list("mentorship", "person"):
        found.setdefault(mentorship, []).append(person)
    return found


def own_activities(actor: Actor) -> list[dict[str, object]]:
    """For «Мои данные»: activities of one's programmes, and what they serve where one may see it."""
    today = timezone.localdate()
    mine = Participation.objects.filter(person__in=actor.person_ids, left_on__isnull=True).values(
        "mentorship"
    )
    pairs = {m.pk: queries.sees_links(actor, m, today=today) for m in Mentorship.objects.filter(pk__in=mine)}
    rows = Activity.objects.filter(programme__mentorship__in=list(pairs)).select_related(
        "programme", "domain"
    )
    return [
        {
            "мероприятие": each.words,
            "срок": each.deadline.words,
            "что получится": each.product,
            "что получилось": each.fact,
            "кто изменил": each.changed_by,
            **(
                {"для чего": f"{each.get_aim_display()}: {each.domain}"}
                if pairs[each.programme.mentorship_id]
                else {}
            ),
        }
        for each in rows.exclude(programme__state=State.DROPPED)
    ]
