"""What the engine is given and what it gives back: frozen dataclasses, checked at the door, ids and levels only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]
Flags = NDArray[np.bool_]

FULL = 10_000
"""The greatest score of a pair; the budgets of the parts add up to it."""

PARTS = (
    "domains",
    "issue",
    "subject",
    "experience",
    "windows",
    "willingness",
    "workload",
    "distance",
    "mentee_wish",
    "mentor_wish",
    "waiting",
)
RULES = (
    "self",
    "consent_mentee",
    "consent_mentor",
    "forbidden",
    "declined",
    "capacity",
    "form",
    "kind",
    "reach",
    "issue",
    "subject",
    "experience",
    "cut_off",
    "not_scored",
)
"""Codes of the rules of eligibility, in the order in which they are told; the codes are stable."""

DEFAULT_BUDGETS: Mapping[str, int] = {
    "domains": 5200,
    "issue": 800,
    "subject": 1000,
    "experience": 600,
    "windows": 600,
    "willingness": 300,
    "workload": 400,
    "distance": 400,
    "mentee_wish": 300,
    "mentor_wish": 200,
    "waiting": 200,
}


class EngineError(Exception):
    """Anything the engine refuses; `code` is stable, the caller makes the sentence."""

    def __init__(self, code: str, *, mentees: Iterable[int] = (), mentors: Iterable[int] = ()) -> None:
        """`mentees` and `mentors` are row numbers of those concerned."""
        self.code = code
        self.mentees = tuple(sorted(int(i) for i in mentees))
        self.mentors = tuple(sorted(int(j) for j in mentors))
        super().__init__(f"{code} mentees={self.mentees} mentors={self.mentors}")


class BadInput(EngineError):
    """The input is malformed; `code` is the name of the field, `why` says what is wrong with it."""

    def __init__(self, code: str, why: str, *, rows: Iterable[int] = ()) -> None:
        """`why` is one of: length, range, repeat, shape, sum, unknown."""
        self.why = why
        self.rows = tuple(sorted(int(row) for row in rows))
        super().__init__(code)

    def __str__(self) -> str:
        return f"{self.code}: {self.why} {self.rows}"


class Infeasible(EngineError):
    """No set of pairs meets the demands.

    Codes: lock_forbidden, locks_over_capacity, locks_over_demand, min_over_max, min_load.
    With min_load, `mentors` together must take more mentees than all `mentees` who can come to them.
    """


class NotProved(EngineError):
    """The solver's answer did not stand up to the check: never shown as a result."""


def _array(
    name: str, given: ArrayLike | None, kind: type[np.generic], shape: tuple[int, ...], default: int
) -> Any:
    if given is None:
        return np.full(shape, default, dtype=kind)
    array = np.asarray(given)
    if array.size == 0:
        array = array.reshape(shape) if int(np.prod(shape)) == 0 else array
    if array.shape != shape:
        raise BadInput(name, "length")
    if array.dtype.kind not in "iub" and array.size:
        raise BadInput(name, "shape")
    made = array.astype(kind)
    made.setflags(write=False)
    return made


def _levels(name: str, given: ArrayLike | None, rows: int) -> NDArray[np.int8]:
    array = np.full((rows, 0), -1) if given is None else np.asarray(given, dtype=np.int64)
    if array.ndim != 2 and rows == 0:
        array = array.reshape(0, 0)
    if array.ndim != 2 or array.shape[0] != rows:
        raise BadInput(name, "length")
    _within(name, array, -1, 4)
    return _array(name, array, np.int8, array.shape, -1)  # type: ignore[no-any-return]


def _within(name: str, array: NDArray[Any], low: int, high: int) -> None:
    wrong = (array < low) | (array > high)
    if wrong.any():
        raise BadInput(name, "range", rows=np.unique(np.nonzero(wrong)[0]).tolist())


