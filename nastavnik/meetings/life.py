"""What meetings tell of a mentorship: for its health, its timeline, its next step, its reminders."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.ui import Action
from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.happenings import Happening
from nastavnik.pairs.leaves import Leaf
from nastavnik.pairs.life import Columns, Facts, Life, Values
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import WORKING, PairState
from nastavnik.people.middleware import zone_of
from nastavnik.people.queries import holders

from . import queries, showing
from .models import Meeting, MeetingRating, Task
from .queries.sides import sides_by_pair
from .rules import AHEAD, Fit, MeetingState

BEGUN = (*WORKING, PairState.FINISHED, PairState.STOPPED)
SHOWN = 100


def moment(today: date) -> datetime:
    """Now, or the end of a day that is not today."""
    if today == timezone.localdate():
        return timezone.now()
    return datetime.combine(today + timedelta(days=1), time.min, timezone.get_current_timezone())


def columns(today: date) -> Columns:
    """Numbers and moments of the meetings and tasks of a pair."""
    now = moment(today)
    meetings = Meeting.objects.filter(mentorship=OuterRef("pk")).order_by()
    held, ahead = meetings.filter(state=MeetingState.HELD), meetings.filter(state__in=AHEAD)
    ratings = MeetingRating.objects.filter(meeting__mentorship=OuterRef("pk")).order_by()
    late = Task.objects.filter(mentorship=OuterRef("pk"), done_on__isnull=True, due_on__lt=today).order_by()
    return {
        "meetings_held": _number(held),
        "last_meeting_at": Subquery(held.order_by("-starts_at").values("starts_at")[:1]),
        "next_meeting_at": Subquery(
            ahead.filter(starts_at__gt=now).order_by("starts_at").values("starts_at")[:1]
        ),
        "meetings_unrecorded": _number(ahead.filter(starts_at__lte=now)),
        "last_mark": Subquery(
            ratings.filter(mark__isnull=False).order_by("-meeting__starts_at", "mark").values("mark")[:1]
        ),
        "is_unfit": Exists(ratings.filter(fit=Fit.UNFIT)),
        "tasks_late": _number(late),
    }


def told(values: Values) -> Facts:
    last = values["last_meeting_at"]
    return {
        "met": values["meetings_held"],
        "last_met_on": timezone.localtime(last).date() if last else None,
        "next_meeting_at": values["next_meeting_at"],
        "unrecorded": values["meetings_unrecorded"],
        "rating": values["last_mark"],
        "unfit": values["is_unfit"],
        "overdue": values["tasks_late"],
    }


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = Subquery(
        rows.values("mentorship").annotate(n=Count("pk")).values("n"), output_field=IntegerField()
    )
    return Coalesce(counted, 0)


def meetings_leaf(actor: Actor, mentorship: Mentorship, life: Life) -> Leaf | None:  # noqa: ARG001
    if mentorship.state not in BEGUN or not actor.can(Permission.MEETING_VIEW, mentorship):
        return None
    return Leaf("meetings", "Встречи", reverse("meetings:of_pair", args=[mentorship.pk]))


def diary_leaf(actor: Actor, mentorship: Mentorship, life: Life) -> Leaf | None:  # noqa: ARG001
    if mentorship.state not in BEGUN or not actor.can(Permission.DIARY_VIEW, mentorship):
        return None
    return Leaf("diary", "Дневник", reverse("meetings:diary", args=[mentorship.pk]))


def happenings(actor: Actor, mentorship: Mentorship, today: date) -> Iterable[Happening]:
    """Meetings that took place and those ahead; of what was called off the page of meetings tells."""
    rows = queries.meetings_of(actor, mentorship).filter(state__in=(MeetingState.HELD, *AHEAD))
    for meeting in rows[:SHOWN]:
        on = timezone.localtime(meeting.starts_at).date()
        is_next = meeting.state in AHEAD
        yield Happening(
            on,
            "Назначена встреча" if is_next else "Встреча",
            " · ".join(filter(None, (meeting.topic, showing.where(meeting)))),
            reverse("meetings:meeting", args=[meeting.pk]),
            "next" if is_next and on >= today else "",
            "meeting",
        )


def next_step(actor: Actor, mentorship: Mentorship, life: Life, today: date) -> Action | None:
    """To record what has been; else to plan, unless the only meeting of this mentorship has taken place."""
    if mentorship.state not in WORKING or not actor.can(Permission.MEETING_RUN, mentorship):
        return None
    mine = queries.meetings_of(actor, mentorship)
    if life.unrecorded:
        waiting = mine.filter(state__in=AHEAD, starts_at__lte=moment(today)).order_by("starts_at").first()
        if waiting is not None:
            url = reverse("meetings:record", args=[waiting.pk])
            return Action("Записать встречу", url, icon="pencil-square", primary=True)
    if life.next_meeting_at is not None:
        return None
    if life.met and mine.filter(state=MeetingState.HELD, is_single=True).exists():
        return None
    return Action(
        "Запланировать встречу",
        reverse("meetings:plan", args=[mentorship.pk]),
        icon="calendar3",
        primary=True,
    )


def meetings_to_come(organisation: Organisation, first: date, last: date) -> Iterable[Due]:
    """Meetings ahead: all of them are reminded."""
    rows, now = _between(organisation, first, last), timezone.now()
    ahead = [m for m in rows if m.starts_at > now]
    sides = sides_by_pair([m.mentorship for m in ahead])
    for meeting in ahead:
        starts = timezone.localtime(meeting.starts_at, zone_of(organisation.time_zone))
        yield Due(
            key=str(meeting.pk),
            due_on=starts.date(),
            people=[p.pk for p in sides[meeting.mentorship_id].of(meeting)],
            subject="Встреча наставнической пары",
            text=f"Начало в {starts:%H:%M}. Место и тема — на странице встречи.",
            link=reverse("meetings:meeting", args=[meeting.pk]),
            why="Вы участвуете в этой встрече.",
        )


def meetings_to_record(organisation: Organisation, first: date, last: date) -> Iterable[Due]:
    """Meetings that have been and are not recorded: the mentor writes, then the curator hears."""
    rows, now = _between(organisation, first, last), timezone.now()
    waiting = [m for m in rows if m.starts_at <= now]
    sides = sides_by_pair([m.mentorship for m in waiting])
    curators = _curators(organisation) if waiting else []
    for meeting in waiting:
        starts = timezone.localtime(meeting.starts_at, zone_of(organisation.time_zone))
        yield Due(
            key=str(meeting.pk),
            due_on=starts.date(),
            people=[p.pk for p in sides[meeting.mentorship_id].mentors],
            subject="Запишите, как прошла встреча",
            text="Три поля, меньше минуты. Если встречи не было, так и отметьте.",
            link=reverse("meetings:record", args=[meeting.pk]),
            why="Вы наставник в этой паре.",
            next_people=curators,
        )


def _between(organisation: Organisation, first: date, last: date) -> list[Meeting]:
    """Meetings of working pairs with no record, of days in the zone of the organisation."""
    zone = zone_of(organisation.time_zone) or timezone.get_default_timezone()
    since = datetime.combine(first, time.min, zone)
    until = datetime.combine(last + timedelta(days=1), time.min, zone)
    rows = Meeting.objects.filter(
        organisation=organisation,
        state__in=AHEAD,
        starts_at__gte=since,
        starts_at__lt=until,
        mentorship__state__in=WORKING,
    )
    return list(rows.select_related("mentorship").order_by("starts_at"))


def _curators(organisation: Organisation) -> list[UUID]:
    found = holders(Permission.RATING_VIEW, organisation, today=timezone.localdate())
    return list(found.values_list("pk", flat=True))


def tasks_due(organisation: Organisation, first: date, last: date) -> Iterable[Due]:
    """Open tasks of working pairs: who does them is reminded, then the mentor hears."""
    rows = Task.objects.filter(
        organisation=organisation,
        done_on__isnull=True,
        due_on__gte=first,
        due_on__lte=last,
        mentorship__state__in=WORKING,
    ).select_related("mentorship")
    tasks = list(rows)
    sides = sides_by_pair([t.mentorship for t in tasks])
    for task in tasks:
        people = [p.pk for p in queries.doers_of(task, sides[task.mentorship_id])]
        mentors = [p.pk for p in sides[task.mentorship_id].mentors if p.pk not in people]
        yield Due(
            key=str(task.pk),
            due_on=task.due_on,
            people=people,
            subject="Задание между встречами",
            text="Когда сделаете, отметьте «Готово»: напоминания прекратятся.",
            link=reverse("meetings:of_pair", args=[task.mentorship_id]),
            why="О нём договорились на встрече пары.",
            next_people=mentors,
        )
