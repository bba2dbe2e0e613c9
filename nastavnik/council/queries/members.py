"""Who sits in the council today, and who may not vote on which pair."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.access.roles import Role
from nastavnik.council.models import Line
from nastavnik.organisations.models import CollegialBody, Organisation
from nastavnik.organisations.rules import BodyKind
from nastavnik.people.models import Appointment, Person, Representative
from nastavnik.people.queries import acting_on

COUNCIL = (Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER)


@dataclass(frozen=True)
class Member:
    person: Person
    role: Role

    @property
    def is_chair(self) -> bool:
        return self.role is Role.COUNCIL_CHAIR


def council_of(organisation: Organisation, *, today: date) -> CollegialBody | None:
    """The council that works today; the latest formed if there are several."""
    works = CollegialBody.objects.filter(organisation=organisation, kind=BodyKind.COUNCIL)
    rows = [body for body in works.order_by("formed_on", "created_at") if _works(body, today)]
    return rows[-1] if rows else None


def _works(body: CollegialBody, today: date) -> bool:
    return body.closed_on is None or body.closed_on > today


def composition(organisation: Organisation, *, today: date) -> list[Member]:
    """Chair first, then by name; whoever holds both roles is the chair. One chair: the latest appointed."""
    held = Appointment.objects.filter(acting_on(today), organisation=organisation, role__in=COUNCIL)
    rows = list(held.select_related("person").order_by("person__search_text", "person_id"))
    chairs = sorted((r for r in rows if r.role == Role.COUNCIL_CHAIR), key=lambda r: (r.starts_on, r.pk))
    chair = chairs[-1].person_id if chairs else None
    people = {row.person_id: row.person for row in rows}
    members = [
        Member(person, Role.COUNCIL_CHAIR if pk == chair else Role.COUNCIL_MEMBER)
        for pk, person in people.items()
    ]
    return sorted(members, key=lambda member: not member.is_chair)


def member_of(actor: Actor, members: Iterable[Member]) -> Member | None:
    """The actor's own seat."""
    return next((member for member in members if member.person.pk in actor.person_ids), None)


def barred_from(lines: Iterable[Line], members: Iterable[Member], *, today: date) -> dict[UUID, set[UUID]]:
    """Line → members in a conflict of interest: a side of the pair, the same account, a child's representative.

    `lines` come with `proposal__mentor__person` and `proposal__request__mentee__person`. One query.
    """
    found, people = list(lines), [member.person for member in members]
    by_account = {person.account_id: person.pk for person in people if person.account_id}
    parents = _children_of(people, today)
    barred: dict[UUID, set[UUID]] = {}
    for line in found:
        sides = sides_of(line)
        own = {side.pk for side in sides} & {person.pk for person in people}
        own |= {by_account[side.account_id] for side in sides if side.account_id in by_account}
        own |= {parent for side in sides for parent in parents.get(side.pk, ())}
        barred[line.pk] = own
    return barred


def sides_of(line: Line) -> tuple[Person, ...]:
    if line.proposal is None:
        return ()
    return line.proposal.mentor.person, line.proposal.request.mentee.person


def _children_of(people: Iterable[Person], today: date) -> Mapping[UUID, set[UUID]]:
    """Child → those of `people` who represent them."""
    found: dict[UUID, set[UUID]] = {}
    links = Representative.objects.filter(person__in=list(people))
    for link in links:
        if link.ends_on is None or link.ends_on >= today:
            found.setdefault(link.minor_id, set()).add(link.person_id)
    return found
