"""Meetings the actor may see: of a mentorship, one by one, for the home page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.meetings.models import (
    Attachment,
    Meeting,
    MeetingRating,
    MeetingRecord,
    Room,
    Task,
    VideoService,
)
from nastavnik.meetings.rules import AHEAD, Doer, MeetingState
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.health.queries import takes_part
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import WORKING
from nastavnik.people.models import Person

from .sides import Sides

LONG_AGO = 200  # meetings of one pair that a page shows


def pair_for(actor: Actor, pk: UUID, permission: Permission = Permission.MEETING_VIEW) -> Mentorship:
    """A mentorship whose meetings the actor may see, or 404."""
    rows = Mentorship.objects.select_related("issue", "form", "organisation", "order")
    return rows.pick(actor, permission, pk=pk)


def meeting_for(actor: Actor, pk: UUID, permission: Permission = Permission.MEETING_VIEW) -> Meeting:
    """One meeting with its pair and room, or 404."""
    rows = Meeting.objects.select_related(
        "organisation",
        "mentorship__organisation",
        "mentorship__issue",
        "mentorship__form",
        "room",
        "proposed_by",
        "only_with",
    )
    found = rows.pick(actor, permission, pk=pk)
    found.mentorship.remember_owners()
    return found


def meetings_of(actor: Actor, mentorship: Mentorship) -> QuerySet[Meeting]:
    """Meetings of the pair that the actor may see, the latest first."""
    rows = Meeting.objects.visible_to(actor, Permission.MEETING_VIEW).filter(mentorship=mentorship)
    return rows.select_related("room", "only_with")


def tasks_of(actor: Actor, mentorship: Mentorship) -> QuerySet[Task]:
    """Tasks of the pair that the actor may see: those to do first."""
    rows = Task.objects.visible_to(actor, Permission.MEETING_VIEW).filter(mentorship=mentorship)
    return rows.select_related("person")


def task_for(actor: Actor, pk: UUID, permission: Permission = Permission.MEETING_RUN) -> Task:
    rows = Task.objects.select_related("mentorship__organisation", "person")
    return rows.pick(actor, permission, pk=pk)


def is_first(meeting: Meeting) -> bool:
    """No meeting of this mentorship has taken place before this one."""
    held = Meeting.objects.filter(mentorship=meeting.mentorship_id, state=MeetingState.HELD)
    return not held.filter(starts_at__lt=meeting.starts_at).exclude(pk=meeting.pk).exists()


def has_met(mentorship: Mentorship) -> bool:
    return Meeting.objects.filter(mentorship=mentorship, state=MeetingState.HELD).exists()


def records_of(meeting: Meeting) -> list[MeetingRecord]:
    return list(MeetingRecord.objects.filter(meeting=meeting).select_related("author"))


def own_record(meeting: Meeting, author: Person | None) -> MeetingRecord | None:
    return MeetingRecord.objects.filter(meeting=meeting, author=author).first() if author else None


def ratings_for(actor: Actor, meeting: Meeting) -> list[MeetingRating]:
    """One's own, or all of them for the curator."""
    rows = MeetingRating.objects.filter(meeting=meeting).select_related("person")
    if not sees_ratings(actor, meeting):
        rows = rows.filter(person__in=actor.person_ids)
    return list(rows)


def sees_ratings(actor: Actor, meeting: Meeting) -> bool:
    """The curator reads them all, but not those of a pair of their own: there they are the other side."""
    return actor.can(Permission.RATING_VIEW, meeting.mentorship) and not takes_part(actor, meeting.mentorship)


def met(mentorship: Mentorship) -> int:
    """How many meetings there have been."""
    return Meeting.objects.filter(mentorship=mentorship, state=MeetingState.HELD).count()


def own_rating(meeting: Meeting, person: Person | None) -> MeetingRating | None:
    return MeetingRating.objects.filter(meeting=meeting, person=person).first() if person else None


def files_of(meeting: Meeting) -> list[Attachment]:
    return list(Attachment.objects.filter(meeting=meeting).select_related("file", "added_by"))


def file_of(actor: Actor, meeting: UUID, pk: UUID) -> Attachment:
    """A file of a meeting the actor may see, or 404."""
    found = meeting_for(actor, meeting)
    attachment = Attachment.objects.filter(meeting=found, pk=pk).select_related("file").first()
    if attachment is None:
        raise Http404
    return attachment


