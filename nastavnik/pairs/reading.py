"""One reading of a pair for its pages: what every package counts of it comes with the row itself.

`register(columns)` in `AppConfig.ready()` for what depends on the reader; what does not is told by `life`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission

from . import life
from .first_steps import steps_column
from .models import Mentorship, MentorshipQuerySet
from .queries import kinds_column

WITH = ("issue", "form", "subject", "organisation", "order__organisation", "reverse_of", "labour_basis")

Columns = Callable[[Actor], life.Columns]
_COLUMNS: list[Columns] = []


def register(columns: Columns) -> None:
    """Registering the same function again changes nothing."""
    if columns not in _COLUMNS:
        _COLUMNS.append(columns)


def rows_for(actor: Actor, *, today: date) -> MentorshipQuerySet:
    """Not narrowed yet: whoever reads says which rows the actor may see, and calls `read`."""
    own: dict[str, Any] = {name: each for columns in _COLUMNS for name, each in columns(actor).items()}
    rows: MentorshipQuerySet = Mentorship.objects.select_related(*WITH).annotate(
        **life.columns(today), **kinds_column(), **steps_column(), **own
    )
    return rows


def read(row: Mentorship, *, today: date) -> Mentorship:
    """A row of `rows_for` that knows its life."""
    life.remember(row, today=today)
    return row


def pair_for(
    actor: Actor, pk: UUID, *, today: date, permission: Permission = Permission.PAIR_VIEW
) -> Mentorship:
    """A pair for a page with a head, or 404; one query."""
    return read(rows_for(actor, today=today).pick(actor, permission, pk=pk), today=today)
