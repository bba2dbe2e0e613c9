"""The diary of a pair: held meetings, lesson visits and own notes by date; nothing is entered twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.meetings.models import Attachment, DiaryEntry, LessonVisit, Meeting, MeetingRecord
from nastavnik.meetings.rules import MeetingState, Work
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import WORKING, Side

from . import meetings_of

MOST = 300


@dataclass(frozen=True)
class Line:
    """One thing of a day, ready for the page: `who` wrote it; a private one is its author's alone."""

    on: date
    work: str
    who: str
    words: str
    minutes: int
    url: str
    private: bool = False


@dataclass(frozen=True)
class Month:
    """Lines of a month with the time that they took: by all, and of the mentor's work that may be paid for."""

    first: date
    lines: Sequence[Line]

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)


def notes_of(actor: Actor, mentorship: Mentorship) -> list[DiaryEntry]:
    """One's own notes, and the open ones for those who may see the diary: in a group a mentee reads the mentor's only."""
    shown = Q(author__in=actor.person_ids)
    if actor.can(Permission.DIARY_VIEW, mentorship):
        shown |= Q(is_private=False) & _read_by(actor, mentorship)
    rows = DiaryEntry.objects.filter(shown, mentorship=mentorship)
    return list(rows.select_related("author")[:MOST])


def _read_by(actor: Actor, mentorship: Mentorship) -> Q:
    if not mentorship.is_group or _oversees(actor, mentorship):
        return Q()
    leads = Participation.objects.filter(mentorship=mentorship, side=Side.MENTOR, left_on__isnull=True)
    mentors = list(leads.values_list("person", flat=True))
    return Q() if not actor.person_ids.isdisjoint(mentors) else Q(author__in=mentors)


def _oversees(actor: Actor, mentorship: Mentorship) -> bool:
    paths = actor.reach(Permission.DIARY_VIEW).paths
    return any(mentorship.lies_at.startswith(path) for path in paths)


def visits_of(actor: Actor, mentorship: Mentorship) -> list[LessonVisit]:
    rows = LessonVisit.objects.visible_to(actor, Permission.DIARY_VIEW).filter(mentorship=mentorship)
    return list(rows.select_related("visitor", "teacher")[:MOST])


def diary_of(
    actor: Actor, mentorship: Mentorship, *, since: date | None = None, until: date | None = None
) -> list[Month]:
    """Months from the latest; ≤ 5 queries."""
    lines = [*_meetings(actor, mentorship), *_visits(actor, mentorship), *_notes(actor, mentorship)]
    kept = [ln for ln in lines if (not since or ln.on >= since) and (not until or ln.on <= until)]
    months: dict[date, list[Line]] = {}
    for line in sorted(kept, key=lambda each: each.on, reverse=True):
        months.setdefault(line.on.replace(day=1), []).append(line)
    return [Month(first, found) for first, found in months.items()]


def _meetings(actor: Actor, mentorship: Mentorship) -> Iterable[Line]:
    records = MeetingRecord.objects.filter(was=True).select_related("author")
    held = meetings_of(actor, mentorship).filter(state=MeetingState.HELD)
    for meeting in held.prefetch_related(Prefetch("records", records), "tasks")[:MOST]:
        yield Line(
            on=timezone.localtime(meeting.starts_at).date(),
            work=f"{Work.MEETING.label}, {meeting.get_way_display().lower()}",
            who=meeting.only_with.short_name if meeting.only_with else "",
            words=_told(meeting),
            minutes=meeting.minutes,
            url=reverse("meetings:meeting", args=[meeting.pk]),
        )


def _told(meeting: Meeting) -> str:
    words = [meeting.topic, *(f"{r.author.short_name}: {r.words}" for r in meeting.records.all() if r.words)]
    agreed = "; ".join(task.words for task in meeting.tasks.all())
    words.append(f"Договорились: {agreed}" if agreed else "")
    return "\n".join(filter(None, words))


def _visits(actor: Actor, mentorship: Mentorship) -> Iterable[Line]:
    for visit in visits_of(actor, mentorship):
        yield Line(
            on=visit.on,
            work=Work.VISIT.label,
            who=visit.visitor.short_name,
            words=" · ".join(filter(None, (visit.group, visit.subject, visit.topic))),
            minutes=visit.minutes,
            url=reverse("meetings:visit", args=[visit.pk]),
        )


def _notes(actor: Actor, mentorship: Mentorship) -> Iterable[Line]:
    for note in notes_of(actor, mentorship):
        is_open = note.author_id in actor.person_ids and (note.is_private or mentorship.state in WORKING)
        yield Line(
            on=note.on,
            work=note.get_work_display(),
            who=note.author.short_name,
            words=note.words,
            minutes=note.minutes or 0,
            url=reverse("meetings:diary_entry", args=[note.pk]) if is_open else "",
            private=note.is_private,
        )


def own_note(actor: Actor, pk: UUID) -> DiaryEntry:
    """A note of the actor's own, or 404: nobody else changes it, whatever the role."""
    rows = DiaryEntry.objects.select_related("mentorship__organisation", "author")
    found = rows.filter(pk=pk, author__in=actor.person_ids).first()
    if found is None:
        raise Http404
    return found


def visit_for(actor: Actor, pk: UUID, permission: Permission = Permission.DIARY_VIEW) -> LessonVisit:
    rows = LessonVisit.objects.select_related("mentorship__organisation", "visitor", "teacher")
    return rows.pick(actor, permission, pk=pk)


def files_of_visit(visit: LessonVisit) -> list[Attachment]:
    return list(Attachment.objects.filter(visit=visit).select_related("file", "added_by"))


def file_of_visit(actor: Actor, visit: UUID, pk: UUID) -> Attachment:
    found = visit_for(actor, visit)
    attachment = Attachment.objects.filter(visit=found, pk=pk).select_related("file").first()
    if attachment is None:
        raise Http404
    return attachment


def minutes_of(mentorship: Mentorship, first: date, last: date) -> int:
    """Time of the mentor with the pair for the payment and the report: meetings, visits, open notes of the mentor."""
    since = datetime.combine(first, time.min, timezone.get_current_timezone())
    until = datetime.combine(last + timedelta(days=1), time.min, timezone.get_current_timezone())
    held = Meeting.objects.filter(
        mentorship=mentorship, state=MeetingState.HELD, starts_at__gte=since, starts_at__lt=until
    )
    leads = Q(
        mentorship=mentorship,
        author__participations__mentorship=mentorship,
        author__participations__side="mentor",
    )
    notes = DiaryEntry.objects.filter(leads, on__gte=first, on__lte=last, is_private=False)
    visits = LessonVisit.objects.filter(mentorship=mentorship, on__gte=first, on__lte=last)
    return (
        sum(m.minutes for m in held)
        + sum(n.minutes or 0 for n in notes)
        + sum(visits.values_list("minutes", flat=True))
    )
