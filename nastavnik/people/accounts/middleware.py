"""Between the actor and the page: idle and absolute limits of a session, and the wall of the second factor."""

from collections.abc import Callable
from typing import cast

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nastavnik.access import kept
from nastavnik.access.actor import NOBODY
from nastavnik.access.http import Request
from nastavnik.access.roles import NEEDS_SECOND_FACTOR
from nastavnik.people.models import User

from . import second_factor

IDLE = 3 * 3600  # seconds
IDLE_PRIVILEGED = 30 * 60
ABSOLUTE = 12 * 3600
NOTE_EVERY = 60  # the session is not written on every click
OPEN_BEHIND_THE_WALL = ("/accounts/", "/me/second-factor/", "/static/", "/favicon.ico")

Next = Callable[[HttpRequest], HttpResponse]


class SessionLimits:
    """SEC-9: those who see other people's data 30 minutes idle, others 3 hours; 12 hours for everybody."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        passed = cast(Request, request)
        if passed.actor.user_id is None:
            return self.get_response(request)
        now = int(timezone.now().timestamp())
        if _lapsed(passed, now):
            logout(request)
            passed.actor, passed.here, passed.presence = NOBODY, None, None
            return self.get_response(request)
        _note(request, now)
        _forget_what_is_sent(request)
        response = self.get_response(request)
        return _guard_copy(request, response)


def _lapsed(request: Request, now: int) -> bool:
    privileged = bool(request.actor.roles() & NEEDS_SECOND_FACTOR)
    idle = now - int(request.session.get("seen_at", now))
    whole = now - int(request.session.get("signed_in_at", now))
    return idle > (IDLE_PRIVILEGED if privileged else IDLE) or whole > ABSOLUTE


def _note(request: HttpRequest, now: int) -> None:
    request.session.setdefault("signed_in_at", now)
    if now - int(request.session.get("seen_at", 0)) >= NOTE_EVERY:
        request.session["seen_at"] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(
            last_seen_at=timezone.now()
        )


def _forget_what_is_sent(request: HttpRequest) -> None:
    waiting = request.session.get(kept.KEY)
    if waiting and request.method == "POST" and waiting["to"] == request.get_full_path():
        del request.session[kept.KEY]


def _guard_copy(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nothing personal stays in the browser of a shared computer, and the browser remembers whose form it is."""
    if isinstance(request.user, User):
        response.headers.setdefault("Cache-Control", "no-store, private")
        if kept.owner(request) != str(request.user.pk):
            kept.remember_owner(response, request.user.pk)
    return response


class SecondFactorWall:
    """After seven days, or from outside the school, roles that see others' data set up a second factor first."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        passed = cast(Request, request)
        if passed.actor.user_id is None or not isinstance(request.user, User):
            return self.get_response(request)
        present = passed.presence.has_second_factor
        found = second_factor.standing(request.user, passed.actor, now=timezone.now(), present=present)
        request.second_factor = found  # type: ignore[attr-defined]
        if second_factor.is_wall(request, found) and not request.path.startswith(OPEN_BEHIND_THE_WALL):
            return second_factor.to_set_up(request)
        return self.get_response(request)
