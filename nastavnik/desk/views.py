"""The home page of each role: «Что сделать сегодня», counts that are verbs, and what comes next."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from nastavnik.access.http import Request, open_to_all
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.conversations.queries import board, complaints
from nastavnik.core import ui
from nastavnik.council.queries import questions as council
from nastavnik.matching.wishes import showing as wishing
from nastavnik.matching.wishes.queries import invitations
from nastavnik.meetings.home import home_of
from nastavnik.pairs.models import Mentorship

from . import cards, home
from .first_run import state
from .first_run.services import FINISHED

SHEETS = 3  # announcements on the home page; the rest are a link away


@open_to_all
def today(request: Request) -> HttpResponse:
    """An empty installation begins here; a stranger is asked to sign in; a person sees the own day."""
    if request.actor.user_id is None:
        return redirect("desk:first_visit" if state.is_open() else "account_login")
    if chosen := request.GET.get("place"):
        return _stand(request, chosen)
    return render(request, "desk/home.html", _day(request, timezone.localdate()))


def _stand(request: Request, chosen: str) -> HttpResponse:
    """Choose another of one's own places; a strange id changes nothing."""
    standing = request.presence.at(chosen)
    if standing is not None and str(standing.organisation.pk) == chosen:
        request.session["here"] = chosen
    return redirect("home")


def _day(request: Request, day: date) -> dict[str, Any]:
    actor, here = request.actor, request.here
    page: dict[str, Any] = {"day": day, "today": day}
    mine: Sequence[Mentorship] = ()
    if here is not None and any(here.path.startswith(p) for p in actor.reach(Permission.PAPER_VIEW).paths):
        counts = home.counts_of(here, day)
        page |= cards.for_leaders(counts, day, may_match=allowed_here(request, Permission.MATCH_RUN))
        page["set_up"] = (
            here.wizard_step != FINISHED
            and not counts.issued
            and allowed_here(request, Permission.ORGANISATION_EDIT)
        )
        if counts.programmes and allowed_here(request, Permission.PROGRAMME_APPROVE):
            page["todo"] = [*page["todo"], cards.programmes_to_approve(counts.programmes)]
    elif allowed_here(request, Permission.MATCH_APPROVE):
        page["todo"] = cards.for_council(home.counts_of(here, day))
    elif here is not None and any(here.path.startswith(p) for p in actor.reach(Permission.REPORT_VIEW).paths):
        page["below"] = cards.table_below(home.organisations_below(actor, day))
    if actor.person_ids:
        own = home.own_of(actor, today=day, with_help="todo" not in page and "below" not in page)
        page |= cards.for_oneself(own, actor)
        page["tasks"] = [*page["tasks"], *wishing.invited(invitations(actor, today=day))]
        page["meetings"] = home_of(actor, own.pairs, now=timezone.now()) if own.pairs else None
        mine = own.pairs
    elif actor.roles() == {Role.INSTALLER}:
        page["ways"] = cards.for_installer()
    if here is not None:
        page["sheets"] = board.current(
            actor, here, today=day, pairs=mine if actor.person_ids else None
        ).prefetch_related(None)[:SHEETS]
        page["may_put_up"] = allowed_here(request, Permission.BOARD_EDIT)
    if waiting := _of_council(request, day):
        page["todo"] = [*waiting, *page.get("todo", [])]
    if allowed_here(request, Permission.COMPLAINT_HANDLE) and (n := complaints.waiting_in(actor, here)):
        page["todo"] = [cards.complaints_to_settle(n), *page.get("todo", [])]
    page["pairs"] = [
        cards.pair_card(s) for s in home.pairs_for(actor, here if "todo" in page else None, mine)
    ]
    return page


def _of_council(request: Request, day: date) -> list[ui.ToDo]:
    actor, here = request.actor, request.here
    if here is None or not here.has_council or not allowed_here(request, Permission.COUNCIL_VIEW):
        return []
    return cards.for_the_council(
        council.waiting_votes(actor, here, today=day),
        council.waiting_closes(actor, here, today=day),
        council.waiting_letters(actor, here),
    )


def allowed_here(request: Request, permission: Permission) -> bool:
    return request.here is not None and request.actor.can(permission, request.here)
