"""What programmes tell of a pair: facts of its life, its timeline, its next step, what to remind of, its leaves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.ui import Action
from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.happenings import Happening
from nastavnik.pairs.leaves import Leaf
from nastavnik.pairs.life import Life
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import STEPPING, PairState, Side
from nastavnik.people.queries import holders

from . import queries
from .models import Activity, Goal, Interim, Programme
from .rules import LIVE, OVER, GoalState, State

WITHOUT_AFTER = timedelta(days=14)  # a pair at work is expected to have a programme by then


def facts_of(mentorships: Sequence[Mentorship], today: date) -> Mapping[UUID, Mapping[str, Any]]:
    """One query for any number of pairs."""
    late = Q(activities__done_on__isnull=True, activities__due_on__lt=today)
    rows = (
        Programme.objects.current()
        .filter(mentorship__in=[m.pk for m in mentorships])
        .order_by()
        .annotate(
            total=Count("activities"),
            done=Count("activities", filter=Q(activities__done_on__isnull=False)),
            late=Count("activities", filter=late),
        )
    )
    return {
        pk: {
            "has_programme": True,
            "programme_approved": state in {*LIVE, *OVER},
            "done": done,
            "total": total,
            "overdue": late_ones if state in LIVE else 0,
        }
        for pk, state, done, total, late_ones in rows.values_list(
            "mentorship", "state", "done", "total", "late"
        )
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
    for activity in Activity.objects.filter(programme=current):
        if activity.done_on:
            yield Happening(activity.done_on, "Мероприятие выполнено", activity.words, page, sort="programme")
        elif activity.due_on and activity.due_on >= today and State(current.state) in LIVE:
            yield Happening(activity.due_on, "Мероприятие", activity.words, page, "next", "programme")
    results = reverse("programmes:results", args=[mentorship.pk])
    for interim in Interim.objects.filter(programme=current):
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
    programme = queries.seen_in(mentorship)
    if programme is None or not queries.sees(actor, programme):
        return None
    label = _label(actor, programme, today)
    page = reverse("programmes:programme", args=[mentorship.pk])
    return Action(label, page, primary=True) if label else None


def _label(actor: Actor, programme: Programme, today: date) -> str:
    state, may = State(programme.state), actor.can(Permission.PROGRAMME_EDIT, programme)
    if state is State.SENT:
        may_approve = actor.can(Permission.PROGRAMME_APPROVE, programme)
        is_own = may_approve and queries.own_taker(actor, programme.mentorship) is not None
        return "Утвердить программу" if may_approve and not is_own else ""
    if state is State.AGREED:
        return "Отправить программу" if may else ""
    if state is State.DRAFT:
        taker = queries.own_taker(actor, programme.mentorship)
        waits = taker is not None and not programme.agreements.filter(person=taker.person_id).exists()
        return "Согласовать программу" if waits else ""
    return "Подвести итоги программы" if state is State.RUNNING and may and programme.ends_on < today else ""


def programme_leaf(actor: Actor, mentorship: Mentorship) -> Leaf | None:  # noqa: ARG001
    if PairState(mentorship.state) not in STEPPING and queries.seen_in(mentorship) is None:
        return None
    return Leaf("programme", "Программа", reverse("programmes:programme", args=[mentorship.pk]))


def results_leaf(actor: Actor, mentorship: Mentorship) -> Leaf | None:  # noqa: ARG001
    programme = queries.seen_in(mentorship)
    if programme is None or State(programme.state) not in {*LIVE, *OVER}:
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