def next_of(mentorship: Mentorship, *, now: datetime) -> Meeting | None:
    """The nearest meeting ahead."""
    rows = Meeting.objects.filter(mentorship=mentorship, state__in=AHEAD, starts_at__gt=now)
    return rows.order_by("starts_at").first()


def rooms_of(organisation: Organisation) -> QuerySet[Room]:
    """Rooms in use."""
    return Room.objects.filter(organisation=organisation, closed_on__isnull=True)


def rooms_for(actor: Actor, organisation: Organisation) -> list[Room]:
    """All rooms of the organisation for those who keep the list."""
    rows = Room.objects.visible_to(actor, Permission.ROOMS_EDIT).filter(organisation=organisation)
    return list(rows.order_by("closed_on", "title"))


def room_to_edit(actor: Actor, pk: UUID) -> Room:
    return Room.objects.select_related("organisation").pick(actor, Permission.ROOMS_EDIT, pk=pk)


def video_template(organisation: Organisation) -> str:
    found = VideoService.objects.filter(organisation=organisation).first()
    return found.template if found else ""


def taken_rooms(rooms: Iterable[Room], starts_at: datetime, ends_at: datetime) -> set[UUID]:
    """Rooms that are not free between two moments."""
    busy = Meeting.objects.filter(room__in=list(rooms), starts_at__lt=ends_at, ends_at__gt=starts_at)
    return set(
        busy.exclude(state__in=(MeetingState.CANCELLED, MeetingState.MISSED)).values_list("room", flat=True)
    )


@dataclass(frozen=True)
class Own:
    """What the home page of a participant shows: the nearest meetings, those to record, the open tasks."""

    ahead: Sequence[Meeting]
    to_record: Sequence[Meeting]
    tasks: Sequence[Task]
    pairs: Sequence[Mentorship]


SHOWN = 5
WAITING = 60  # meetings without a record that the home page looks through


def own_of(actor: Actor, own: Sequence[Mentorship], *, now: datetime) -> Own:
    """Two queries; `own` are the pairs of the actor as `pairs.queries.own_pairs` reads them."""
    pairs = sorted((m for m in own if m.state in WORKING), key=lambda m: (m.starts_on, m.pk))
    if not pairs:
        return Own((), (), (), ())
    by_id = {m.pk: m for m in pairs}
    mine = Meeting.objects.visible_to(actor, Permission.MEETING_RUN).filter(mentorship__in=pairs)
    rows = mine.filter(state__in=AHEAD).select_related("room", "only_with").order_by("starts_at")
    waiting = list(rows[:WAITING])
    for meeting in waiting:
        meeting.mentorship = by_id[meeting.mentorship_id]
    return Own(
        ahead=[m for m in waiting if m.starts_at > now][:SHOWN],
        to_record=[m for m in waiting if m.starts_at <= now][:SHOWN],
        tasks=list(_own_tasks(actor, pairs)[:SHOWN]),
        pairs=pairs,
    )


def _own_tasks(actor: Actor, pairs: Sequence[Mentorship]) -> QuerySet[Task]:
    """Open tasks that are the actor's to do."""
    rows = Task.objects.visible_to(actor, Permission.MEETING_RUN)
    rows = rows.filter(mentorship__in=pairs, done_on__isnull=True)
    return rows.filter(mine(actor)).select_related("mentorship", "person")


def mine(actor: Actor) -> Q:
    """A task is mine when I am named, or when it is the task of my side and nobody is named."""
    taken = Mentorship.objects.filter(
        pk=OuterRef("mentorship"),
        participations__person__in=actor.person_ids,
        participations__side=OuterRef("doer"),
        participations__left_on__isnull=True,
    )
    of_my_side = Q(doer=Doer.BOTH) | Q(Exists(taken))
    return Q(person__in=actor.person_ids) | Q(person__isnull=True) & of_my_side


def doers_of(task: Task, sides: Sides) -> list[Person]:
    """People who are to do a task."""
    if task.person_id:
        return [p for p in sides.everybody if p.pk == task.person_id]
    return {
        Doer.MENTOR: list(sides.mentors),
        Doer.MENTEE: list(sides.mentees),
        Doer.BOTH: sides.everybody,
    }[Doer(task.doer)]


def taken_by(people: Iterable[UUID], since: datetime, until: datetime) -> QuerySet[Meeting]:
    """Meetings of these people that stand between two moments."""
    rows = Meeting.objects.filter(
        Meeting.scope.own_while,
        mentorship__participations__person__in=list(people),
        state__in=AHEAD,
        starts_at__lt=until,
        ends_at__gt=since,
    )
    return rows.distinct()
