"""The head of every leaf of a pair: who, how it stands, progress, the next step, the leaves.

A package above shows it by `{% include "pairs/head.html" with head=head only %}`, `head=head_of(…, current="meetings")`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nastavnik.access.actor import Actor
from nastavnik.core.ui import Action, Kind, Status

from . import gates, queries
from .leaves import Leaf, leaves_of
from .life import Life, lives_of
from .models import Mentorship
from .next_steps import next_step_of
from .rules import PairState

STATUS: dict[PairState, Kind] = {
    PairState.DRAFT: "rest",
    PairState.PROPOSED: "wait",
    PairState.AWAITS_CONSENTS: "wait",
    PairState.AWAITS_ORDER: "info",
    PairState.ACTIVE: "ok",
    PairState.PAUSED: "rest",
    PairState.FINISHED: "rest",
    PairState.STOPPED: "rest",
}


@dataclass(frozen=True)
class Head:
    """Ready to show: `title` names the people, `about` the issue and the days, `current` the open leaf."""

    title: str
    about: str
    status: Status
    life: Life
    leaves: Sequence[Leaf]
    current: str
    next_step: Action | None


def head_of(actor: Actor, mentorship: Mentorship, *, today: date, current: str) -> Head:
    """`mentorship` as `queries.mentorship_for` gives it."""
    life = lives_of([mentorship], today=today)[mentorship.pk]
    state = PairState(mentorship.state)
    return Head(
        title=queries.mentorship_words(gates.takers_of(mentorship)),
        about=about_words(mentorship),
        status=Status(STATUS[state], state.label),
        life=life,
        leaves=leaves_of(actor, mentorship),
        current=current,
        next_step=next_step_of(actor, mentorship, life, today=today),
    )


def about_words(mentorship: Mentorship) -> str:
    """«Методика обучения · педагог — педагог · с 16.09.2026 по 28.05.2027»: the line under the names."""
    days = f"с {mentorship.starts_on:%d.%m.%Y} по {mentorship.ends_on:%d.%m.%Y}"
    return f"{mentorship.issue.title} · {mentorship.form.title} · {days}"
