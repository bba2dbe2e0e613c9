"""Events as chains: each leaves the flow best for the changed problem, and is true where that was possible."""

from __future__ import annotations

from nastavnik.matching.engine.model import Infeasible
from nastavnik.matching.engine.prices import FAR
from nastavnik.matching.engine.repair.chains import Back, Onward
from nastavnik.matching.engine.repair.flow import Flow


def ask(flow: Flow, i: int) -> None:
    """One mentor more for the request."""
    fresh = not flow.demand[i]
    flow.demand[i] += 1
    if fresh:
        flow.u[i] = flow.best_margin(i)
    if flow.u[i] > 0:
        chain = Onward(flow, int(flow.u[i])).from_request(i)
        flow.apply(chain.steps if chain else [])


def _place(flow: Flow, j: int, low: int) -> None:
    """One place more with the mentor, whose least load is `low` from now on."""
    flow.high[j] += 1
    flow.low[j] = low
    if flow.v[j] >= FAR // 2:
        flow.v[j] = flow.best_offer(j)
    must = len(flow.of[j]) < low
    if not must and flow.v[j] <= 0:
        return
    chain = Back(flow, FAR if must else int(flow.v[j])).to_mentor(j)
    if must and chain is None:
        raise Infeasible("min_load", mentors=[j])
    flow.apply(chain.steps if chain else [])


def _part(flow: Flow, i: int, j: int) -> None:
    """Take a chosen pair out together with its place and what was asked for."""
    flow.part(i, j)
    flow.demand[i] -= 1
    flow.high[j] -= 1
    flow.low[j] = max(0, flow.low[j] - 1)


def refuse(flow: Flow, i: int, j: int) -> bool:
    """The two are parted for good: the request asks again, the place is offered again."""
    flow.set(i, j, -1)
    if j in flow.has[i]:
        low = flow.low[j]
        _part(flow, i, j)
        ask(flow, i)
        _place(flow, j, low)
    return True


def leave(flow: Flow, j: int, locked: list[int]) -> bool:
    """Nobody is with the mentor any more; those who were (`locked` ones too) ask again."""
    theirs = [*flow.of[j], *locked]
    for i in locked:
        flow.let_go(i, j)
    for i in list(flow.of[j]):
        _part(flow, i, j)
    flow.high[j] = flow.low[j] = 0
    flow.v[j] = FAR
    for i in theirs:
        ask(flow, i)
    return True


def free(flow: Flow, j: int, places: int) -> bool:
    """So many places more."""
    for _ in range(places):
        _place(flow, j, flow.low[j])
    return True


def take(flow: Flow, j: int) -> bool:
    """One place less: whoever costs least is served elsewhere."""
    if flow.low[j] >= flow.high[j]:
        raise Infeasible("min_over_max", mentors=[j])
    if len(flow.of[j]) == flow.high[j]:
        chain = Onward(flow, FAR).from_mentor(j)
        flow.apply(chain.steps if chain else [])
    flow.high[j] -= 1
    if not flow.high[j]:
        flow.v[j] = FAR
    return True


def withdraw(flow: Flow, i: int) -> bool:
    """The request asks for nobody; its places are offered again."""
    theirs = [(j, flow.low[j]) for j in flow.has[i]]
    for j, _ in theirs:
        _part(flow, i, j)
    flow.demand[i], flow.u[i] = 0, FAR
    for j, low in theirs:
        _place(flow, j, low)
    return True


def lock(flow: Flow, i: int, j: int) -> bool:
    """The two are held together from now on."""
    if not flow.high[j]:
        raise Infeasible("locks_over_capacity", mentors=[j])
    if not flow.demand[i]:
        raise Infeasible("locks_over_demand", mentees=[i])
    if j not in flow.has[i]:
        back = Back(flow, FAR)
        far = next((far for node, far in back.to_request(i) if node == j), None)
        if far is None:
            raise Infeasible("min_load", mentees=[i], mentors=[j])
        steps = back.steps_from(j)
        back.mend(far)
        flow.apply(steps)
        flow.make(i, j)
    _part(flow, i, j)
    flow.hold(i, j)
    if not flow.demand[i]:
        flow.u[i] = FAR
    if not flow.high[j]:
        flow.v[j] = FAR
    return True