def _unique(name: str, ids: Ints) -> None:
    seen, counts = np.unique(ids, return_counts=True)
    if (counts > 1).any():
        raise BadInput(name, "repeat", rows=np.nonzero(np.isin(ids, seen[counts > 1]))[0].tolist())


def _feed(digest: Any, thing: object) -> None:
    """Feed every array of a dataclass to the digest, with its name and shape."""
    for spec in fields(thing):  # type: ignore[arg-type]
        value = getattr(thing, spec.name)
        digest.update(spec.name.encode())
        if isinstance(value, np.ndarray):
            digest.update(f"{value.dtype}{value.shape}".encode() + np.ascontiguousarray(value).tobytes())
        elif hasattr(value, "__dataclass_fields__"):
            _feed(digest, value)
        elif isinstance(value, Mapping):
            digest.update(repr(sorted(value.items())).encode())
        else:
            digest.update(repr(value).encode())


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
    ) -> Self:
        """Check and freeze; raise `BadInput` naming the field and rows. Without `organisation` all are of one."""
        ids = np.asarray(id, dtype=np.int64).reshape(-1)
        n = (len(ids),)
        made = cls(
            id=ids,
            person=_array("person", person, np.int64, n, -1),
            needs=_levels("needs", needs, len(ids)),
            issues=_array("issues", issues, np.uint64, n, 0),
            subjects=_array("subjects", subjects, np.uint64, n, 0),
            subject_bound=_array("subject_bound", subject_bound, np.bool_, n, 0),
            years=_array("years", years, np.int16, n, -1),
            category=_array("category", category, np.int8, n, -1),
            reverse=_array("reverse", reverse, np.bool_, n, 0),
            windows=_array("windows", windows, np.uint64, n, 0),
            forms=_array("forms", forms, np.uint64, n, 0),
            kinds=_array("kinds", kinds, np.uint64, n, 0),
            organisation=_array("organisation", organisation, np.int64, n, 0),
            municipality=_array("municipality", municipality, np.int64, n, -1),
            region=_array("region", region, np.int64, n, -1),
            contour=_array("contour", contour, np.int64, n, 0),
            virtual=_array("virtual", virtual, np.bool_, n, 0),
            consent=_array("consent", consent, np.bool_, n, 1),
            demand=_array("demand", demand, np.int64, n, 1),
            waiting=_array("waiting", waiting, np.int64, n, -1),
        )
        _unique("mentees.id", made.id)
        _within("mentees.years", made.years, -1, 80)
        _within("mentees.category", made.category, -1, 4)
        _within("mentees.demand", made.demand, 0, 99)
        _within("mentees.waiting", made.waiting, -1, 100_000)
        return made

    def __len__(self) -> int:
        return len(self.id)


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
    ) -> Self:
        """Check and freeze; raise `BadInput` naming the field and rows. Without `capacity` one place each."""
        ids = np.asarray(id, dtype=np.int64).reshape(-1)
        m = (len(ids),)
        made = cls(
            id=ids,
            person=_array("person", person, np.int64, m, -2),
            strengths=_levels("strengths", strengths, len(ids)),
            issues=_array("issues", issues, np.uint64, m, 0),
            subjects=_array("subjects", subjects, np.uint64, m, 0),
            years=_array("years", years, np.int16, m, -1),
            category=_array("category", category, np.int8, m, -1),
            windows=_array("windows", windows, np.uint64, m, 0),
            forms=_array("forms", forms, np.uint64, m, 0),
            kinds=_array("kinds", kinds, np.uint64, m, 0),
            organisation=_array("organisation", organisation, np.int64, m, 0),
            municipality=_array("municipality", municipality, np.int64, m, -1),
            region=_array("region", region, np.int64, m, -1),
            contour=_array("contour", contour, np.int64, m, 0),
            virtual=_array("virtual", virtual, np.bool_, m, 0),
            consent=_array("consent", consent, np.bool_, m, 1),
            capacity=_array("capacity", capacity, np.int64, m, 1),
            min_load=_array("min_load", min_load, np.int64, m, 0),
            group_min=_array("group_min", group_min, np.int64, m, 0),
            load=_array("load", load, np.int64, m, -1),
        )
        _unique("mentors.id", made.id)
        _within("mentors.years", made.years, -1, 80)
        _within("mentors.category", made.category, -1, 4)
        _within("mentors.capacity", made.capacity, 0, 10_000)
        _within("mentors.min_load", made.min_load, 0, 10_000)
        _within("mentors.group_min", made.group_min, 0, 10_000)
        _within("mentors.load", made.load, -1, 10_000)
        return made

    def __len__(self) -> int:
        return len(self.id)


