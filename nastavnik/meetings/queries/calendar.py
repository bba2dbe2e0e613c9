"""Meetings of a month or ahead, one's own or of the organisation; feeds by their secret."""

from datetime import datetime
from hashlib import sha256

from django.db.models import Prefetch, QuerySet

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.meetings.models import CalendarFeed, Meeting
from nastavnik.meetings.rules import MeetingState
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.models import Participation
from nastavnik.people.models import Person

FEED_MOST = 500


def own_meetings(actor: Actor) -> QuerySet[Meeting]:
    """Meetings in which the actor takes part."""
    mine = Meeting.objects.filter(
        Meeting.scope.own_while, mentorship__participations__person__in=actor.person_ids
    )
    return _shown(Meeting.objects.filter(pk__in=mine.values("pk")))


def meetings_in(actor: Actor, organisation: Organisation) -> QuerySet[Meeting]:
    """Meetings of the organisation that the actor may see."""
    rows = Meeting.objects.visible_to(actor, Permission.MEETING_VIEW).filter(organisation=organisation)
    return _shown(rows)


def _shown(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    takers = (
        Participation.objects.filter(left_on__isnull=True).select_related("person").order_by("-side", "id")
    )
    return (
        rows.exclude(state=MeetingState.CANCELLED)
        .select_related("room", "only_with", "mentorship__organisation", "mentorship__issue")
        .prefetch_related(Prefetch("mentorship__participations", takers))
        .order_by("starts_at", "id")
    )


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def feed_of(person: Person) -> CalendarFeed | None:
    """The feed in force; none was made, or it is revoked."""
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).order_by("-created_at").first()


def feed_by(secret: str) -> CalendarFeed | None:
    """One look-up by the hash, whatever was sent: a made-up secret costs what a true one costs."""
    rows = CalendarFeed.objects.filter(
        secret_sha256=hashed(secret),
        revoked_at__isnull=True,
        person__archived_on__isnull=True,
        person__account__is_active=True,
    )
    return rows.select_related("person").first()


def meetings_of_feed(feed: CalendarFeed, *, since: datetime) -> list[Meeting]:
    """Meetings of the person of the feed, cancelled ones too: a calendar must strike them out."""
    mine = Meeting.objects.filter(
        Meeting.scope.own_while, mentorship__participations__person=feed.person_id, starts_at__gte=since
    )
    rows = Meeting.objects.filter(pk__in=mine.values("pk"))
    return list(rows.select_related("room", "mentorship__organisation").order_by("starts_at")[:FEED_MOST])
