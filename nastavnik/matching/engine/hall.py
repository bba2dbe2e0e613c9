"""Witnesses of scarcity: who competes for which places, and which minima cannot be met (Hall, Kőnig)."""

from __future__ import annotations

from collections import deque

import numpy as np

from nastavnik.matching.engine.flow import FIRST, SINK, SOURCE, Arcs, send
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Face, Net


def competing(net: Net, chosen: Flags, mentee: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Requests and mentors reached from a left-out request along "could take j, j has i'".

    At the most served requests all the mentors reached are full, so the places are fewer than what is asked.
    """
    n, m = len(net.demand), len(net.high)
    wants = lists(net.pairs.mentee[~chosen], net.pairs.mentor[~chosen], n)
    has = lists(net.pairs.mentor[chosen], net.pairs.mentee[chosen], m)
    return _reach(mentee, wants, has)


def _reach(
    first: int, wants: list[list[int]], has: list[list[int]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    seen, mentors, queue = {first}, set[int](), deque([first])
    while queue:
        for j in wants[queue.popleft()]:
            if j in mentors:
                continue
            mentors.add(j)
            fresh = [i for i in has[j] if i not in seen]
            seen.update(fresh)
            queue.extend(fresh)
    return tuple(sorted(seen)), tuple(sorted(mentors))


def lists(keys: Ints, values: Ints, size: int) -> list[list[int]]:
    """For each key 0..size - 1 the values that stand beside it."""
    lists: list[list[int]] = [[] for _ in range(size)]
    for key, one in zip(keys.tolist(), values.tolist(), strict=True):
        lists[key].append(one)
    return lists


def starved(face: Face, backend: str) -> tuple[int, ...]:
    """Mentors who together must take more mentees than can come to them; empty when the minima can be met."""
    if not face.low.any():
        return ()
    chosen = _fill(face, backend)
    load = np.bincount(face.mentor[chosen], minlength=len(face.low))
    short = np.nonzero(load < face.low)[0].tolist()
    if not short:
        return ()
    wanted = lists(face.mentor[~chosen], face.mentee[~chosen], len(face.low))
    sits = lists(face.mentee[chosen], face.mentor[chosen], len(face.demand_high))
    found, queue = set(short), deque(short)
    while queue:
        for i in wanted[queue.popleft()]:
            fresh = [j for j in sits[i] if j not in found]
            found.update(fresh)
            queue.extend(fresh)
    return tuple(sorted(found))


def _fill(face: Face, backend: str) -> Flags:
    """Most pairs with every mentor held to the lower bound."""
    n, m = len(face.demand_high), len(face.low)
    mentees, mentors = FIRST + np.arange(n), FIRST + n + np.arange(m)
    tail = np.concatenate((face.mentee + FIRST, np.full(n, SOURCE), mentors))
    head = np.concatenate((face.mentor + FIRST + n, mentees, np.full(m, SINK)))
    room = np.concatenate((np.ones_like(face.index), face.demand_high, face.low))
    arcs = Arcs(tail, head, room, np.zeros_like(room), FIRST + n + m, int(face.demand_high.sum()))
    return send(arcs, backend)[: len(face.index)] > 0


def is_starved(face: Face, mentors: tuple[int, ...]) -> bool:
    """Check the witness by counting: all who can come to them are fewer than they must take."""
    inside = np.isin(face.mentor, mentors)
    come = np.minimum(np.bincount(face.mentee[inside], minlength=len(face.demand_high)), face.demand_high)
    return int(face.low[list(mentors)].sum()) > int(come.sum())


def neighbours(face: Face, mentors: tuple[int, ...]) -> tuple[int, ...]:
    """All mentees who can come to these mentors."""
    inside = np.isin(face.mentor, mentors)
    return tuple(np.unique(face.mentee[inside]).tolist())