def _rows(name: str, given: ArrayLike | None, width: int, n: int, m: int) -> Ints:
    array = np.zeros((0, width), np.int64) if given is None else np.asarray(given, dtype=np.int64)
    if array.size == 0:
        array = np.zeros((0, width), np.int64)
    if array.ndim != 2 or array.shape[1] != width:
        raise BadInput(name, "shape")
    _within(name, array[:, 0], 0, n - 1)
    _within(name, array[:, 1], 0, m - 1)
    made = np.unique(array, axis=0)
    made.setflags(write=False)
    return made


@dataclass(frozen=True, slots=True, eq=False)
class Bans:
    """Pairs that must not be: [.., 2] rows (mentee, mentor)."""

    forbidden: Ints
    """By the curator."""
    declined: Ints
    """Refused before by either side."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """E acceptable pairs with their scores: three arrays [E], sorted by (mentee, mentor), no repeats."""

    mentee: Ints
    mentor: Ints
    score: Ints

    @classmethod
    def build(cls, mentee: ArrayLike, mentor: ArrayLike, score: ArrayLike) -> Self:
        """Sort and check; raise `BadInput` at a repeat or a negative score."""
        i, j, s = (np.asarray(a, dtype=np.int64).reshape(-1) for a in (mentee, mentor, score))
        if not len(i) == len(j) == len(s):
            raise BadInput("scores", "length")
        order = np.lexsort((j, i))
        i, j, s = i[order], j[order], s[order]
        same = (i[1:] == i[:-1]) & (j[1:] == j[:-1])
        if same.any():
            raise BadInput("scores", "repeat", rows=order[1:][same].tolist())
        _within("scores", s, 0, 1_000_000)
        return cls(i, j, s)

    def __len__(self) -> int:
        return len(self.mentee)


def _table() -> NDArray[np.int64]:
    """Share in thousandths for need 0..4 (rows) met by strength 0..4, unknown (columns).

    A strength below the need is worth less than in proportion: level 1 against need 4 is next to nothing.
    Unknown is the exact middle: it neither helps nor hurts.
    """
    rows = [[0, 0, 0, 0, 0], [0, 600, 850, 950, 1000], [0, 350, 700, 900, 1000], [0, 150, 500, 800, 1000]]
    rows.append([0, 100, 400, 750, 1000])
    return np.array([[*row, 500] for row in rows], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """How pairs are scored and which are eligible: data of the organisation."""

    budgets: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_BUDGETS))
    """Greatest points of each part of `PARTS`; non-negative, together `FULL`."""
    table: NDArray[np.int64] = field(default_factory=_table)
    """[5, 6] thousandths: need 0..4 x (strength 0..4, unknown)."""
    wish_shares: tuple[int, ...] = (1000, 800, 600)
    """Thousandths for the first, second, third wish."""
    waiting_full: int = 90
    """Days of waiting that bring the whole part."""
    issue_required: bool = False
    form_required: bool = True
    kind_required: bool = True
    experience_required: bool = False
    """A mentor must have more years than the mentee (not for reverse requests, not where unknown)."""
    cut_off: int = 0
    """Pairs that score less are not proposed."""

    def __post_init__(self) -> None:
        """Raise `BadInput` unless the budgets are whole, known and add up to `FULL`."""
        if set(self.budgets) - set(PARTS):
            raise BadInput("budgets", "unknown")
        if any(points < 0 for points in self.budgets.values()):
            raise BadInput("budgets", "range")
        if sum(self.budgets.values()) != FULL:
            raise BadInput("budgets", "sum")
        if self.table.shape != (5, 6):
            raise BadInput("table", "shape")
        _within("table", self.table, 0, 1000)
        if self.waiting_full < 1:
            raise BadInput("waiting_full", "range")


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """All that decides a run. Make with `build`. Rows are row numbers of `mentees` and `mentors`."""

    mentees: Mentees
    mentors: Mentors
    bans: Bans
    locks: Ints
    """[L, 2] pairs that must be (signed orders): honoured even where not eligible."""
    standing: Ints
    """[S, 2] pairs that stand now and may be kept."""
    mentee_wishes: Ints
    """[W, 3] (mentee, mentor, rank from 1): whom the mentee asked for."""
    mentor_wishes: Ints
    """[W, 3] (mentee, mentor, rank from 1): whom the mentor asked for."""
    rules: Rules
    scores: Pairs | None
    """Given scores are the last word on who is acceptable; None: profiles are scored by `rules`."""

    @classmethod
    def build(
        cls,
        mentees: Mentees,
        mentors: Mentors,
        *,
        forbidden: ArrayLike | None = None,
        declined: ArrayLike | None = None,
        locks: ArrayLike | None = None,
        standing: ArrayLike | None = None,
        mentee_wishes: ArrayLike | None = None,
        mentor_wishes: ArrayLike | None = None,
        rules: Rules | None = None,
        scores: Pairs | None = None,
    ) -> Self:
        """Check and freeze; raise `BadInput` naming the field. Repeated rows count once."""
        n, m = len(mentees), len(mentors)
        if n and m and mentees.needs.shape[1] != mentors.strengths.shape[1]:
            raise BadInput("needs", "length")
        if scores is not None:
            _within("scores.mentee", scores.mentee, 0, n - 1)
            _within("scores.mentor", scores.mentor, 0, m - 1)
        bans = Bans(_rows("forbidden", forbidden, 2, n, m), _rows("declined", declined, 2, n, m))
        wishes = [
            _rows(name, given, 3, n, m)
            for name, given in (("mentee_wishes", mentee_wishes), ("mentor_wishes", mentor_wishes))
        ]
        for name, rows in zip(("mentee_wishes", "mentor_wishes"), wishes, strict=True):
            _within(name, rows[:, 2], 1, 1_000_000)
        return cls(
            mentees=mentees,
            mentors=mentors,
            bans=bans,
            locks=_rows("locks", locks, 2, n, m),
            standing=_rows("standing", standing, 2, n, m),
            mentee_wishes=wishes[0],
            mentor_wishes=wishes[1],
            rules=rules or Rules(),
            scores=scores,
        )

    def digest(self) -> str:
        """SHA-256 in hex of all that decides the run."""
        digest = hashlib.sha256(b"nastavnik-engine-1")
        _feed(digest, self)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Goals:
    """What is preferred among possible sets of pairs, strictly one goal after another."""

    aim: Literal["participation", "quality"] = "participation"
    """participation: most requests, then total score; quality: total score, then most requests."""
    keep: Literal["free", "bonus", "first"] = "free"
    """Standing pairs: not considered / worth `keep_bonus` points more / kept before fit is looked at."""
    keep_bonus: int = 0
    balance: bool = True
    """Among equals spread the mentees evenly."""


@dataclass(frozen=True, slots=True, eq=False)
class Tier:
    """One goal with its proof: closed iff value == bound."""

    name: Literal["coverage", "keep", "fit", "balance", "canonical"]
    value: int
    bound: int
    prices: Ints
    """[M] whole prices from which the bound is recomputed on what the earlier goals left open."""


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """One leaf of the search over groups: these offers closed, these held at their minimum, and why no better."""

    closed: tuple[int, ...]
    held: tuple[int, ...]
    tiers: tuple[Tier, ...]
    """Proof that the leaf is not better; empty: the leaf is infeasible."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A request with fewer mentors than asked for, and why."""

    mentee: int
    code: Literal["scarcity", "no_eligible", "group_min", "minimum_loads", "choice"]
    """scarcity: Hall set; no_eligible: hard rules empty the row; group_min and minimum_loads: places exist but are
    bound by minima; choice: the aim was quality."""
    missing: int
    """How many mentors are missing (demand - found)."""
    rules: Mapping[str, int]
    """For no_eligible: how many mentors each rule (code of RULES, the first that fails) takes away."""
    hall_mentees: tuple[int, ...] = ()
    """For scarcity: these requests compete ..."""
    hall_mentors: tuple[int, ...] = ()
    """... for the places of these mentors, which are fewer."""
    places: int = 0
    asked: int = 0
    next_step: Literal[
        "add_place", "widen", "ask_consent", "lift_ban", "relax_rule", "train_mentor", "review_minima"
    ] = "add_place"


