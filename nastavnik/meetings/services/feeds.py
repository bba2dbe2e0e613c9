"""A secret address for one's calendar program: made, shown once, revoked by its owner."""

import secrets
from datetime import datetime

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Denied
from nastavnik.meetings.models import CalendarFeed
from nastavnik.meetings.queries.calendar import hashed
from nastavnik.people.models import Person


@transaction.atomic
def make_feed(person: Person, *, now: datetime, by: Actor) -> str:
    """A new secret; the former address of this person stops working. The secret is given once and not kept."""
    _check_own(person, by)
    CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        organisation=person.organisation, person=person, secret_sha256=hashed(secret)
    )
    journal.record("feed.made", "Создана ссылка на календарь", subject=feed, by=by)
    return secret


@transaction.atomic
def revoke_feed(person: Person, *, now: datetime, by: Actor) -> None:
    """The address stops working at once."""
    _check_own(person, by)
    if CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now):
        journal.record("feed.revoked", "Ссылка на календарь отозвана", subject=person, by=by)


def _check_own(person: Person, by: Actor) -> None:
    """Nobody but the owner: a feed tells where a person will be."""
    by.require(Permission.MEETING_RUN, person)
    if person.pk not in by.person_ids:
        raise Denied(Permission.MEETING_RUN)
