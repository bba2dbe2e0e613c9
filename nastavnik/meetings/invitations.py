"""A meeting as calendars read it: titles name nobody (whoever sees the telephone's screen learns nothing)."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from nastavnik.core.russian.wording import day_and_month
from nastavnik.organisations.zones import ZONES
from nastavnik.people.middleware import zone_of

from . import ical
from .models import Meeting
from .rules import MeetingState, Way

TITLE = "Встреча наставнической пары"
GROUP_TITLE = "Встреча наставнической группы"
STATUS: dict[str, ical.Standing] = {
    MeetingState.PROPOSED: "TENTATIVE",
    MeetingState.CANCELLED: "CANCELLED",
    MeetingState.MISSED: "CANCELLED",
}


def event_of(meeting: Meeting) -> ical.Event:
    """`mentorship` and `room` of the meeting at hand."""
    base = settings.BASE_URL.rstrip("/")
    return ical.Event(
        uid=f"{meeting.pk}@nastavnik",
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=title_of(meeting),
        status=STATUS.get(meeting.state, "CONFIRMED"),
        stamp=meeting.updated_at,
        place=place_of(meeting),
        url=f"{base}{reverse('meetings:meeting', args=[meeting.pk])}" if base else "",
    )


def title_of(meeting: Meeting) -> str:
    return GROUP_TITLE if meeting.mentorship.is_group and not meeting.only_with_id else TITLE


def place_of(meeting: Meeting) -> str:
    if meeting.room:
        return meeting.room.title
    return meeting.place or ("" if meeting.way == Way.IN_PERSON else meeting.get_way_display())


def invitation_to(meeting: Meeting, address: str) -> str:
    """What goes with a letter: an invitation, or its withdrawal."""
    is_off = meeting.state == MeetingState.CANCELLED
    return ical.calendar_of(
        [event_of(meeting)],
        method="CANCEL" if is_off else "REQUEST",
        organizer=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        attendee=address,
    )


def when_words(meeting: Meeting) -> str:
    """«16 сентября, 14:30» by the clock of the mentee's organisation; its zone is named where a mentor is far away."""
    organisation = meeting.mentorship.organisation
    local = timezone.localtime(meeting.starts_at, zone_of(organisation.time_zone))
    mark = f" {zone_mark(organisation.time_zone)}" if meeting.mentorship.distance else ""
    return f"{day_and_month(local.date())}, {local:%H:%M}{mark}"


def zone_mark(name: str) -> str:
    """«МСК+4»."""
    return next((words.partition(":")[0] for code, words in ZONES if code == name), "")


def file_of(meeting: Meeting) -> str:
    """The meeting as a file that a calendar program opens."""
    return ical.calendar_of([event_of(meeting)])
