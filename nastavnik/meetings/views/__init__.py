"""Pages of meetings; what they share: the pair behind a page, the clock, the way back."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from nastavnik.access.http import Request
from nastavnik.access.permissions import Permission
from nastavnik.pairs.head import head_of
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import WORKING


def clock() -> tuple[datetime, date]:
    """Now and today, by the clock of the organisation."""
    now = timezone.now()
    return now, timezone.localtime(now).date()


def headed(request: Request, mentorship: Mentorship, current: str, **more: Any) -> dict[str, Any]:
    """The head of the pair with one leaf open, and whether anything may be changed here."""
    head = head_of(request.actor, mentorship, today=timezone.localdate(), current=current)
    may_run = mentorship.state in WORKING and request.actor.can(Permission.MEETING_RUN, mentorship)
    return {"head": head, "mentorship": mentorship, "may_run": may_run, **more}


def way_back(request: HttpRequest, mentorship: Mentorship) -> str:
    """The page of ours that the button was pressed on, else the meetings of the pair."""
    asked = request.GET.get("back", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("meetings:of_pair", args=[mentorship.pk])
