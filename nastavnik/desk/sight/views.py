"""Turning the version for low vision on, changing it, turning it off; needs neither script nor sign-in."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, open_to_all
from nastavnik.core.vision import COOKIE, OFF, Vision
from nastavnik.desk.frame import vision_of
from nastavnik.people.accounts import services

from .forms import VisionForm

YEAR = int(timedelta(days=365).total_seconds())


@open_to_all
def settings_page(request: Request) -> HttpResponse:
    """The choice; then back to the page one came from, in the new look."""
    now = vision_of(request)
    form = VisionForm(request.POST or None, initial={**asdict(now or Vision()), "back": _came_from(request)})
    if request.method == "POST" and form.is_valid():
        return _kept(request, form.chosen().kept, form.cleaned_data["back"])
    return render(request, "desk/vision.html", {"form": form, "is_on": now is not None})


@open_to_all
@require_POST
def usual(request: Request) -> HttpResponse:
    """«Обычная версия»."""
    return _kept(request, OFF, _came_from(request))


def _kept(request: Request, value: str, back: str) -> HttpResponse:
    answer: Any = redirect(_ours(back))
    answer.set_cookie(COOKIE, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS)
    if request.actor.user_id is not None:
        services.choose_vision("" if value == OFF else value, by=request.actor)
    return answer  # type: ignore[no-any-return]


def _came_from(request: HttpRequest) -> str:
    """The path of our own page that led here; never another site's address, never this page itself."""
    came = urlsplit(request.headers.get("Referer", ""))
    ours = came.netloc == request.get_host() and came.path.startswith("/")
    same = came.path == reverse("desk:vision")
    path = f"{came.path}?{came.query}" if came.query else came.path
    return path if ours and not same else ""


def _ours(path: str) -> str:
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe else reverse("home")
