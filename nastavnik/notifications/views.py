"""«Новое»: what has happened while one was away."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P

from . import queries, services

ON_PAGE = 50


@requires(P.HOME_VIEW)
def news(request: Request) -> HttpResponse:
    page = Paginator(queries.news_for(request.actor), ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": queries.unread_of(request.actor).count()}
    return render(request, "notifications/news.html", context)


@requires(P.HOME_VIEW)
@require_POST
def read(request: Request) -> HttpResponse:
    services.mark_read(by=request.actor)
    return redirect("notifications:news")
