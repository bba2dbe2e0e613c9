"""Forms that are demanded of somebody by order: none until an organisation's package says so, and of teachers none at all.

`register(Obligation("pairs:x", Role.CURATOR))` in `AppConfig.ready()`; an obligation of a teacher is refused there and then.
"""

from .rules import Obligation, check_obligation

OBLIGATIONS: list[Obligation] = []


def register(obligation: Obligation) -> None:
    """Raises Refusal for what the closed list of order № 779 does not hold."""
    check_obligation(obligation)
    if obligation not in OBLIGATIONS:
        OBLIGATIONS.append(obligation)
