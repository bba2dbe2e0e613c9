"""Puts the actor and the current organisation on the request; rights are read afresh each time."""

from collections.abc import Callable
from typing import cast

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
        return self.get_response(request)
