"""Decisions about two people as rows of the engine's problem: who is held together, who is kept apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nastavnik.bank.models import Mentor, Request

from .engine import api
from .engine.model import Problem
from .models import Decision
from .rules import DecisionKind

Pair = tuple[int, int]


@dataclass(frozen=True)
class Locks:
    """Pairs (rows) that hold, each with its decision; and those that cannot hold now, with the rule that they fail."""

    held: Mapping[Pair, Decision]
    idle: Sequence[tuple[Decision, str]] = ()


def about(asking: Sequence[Request]) -> list[Decision]:
    """Decisions in force about these requests and the people who ask, the first made first."""
    rows = Decision.objects.filter(
        request__mentee__in={row.mentee_id for row in asking}, lifted_at__isnull=True
    )
    return list(rows.select_related("request", "mentor__person"))


def apart(
    decided: Sequence[Decision], asking: Sequence[Request], offering: Sequence[Mentor]
) -> dict[Pair, Decision]:
    """Pairs of rows that must not be. «Не предлагать вместе» holds for every request of the person."""
    of_person: dict[object, list[int]] = defaultdict(list)
    right = {row.pk: place for place, row in enumerate(offering)}
    for place, row in enumerate(asking):
        of_person[row.mentee_id].append(place)
    found: dict[Pair, Decision] = {}
    for one in decided:
        if one.kind == DecisionKind.LOCK or one.mentor_id not in right:
            continue
        for place in of_person[one.request.mentee_id]:
            if one.kind == DecisionKind.APART or asking[place].pk == one.request_id:
                found.setdefault((place, right[one.mentor_id]), one)
    return found


def locks(
    problem: Problem, decided: Sequence[Decision], asking: Sequence[Request], offering: Sequence[Mentor]
) -> Locks:
    """Locks that the rules still allow, in the order in which they were made; a mentor has no more than places."""
    left = {row.pk: place for place, row in enumerate(asking)}
    right = {row.pk: place for place, row in enumerate(offering)}
    room = problem.mentors.capacity.tolist()
    held: dict[Pair, Decision] = {}
    idle: list[tuple[Decision, str]] = []
    for one in decided:
        if one.kind != DecisionKind.LOCK or one.request_id not in left:
            continue
        code = "gone"
        if one.mentor_id in right:
            pair = left[one.request_id], right[one.mentor_id]
            code = next(iter(api.why(problem, *pair).failing), "")
            code = code or ("" if room[pair[1]] > 0 else "capacity")
        if code:
            idle.append((one, code))
            continue
        held[pair] = one
        room[pair[1]] -= 1
    return Locks(held, idle)
