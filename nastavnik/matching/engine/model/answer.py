"""The answer of a run: pairs, proof, explanations as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nastavnik.matching.engine.model.checks import Ints
from nastavnik.matching.engine.model.problem import Goals

Step = Literal[
    "add_place",
    "widen",
    "ask_consent",
    "lift_ban",
    "relax_rule",
    "lower_weight",
    "train_mentor",
    "review_minima",
]
"""What may help a request that was left out."""


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
    """Proof that the leaf is not better, goal by goal until it falls behind."""
    starved: tuple[int, ...] = ()
    """Without tiers, the leaf is infeasible: these mentors must take more mentees than can come to them."""
    asks: Ints | None = None
    """[N] prices of the requests, which bound the first goal where groups are minded (`asks.worth`)."""


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
    next_step: Step = "add_place"


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
    """Leaves of the search over groups, the one of the result first; empty when no group came out too small."""
    unique: bool
    """No other set of pairs is equally good in every goal."""
    unmatched: tuple[Unmatched, ...]
    blocking: Blocking
    goals: Goals
    digest: str
    """Of the input and the goals."""
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
