"""What is said of single pairs: wishes of both sides, bans, standing pairs, locks and least loads that can be kept.

Wishes lean to fame and nearness and, more than any sheet, to those with whom one truly gets on. Standing pairs are a
possible set of pairs made before; locks are some of them, and nobody is promised more than they hold, so a problem can
always be solved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.model import Mentees, Mentors
from nastavnik.matching.engine.model.checks import Flags, Ints
from nastavnik.matching.synthetic.latent import Hidden, Reals, Rng
from nastavnik.matching.synthetic.profiles import Profile

SEEN = 24
"""Mentors whom a mentee has heard of."""
STOOD, LOCKED, PROMISED = 0.3, 0.15, 0.1
"""Shares: mentees with a standing pair, standing pairs that are locks, mentors of standing pairs with a least load."""


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Rows (mentee, mentor[, rank]) as `Problem.build` takes them, and the mentors with their least loads."""

    mentors: Mentors
    mentee_wishes: Ints
    mentor_wishes: Ints
    forbidden: Ints
    declined: Ints
    standing: Ints
    locks: Ints


def links(rng: Rng, traits: Hidden, mentees: Mentees, mentors: Mentors, profile: Profile) -> Links:
    """Draw all of it."""
    wishes = _wishes(rng, traits, mentees, mentors, profile.wishing[0])
    back = _answers(rng, traits, mentees, mentors, wishes, profile.wishing[1])
    holds = _standing(rng, mentees, mentors)
    locked = holds[_locked(rng, holds, mentors)]
    free = _without(holds, locked)
    wished = _without(wishes[:, :2], holds)
    forbidden = np.concatenate((wished[rng.random(len(wished)) < 0.03], _any(rng, mentees, mentors, locked)))
    declined = free[rng.random(len(free)) < 0.06]
    kept = _without(_without(holds, forbidden), declined)
    promised = _promised(rng, mentors, kept)
    return Links(promised, wishes, back, forbidden, declined, holds, locked)


def able(mentees: Mentees, mentors: Mentors, i: NDArray[np.intp], j: NDArray[np.intp]) -> Flags:
    """[P] may these pairs be by their profiles (the rules of the default `Rules`, bans aside)?"""
    own = mentees.organisation[i] == mentors.organisation[j]
    far = mentees.virtual[i] & mentors.virtual[j] & (mentees.contour[i] == mentors.contour[j])
    fine = (own | far) & mentees.consent[i] & mentors.consent[j] & (mentees.person[i] != mentors.person[j])
    for name in ("forms", "kinds", "subjects"):
        ours, theirs = getattr(mentees, name)[i], getattr(mentors, name)[j]
        apart = (ours != 0) & (theirs != 0) & (ours & theirs == 0)
        fine &= ~(apart & (mentees.subject_bound[i] if name == "subjects" else True))
    return np.asarray(fine & (mentors.capacity[j] > 0))


def _seen(
    rng: Rng, home: Ints, mentors: Mentors, far: NDArray[np.intp], near: int = SEEN // 2
) -> NDArray[np.intp]:
    """[R, SEEN] `far`, of which the first `near` are some mentors of the own organisation, where it has any."""
    order = np.argsort(mentors.organisation, kind="stable")
    first, last = (
        np.searchsorted(mentors.organisation[order], home, side=side) for side in ("left", "right")
    )
    at = first[:, None] + (rng.random((len(home), near)) * (last - first)[:, None]).astype(np.int64)
    own = order[np.minimum(at, len(order) - 1)]
    seen = far.copy()
    seen[:, :near] = np.where((last > first)[:, None], own, far[:, :near])
    return seen


def liking(traits: Hidden, i: NDArray[np.intp], j: NDArray[np.intp]) -> Reals:
    """[P] 0..1 how well two get on."""
    apart = traits.mentees.character[i] - traits.mentors.character[j]
    return np.asarray(np.exp(-0.25 * (apart**2).sum(axis=-1)))


def _wishes(rng: Rng, traits: Hidden, mentees: Mentees, mentors: Mentors, share: float) -> Ints:
    """[W, 3] up to three ranked wishes of about `share` of the mentees."""
    rows = np.flatnonzero(rng.random(len(mentees)) < share)
    if not len(rows) or not len(mentors):
        return np.zeros((0, 3), np.int64)
    fame = np.cumsum(traits.mentors.fame)
    famous = np.searchsorted(fame, rng.random((len(rows), SEEN)) * fame[-1])
    seen = _seen(rng, mentees.organisation[rows], mentors, famous)
    i = np.repeat(rows, SEEN)
    j = seen.reshape(-1)
    near = mentees.organisation[i] == mentors.organisation[j]
    draw = 0.5 * np.log(traits.mentors.fame[j]) + 0.5 * near + 2.5 * liking(traits, i, j)
    draw = draw + 0.6 * rng.standard_normal(len(i))
    draw[mentees.person[i] == mentors.person[j]] = -np.inf
    order = np.argsort(-draw.reshape(seen.shape), axis=1)
    count = rng.integers(1, 4, len(rows))
    made = []
    for place in range(3):
        picked = np.take_along_axis(seen, order[:, place : place + 1], axis=1)[:, 0]
        said = count > place
        made.append(np.column_stack((rows[said], picked[said], np.full(said.sum(), place + 1))))
    found = np.concatenate(made)
    first = np.unique(found[:, :2], axis=0, return_index=True)[1]
    return found[np.sort(first)]


