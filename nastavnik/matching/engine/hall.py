"""Witnesses of scarcity: who competes for which places, and which minima cannot be met (Hall, Kőnig)."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.flow import FIRST, SINK, SOURCE, Arcs, send
from nastavnik.matching.engine.listing import Listing
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.engine.network import Face, Net

Rivals = tuple[tuple[int, ...], tuple[int, ...]]
"""Requests that compete, and the mentors for whose places they do."""


def competing(listing: Listing, net: Net, chosen: Flags, left_out: list[int]) -> Mapping[int, Rivals]:
    """For each request left out: who competes for whose places, along "could take j, j has i'", over all eligible pairs.

    At the most served requests all the mentors reached are full, so the places are fewer than what is asked. Requests
    that reach the same mentors stand together.
    """
    crowds = Crowds(listing, net, chosen)
    reached = {i: crowds.of(i) for i in left_out}
    alike: dict[bytes, list[int]] = {}
    for i, mentors in reached.items():
        alike.setdefault(mentors.tobytes(), []).append(i)
    found: dict[int, Rivals] = {}
    for together in alike.values():
        places = np.nonzero(reached[together[0]])[0].tolist()
        mentees = {*together, *(i for j in places for i in crowds.has[j])}
        found |= dict.fromkeys(together, (tuple(sorted(mentees)), tuple(places)))
    return found


CROWD, CROWDS = 30, 20
"""From how many mentors on a walk is worth remembering, and how many walks are."""


class Crowds:
    """Mentors whom a left-out request could reach by having others move.

    Most left-out requests end in one and the same crowd: the reach of a few mentors is kept, so that it is walked once.
    """

    def __init__(self, listing: Listing, net: Net, chosen: Flags) -> None:
        self.listing, self.mentors = listing, len(net.high)
        self.has = lists(net.pairs.mentor[chosen], net.pairs.mentee[chosen], len(net.high))
        self.with_whom = lists(net.pairs.mentee[chosen], net.pairs.mentor[chosen], len(net.demand))
        self.known: dict[int, Flags] = {}

    def of(self, mentee: int) -> Flags:
        """Mentors [M] reached from a left-out request."""
        start = np.zeros(self.mentors, np.bool_)
        start[self._wants(mentee)] = True
        start[self.with_whom[mentee]] = False
        reached, walked = self._reach(start)
        if walked > CROWD and len(self.known) < CROWDS:
            first = int(np.nonzero(reached)[0][0])
            self.known[first] = self._reach(np.arange(len(reached)) == first)[0]
        return reached

    def _wants(self, mentee: int) -> NDArray[np.integer]:
        return self.listing.mentor[self.listing.near(mentee)]

    def _reach(self, start: Flags) -> tuple[Flags, int]:
        """Mentors [M] reached from these, and how many were walked through one by one."""
        reached, done, walked = start.copy(), np.zeros_like(start), 0
        while True:
            for one, whole in self.known.items():
                if reached[one] and not done[one]:
                    reached |= whole
                    done |= whole
            front = np.nonzero(reached & ~done)[0].tolist()
            if not front:
                return reached, walked
            for mentor in front:
                done[mentor] = True
                walked += 1
                for mentee in self.has[mentor]:
                    reached[self._wants(mentee)] = True


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
