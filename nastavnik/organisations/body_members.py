"""Who sits in a collegial body: people stand on a floor above, so they tell it themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from nastavnik.access.actor import Actor
from nastavnik.core.ui import Action

from .models import CollegialBody


@dataclass(frozen=True)
class Member:
    role: str
    name: str
    words: str  # «с 01.09.2026 · приказ № 12»
    url: str = ""


@dataclass(frozen=True)
class Membership:
    """Members of a body and how to add one; `note` says where members come from."""

    members: tuple[Member, ...] = ()
    add: Action | None = None
    note: str = ""


Tell = Callable[[Actor, CollegialBody, date], Membership]
_TELLERS: list[Tell] = []


def register(tell: Tell) -> None:
    _TELLERS[:] = [tell]


def members_of(body: CollegialBody, *, today: date, by: Actor) -> Membership:
    return _TELLERS[0](by, body, today) if _TELLERS else Membership()