def _answers(
    rng: Rng, traits: Hidden, mentees: Mentees, mentors: Mentors, wishes: Ints, share: float
) -> Ints:
    """[W, 3] wishes of about `share` of the mentors, one to three: among those who asked for them, else of the own school."""
    speaks = rng.random(len(mentors)) < share
    asked = wishes[speaks[wishes[:, 1]], :2]
    own = rng.integers(0, max(1, len(mentees)), (int(speaks.sum()) * 6 if len(mentees) else 0,))
    others = np.column_stack((own, np.repeat(np.flatnonzero(speaks), 6)[: len(own)]))
    others = others[mentees.organisation[others[:, 0]] == mentors.organisation[others[:, 1]]]
    pairs = np.unique(np.concatenate((asked, others)), axis=0)
    pairs = pairs[mentees.person[pairs[:, 0]] != mentors.person[pairs[:, 1]]]
    draw = liking(traits, pairs[:, 0], pairs[:, 1]) + 0.2 * rng.standard_normal(len(pairs))
    pairs = pairs[np.lexsort((-draw, pairs[:, 1]))]
    first = np.searchsorted(pairs[:, 1], pairs[:, 1], side="left")
    rank = np.arange(len(pairs)) - first + 1
    ranked: Ints = np.column_stack((pairs, rank))
    return np.asarray(ranked[rank <= 3])


def _standing(rng: Rng, mentees: Mentees, mentors: Mentors) -> Ints:
    """[S, 2] pairs of before, a possible set: within places, groups of their least size or more, one mentor each."""
    rows = rng.permutation(len(mentees))[: round(STOOD * len(mentees))]
    if not len(rows) or not len(mentors):
        return np.zeros((0, 2), np.int64)
    left = mentors.capacity.copy()
    anybody = rng.integers(0, len(mentors), (len(rows), SEEN))
    tries = _seen(rng, mentees.organisation[rows], mentors, anybody)
    fine = able(mentees, mentors, np.repeat(rows, SEEN), tries.reshape(-1)).reshape(tries.shape)
    made = []
    for place, row in enumerate(rows.tolist()):
        for mentor in tries[place][fine[place]].tolist():
            if left[mentor] > 0:
                left[mentor] -= 1
                made.append((row, mentor))
                break
    pairs = np.array(made, dtype=np.int64).reshape(-1, 2)
    count = np.bincount(pairs[:, 1], minlength=len(mentors))
    return pairs[count[pairs[:, 1]] >= mentors.group_min[pairs[:, 1]]]


def _locked(rng: Rng, pairs: Ints, mentors: Mentors) -> Flags:
    """[S] which standing pairs are locks; a group is locked as a whole or not at all."""
    single, whole = rng.random(len(pairs)) < LOCKED, rng.random(len(mentors)) < LOCKED
    return np.where(mentors.group_min[pairs[:, 1]] < 2, single, whole[pairs[:, 1]])


def _without(pairs: Ints, others: Ints) -> Ints:
    """Rows of `pairs` [.., 2] that are not in `others` [.., 2]."""
    width = 1 + int(max(pairs[:, 1].max(initial=0), others[:, 1].max(initial=0)))
    return pairs[~np.isin(pairs[:, 0] * width + pairs[:, 1], others[:, 0] * width + others[:, 1])]


def _any(rng: Rng, mentees: Mentees, mentors: Mentors, locked: Ints) -> Ints:
    """A few bans of anybody with anybody, never of a lock."""
    count = len(mentees) // 25 if len(mentors) else 0
    drawn = np.column_stack(
        (rng.integers(0, max(1, len(mentees)), count), rng.integers(0, max(1, len(mentors)), count))
    )
    return _without(drawn, locked)


def _promised(rng: Rng, mentors: Mentors, kept: Ints) -> Mentors:
    """Some mentors of standing pairs that may stay are promised at least one mentee."""
    holds = np.bincount(kept[:, 1], minlength=len(mentors)) > 0
    lucky = holds & (mentors.group_min < 2) & (rng.random(len(mentors)) < PROMISED)
    return replace(mentors, min_load=lucky.astype(np.int64))