@dataclass(frozen=True, slots=True, eq=False)
class Blocking:
    """Pairs who would both rather have each other than what they got: [B, 2] rows and gains in points."""

    pairs: Ints
    gains: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """Chosen pairs with the proof. `proved` is the claim that no better set of pairs exists."""

    pairs: Ints
    """[P, 2] rows (mentee, mentor), locks included, sorted by row."""
    scores: Ints
    """[P] score of each pair (0 for a lock that is not eligible)."""
    matched: int
    fit: int
    prices: Ints
    """[M] price of one more place with each mentor, in the unit of `value`."""
    premium: int
    """What a served request is worth beside its score."""
    value: int
    """Sum of premium + score over the pairs that are not locked."""
    bound: int
    """No set of pairs has a greater value: recomputed from `prices` alone."""
    proof: Literal["prices", "branching", "tiers"]
    """prices: bound == value; tiers: goals before fit (standing pairs) moved the value; branching: group minima did."""
    proved: bool
    tiers: tuple[Tier, ...]
    branches: tuple[Branch, ...]
    unique: bool
    """No other set of pairs is equally good in every goal."""
    unmatched: tuple[Unmatched, ...]
    blocking: Blocking
    goals: Goals
    digest: str
    """Of the input."""
    backend: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the check without a solver found; `problems` are stable codes, empty when all is well."""

    ok: bool
    problems: tuple[str, ...]
    matched: int
    fit: int
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pair's score: `points` of at most `of`, and the facts for its words."""

    code: str
    points: int
    of: int
    known: bool
    """False: there is no answer; the middle is counted, which neither helps nor hurts."""
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Remark:
    """A line for «Подходит» or «Не хватает»: a code and its facts."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Why:
    """A pair explained: parts add up to `score`; fits, gaps and unknown are codes with facts."""

    mentee: int
    mentor: int
    score: int
    parts: tuple[Part, ...]
    fits: tuple[Remark, ...]
    gaps: tuple[Remark, ...]
    unknown: tuple[Remark, ...]
    failing: tuple[str, ...]
    """Codes of the rules that the pair fails (empty for an eligible pair)."""


@dataclass(frozen=True, slots=True)
class Move:
    """What would change for a request: from these mentors to those (rows)."""

    mentee: int
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a mentee is not with a mentor, and what it would cost to have it so."""

    mentee: int
    mentor: int
    code: Literal["chosen", "not_eligible", "lower_score", "full", "costs_others", "impossible", "equal"]
    failing: tuple[str, ...]
    score: int
    """Of the asked pair."""
    best: int
    """Best score the mentee has now, 0 when left out."""
    matched_delta: int
    """Change in served requests if the pair were forced (<= 0 under the aim of participation)."""
    score_delta: int
    moves: tuple[Move, ...]
    """Who would move, the asked mentee included."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor for a mentee (or the other way round), eligible or with the rules that fail."""

    mentee: int
    mentor: int
    score: int
    failing: tuple[str, ...]
