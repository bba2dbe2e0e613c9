"""What nobody sees: abilities, true needs, character, free time, and where people work.

Abilities are one general trait and a specific one per domain, in levels 0..4 without rounding. Mentees are beginners,
newcomers with experience elsewhere, and experienced people weak in ICT; mentors are mostly experienced, some are young
and strong in ICT (reverse mentoring).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.model.checks import Bits, Flags, Ints
from nastavnik.matching.synthetic.profiles import Profile, Size

DOMAINS, ICT = 9, 5
SUBJECTS, ISSUES, FORMS, KINDS = 20, 12, 4, 7
SLOTS = 63
"""Lessons of a week, 7 days x 9."""
REVERSE = KINDS - 1
GENERAL = 0.6
"""Share of the general trait in the spread of an ability."""
ISSUE_DOMAINS: NDArray[np.intp] = np.array([[k % DOMAINS, (3 * k + 1) % DOMAINS] for k in range(ISSUES)])
"""[ISSUES, 2] domains that help with an issue needs, the first above all."""

Reals = NDArray[np.float64]
Rng = np.random.Generator


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Traits of R rows of one side."""

    mastery: Reals
    """[R, DOMAINS] true level 0..4."""
    salience: Reals
    """[R, DOMAINS] how much a domain matters in one's work, mean near 1 (mentees)."""
    character: Reals
    """[R, 2] manner of working together; two who are near each other get on."""
    craft: Reals
    """[R] ability to teach an adult, mean 0, deviation near 1 (mentors)."""
    ready: Flags
    """[R, ISSUES] issues one is truly ready to help with, two to six of them (mentors)."""
    fame: Reals
    """[R] how well a person is known, positive."""
    years: Ints
    """Whole years of work."""
    reverse: Flags
    """Asks for (a mentee) or is fit for (a mentor) reverse mentoring."""
    subjects: Bits
    hours: Bits
    """Slots of the week that are truly free."""
    liked: Flags
    """[R, FORMS] forms one truly likes to work in."""
    organisation: Ints
    municipality: Ints
    region: Ints
    led: Ints
    """[R] people led already (mentors)."""

    def take(self, rows: NDArray[np.intp]) -> Self:
        """These rows only, in this order."""
        return replace(self, **{each.name: getattr(self, each.name)[rows] for each in fields(self)})


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """Both sides; rows as in the problem. `copy_*[r]` is the row that r is a copy of, or r itself."""

    mentees: Side
    mentors: Side
    copy_mentee: NDArray[np.intp]
    copy_mentor: NDArray[np.intp]


def hidden(own: Mapping[str, Rng], size: Size, profile: Profile) -> Hidden:
    """Draw both sides."""
    school = _schools(own["places"], size)
    subjects = _subject_shares(own["places"])
    asking = _workplaces(own["mentees"], school, size.mentees, spread=0.0)
    offering = _workplaces(own["mentors"], school, size.mentors, spread=0.5)
    return Hidden(
        _mentees(own["mentees"], asking, subjects[0], profile),
        _mentors(own["mentors"], offering, subjects[1], profile),
        np.arange(size.mentees),
        np.arange(size.mentors),
    )


def twins(rng: Rng, traits: Hidden, share: float) -> Hidden:
    """About `share` of the rows become copies of rows that stay."""
    ours, theirs = (_copies(rng, len(side.years), share) for side in (traits.mentees, traits.mentors))
    return Hidden(traits.mentees.take(ours), traits.mentors.take(theirs), ours, theirs)


def _copies(rng: Rng, rows: int, share: float) -> NDArray[np.intp]:
    source = np.arange(rows)
    copied = rng.permutation(rows)[: int(share * rows)]
    stay = np.setdiff1d(source, copied)
    source[copied] = rng.choice(stay, len(copied))
    return source


