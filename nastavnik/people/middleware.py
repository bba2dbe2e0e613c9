"""Puts the actor and the current organisation on the request; rights are read afresh each time."""

from collections.abc import Callable
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nastavnik.access.actor import NOBODY
from nastavnik.access.http import Request

from . import queries
from .models import User


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        passed = cast(Request, request)
        user = request.user
        if isinstance(user, User):
            passed.presence = queries.presence_of(user, today=timezone.localdate())
            passed.actor = passed.presence.actor
            standing = passed.presence.at(request.session.get("here"))
            passed.here = standing.organisation if standing else None
        else:
            passed.actor, passed.here, passed.presence = NOBODY, None, None
        # «Сегодня» is the organisation's day: in Barnaul it begins four hours before Moscow's.
        zone = passed.here.time_zone if passed.here is not None else None
        with timezone.override(zone_of(zone)):
            return self.get_response(request)


def zone_of(name: str | None) -> ZoneInfo | None:
    """The organisation's zone; an unknown name falls back to the installation's."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
