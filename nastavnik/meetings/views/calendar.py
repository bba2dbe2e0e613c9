"""The calendar by month and as an agenda; the personal feed by a secret address."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from nastavnik.access.http import Request, open_to_all, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.meetings import ical, invitations, month, showing
from nastavnik.meetings.models import Meeting
from nastavnik.meetings.month import Entry
from nastavnik.meetings.queries import calendar as queries
from nastavnik.meetings.queries.times import days_off
from nastavnik.meetings.services import feeds
from nastavnik.pairs.queries import mentorship_words

from . import clock
from .places import own_card

AHEAD = timedelta(days=60)
FEED_BACK = timedelta(days=60)
MOST = 300
NAME = "Наставник"


@requires(Permission.MEETING_VIEW)
def calendar(request: Request) -> HttpResponse:
    """`month` = 2026-09, `show` = list for an agenda, `whose` = all for the organisation."""
    now, today = clock()
    asked = month.month_of(request.GET.get("month", ""), today)
    may_all = request.here is not None and _oversees(request)
    everybody = may_all and request.GET.get("whose") == "all"
    rows = (
        queries.meetings_in(request.actor, request.here) if everybody else queries.own_meetings(request.actor)
    )
    as_list = request.GET.get("show") == "list"
    first, last = (today, today + AHEAD) if as_list else month.span_of(asked)
    since, until = _start(first), _start(last + timedelta(days=1))
    found = list(rows.filter(starts_at__gte=since, starts_at__lt=until)[:MOST])
    entries = _entries(found, request.actor.person_ids, now)
    off = days_off(request.here, since, until) if request.here is not None else frozenset()
    weeks = month.weeks_of(asked, entries, off=off, today=today)
    context = {
        "title": month.title_of(asked),
        "weeks": [] if as_list else weeks,
        "agenda": sorted(entries.items()) if as_list else [],
        "filled": sorted((day, each) for day, each in entries.items() if day.month == asked.month),
        "as_list": as_list,
        "everybody": everybody,
        "may_all": may_all,
        "may_rooms": may_all and request.actor.can(Permission.ROOMS_EDIT, request.here),
        "links": _links(asked, everybody=everybody),
        "has_card": bool(request.actor.person_ids),
    }
    return render(request, "meetings/calendar.html", context)


def _oversees(request: Request) -> bool:
    paths = request.actor.reach(Permission.MEETING_VIEW).paths
    return any(request.here.path.startswith(path) for path in paths)


def _links(asked: date, *, everybody: bool) -> dict[str, str]:
    whose = "&whose=all" if everybody else ""
    return {
        "before": f"?month={month.shifted(asked, -1):%Y-%m}{whose}",
        "after": f"?month={month.shifted(asked, 1):%Y-%m}{whose}",
        "month": f"?month={asked:%Y-%m}{whose}",
        "list": f"?show=list{whose}",
    }


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _entries(found: Sequence[Meeting], own: frozenset[UUID], now: datetime) -> dict[date, list[Entry]]:
    entries: dict[date, list[Entry]] = defaultdict(list)
    for meeting in found:
        local = timezone.localtime(meeting.starts_at)
        entries[local.date()].append(
            Entry(
                f"{local:%H:%M}",
                _names(meeting, own),
                reverse("meetings:meeting", args=[meeting.pk]),
                showing.status(meeting, now=now),
                " · ".join(filter(None, (showing.where(meeting), meeting.topic))),
            )
        )
    return entries


def _names(meeting: Meeting, own: frozenset[UUID]) -> str:
    """The others for a participant, both for the curator."""
    takers = list(meeting.mentorship.participations.all())
    if meeting.only_with_id:
        takers = [t for t in takers if t.side == "mentor" or t.person_id == meeting.only_with_id]
    others = [t for t in takers if t.person_id not in own]
    if len(others) == len(takers):
        return mentorship_words(takers)
    more = f" и ещё {len(others) - 1}" if len(others) > 1 else ""
    return f"{others[0].person.short_name}{more}" if others else "Встреча"


@requires(Permission.MEETING_RUN)
def feed_page(request: Request) -> HttpResponse:
    """Whether there is an address; the address itself was shown once, when it was made."""
    person = own_card(request)
    feed = queries.feed_of(person)
    context = {
        "has_feed": feed is not None,
        "made_on": timezone.localtime(feed.created_at).date() if feed else None,
        "make": ui.Action(
            "Создать новую ссылку" if feed else "Создать ссылку",
            reverse("meetings:feed_make"),
            post=True,
            primary=not feed,
        ),
        "revoke": ui.Action("Отозвать ссылку", reverse("meetings:feed_revoke"), post=True),
    }
    return render(request, "meetings/feed.html", context)


@requires(Permission.MEETING_RUN)
@require_POST
def feed_make(request: Request) -> HttpResponse:
    secret = feeds.make_feed(own_card(request), now=timezone.now(), by=request.actor)
    path = reverse("meetings:feed", args=[secret])
    base = settings.BASE_URL.rstrip("/")
    address = f"{base}{path}" if base else request.build_absolute_uri(path)
    return render(request, "meetings/feed_made.html", {"address": address})


@requires(Permission.MEETING_RUN)
@require_POST
def feed_revoke(request: Request) -> HttpResponse:
    feeds.revoke_feed(own_card(request), now=timezone.now(), by=request.actor)
    messages.success(request, "Ссылка отозвана: по ней больше ничего не откроется.")
    return redirect("meetings:feed_page")


@open_to_all
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001
    """For calendar programs: no session, nothing but the secret. Titles name nobody."""
    found = queries.feed_by(secret)
    if found is None:
        raise Http404
    meetings = queries.meetings_of_feed(found, since=timezone.now() - FEED_BACK)
    text = ical.calendar_of([invitations.event_of(m) for m in meetings], name=NAME)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
