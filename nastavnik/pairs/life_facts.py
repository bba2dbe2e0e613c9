"""Facts of how a mentorship lives, as rules weigh them; who tells them stands in `life`."""

from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True)
class Life:
    """`rating` is the last mark of a meeting, 1–4; `unfit`: a side said «не подходит» after the first meeting: both are
    told to the curator only, never to the other side (`for_sides` takes them out);
    `programme_ends_on` is the last day of a programme at work; `done` of `total` activities of the programme; `overdue` counts activities and tasks past their day."""

    met: int = 0
    last_met_on: date | None = None
    next_meeting_at: datetime | None = None
    unrecorded: int = 0
    rating: int | None = None
    unfit: bool = False
    has_programme: bool = False
    programme_approved: bool = False
    programme_ends_on: date | None = None
    done: int = 0
    total: int = 0
    overdue: int = 0


def for_sides(life: Life) -> Life:
    """The same without what is the curator's alone (`Permission.RATING_VIEW`)."""
    return replace(life, rating=None, unfit=False)
