"""What people say: sheets with noise, holes and a wrong opinion of themselves; offers with places and forms.

Words become numbers as in `matching/encoding.py`: a need is 4 less the mastery, ease asks nothing, and where a request
names domains only these count, each as a difficulty at least.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.engine.model import Mentees, Mentors
from nastavnik.matching.engine.model.checks import Bits, Flags, Ints
from nastavnik.matching.synthetic.latent import (
    DOMAINS,
    FORMS,
    ICT,
    ISSUES,
    KINDS,
    REVERSE,
    Hidden,
    Rng,
    Side,
    bits,
    flags,
    issue_levels,
)
from nastavnik.matching.synthetic.profiles import Profile

DIFFICULTY = 2
"""A need from which on one asks for help."""
GROUP_FORM = FORMS - 1
MOST_PLACES = 6


def mentee_sheets(own: Mapping[str, Rng], traits: Hidden, profile: Profile) -> Mentees:
    """The requests as they are written down."""
    rng, side, rows = own["asking"], traits.mentees, len(traits.mentees.years)
    sheet = _sheet(rng, side, profile)
    needs = np.where(sheet < 0, -1, np.where(4 - sheet >= DIFFICULTY, 4 - sheet, 0))
    named = _named(rng, side, profile)
    asks = named.any(axis=1, keepdims=True)
    needs = np.where(
        asks, np.where(named, np.maximum(np.where(sheet < 0, -1, 4 - sheet), DIFFICULTY), -1), needs
    )
    forms = _forms(rng, side, 0.7)
    kinds = np.zeros((rows, KINDS), np.bool_)
    kinds[np.arange(rows), rng.integers(0, KINDS - 1, rows)] = True
    kinds[side.reverse] = np.arange(KINDS) == REVERSE
    kinds[rng.random(rows) < 0.3] = False
    asked = true_issue(side)
    issues = np.where(rng.random(rows) < 0.15, rng.integers(0, ISSUES, rows), asked)
    columns: dict[str, NDArray[np.generic]] = {
        "needs": needs,
        "issues": np.uint64(1) << issues.astype(np.uint64),
        "subject_bound": ~side.reverse & (rng.random(rows) < 0.25),
        "reverse": side.reverse,
        "forms": bits(forms),
        "kinds": bits(kinds),
        "demand": np.where(rng.random(rows) < 0.04, 2, 1),
        "waiting": np.full(rows, 14)
        if profile.plain
        else np.minimum(rng.exponential(40.0, rows), 365).astype(np.int64),
        **_common(rng, side, profile),
    }
    columns["waiting"] = np.where(rng.random(rows) < 0.03, -1, columns["waiting"])
    if profile.twins:
        columns = {name: column[traits.copy_mentee] for name, column in columns.items()}
    return Mentees.build(_ids(rng, rows), person=np.arange(rows), **columns)


def mentor_sheets(own: Mapping[str, Rng], traits: Hidden, profile: Profile) -> Mentors:
    """The offers as they are written down, with places enough for `profile.places` of the demand."""
    rng, side, rows = own["offering"], traits.mentors, len(traits.mentors.years)
    forms = _forms(rng, side, 0.8)
    group = rng.random(rows) < profile.grouping
    forms[:, GROUP_FORM] = group
    kinds = rng.random((rows, KINDS)) < 0.5
    kinds[:, REVERSE] = side.reverse | (side.mastery[:, ICT] > 3)
    kinds[rng.random(rows) < 0.3] = False
    columns: dict[str, NDArray[np.generic]] = {
        "strengths": _sheet(rng, side, profile),
        "issues": bits(_offered(rng, side)),
        "forms": bits(forms),
        "kinds": bits(kinds),
        "group_min": np.where(group, rng.choice([2, 2, 3], rows), 0),
        "load": np.where(rng.random(rows) < 0.08, -1, side.led),
        "past": np.full(rows, 1) if profile.plain else _past(rng, side),
        "criteria": np.full(rows, 1000) if profile.plain else _criteria(rng, side),
        **_common(rng, side, profile),
    }
    if profile.twins:
        columns = {name: column[traits.copy_mentor] for name, column in columns.items()}
    asked = 1.04 * len(traits.mentees.years)
    columns["capacity"] = places(
        own["capacity"], np.asarray(columns["group_min"], np.int64), round(profile.places * asked)
    )
    person = 10 * (len(traits.mentees.years) + rows) + np.arange(rows)
    both = rng.permutation(min(rows, len(traits.mentees.years)))[: rows // 50]
    person[both] = both  # who asks for one thing may offer another
    return Mentors.build(10_000_000 + _ids(rng, rows), person=person, **columns)


def places(rng: Rng, least: Ints, total: int) -> Ints:
    """[M] places 1..6, a group's never below its least size; `total` in all as far as these limits allow.

    Places come one after another to whom time is free first: a race of mentors with different pace.
    """
    rows = len(least)
    made = np.maximum(least, 1)
    pace = rng.lognormal(0.0, 0.6, (rows, 1))
    late = np.cumsum(rng.exponential(1.0, (rows, MOST_PLACES)), axis=1) / pace
    late[np.arange(MOST_PLACES) >= (MOST_PLACES - made)[:, None]] = np.inf
    more = int(np.clip(total - made.sum(), 0, np.isfinite(late).sum()))
    came = np.argsort(late, axis=None, kind="stable")[:more] // MOST_PLACES
    return np.asarray(made + np.bincount(came, minlength=rows), dtype=np.int64)


def true_issue(side: Side) -> NDArray[np.intp]:
    """[R] the issue whose domains are needed most."""
    need = (4 - side.mastery) * side.salience
    return np.asarray(issue_levels(need).argmax(axis=1))


def _sheet(rng: Rng, side: Side, profile: Profile) -> Ints:
    """[R, DOMAINS] mastery as answered, -1 where left out."""
    rows = len(side.years)
    opinion = profile.bias * rng.standard_normal((rows, 1))
    told = side.mastery + opinion + profile.noise * rng.standard_normal((rows, DOMAINS))
    steps = np.array(profile.steps)
    level = steps[np.abs(told[:, :, None] - steps).argmin(axis=2)]
    silent = (rng.random((rows, DOMAINS)) < profile.missing) | (rng.random((rows, 1)) < profile.blank)
    return np.where(silent | (np.arange(DOMAINS) >= profile.answered), -1, level)


def _named(rng: Rng, side: Side, profile: Profile) -> Flags:
    """[R, DOMAINS] the one to three domains a request names: felt needs, not quite the true ones."""
    rows = len(side.years)
    felt = (4 - side.mastery) * side.salience + 0.8 * rng.standard_normal((rows, DOMAINS))
    place = np.argsort(np.argsort(-felt, axis=1), axis=1)
    named = place < rng.integers(1, 4, (rows, 1))
    return named & (rng.random((rows, 1)) < profile.named)


def _offered(rng: Rng, side: Side) -> Flags:
    """[R, ISSUES] issues that a mentor offers: most of the true ones, seldom another; a few say nothing."""
    draw = rng.random(side.ready.shape)
    offered = np.where(side.ready, draw < 0.85, draw < 0.04)
    return np.asarray(offered & (rng.random((len(side.years), 1)) > 0.05))


def _forms(rng: Rng, side: Side, said: float) -> Flags:
    """[R, FORMS] forms named: those liked, seldom another one."""
    rows = len(side.years)
    named = np.where(side.liked, rng.random((rows, FORMS)) < 0.9, rng.random((rows, FORMS)) < 0.15)
    return np.asarray(named & (rng.random((rows, 1)) < said))


def _common(rng: Rng, side: Side, profile: Profile) -> dict[str, NDArray[np.generic]]:
    """Columns that both sides have."""
    rows = len(side.years)
    return {
        "subjects": np.where(rng.random(rows) < 0.04, np.uint64(0), side.subjects),
        "years": np.where(rng.random(rows) < 0.05, -1, side.years),
        "category": np.full(rows, 1) if profile.plain else _category(rng, side),
        "windows": np.where(rng.random(rows) < 0.2, np.uint64(0), _told_hours(rng, side, profile)),
        "organisation": side.organisation,
        "municipality": side.municipality,
        "region": side.region,
        "virtual": rng.random(rows) < profile.distance,
        "consent": rng.random(rows) > 0.03,
    }


def _category(rng: Rng, side: Side) -> Ints:
    """0 none, 1 first, 2 highest, 3 methodist, 4 mentor: by years and craft; -1 unknown."""
    merit = 0.08 * side.years + 0.5 * side.craft + 0.6 * rng.standard_normal(len(side.years))
    rank = np.searchsorted(np.array([0.6, 1.5, 2.9, 3.3]), merit)
    return np.where(rng.random(len(side.years)) < 0.05, -1, rank)


def _past(rng: Rng, side: Side) -> Ints:
    """People led in former years, more of them where craft and years are; -1 unknown."""
    count = rng.poisson(np.clip(0.05 * side.years + 0.4 * side.craft, 0.05, 3.0))
    return np.where(rng.random(len(side.years)) < 0.1, -1, count)


def _criteria(rng: Rng, side: Side) -> Ints:
    """Thousandths of nine criteria that a curator found met: a view of the craft; -1 where nobody looked."""
    merit = 1 / (1 + np.exp(-2.0 - side.craft - 0.9 * rng.standard_normal(len(side.years))))
    met = 1000 * np.rint(9 * merit).astype(np.int64) // 9
    return np.where(rng.random(len(side.years)) < 0.4, -1, met)


def _told_hours(rng: Rng, side: Side, profile: Profile) -> Bits:
    """Free slots as told: some are forgotten."""
    told = flags(side.hours, 63)
    if not profile.plain:
        told &= rng.random(told.shape) < 0.75
    return bits(told)


def _ids(rng: Rng, rows: int) -> Ints:
    return np.asarray(rng.permutation(10 * rows)[:rows])
