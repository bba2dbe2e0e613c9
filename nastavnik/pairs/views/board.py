"""The board of pairs by state and health, and the load of mentors; a card moves by the journeys that its pair allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.paging import PAGE, number_of, pager_of
from nastavnik.core.russian.wording import counted
from nastavnik.pairs import queries
from nastavnik.pairs.board.queries import Board, Load, board_of, forms_of, loads_in, mentors_of, takers_among
from nastavnik.pairs.board.rules import Column
from nastavnik.pairs.changing.rules import ALLOWED
from nastavnik.pairs.forms.board import BoardFilter
from nastavnik.pairs.health.rules import Health
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import PairState
from nastavnik.pairs.standing import STATUS

from .forming import here_of
from .journeys import BY_NAME, JOURNEYS

SHOWN = 8  # cards of a column; the whole column opens by its link


@dataclass(frozen=True)
class Card:
    """`ways` are the journeys of the select: code and words."""

    pk: UUID
    title: str
    note: str
    status: ui.Status
    words: str
    ways: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Shelf:
    """A column as it is shown; `rest` is how many more stand behind its link."""

    code: Column
    label: str
    total: int
    cards: Sequence[Card]
    rest: int
    url: str


@requires(Permission.PAIR_VIEW)
def board(request: Request) -> HttpResponse:
    here, today = here_of(request, Permission.PAIR_VIEW), timezone.localdate()
    form = BoardFilter(request.GET, forms_=forms_of(here), mentors=mentors_of(here))
    form.is_valid()
    found = board_of(request.actor, here, form.wanted(), today=today)
    chosen = request.GET.get("column", "")
    context: dict[str, Any] = {
        "filter": form,
        "chips": form.chips(),
        "reset_url": request.path if form.chips() else "",
        "may_set_rules": request.actor.can(Permission.LISTS_EDIT, here),
        "empty": not any(found.columns.values()),
    }
    if chosen in set(Column):
        return render(request, "pairs/board_column.html", context | _column(request, found, Column(chosen)))
    return render(request, "pairs/board.html", context | {"shelves": _shelves(request, found)})


def _shelves(request: Request, found: Board) -> list[Shelf]:
    heads = {column: list(rows[:SHOWN]) for column, rows in found.columns.items()}
    takers = takers_among([row for rows in heads.values() for row in rows])
    asked: Any = request.GET.copy()
    shelves = []
    for column, rows in found.columns.items():
        asked["column"] = column.value
        shelves.append(
            Shelf(
                column,
                column.label,
                len(rows),
                [
                    _card(request.actor, row, takers[row.pk], found.health.get(row.pk))
                    for row in heads[column]
                ],
                len(rows) - len(heads[column]),
                f"?{asked.urlencode()}",
            )
        )
    return shelves


def _column(request: Request, found: Board, column: Column) -> dict[str, Any]:
    rows = found.columns[column]
    number = min(number_of(request.GET), max(1, -(-len(rows) // PAGE)))
    shown = list(rows[(number - 1) * PAGE : number * PAGE])
    takers = takers_among(shown)
    return {
        "title": column.label,
        "cards": [_card(request.actor, row, takers[row.pk], found.health.get(row.pk)) for row in shown],
        "pager": pager_of(request.GET, number=number, total=len(rows), size=PAGE),
    }


def _card(actor: Actor, row: Mentorship, takers: Sequence[Participation], health: Health | None) -> Card:
    state = PairState(row.state)
    status = ui.Status(health.kind, health.word) if health else ui.Status(STATUS[state], state.label)
    if state is PairState.PAUSED:
        status = ui.Status(STATUS[state], state.label)
    return Card(
        pk=row.pk,
        title=queries.mentorship_words(takers),
        note=row.issue.title,
        status=status,
        words=health.words if health else row.end_reason,
        ways=[
            (journey.name, journey.label)
            for journey in JOURNEYS
            if state in ALLOWED[journey.kind] and actor.can(journey.permission, row)
        ],
    )


@requires(Permission.PAIR_VIEW)
def go(request: Request, pk: UUID) -> HttpResponse:
    """From the select of a card to the page of the chosen journey; anything else leads to the pair."""
    mentorship = queries.mentorship_for(request.actor, pk)
    journey = BY_NAME.get(request.GET.get("to", ""))
    if journey is None or not request.actor.can(journey.permission, mentorship):
        return redirect("pairs:pair", pk=pk)
    return redirect(f"pairs:{journey.name}", pk=pk)


@requires(Permission.PAIR_VIEW)
def load(request: Request) -> HttpResponse:
    """How much each mentor leads, of how much they may."""
    here = here_of(request, Permission.PAIR_VIEW)
    rows = loads_in(here)
    number = min(number_of(request.GET), max(1, -(-len(rows) // PAGE)))
    context = {
        "rows": [_load(request.actor, row) for row in rows[(number - 1) * PAGE : number * PAGE]],
        "pager": pager_of(request.GET, number=number, total=len(rows), size=PAGE),
        "back_url": reverse("pairs:board"),
    }
    return render(request, "pairs/load.html", context)


def _load(actor: Actor, load: Load) -> dict[str, Any]:
    free = load.capacity - load.mentees
    full = "предел" if free == 0 else f"больше предела на {-free}"
    place = counted(free, "место,места,мест")
    return {
        "name": load.person.full_name,
        "url": reverse("people:card", args=[load.person.pk])
        if actor.can(Permission.PERSON_VIEW, load.person)
        else "",
        "mentees": load.mentees,
        "capacity": load.capacity,
        "words": f"ведёт {load.mentees} из {load.capacity}, {f'свободно {place}' if free > 0 else full}",
        "note": "" if load.in_bank else "не в банке наставников, предел обычный",
        "status": ui.Status("stop", "Перегружен")
        if free < 0
        else ui.Status("wait", "Полностью")
        if free == 0
        else ui.Status("ok", "Есть место"),
    }
