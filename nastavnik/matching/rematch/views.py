"""«Пересмотреть подбор» and the next mentor for a request that waits again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.bank.rules import RequestState
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.wording import counted
from nastavnik.matching import queries as matching
from nastavnik.matching import showing as shown
from nastavnik.organisations.models import Organisation

from . import following, planning, services, telling
from .rules import Way
from .standing import asking_to_part


def _here(request: Request) -> Organisation:
    if request.here is None:
        raise Http404
    organisation: Organisation = request.here
    request.actor.require(P.MATCH_RUN, organisation)
    return organisation


@requires(P.MATCH_RUN)
def review(request: Request) -> HttpResponse:
    """Nothing is stored before the button; `?way=…` is the choice looked at."""
    here, today = _here(request), timezone.localdate()
    if request.method == "POST":
        return _accept(request, here)
    outlook = planning.outlook(here, today=today)
    way = _way(request.GET.get("way", "")) or (Way.ASKED if outlook.asked else Way.NOBODY)
    option = outlook.option(way)
    context: dict[str, Any] = {
        "here": here,
        "ways": telling.ways(outlook, way, reverse("matching:review")),
        "way": way,
        "title": telling.title(option),
        "table": telling.table(outlook, option, levels=request.actor.can(P.LEVELS_VIEW, here))
        if option.shifts
        else None,
        "token": option.token,
        "working": telling.working(asking_to_part(here)),
        "nobody": not outlook.gathered.requests,
    }
    return render(request, "matching/rematch/review.html", context)


def _accept(request: Request, here: Organisation) -> HttpResponse:
    way = _way(request.POST.get("way", ""))
    if way is None:
        raise Http404
    token = request.POST.get("token", "")
    try:
        run = services.accept(here, way, token=token, today=timezone.localdate(), by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('matching:review')}?way={way.value}")
    words = counted(run.proposals.count(), "новая пара ждёт,новые пары ждут,новых пар ждут")
    messages.success(request, f"Подбор пересмотрен: {words} утверждения. Остальные пары остались как были.")
    return redirect("matching:run", pk=run.pk)


def _way(text: str) -> Way | None:
    return Way(text) if text in Way.values else None


@requires(P.MATCH_RUN)
def following_mentor(request: Request, pk: UUID) -> HttpResponse:
    """Who could be next for a request that waits: with whom nobody moves, and what each other choice would change."""
    asked, today = matching.request_for(request.actor, pk, P.MATCH_RUN), timezone.localdate()
    is_open = asked.state == RequestState.OPEN
    context = {
        "asked": asked,
        "question": shown.who_helps(asked.mentee.person),
        "lead": shown.asked_words(asked),
        "is_open": is_open,
        "choices": following.choices(asked, today=today, levels=request.actor.can(P.LEVELS_VIEW, asked))
        if is_open
        else [],
        "may_decide": request.actor.can(P.MATCH_APPROVE, asked),
        "all_url": reverse("matching:for_request", args=[asked.pk]),
    }
    return render(request, "matching/rematch/next.html", context)
