"""Who the actor is, where they are, and who may do a thing here."""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from uuid import UUID

from django.db.models import Q, QuerySet

from nastavnik.access.actor import Actor, Grant, Place
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import ROLE_PERMISSIONS, Role
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Appointment, Person, User


def acting_on(today: date, prefix: str = "") -> Q:
    """Appointments (or any rows with starts_on and ends_on) in force on a day."""
    lasts = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": today})
    return Q(**{f"{prefix}starts_on__lte": today}) & lasts


def actor_for(user: User, *, today: date) -> Actor:
    """Two queries: the cards behind the account, and the appointments in force today."""
    cards = frozenset(
        Person.objects.filter(account=user, archived_on__isnull=True).values_list("pk", flat=True)
    )
    held = Appointment.objects.filter(acting_on(today), person__in=cards).select_related("organisation")
    grants = [Grant(Role(a.role), a.organisation.path) for a in held] if cards else []
    if user.is_installer:
        grants.append(Grant(Role.INSTALLER, ""))
    return Actor(user_id=user.pk, name=user.get_full_name(), person_ids=cards, grants=tuple(grants))


@dataclass(frozen=True)
class Standing:
    """One place where the actor stands: an organisation and the roles held there."""

    organisation: Organisation
    roles: tuple[Role, ...]

    @property
    def words(self) -> str:
        return ", ".join(role.label.lower() for role in self.roles) or "участник"


def standings(actor: Actor) -> list[Standing]:
    """Organisations where the actor has a role or a card, each once, in order of the tree."""
    paths = {grant.path for grant in actor.grants if grant.path}
    mine = Q(path__in=paths) | Q(pk__in=Person.objects.filter(pk__in=actor.person_ids).values("organisation"))
    return [
        Standing(o, tuple(g.role for g in actor.grants if g.path == o.path))
        for o in Organisation.objects.filter(mine).order_by("path")
    ]


def place_of(actor: Actor, chosen: str | None) -> Organisation | None:
    """The organisation the actor has chosen, if it is still theirs; else the first of their own."""
    own = [standing.organisation for standing in standings(actor)]
    for organisation in own:
        if str(organisation.pk) == chosen:
            return organisation
    return own[0] if own else None


def holders(permission: Permission, on: Place, *, today: date) -> QuerySet[Person]:
    """The reverse question: who may do this here? Used to decide whom to notify."""
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
    ancestors = [*accumulate(f"{step}/" for step in on.lies_at.strip("/").split("/"))]
    held = Appointment.objects.filter(acting_on(today), role__in=roles, organisation__path__in=ancestors)
    return Person.objects.filter(pk__in=held.values("person"))


def person_in_role(role: Role, organisation: Organisation, *, today: date) -> Person | None:
    """The person who holds the role in this very organisation today; the latest appointed if several."""
    held = Appointment.objects.filter(acting_on(today), role=role, organisation=organisation)
    appointment = held.select_related("person").order_by("-starts_on").first()
    return appointment.person if appointment else None


def cards_of(actor: Actor) -> QuerySet[Person]:
    ids: frozenset[UUID] = actor.person_ids
    return Person.objects.filter(pk__in=ids)
