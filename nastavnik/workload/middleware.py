"""Time in a form: from the moment its page was made to the moment it came back.

The one-time token of every form is a UUIDv7, so it holds the moment when the page was made: nothing more is written
into the page, the session or a cookie. Only forms where something was filled in are measured; what was filled in is
not looked at.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nastavnik.access.http import Request
from nastavnik.core.once import FIELD, HTMX_MOVES, NOT_TYPED

from . import queries, rules, services
from .demands import ASIDE

log = logging.getLogger(__name__)


class FormTimeMiddleware:
    """Stands after the middleware of tokens: a repetition of a form never comes to `process_view`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(request, "filled_for"):
            try:
                _note(cast(Request, request), response)
            except Exception:
                log.exception("the time of a form was not noted")
        return response

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> None:
        if request.method != "POST" or not _is_filled(request):
            return
        if made_at := moment_of(request.POST.get(FIELD, "")):
            request.filled_for = (timezone.now() - made_at).total_seconds()  # type: ignore[attr-defined]


def _is_filled(request: HttpRequest) -> bool:
    typed = any(value for name, value in request.POST.items() if name not in NOT_TYPED)
    return typed or bool(request.FILES)


def moment_of(token: str) -> datetime | None:
    """When a token was made: the first 48 bits of a UUIDv7 are milliseconds."""
    try:
        made = UUID(token)
        return datetime.fromtimestamp((made.int >> 80) / 1000, UTC) if made.version == 7 else None
    except (ValueError, OverflowError):  # no token of ours: a moment after the year 9999
        return None


def _note(request: Request, response: HttpResponse) -> None:
    """A refused form was filled in too: its time counts, its sending does not."""
    match = request.resolver_match
    refused = response.status_code >= 400 and response.status_code != 422
    if match is None or refused or not request.actor.person_ids or match.view_name.startswith(ASIDE):
        return
    person = queries.card_here(request.actor, request.here)
    if person is None:
        return
    role = rules.role_of(request.actor.roles(), getattr(match.func, "permission", None))
    seconds = rules.counted(request.filled_for)  # type: ignore[attr-defined]
    services.spend(
        person,
        role,
        match.view_name,
        seconds,
        sent=_is_accepted(request, response),
        on=timezone.localdate(),
        by=request.actor,
    )


def _is_accepted(request: Request, response: HttpResponse) -> bool:
    moved = 300 <= response.status_code < 400 or any(name in response for name in HTMX_MOVES)
    return moved or (bool(request.htmx) and response.status_code == 200)
