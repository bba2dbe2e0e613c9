"""What the engine is given and what it gives back: frozen dataclasses, checked at the door, ids and levels only."""

from nastavnik.matching.engine.model.answer import (
    Blocking,
    Branch,
    Candidate,
    Move,
    Part,
    Remark,
    Report,
    Result,
    Tier,
    Unmatched,
    Why,
    WhyNot,
)
from nastavnik.matching.engine.model.checks import Bits, Flags, Ints
from nastavnik.matching.engine.model.errors import BadInput, EngineError, Infeasible, NotProved
from nastavnik.matching.engine.model.problem import (
    DEFAULT_BUDGETS,
    FULL,
    PARTS,
    RULES,
    Bans,
    Goals,
    Pairs,
    Problem,
    Rules,
)
from nastavnik.matching.engine.model.sides import Mentees, Mentors

__all__ = [
    "DEFAULT_BUDGETS",
    "FULL",
    "PARTS",
    "RULES",
    "BadInput",
    "Bans",
    "Bits",
    "Blocking",
    "Branch",
    "Candidate",
    "EngineError",
    "Flags",
    "Goals",
    "Infeasible",
    "Ints",
    "Mentees",
    "Mentors",
    "Move",
    "NotProved",
    "Pairs",
    "Part",
    "Problem",
    "Remark",
    "Report",
    "Result",
    "Rules",
    "Tier",
    "Unmatched",
    "Why",
    "WhyNot",
]
