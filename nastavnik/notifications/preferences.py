"""Which way each person hears of each kind: their own choice, else that for everything, else the kind's own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from nastavnik.core.models import Channel

from .kinds import ALL, Kind, kind_of
from .models import Preference
from .rules import Rhythm

Chosen = dict[tuple[UUID, str, str], Rhythm]


@dataclass(frozen=True)
class Choices:
    """What people have chosen: (person, kind, channel) → rhythm."""

    chosen: Chosen = field(default_factory=dict)

    def rhythm(self, person: UUID, code: str, channel: Channel) -> Rhythm:
        kind: Kind = kind_of(code)
        if kind.required:
            return Rhythm.AT_ONCE
        own = self.chosen.get((person, kind.code, channel))
        return own or self.chosen.get((person, ALL, channel)) or kind.rhythm


def choices_of(people: Iterable[UUID]) -> Choices:
    """One query."""
    rows = Preference.objects.filter(person__in=list(people)).values_list(
        "person", "kind", "channel", "rhythm"
    )
    return Choices({(person, kind, channel): Rhythm(rhythm) for person, kind, channel, rhythm in rows})
