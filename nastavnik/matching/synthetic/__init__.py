"""Made-up banks of mentors and requests for tests, benchmarks and the choice of the weights: numbers, never people.

    problem(seed, size, profile) -> Problem

`size` is school (15 requests x 10 mentors), municipality (500 x 300), region (5 000 x 3 000), country (50 000 x 30 000)
or any `Size`. `profile` is a name of `PROFILES`. The same three arguments give the same problem in every process.

A bank begins with what nobody sees (`latent`): abilities, true needs, character, free time. People answer sheets about it
(`answers`) with noise, holes and a wrong opinion of themselves; places, wishes, locks and bans follow (`places`, `links`).
`world` gives the problem together with what is hidden, so that a pairing can be judged by the true fit (`truth`).
"""

from __future__ import annotations

from dataclasses import dataclass

from nastavnik.matching.engine.model import Problem, Rules
from nastavnik.matching.synthetic.answers import mentee_sheets, mentor_sheets
from nastavnik.matching.synthetic.latent import Hidden, hidden, twins
from nastavnik.matching.synthetic.links import links
from nastavnik.matching.synthetic.profiles import PROFILES, SIZES, Profile, Size, streams

__all__ = ["PROFILES", "SIZES", "Hidden", "Profile", "Size", "World", "problem", "world"]


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A problem and the traits behind its rows."""

    problem: Problem
    hidden: Hidden


def problem(
    seed: int, size: str | Size, profile: str | Profile = "usual", rules: Rules | None = None
) -> Problem:
    """The problem alone. Raise `KeyError` for an unknown size or profile."""
    return world(seed, size, profile, rules).problem


def world(seed: int, size: str | Size, profile: str | Profile = "usual", rules: Rules | None = None) -> World:
    """The problem and what is hidden behind it; row i of either side is row i of `hidden`."""
    shape = SIZES[size] if isinstance(size, str) else size
    kind = PROFILES[profile] if isinstance(profile, str) else profile
    own = streams(seed, shape, kind)
    traits = hidden(own, shape, kind)
    if kind.twins:
        traits = twins(own["twins"], traits, kind.twins)
    mentees, mentors = mentee_sheets(own, traits, kind), mentor_sheets(own, traits, kind)
    found = links(own["links"], traits, mentees, mentors, kind)
    made = Problem.build(
        mentees,
        found.mentors,
        forbidden=found.forbidden,
        declined=found.declined,
        locks=found.locks,
        standing=found.standing,
        mentee_wishes=found.mentee_wishes,
        mentor_wishes=found.mentor_wishes,
        rules=rules,
    )
    return World(made, traits)
