"""Hours of a mentor by month: held meetings, lesson visits and open notes of the diary, each entered once where it belongs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.meetings.models import DiaryEntry, LessonVisit, Meeting
from nastavnik.meetings.month import shifted
from nastavnik.meetings.rules import MeetingState, Work
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.queries import named_takers
from nastavnik.pairs.rules import Side
from nastavnik.people.models import Person


@dataclass(frozen=True)
class Hour:
    """One piece of work: `url` opens the row it is drawn from, empty where this reader may not open it."""

    mentor: UUID
    on: date
    work: str
    mentorship: Mentorship
    minutes: int
    url: str = ""


@dataclass(frozen=True)
class Led:
    """Pairs that a mentor leads or has led, with the days of it."""

    mentor: Person
    terms: Sequence[Participation]


def last_day(month: date) -> date:
    return shifted(month, 1) - timedelta(days=1)


def led_by(actor: Actor, pk: UUID) -> Led:
    """All pairs of one's own; those of the organisations that this reader answers for, or 404."""
    mentor = Person.objects.select_related("organisation").filter(pk=pk).first()
    terms = list(_terms(actor).filter(person=pk))
    if mentor is None or not (terms or mentor.pk in actor.person_ids):
        raise Http404
    return Led(mentor, terms)


def led_in(actor: Actor, organisation: Organisation) -> list[Led]:
    """Every mentor of the organisation's pairs that the reader answers for, by name."""
    found: dict[UUID, list[Participation]] = {}
    for term in _terms(actor).filter(organisation=organisation):
        found.setdefault(term.person_id, []).append(term)
    led = [Led(terms[0].person, terms) for terms in found.values()]
    return sorted(led, key=lambda each: (each.mentor.search_text, each.mentor.pk))


def _terms(actor: Actor) -> QuerySet[Participation]:
    reach = actor.reach(Permission.HOURS_VIEW)
    seen = Q(person__in=reach.person_ids)
    for path in reach.paths:
        seen |= Q(mentorship__organisation__path__startswith=path)
    rows = Participation.objects.filter(seen, side=Side.MENTOR)
    return rows.select_related(
        "person__organisation",
        "mentorship__organisation",
        "mentorship__issue",
        "mentorship__order",
        "mentorship__labour_basis",
    ).order_by("joined_on", "id")


def hours_in(actor: Actor, led: Iterable[Led], month: date) -> list[Hour]:
    """What these mentors did in a month, by day; three queries for any number of them, and one for the names.

    A lesson counts for the mentor who visited it; a mentee at the mentor's own lesson adds no hours.
    """
    terms = [term for each in led for term in each.terms]
    pairs: Mapping[UUID, Mentorship] = {term.mentorship_id: term.mentorship for term in terms}
    first, last = month, last_day(month)
    found = [*_meetings(terms, pairs, first, last), *_visits(actor, terms, pairs, first, last)]
    found += _notes(actor, terms, pairs, first, last)
    return sorted(found, key=lambda hour: (hour.on, hour.url))


def _meetings(
    terms: Sequence[Participation], pairs: Mapping[UUID, Mentorship], first: date, last: date
) -> Iterable[Hour]:
    zone = timezone.get_current_timezone()
    held = Meeting.objects.filter(
        mentorship__in=pairs,
        state=MeetingState.HELD,
        starts_at__gte=datetime.combine(first, time.min, zone),
        starts_at__lt=datetime.combine(last + timedelta(days=1), time.min, zone),
    )
    for meeting in held:
        on = timezone.localtime(meeting.starts_at).date()
        for mentor in _who_led(terms, meeting.mentorship_id, on):
            work = f"{Work.MEETING.label}, {meeting.get_way_display().lower()}"
            page = reverse("meetings:meeting", args=[meeting.pk])
            yield Hour(mentor, on, work, pairs[meeting.mentorship_id], meeting.minutes, page)


def _who_led(terms: Sequence[Participation], pair: UUID, on: date) -> list[UUID]:
    """Until the day of leaving; what was recorded of the days before the pair was written down counts too."""
    return [t.person_id for t in terms if t.mentorship_id == pair and (t.left_on is None or on <= t.left_on)]


def _visits(
    actor: Actor,
    terms: Sequence[Participation],
    pairs: Mapping[UUID, Mentorship],
    first: date,
    last: date,
) -> Iterable[Hour]:
    rows = LessonVisit.objects.filter(_of(terms, "visitor"), on__gte=first, on__lte=last)
    for visit in rows:
        pair = pairs[visit.mentorship_id]
        page = (
            reverse("meetings:visit", args=[visit.pk]) if _reads_diary(actor, pair, visit.visitor_id) else ""
        )
        yield Hour(visit.visitor_id, visit.on, Work.VISIT.label, pair, visit.minutes, page)


def _notes(
    actor: Actor,
    terms: Sequence[Participation],
    pairs: Mapping[UUID, Mentorship],
    first: date,
    last: date,
) -> Iterable[Hour]:
    rows = DiaryEntry.objects.filter(
        _of(terms, "author"), on__gte=first, on__lte=last, is_private=False, minutes__gt=0
    )
    for note in rows:
        pair = pairs[note.mentorship_id]
        page = reverse("meetings:diary", args=[pair.pk]) if _reads_diary(actor, pair, note.author_id) else ""
        yield Hour(note.author_id, note.on, note.get_work_display(), pair, note.minutes or 0, page)


def _of(terms: Sequence[Participation], who: str) -> Q:
    """Rows of a pair that its own mentor has written."""
    found = Q(pk__in=())
    for term in terms:
        found |= Q(mentorship=term.mentorship_id, **{who: term.person_id})
    return found


def _reads_diary(actor: Actor, pair: Mentorship, author: UUID) -> bool:
    paths = actor.reach(Permission.DIARY_VIEW).paths
    return author in actor.person_ids or any(pair.lies_at.startswith(path) for path in paths)


def mentees_words(pair: Mentorship) -> str:
    """«Зимин К. А.»; a group names the first and counts the rest."""
    named_takers(pair)
    mentees = [t.person.short_name for t in pair.participations.all() if t.side == Side.MENTEE]
    more = f" и ещё {len(mentees) - 1}" if len(mentees) > 1 else ""
    return "".join(mentees[:1]) + more
