"""The door of the engine: match, verify and the explanations; no Django, no files, no clock."""

from __future__ import annotations

from nastavnik.matching.engine.model import Candidate, Goals, Problem, Report, Result, Unmatched, Why, WhyNot


def match(problem: Problem, goals: Goals | None = None, *, backend: str = "auto") -> Result:
    """Best pairs with the proof; raise `Infeasible` naming the rows, `NotProved` if the solver was wrong."""
    raise NotImplementedError


def verify(problem: Problem, result: Result) -> Report:
    """Recompute everything from the input and the prices, trusting no solver."""
    raise NotImplementedError


def why(problem: Problem, mentee: int, mentor: int) -> Why:
    """Parts of the score of any pair (rows), what fits and what is missing."""
    raise NotImplementedError


def why_not(problem: Problem, result: Result, mentee: int, mentor: int) -> WhyNot:
    """Why this pair was not chosen and what forcing it would cost."""
    raise NotImplementedError


def why_nobody(problem: Problem, result: Result, mentee: int) -> Unmatched | None:
    """Why the request was left without (all) its mentors; None when it was served."""
    raise NotImplementedError


def candidates(problem: Problem, *, mentee: int | None = None, mentor: int | None = None) -> list[Candidate]:
    """Everyone for one mentee or one mentor, eligible first, best first."""
    raise NotImplementedError
