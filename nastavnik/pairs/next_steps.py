"""The one next step of a working pair: each package offers its own, the first in order is the button of the page.

`register(20, offer)` in `AppConfig.ready()`. Usual order: 10 answers and papers, 20 programme, 30 meetings, 40 results.
"""

from collections.abc import Callable
from datetime import date

from nastavnik.access.actor import Actor
from nastavnik.core.ui import Action

from .life import Life
from .models import Mentorship

# None: nothing to do here, or not for this actor.
Offer = Callable[[Actor, Mentorship, Life, date], Action | None]
_OFFERS: dict[Offer, int] = {}


def register(order: int, offer: Offer) -> None:
    """Registering the same function again changes nothing."""
    _OFFERS[offer] = order


def next_step_of(actor: Actor, mentorship: Mentorship, life: Life, *, today: date) -> Action | None:
    """The first that anybody offers."""
    for offer in sorted(_OFFERS, key=lambda each: _OFFERS[each]):
        if action := offer(actor, mentorship, life, today):
            return action
    return None
