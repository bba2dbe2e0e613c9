"""The next mentors of one request, each with what it would change: exact, from the prices of the plan that touches nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nastavnik.bank.models import Request
from nastavnik.core import ui
from nastavnik.core.russian.wording import sentence
from nastavnik.matching import showing as shown
from nastavnik.matching import wording
from nastavnik.matching.engine import api
from nastavnik.matching.engine.model import Move

from . import planning
from .planning import Option
from .rules import Way

MOST = 5


@dataclass(frozen=True)
class Next:
    """A mentor who could be next."""

    value: UUID
    mentor: str
    note: str
    status: ui.Status
    fits: Sequence[str]
    gaps: Sequence[str]
    effect: str


def choices(asked: Request, *, today: date, levels: bool) -> list[Next]:
    """The one that costs nobody anything first. Pairs that stand are not touched."""
    option = planning.outlook(asked.organisation, today=today).option(Way.NOBODY)
    gathered = option.gathered
    row = next((i for i, one in enumerate(gathered.requests) if one.pk == asked.pk), None)
    if row is None:
        return []
    best = [(j, ()) for i, j in option.result.pairs.tolist() if i == row]
    state = api.repair_state(gathered.problem, option.result)
    others = state.alternatives(row, MOST) if state.tells else []
    found: list[tuple[int, tuple[Move, ...]]] = [*best, *((one.mentor, one.moves) for one in others)]
    return [_next(option, row, mentor, moves, today, levels) for mentor, moves in found[:MOST]]


def _next(option: Option, row: int, column: int, moves: Sequence[Move], today: date, levels: bool) -> Next:
    gathered = option.gathered
    mentor = gathered.mentors[column]
    told = wording.tell(gathered, api.why(gathered.problem, row, column))
    return Next(
        value=mentor.pk,
        mentor=mentor.person.full_name,
        note=shown.about(mentor.person, today),
        status=shown.load_status(mentor.person, gathered.loads[mentor.person_id], mentor.capacity),
        fits=shown.lines((line for line in told.fits if line["code"] != "workload"), levels=levels),
        gaps=shown.lines(told.gaps, levels=levels),
        effect=effect(option, row, moves),
    )


def effect(option: Option, row: int, moves: Sequence[Move]) -> str:
    """Who else would get another mentor, or none."""
    gathered, told = option.gathered, []
    for move in moves:
        if move.mentee == row:
            continue
        name = gathered.requests[move.mentee].mentee.person.short_name
        after = ", ".join(gathered.mentors[j].person.short_name for j in move.after)
        told.append(f"{name} — {after}" if after else f"{name} — без наставника")
    if not told:
        return "Больше ни у кого ничего не изменится."
    return sentence(f"Тогда изменится, кого предложить другим: {'; '.join(told)}")
