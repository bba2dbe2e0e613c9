"""How well two would truly work together in a made-up world: a function of what the sheets only hint at.

Sheets never show character, craft, the true hours or how much a domain matters; a score sees their traces. `TRUTHS`
are several opinions about what matters, so that weights are not chosen for one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nastavnik.matching.synthetic.answers import true_issue
from nastavnik.matching.synthetic.latent import Hidden, Reals
from nastavnik.matching.synthetic.links import liking


@dataclass(frozen=True, slots=True)
class Truth:
    """What a good pair is made of: weights of parts that are each 0..1."""

    name: str
    content: float
    """Mastery above the mentee's own where it is needed, by how much each domain matters."""
    issue: float
    """Readiness to help with the issue that is truly the greatest."""
    subject: float
    """A common subject."""
    craft: float
    """Ability to teach an adult."""
    time: float
    """Common free hours, full at three."""
    character: float
    place: float
    """Own organisation 1, municipality 1/2, region 1/4."""
    attention: float
    """Less, the more people are led already."""
    form: float
    """A form of work that both like."""
    gate: float = 0.0
    """Share of the fit that is lost where there is no common hour at all."""
    level: bool = False
    """True: what counts is a high level of the mentor; False: the distance to the mentee's own."""


TRUTHS: Mapping[str, Truth] = {
    each.name: each
    for each in (
        Truth("balanced", 34, 16, 10, 10, 10, 10, 4, 4, 2, gate=0.3),
        Truth("knowledge", 48, 16, 14, 8, 6, 3, 2, 2, 1, gate=0.1),
        Truth("people", 22, 12, 5, 20, 8, 22, 4, 4, 3, gate=0.2, level=True),
        Truth("time", 28, 12, 8, 8, 18, 8, 8, 6, 4, gate=0.4),
        Truth("subject", 30, 12, 20, 8, 8, 8, 4, 4, 2, gate=0.2, level=True),
        Truth("mostly time", 27, 8, 6, 6, 30, 6, 10, 5, 2, gate=0.5),
        Truth("mostly subject", 27, 8, 36, 8, 8, 6, 4, 2, 1, level=True),
    )
}


def fit(traits: Hidden, truth: Truth, rows: NDArray[np.intp]) -> Reals:
    """[rows, M] true fit, 0..1, of these mentees with every mentor."""
    ours, theirs = traits.mentees.take(rows), traits.mentors
    shape = (len(rows), len(theirs.years))
    common = np.bitwise_count(ours.hours[:, None] & theirs.hours[None, :]).astype(np.float64)
    columns = np.arange(shape[1])
    parts = (
        (truth.content, _content(traits, truth, rows)),
        (truth.issue, theirs.ready[:, true_issue(ours)].T),
        (truth.subject, ours.subjects[:, None] & theirs.subjects[None, :] != 0),
        (truth.craft, 1 / (1 + np.exp(-1.5 * theirs.craft))[None, :]),
        (truth.time, np.minimum(common, 3) / 3),
        (truth.character, liking(traits, rows[:, None], columns[None, :])),
        (truth.place, _place(traits, rows)),
        (truth.attention, 1 / (1 + 0.35 * theirs.led)[None, :]),
        (truth.form, ours.liked.astype(np.float64) @ theirs.liked.T > 0),
    )
    total = np.zeros(shape)
    for weight, part in parts:
        total += weight * part
    return np.asarray(total / sum(weight for weight, _ in parts) * np.where(common > 0, 1.0, 1 - truth.gate))


def _content(traits: Hidden, truth: Truth, rows: NDArray[np.intp]) -> Reals:
    """[rows, M]"""
    ours, theirs = traits.mentees, traits.mentors
    weight = (4 - ours.mastery[rows]) * ours.salience[rows] + 1e-9
    weight /= weight.sum(axis=1, keepdims=True)
    if truth.level:
        return np.asarray(weight @ (1 / (1 + np.exp(-2.5 * (theirs.mastery - 2.5)))).T)
    total = np.zeros((len(rows), len(theirs.years)))
    for domain in range(weight.shape[1]):
        above = theirs.mastery[None, :, domain] - ours.mastery[rows, domain][:, None] + 0.3
        total += weight[:, domain : domain + 1] * (1 - np.exp(-np.maximum(above, 0)))
    return total


def _place(traits: Hidden, rows: NDArray[np.intp]) -> Reals:
    share = np.zeros((len(rows), len(traits.mentors.years)))
    for name, worth in (("region", 0.25), ("municipality", 0.5), ("organisation", 1.0)):
        ours, theirs = getattr(traits.mentees, name)[rows], getattr(traits.mentors, name)
        share[ours[:, None] == theirs[None, :]] = worth
    return share
