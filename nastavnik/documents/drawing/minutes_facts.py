"""What the minutes of a collegial body say: see `facts` for what holds of every paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nastavnik.documents.drawing.common_lines import OrganisationFacts, PersonLine


@dataclass(frozen=True, kw_only=True)
class MinutesPair:
    """A pair that a body has decided on: issue and areas in words, reasons, votes in words, the decision.

    `voices`: who was not «за» and what they said. Never levels of diagnostics, ranked wishes or who would lose.
    """

    mentor: PersonLine
    mentee: PersonLine
    issue: str = ""
    domains: str = ""
    fits: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    votes: str = ""
    voices: tuple[str, ...] = ()
    decision: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MinutesCare:
    """Somebody left without a mentor: why, what is decided for them, when it is looked at again."""

    mentee: PersonLine
    issue: str = ""
    reason: str = ""
    care: str = ""
    next_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MinutesItem:
    """One question of the agenda: what was heard, what was decided; pairs and cares only where it is about them.

    `proof` and `digest`: what is claimed of the matching and the hash of its input.
    """

    title: str
    heard: tuple[str, ...] = ()
    proof: str = ""
    digest: str = ""
    pairs: tuple[MinutesPair, ...] = ()
    cares: tuple[MinutesCare, ...] = ()
    decided: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MinutesFacts:
    """Minutes of a collegial body. `way`: «заседание» or «заочное голосование». Names with initials before the surname."""

    organisation: OrganisationFacts
    body: str
    items: tuple[MinutesItem, ...]
    number: str = ""
    dated: date | None = None
    way: str = "заседание"
    chair: str = ""
    secretary: str = ""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    quorum: str = ""
