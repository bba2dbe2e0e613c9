"""A form sent twice acts once: every repetition of a POST with the same token is sent where the first one was."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from .crash import crash
from .identifiers import new_id
from .models import OnceToken

FIELD = "once"
NOT_TYPED = {"csrfmiddlewaretoken", FIELD}
PATIENCE = 15.0  # seconds a repetition waits for the first one
LOST_AFTER = timedelta(seconds=60)
UNKNOWN = (
    "Предыдущее нажатие прервалось, и мы не знаем, успело ли оно сохраниться. "
    "Посмотрите, есть ли запись, и только потом отправляйте форму ещё раз."
)
HTMX_MOVES = ("HX-Redirect", "HX-Location")

log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]


def new_token() -> str:
    return new_id().hex


class OnceMiddleware:
    """Stands after the session and CSRF. A form that was not accepted (no redirect) may be sent again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        except BaseException:
            _forget(request)
            raise
        if key := getattr(request, "once_key", None):
            move = _move_of(response)
            if move:
                crash("once.before_answer")
                OnceToken.objects.filter(key=key).update(location=move)
            else:
                _forget(request)
        return response

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or not (token := request.POST.get(FIELD)):
            return None
        key = _key(request, token)
        deadline = time.monotonic() + PATIENCE
        while not _is_first(key):
            seen = OnceToken.objects.filter(key=key).first()
            if seen is not None and seen.location:
                return _answer(request, seen.location)
            if seen is not None and seen.created_at < timezone.now() - LOST_AFTER:
                return _lost(request, seen)
            if time.monotonic() > deadline:
                return _still_at_work(request)
            time.sleep(0.05)
        request.once_key = key  # type: ignore[attr-defined]
        return None


def _key(request: HttpRequest, token: str) -> str:
    """Bound to the person, the address and what was typed.

    Nobody can spend another's token; and a form that a browser shows again by «Back», token and all, acts anew when
    something else is typed into it.
    """
    who = request.user.pk or request.session.session_key or ""
    typed = sorted((name, request.POST.getlist(name)) for name in request.POST if name not in NOT_TYPED)
    sent = sorted((name, [(f.name, f.size) for f in request.FILES.getlist(name)]) for name in request.FILES)
    return sha256(repr((str(who), request.path, token, typed, sent)).encode()).hexdigest()


def _is_first(key: str) -> bool:
    try:
        with transaction.atomic():
            OnceToken.objects.create(key=key)
    except IntegrityError:
        return False
    return True


def _forget(request: HttpRequest) -> None:
    if key := getattr(request, "once_key", None):
        OnceToken.objects.filter(key=key).delete()


def _move_of(response: HttpResponse) -> str:
    """Where a form that was accepted leads; empty when it stays on its page."""
    if 300 <= response.status_code < 400:
        return response.get("Location", "")[:600]
    return next((response[name][:600] for name in HTMX_MOVES if name in response), "")


def _answer(request: HttpRequest, location: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": location})
    return HttpResponseRedirect(location)


def _back(request: HttpRequest) -> str:
    """The page of the form, if it is ours; never another site's address."""
    came = urlsplit(request.headers.get("Referer", ""))
    path = came.path if came.netloc == request.get_host() and came.path.startswith("/") else "/"
    return f"/{path.lstrip('/')}"


def _lost(request: HttpRequest, seen: OnceToken) -> HttpResponse:
    """The first one died before its answer: the person looks, and the next sending acts."""
    seen.delete()
    messages.warning(request, UNKNOWN)
    return _answer(request, _back(request))


def _still_at_work(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Форма уже отправлена и обрабатывается. Обновите страницу через минуту.")
    return _answer(request, _back(request))
