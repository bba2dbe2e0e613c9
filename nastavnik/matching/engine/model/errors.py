"""Typed refusals of the engine: stable codes and row numbers, no sentences."""

from __future__ import annotations

from collections.abc import Iterable


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
        """`why` is one of: length, range, repeat, shape, sum, unknown, unreadable."""
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
