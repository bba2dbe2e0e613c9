"""«Новое»: what has happened while one was away, by day, each with its next step."""

from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core import ui
from nastavnik.core.models import OutgoingMessage
from nastavnik.core.paging import paged
from nastavnik.core.russian.wording import in_words
from nastavnik.notifications import queries, services
from nastavnik.notifications.forms import NewsFilter
from nastavnik.notifications.kinds import kind_of


@requires(P.HOME_VIEW)
def news(request: Request) -> HttpResponse:
    form = NewsFilter(request.GET, kinds=queries.kinds_told(request.actor))
    wanted = form.wanted()
    rows = queries.news_for(request.actor)
    if wanted.unread:
        rows = rows.filter(read_at__isnull=True)
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    found, pager = paged(rows, request.GET)
    context = {
        "days": _by_day(found),
        "pager": pager,
        "form": form,
        "chips": form.chips(reverse("notifications:news")),
        "unread": queries.unread_of(request.actor).count(),
        "may_log": request.here is not None and request.actor.can(P.MESSAGES_LOG, request.here),
    }
    return render(request, "notifications/news.html", context)


def _by_day(found: list[OutgoingMessage]) -> list[tuple[str, list[dict[str, object]]]]:
    today = timezone.localdate()
    days = groupby(found, key=lambda each: timezone.localtime(each.created_at).date())
    return [(_day_words(day, today), [_shown(each) for each in rows]) for day, rows in days]


def _day_words(day: date, today: date) -> str:
    near = {today: "Сегодня", today - timedelta(days=1): "Вчера"}
    return f"{near[day]}, {in_words(day)}" if day in near else in_words(day)


def _shown(message: OutgoingMessage) -> dict[str, object]:
    url = reverse("notifications:open", args=[message.pk])
    action = ui.Action("Открыть", url, post=True, small=True, about=message.subject)
    if not message.link:
        action = ui.Action("Прочитано", url, post=True, small=True, about=message.subject)
    return {
        "message": message,
        "kind": kind_of(message.kind).label,
        "action": action if message.link or message.read_at is None else None,
        "status": None if message.read_at else ui.Status("wait", "Не прочитано"),
    }


@requires(P.HOME_VIEW)
@require_POST
def open_one(request: Request, pk: UUID) -> HttpResponse:
    """Marks it read and goes where it leads; a link is a path of ours or nothing."""
    found = services.open_news(pk, by=request.actor)
    inside = found.link.startswith("/") and url_has_allowed_host_and_scheme(found.link, None)
    return redirect(found.link if inside else "notifications:news")


@requires(P.HOME_VIEW)
@require_POST
def read(request: Request) -> HttpResponse:
    services.mark_read(by=request.actor)
    return redirect("notifications:news")
