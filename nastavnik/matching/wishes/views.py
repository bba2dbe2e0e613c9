"""Wishes: the page of a mentee, of a mentor, and the curator's."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.matching.models import WishRound
from nastavnik.people.models import Person
from nastavnik.people.rules import PersonKind

from . import queries, rules, services, showing
from .forms import PressForm, RoundForm
from .rules import Act

P = Permission
SAID = {
    Act.STAR: "Пожелание записано.",
    Act.UP: "Порядок изменён.",
    Act.DROP: "Пожелание убрано.",
    Act.HIDE: "Карточка убрана из вашего списка.",
    Act.SHOW: "Карточка снова в списке.",
    Act.OPEN: "Сохранено: вас покажут.",
    Act.CLOSE: "Сохранено: вас не покажут.",
}


@requires(P.REQUEST_OWN)
def wish(request: Request, pk: UUID) -> HttpResponse:
    """Whom a mentee would like to work with."""
    asked, today = queries.own_request(request.actor, pk), timezone.localdate()
    going = queries.round_of(asked.organisation)
    cards = [showing.mentor_card(row, today=today) for row in queries.mentors_shown(asked, today=today)]
    page = showing.page_of(cards, queries.of_request(asked), may=_goes_on(going))
    context = _context(going, page, asked.mentee.person, by_mentor=False)
    return render(
        request, "matching/wish.html", context | {"sub": asked.issue.title, "act_url": _act("wish", pk)}
    )


@requires(P.OFFER_OWN)
def wish_mentor(request: Request, pk: UUID) -> HttpResponse:
    """Whom a mentor would like to help."""
    mentor, today = queries.own_mentor(request.actor, pk), timezone.localdate()
    going = queries.round_of(mentor.organisation)
    asking = queries.requests_shown(mentor, today=today)
    named = queries.opened([row.mentee.person for row in asking])
    cards = [showing.request_card(row, named=row.mentee.person_id in named, today=today) for row in asking]
    page = showing.page_of(cards, queries.of_mentor(mentor), may=_goes_on(going))
    context = _context(going, page, mentor.person, by_mentor=True)
    return render(request, "matching/wish.html", context | {"act_url": _act("wish-mentor", pk)})


def _act(name: str, pk: UUID) -> str:
    return reverse(f"matching:{name}-act", args=[pk])


def _goes_on(going: WishRound | None) -> bool:
    return going is not None and timezone.localdate() <= going.until


def _context(
    going: WishRound | None, page: showing.Page, person: Person, *, by_mentor: bool
) -> dict[str, Any]:
    over = rules.NOT_OPEN if going is None else "" if _goes_on(going) else rules.closed(going.until)
    return {
        "by_mentor": by_mentor,
        "page": page,
        "over": over,
        "terms": showing.terms(going, by_mentor=by_mentor) if going and not over else [],
        "is_open": queries.is_open(person),
        "may_open": person.kind != PersonKind.PUPIL,
    }


@requires(P.REQUEST_OWN)
@require_POST
def wish_act(request: Request, pk: UUID) -> HttpResponse:
    asked, today = queries.own_request(request.actor, pk), timezone.localdate()

    def press(act: Act, who: UUID) -> None:
        services.of_mentee(asked, act, who, today=today, by=request.actor)

    return _pressed(request, asked.mentee.person, press, reverse("matching:wish", args=[pk]))


@requires(P.OFFER_OWN)
@require_POST
def wish_mentor_act(request: Request, pk: UUID) -> HttpResponse:
    mentor, today = queries.own_mentor(request.actor, pk), timezone.localdate()

    def press(act: Act, who: UUID) -> None:
        services.of_mentor(mentor, act, who, today=today, by=request.actor)

    return _pressed(request, mentor.person, press, reverse("matching:wish-mentor", args=[pk]))


def _pressed(request: Request, person: Person, press: Callable[[Act, UUID], None], back: str) -> HttpResponse:
    form = PressForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Кнопка устарела. Нажмите ещё раз.")
        return redirect(back)
    act, who = form.press()
    try:
        if act in (Act.OPEN, Act.CLOSE):
            services.show(person, agreed=act is Act.OPEN, by=request.actor)
        else:
            press(act, who)
        messages.success(request, SAID[act])
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(back)


@requires(P.WISHES_VIEW)
def wishes(request: Request) -> HttpResponse:
    """The curator's: the last day, who has wished for whom."""
    if request.here is None:
        raise Http404
    here, today = request.here, timezone.localdate()
    request.actor.require(P.WISHES_VIEW, here)
    going = queries.round_of(here)
    initial = {"until": going.until, "reply_days": going.reply_days} if going else {"reply_days": 7}
    form = RoundForm(request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form, lambda: services.collect(here, **form.cleaned_data, today=today, by=request.actor)
        )
    ):
        messages.success(request, "Сохранено. Участники увидят приглашение на своей странице.")
        return redirect("matching:wishes")
    mentees, mentors = queries.all_of(here, by=request.actor)
    context = {
        "form": form,
        "goes_on": _goes_on(going),
        "over": rules.closed(going.until).partition(" Куратор")[0] if going and not _goes_on(going) else "",
        "figures": queries.figures(here, today=today),
        "mentees": showing.of_mentees(mentees),
        "mentors": showing.of_mentors(mentors),
    }
    return render(request, "matching/wishes.html", context)
