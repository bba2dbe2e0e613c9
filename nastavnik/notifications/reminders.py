"""What must be reminded of: every package tells what is due, and ceases to tell it when it is done (so nothing is cancelled by hand).

`register("task", "Задания между встречами", source)` in `AppConfig.ready()`. The ladder, the quiet hours, the digest and the
next role are ours: a source says what is due, to whom, who comes next.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nastavnik.access.permissions import Permission
from nastavnik.organisations.models import Organisation

from . import kinds
from .rules import Rhythm


@dataclass(frozen=True)
class Due:
    """One thing due on a day. `key` is unique within its kind and stays the same while the thing is the same («id of the
    row»); `people` are ids of persons who do it, `next_people` those who hear of it when it stays undone (the next role).
    `subject` and `text` name nobody; `link` is a path of ours; `why` says for what reason these people are told. What is
    `urgent` is told of on its very day whatever the day and the hour.
    """

    key: str
    due_on: date
    people: Sequence[UUID]
    subject: str
    text: str
    link: str
    why: str
    next_people: Sequence[UUID] = ()
    urgent: bool = False


# All that is due in an organisation between two days and is not done.
Source = Callable[[Organisation, date, date], Iterable[Due]]


@dataclass(frozen=True)
class Kind:
    code: str
    label: str
    source: Source


KINDS: dict[str, Kind] = {}


def register(
    code: str,
    label: str,
    source: Source,
    *,
    rhythm: Rhythm = Rhythm.DAILY,
    needs: tuple[Permission, ...] = (),
) -> None:
    """`label` names the kind on the page of one's settings. Registering the same code again replaces it."""
    KINDS[code] = Kind(code, label, source)
    kinds.register(code, label, rhythm=rhythm, needs=needs)
