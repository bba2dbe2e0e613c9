"""Who takes part in a mentorship, and which of them the actor is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.meetings.models import Meeting
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.queries import named_takers
from nastavnik.pairs.rules import Side
from nastavnik.people.models import Person


@dataclass(frozen=True)
class Sides:
    """Participants who have not left."""

    mentors: Sequence[Person]
    mentees: Sequence[Person]

    @property
    def everybody(self) -> list[Person]:
        return [*self.mentors, *self.mentees]

    def of(self, meeting: Meeting) -> list[Person]:
        """Whom this meeting is for."""
        return [p for p in self.everybody if not self._is_aside(p, meeting)]

    def _is_aside(self, person: Person, meeting: Meeting) -> bool:
        return bool(meeting.only_with_id) and person in self.mentees and person.pk != meeting.only_with_id

    def own(self, actor: Actor) -> Person | None:
        """The card by which the actor takes part."""
        return next((p for p in self.everybody if p.pk in actor.person_ids), None)

    def side_of(self, person: Person | None) -> Side | None:
        if person is None:
            return None
        if person in self.mentors:
            return Side.MENTOR
        return Side.MENTEE if person in self.mentees else None

    def named(self, pk: UUID) -> Person | None:
        return next((p for p in self.everybody if p.pk == pk), None)


def sides_of(mentorship: Mentorship) -> Sides:
    """One query, remembered by the row as `pairs.queries.named_takers` is."""
    takers = named_takers(mentorship)
    mentors, mentees = ([t.person for t in takers if t.side == side] for side in (Side.MENTOR, Side.MENTEE))
    return Sides(mentors, mentees)


def sides_by_pair(mentorships: Iterable[Mentorship]) -> dict[UUID, Sides]:
    """One query for many."""
    pairs = [m.pk for m in mentorships]
    found: dict[UUID, dict[str, list[Person]]] = {pk: {Side.MENTOR: [], Side.MENTEE: []} for pk in pairs}
    takers = Participation.objects.filter(mentorship__in=pairs, left_on__isnull=True)
    for taker in takers.select_related("person__account", "person__organisation").order_by("joined_on", "id"):
        found[taker.mentorship_id][taker.side].append(taker.person)
    return {pk: Sides(each[Side.MENTOR], each[Side.MENTEE]) for pk, each in found.items()}


def author_of(actor: Actor, mentorship: Mentorship, sides: Sides) -> Person | None:
    """Who writes: the participant, or another card of the actor (a curator's)."""
    own = sides.own(actor)
    if own is not None:
        return own
    cards = Person.objects.filter(pk__in=actor.person_ids, archived_on__isnull=True)
    return cards.filter(organisation=mentorship.organisation_id).first() or cards.first()