def _skewed(rng: Rng, parts: int, power: float) -> Reals:
    weight = (1.0 + rng.permutation(parts)) ** -power
    return np.asarray(weight / weight.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Schools:
    """[schools] where each lies and its share of the people."""

    municipality: Ints
    region: Ints
    share: Reals


def _schools(rng: Rng, size: Size) -> Schools:
    """Regions, municipalities and schools of skewed size; every municipality has a school, every region one too."""
    region = _spread(rng, size.municipalities, size.regions, 0.5)
    municipality = _spread(rng, size.schools, size.municipalities, 0.6)
    share = rng.lognormal(0.0, 0.6, size.schools)
    return Schools(municipality, region[municipality], share / share.sum())


def _spread(rng: Rng, things: int, parts: int, power: float) -> Ints:
    """[things] part of each: one each at first, the rest by skewed shares."""
    more = rng.choice(parts, things - parts, p=_skewed(rng, parts, power))
    return np.sort(np.concatenate((np.arange(parts), more)))


def _workplaces(rng: Rng, schools: Schools, rows: int, spread: float) -> dict[str, Ints]:
    """Where each row works; `spread` makes shares of the two sides differ from school to school."""
    share = schools.share * rng.lognormal(0.0, spread, len(schools.share))
    at = rng.choice(len(share), rows, p=share / share.sum())
    return {"organisation": at, "municipality": schools.municipality[at], "region": schools.region[at]}


def _subject_shares(rng: Rng) -> tuple[Reals, Reals]:
    """Skewed shares of the subjects among mentees, and other ones among mentors: some are short everywhere."""
    asked = (2.0 + np.arange(SUBJECTS)) ** -0.8
    taught = asked * rng.lognormal(0.0, 0.5, SUBJECTS)
    return asked / asked.sum(), taught / taught.sum()


def _mentees(rng: Rng, at: dict[str, Ints], subjects: Reals, profile: Profile) -> Side:
    rows = len(at["organisation"])
    kind = rng.choice(4, rows, p=[0.5, 0.2, 0.2, 0.1])  # beginner, newcomer, weak in ICT, the rest
    low, high = np.array([0, 4, 15, 2])[kind], np.array([2, 26, 41, 6])[kind]
    years = rng.integers(low, high)
    shift = np.array([-0.9, 0.3, 0.4, -0.3])[kind]
    mastery = _abilities(rng, shift, years)
    mastery[kind == 2, ICT] -= 1.6
    reverse = (kind == 2) & (rng.random(rows) < 0.4)
    return _side(rng, at, subjects, profile, mastery=mastery, years=years, reverse=reverse)


def _mentors(rng: Rng, at: dict[str, Ints], subjects: Reals, profile: Profile) -> Side:
    rows = len(at["organisation"])
    young = rng.random(rows) < 0.15
    years = np.where(young, rng.integers(1, 6, rows), rng.integers(7, 36, rows))
    mastery = _abilities(rng, np.where(young, 0.1, 0.9), years)
    mastery[young, ICT] += 1.4
    side = _side(rng, at, subjects, profile, mastery=mastery, years=years, reverse=young)
    stars = np.zeros(rows, np.bool_)
    if profile.stars:
        stars[rng.permutation(rows)[: max(1, round(profile.stars * rows))]] = True
    return replace(
        side,
        mastery=np.where(stars[:, None], np.minimum(side.mastery + 1.5, 4.0), side.mastery),
        fame=np.where(stars, 50.0 * side.fame.max(initial=1.0), side.fame),
    )


def _abilities(rng: Rng, shift: Reals, years: Ints) -> Reals:
    """[R, DOMAINS] levels: the general trait and the specific ones; ICT falls with age."""
    rows = len(shift)
    general = rng.standard_normal((rows, 1))
    special = rng.standard_normal((rows, DOMAINS))
    mastery = 2.0 + shift[:, None] + 1.1 * (np.sqrt(GENERAL) * general + np.sqrt(1 - GENERAL) * special)
    mastery[:, ICT] += 0.5 - 0.04 * years
    return np.asarray(mastery)


def _side(
    rng: Rng,
    at: dict[str, Ints],
    subjects: Reals,
    profile: Profile,
    *,
    mastery: Reals,
    years: Ints,
    reverse: Flags,
) -> Side:
    rows = len(years)
    craft = (
        0.7 * rng.standard_normal(rows)
        + 0.5 * (np.minimum(years, 25) - 12) / 8
        + 0.2 * (mastery.mean(axis=1) - 2)
    )
    mastery = np.clip(mastery, 0.0, 4.0)
    eager = issue_levels(mastery) + 0.3 * craft[:, None] + 0.8 * rng.standard_normal((rows, ISSUES))
    place = np.argsort(np.argsort(-eager, axis=1), axis=1)
    return Side(
        mastery=mastery,
        salience=rng.gamma(2.0, 0.5, (rows, DOMAINS)),
        character=rng.standard_normal((rows, 2)),
        craft=craft,
        ready=place < rng.integers(2, 7, (rows, 1)),
        fame=rng.lognormal(0.5 * craft, 0.8),
        years=np.full(rows, 12) if profile.plain else years,
        reverse=reverse,
        subjects=_subjects(rng, subjects, rows),
        hours=_hours(rng, rows, profile),
        liked=rng.random((rows, FORMS)) < 0.7,
        led=np.zeros(rows, np.int64) if profile.plain else np.minimum(rng.poisson(0.7, rows), 4),
        **at,
    )


def issue_levels(levels: Reals) -> Reals:
    """[R, DOMAINS] levels -> [R, ISSUES]: what they amount to for each issue."""
    return np.asarray(0.7 * levels[:, ISSUE_DOMAINS[:, 0]] + 0.3 * levels[:, ISSUE_DOMAINS[:, 1]])


def _subjects(rng: Rng, shares: Reals, rows: int) -> Bits:
    """One subject, for one in eight two."""
    first, second = (rng.choice(SUBJECTS, rows, p=shares) for _ in range(2))
    second = np.where(rng.random(rows) < 0.125, second, first)
    return np.asarray((1 << first) | (1 << second), dtype=np.uint64)


def _hours(rng: Rng, rows: int, profile: Profile) -> Bits:
    """3 to 10 free slots, more often after lessons on working days."""
    liking = np.tile([0.3, 0.3, 0.3, 0.5, 1.0, 2.0, 2.5, 1.5, 0.7], 7)
    liking[5 * 9 :] *= 0.3
    late = rng.exponential(1.0, (rows, SLOTS)) / liking
    count = np.full(rows, SLOTS) if profile.plain else rng.integers(3, 11, rows)
    order = np.argsort(late, axis=1).argsort(axis=1)
    return bits(order < count[:, None])


def bits(flags: Flags) -> Bits:
    """[R, B] flags -> [R] masks, B <= 63."""
    weight = np.uint64(1) << np.arange(flags.shape[1], dtype=np.uint64)
    return np.asarray((flags * weight).sum(axis=1, dtype=np.uint64), dtype=np.uint64)


def flags(mask: Bits, width: int) -> Flags:
    """[R] masks -> [R, width] flags."""
    return np.asarray((mask[:, None] >> np.arange(width, dtype=np.uint64)) & np.uint64(1), dtype=np.bool_)
