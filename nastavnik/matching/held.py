"""Who must decide first: a package above says why a proposal may not be decided here and now.

`register(why)` in `AppConfig.ready()`; the first reason that is not empty refuses.
"""

from collections.abc import Callable

from nastavnik.core.errors import Refusal

from .models import Proposal
from .rules import ProposalState

Why = Callable[[Proposal, ProposalState], str]  # the state it would get
_HOLDERS: list[Why] = []


def register(why: Why) -> None:
    """Registering the same function again changes nothing."""
    if why not in _HOLDERS:
        _HOLDERS.append(why)


def check_free(proposal: Proposal, target: ProposalState) -> None:
    for why in _HOLDERS:
        if words := why(proposal, target):
            raise Refusal(words)
