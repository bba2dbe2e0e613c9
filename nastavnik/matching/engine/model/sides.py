"""The two sides: requests of mentees and offers of mentors."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nastavnik.matching.engine.model.checks import Bits, Flags, Ints, array, levels, unique, within


@dataclass(frozen=True, slots=True, eq=False)
class Mentees:
    """N requests, one row each (a person with two requests has two rows). Masks are sets of bits, 0 = not said.

    Make with `build`; every field but `id` may be left out and is then unknown (or harmless).
    """

    id: Ints
    """Stable number of the request: ties and digests depend on it, never on the row."""
    person: Ints
    """Stable number of the person (same numbering as `Mentors.person`), so that nobody leads themselves."""
    needs: NDArray[np.int8]
    """[N, K] difficulty 0..4 in each domain, -1 unknown."""
    issues: Bits
    """Mask of the issues asked."""
    subjects: Bits
    subject_bound: Flags
    """True: a mentor known to teach other subjects is not eligible."""
    years: NDArray[np.int16]
    """Whole years of work, -1 unknown."""
    category: NDArray[np.int8]
    """0 none, 1 first, 2 highest, 3 methodist, 4 mentor; -1 unknown."""
    reverse: Flags
    """True: reverse mentoring, the experience rule is not applied."""
    windows: Bits
    """Mask of the time windows in which one is free."""
    forms: Bits
    kinds: Bits
    organisation: Ints
    """-1 unknown: then only at a distance."""
    municipality: Ints
    region: Ints
    contour: Ints
    """Organisations that may pair with each other share a contour."""
    virtual: Flags
    """Agreed to distance work."""
    consent: Flags
    demand: Ints
    """How many mentors the request asks for, usually 1."""
    waiting: Ints
    """Days since the request, -1 unknown."""
    scale: Ints
    """By which weights the request is scored: 0 those of the rules, k the k-th of `Rules.scales`."""

    @classmethod
    def build(
        cls,
        id: ArrayLike,
        *,
        person: ArrayLike | None = None,
        needs: ArrayLike | None = None,
        issues: ArrayLike | None = None,
        subjects: ArrayLike | None = None,
        subject_bound: ArrayLike | None = None,
        years: ArrayLike | None = None,
        category: ArrayLike | None = None,
        reverse: ArrayLike | None = None,
        windows: ArrayLike | None = None,
        forms: ArrayLike | None = None,
        kinds: ArrayLike | None = None,
        organisation: ArrayLike | None = None,
        municipality: ArrayLike | None = None,
        region: ArrayLike | None = None,
        contour: ArrayLike | None = None,
        virtual: ArrayLike | None = None,
        consent: ArrayLike | None = None,
        demand: ArrayLike | None = None,
        waiting: ArrayLike | None = None,
        scale: ArrayLike | None = None,
    ) -> Self:
        """Check and freeze; raise `BadInput` naming the field and rows. Without `organisation` all are of one."""
        ids = np.asarray(id, dtype=np.int64).reshape(-1)
        n = (len(ids),)
        made = cls(
            id=ids,
            person=array("person", person, np.int64, n, -1),
            needs=levels("needs", needs, len(ids)),
            issues=array("issues", issues, np.uint64, n, 0),
            subjects=array("subjects", subjects, np.uint64, n, 0),
            subject_bound=array("subject_bound", subject_bound, np.bool_, n, 0),
            years=array("years", years, np.int16, n, -1),
            category=array("category", category, np.int8, n, -1),
            reverse=array("reverse", reverse, np.bool_, n, 0),
            windows=array("windows", windows, np.uint64, n, 0),
            forms=array("forms", forms, np.uint64, n, 0),
            kinds=array("kinds", kinds, np.uint64, n, 0),
            organisation=array("organisation", organisation, np.int64, n, 0),
            municipality=array("municipality", municipality, np.int64, n, -1),
            region=array("region", region, np.int64, n, -1),
            contour=array("contour", contour, np.int64, n, 0),
            virtual=array("virtual", virtual, np.bool_, n, 0),
            consent=array("consent", consent, np.bool_, n, 1),
            demand=array("demand", demand, np.int64, n, 1),
            waiting=array("waiting", waiting, np.int64, n, -1),
            scale=array("scale", scale, np.int64, n, 0),
        )
        unique("mentees.id", made.id)
        within("mentees.years", made.years, -1, 80)
        within("mentees.category", made.category, -1, 4)
        within("mentees.demand", made.demand, 0, 99)
        within("mentees.waiting", made.waiting, -1, 100_000)
        return made

    def __len__(self) -> int:
        return len(self.id)

    def take(self, rows: NDArray[np.intp]) -> Self:
        """These rows only, in this order."""
        return replace(self, **{each.name: getattr(self, each.name)[rows] for each in fields(self)})


@dataclass(frozen=True, slots=True, eq=False)
class Mentors:
    """M offers, one row each. Masks are sets of bits, 0 = not said. Make with `build`."""

    id: Ints
    person: Ints
    strengths: NDArray[np.int8]
    """[M, K] strength 0..4 in each domain, -1 unknown."""
    issues: Bits
    """Mask of the issues offered."""
    subjects: Bits
    years: NDArray[np.int16]
    category: NDArray[np.int8]
    windows: Bits
    forms: Bits
    kinds: Bits
    organisation: Ints
    municipality: Ints
    region: Ints
    contour: Ints
    virtual: Flags
    consent: Flags
    capacity: Ints
    """Places in this run, locked pairs included; pairs that stay outside the run are already taken off."""
    min_load: Ints
    """At least so many mentees (hard), locked pairs included."""
    group_min: Ints
    """0 or 1: no rule; g >= 2: nobody at all or at least g (group forms)."""
    load: Ints
    """Mentees led now outside this run, -1 unknown."""
    past: Ints
    """Pairs led to the end before, -1 unknown."""
    criteria: Ints
    """Thousandths of the marked criteria of selection that are met, -1 where none is marked."""
    wishing: Flags
    """True: has wished for somebody, maybe for requests outside the run."""

    @classmethod
    def build(
        cls,
        id: ArrayLike,
        *,
        person: ArrayLike | None = None,
        strengths: ArrayLike | None = None,
        issues: ArrayLike | None = None,
        subjects: ArrayLike | None = None,
        years: ArrayLike | None = None,
        category: ArrayLike | None = None,
        windows: ArrayLike | None = None,
        forms: ArrayLike | None = None,
        kinds: ArrayLike | None = None,
        organisation: ArrayLike | None = None,
        municipality: ArrayLike | None = None,
        region: ArrayLike | None = None,
        contour: ArrayLike | None = None,
        virtual: ArrayLike | None = None,
        consent: ArrayLike | None = None,
        capacity: ArrayLike | None = None,
        min_load: ArrayLike | None = None,
        group_min: ArrayLike | None = None,
        load: ArrayLike | None = None,
        past: ArrayLike | None = None,
        criteria: ArrayLike | None = None,
        wishing: ArrayLike | None = None,
    ) -> Self:
        """Check and freeze; raise `BadInput` naming the field and rows. Without `capacity` one place each."""
        ids = np.asarray(id, dtype=np.int64).reshape(-1)
        m = (len(ids),)
        made = cls(
            id=ids,
            person=array("person", person, np.int64, m, -2),
            strengths=levels("strengths", strengths, len(ids)),
            issues=array("issues", issues, np.uint64, m, 0),
            subjects=array("subjects", subjects, np.uint64, m, 0),
            years=array("years", years, np.int16, m, -1),
            category=array("category", category, np.int8, m, -1),
            windows=array("windows", windows, np.uint64, m, 0),
            forms=array("forms", forms, np.uint64, m, 0),
            kinds=array("kinds", kinds, np.uint64, m, 0),
            organisation=array("organisation", organisation, np.int64, m, 0),
            municipality=array("municipality", municipality, np.int64, m, -1),
            region=array("region", region, np.int64, m, -1),
            contour=array("contour", contour, np.int64, m, 0),
            virtual=array("virtual", virtual, np.bool_, m, 0),
            consent=array("consent", consent, np.bool_, m, 1),
            capacity=array("capacity", capacity, np.int64, m, 1),
            min_load=array("min_load", min_load, np.int64, m, 0),
            group_min=array("group_min", group_min, np.int64, m, 0),
            load=array("load", load, np.int64, m, -1),
            past=array("past", past, np.int64, m, -1),
            criteria=array("criteria", criteria, np.int64, m, -1),
            wishing=array("wishing", wishing, np.bool_, m, 0),
        )
        unique("mentors.id", made.id)
        within("mentors.years", made.years, -1, 80)
        within("mentors.category", made.category, -1, 4)
        within("mentors.capacity", made.capacity, 0, 10_000)
        within("mentors.min_load", made.min_load, 0, 10_000)
        within("mentors.group_min", made.group_min, 0, 10_000)
        within("mentors.load", made.load, -1, 10_000)
        within("mentors.past", made.past, -1, 10_000)
        within("mentors.criteria", made.criteria, -1, 1000)
        return made

    def __len__(self) -> int:
        return len(self.id)

    def take(self, rows: NDArray[np.intp]) -> Self:
        """These rows only, in this order."""
        return replace(self, **{each.name: getattr(self, each.name)[rows] for each in fields(self)})
