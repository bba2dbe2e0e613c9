"""The head of every leaf of a pair: who, how it stands and why, progress, health, the next step, the leaves.

A package above shows it by `{% include "pairs/head.html" with head=head only %}`, `head=head_of(…, current="meetings")`.
A page that knows more (`Known`) saves the head its queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.ui import Action, Status

from . import own_steps, queries
from .changing.queries import changes_of, pause_of, told
from .changing.rules import ahead_words
from .health.queries import health_for, leads
from .health.rules import Health
from .leaves import Leaf, leaves_of
from .life import Life, for_sides, life_of
from .models import Mentorship, MentorshipChange, Participation
from .next_steps import next_step_of
from .progress import Progress, progress_of
from .rules import WORKING, PairState, Side
from .standing import STATUS, Facts, standing_of

__all__ = ["STATUS", "Head", "Known", "about_words", "head_of"]


@dataclass(frozen=True)
class Known:
    """What the page has read already."""

    takers: Sequence[Participation] | None = None
    changes: Sequence[MentorshipChange] | None = None
    lacks_basis: bool = False


@dataclass(frozen=True)
class Head:
    """Ready to show: `title` names the people, `about` the issue and the days, `current` the open leaf."""

    title: str
    about: str
    status: Status
    reason: str
    mentor: str
    mentee: str
    progress: Progress | None
    health: Health | None
    life: Life
    leaves: Sequence[Leaf]
    current: str
    next_step: Action | None


def head_of(
    actor: Actor, mentorship: Mentorship, *, today: date, current: str, known: Known | None = None
) -> Head:
    """`mentorship` as `reading` gives it; three queries more for a working pair: its people, its changes, its rules."""
    known = known or Known()
    takers = queries.named_takers(mentorship) if known.takers is None else known.takers
    changes = changes_of(mentorship) if known.changes is None else known.changes
    life = life_of(mentorship, today=today)
    if not (actor.can(Permission.RATING_VIEW, mentorship) and leads(actor, mentorship)):
        life = for_sides(life)
    until, why = pause_of(changes)
    standing = standing_of(
        Facts(
            state=PairState(mentorship.state),
            starts_on=mentorship.starts_on,
            ends_on=mentorship.ends_on,
            ended_on=mentorship.ended_on,
            end_reason=mentorship.end_reason,
            until=until,
            why=why,
            ahead=ahead_words(told(changes)),
            lacks_basis=known.lacks_basis,
        ),
        today=today,
    )
    works = mentorship.state in WORKING
    health = health_for(actor, mentorship, life, until, today=today)
    return Head(
        title=queries.mentorship_words(takers),
        about=about_words(mentorship),
        status=standing.status,
        reason=standing.reason,
        mentor=_first(takers, Side.MENTOR),
        mentee=_first(takers, Side.MENTEE),
        progress=progress_of(life, mentorship.starts_on, mentorship.ends_on, today=today) if works else None,
        health=health,
        life=life,
        leaves=leaves_of(actor, mentorship, life),
        current=current,
        next_step=next_step_of(actor, mentorship, life, today=today)
        or own_steps.contact(actor, mentorship, health),
    )


def _first(takers: Sequence[Participation], side: Side) -> str:
    return next((t.person.full_name for t in takers if t.side == side), "")


def about_words(mentorship: Mentorship) -> str:
    """«Методика обучения · педагог — педагог · с 16.09.2026 по 28.05.2027»: the line under the names."""
    days = f"с {mentorship.starts_on:%d.%m.%Y} по {mentorship.ends_on:%d.%m.%Y}"
    return f"{mentorship.issue.title} · {mentorship.form.title} · {days}"
