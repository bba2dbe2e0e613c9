"""Who the actor is, where they are, and who may do a thing here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from nastavnik.access.actor import Actor, Grant, Place
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import ROLE_PERMISSIONS, Role
from nastavnik.core.models import OutgoingMessage
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Appointment, Person, User


def acting_on(today: date, prefix: str = "") -> Q:
    """Appointments (or any rows with starts_on and ends_on) in force on a day."""
    lasts = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": today})
    return Q(**{f"{prefix}starts_on__lte": today}) & lasts


@dataclass(frozen=True)
class Standing:
    """One place where the actor stands: an organisation and the roles held there."""

    organisation: Organisation
    roles: tuple[Role, ...]

    @property
    def words(self) -> str:
        return ", ".join(role.label.lower() for role in self.roles) or "участник"


@dataclass(frozen=True)
class Presence:
    """Who is here and where they may stand: the own organisations in order of the tree.

    `unread` is what the frame of every page shows; `has_second_factor` is unknown for an account without a card.
    """

    actor: Actor
    standings: tuple[Standing, ...]
    unread: int = 0
    has_second_factor: bool | None = None

    def at(self, chosen: str | None) -> Standing | None:
        """The organisation the actor has chosen, if it is still theirs; else the first of their own."""
        for standing in self.standings:
            if str(standing.organisation.pk) == chosen:
                return standing
        return self.standings[0] if self.standings else None


def presence_of(user: User, *, today: date) -> Presence:
    """One query: the cards behind the account with what the frame asks of them, and their appointments in force today."""
    rows = _cards_with_appointments(user, today)
    mine = list({row.pk: row for row in rows}.values())
    held = (getattr(row, "held", None) for row in rows)  # absent where a card has no appointment
    appointments = sorted(filter(None, held), key=lambda each: (each.role, each.starts_on))
    grants = [Grant(Role(a.role), a.organisation.path) for a in appointments]
    if user.is_installer:
        grants.append(Grant(Role.INSTALLER, ""))
    actor = Actor(
        user_id=user.pk,
        name=user.get_full_name(),
        person_ids=frozenset(c.pk for c in mine),
        grants=tuple(grants),
    )
    places = {o.path: o for o in [*(c.organisation for c in mine), *(a.organisation for a in appointments)]}
    return Presence(
        actor,
        tuple(Standing(places[p], tuple(g.role for g in grants if g.path == p)) for p in sorted(places)),
        unread=sum(card.unread or 0 for card in mine),
        has_second_factor=any(card.guarded for card in mine) if mine else None,
    )


def _cards_with_appointments(user: User, today: date) -> list[Any]:
    """A row for every card and appointment (`row.held`), and for a card without any; few columns and no order, for this
    is read for every page."""
    held = FilteredRelation("appointments", condition=acting_on(today, "appointments__"))
    cards = Person.objects.filter(account=user, archived_on__isnull=True).annotate(held=held)
    cards = cards.select_related("organisation", "held__organisation")  # type: ignore[misc]
    cards = cards.only("organisation").order_by()
    return list(cards.annotate(unread=_unread(), guarded=_guarded()))


def _unread() -> Subquery:
    """How many messages wait for a card; nothing where none does."""
    waiting = OutgoingMessage.objects.unread().filter(person_id=OuterRef("pk")).order_by()
    return Subquery(waiting.values("person_id").annotate(number=Count("pk")).values("number"))


def _guarded() -> Exists:
    return Exists(Authenticator.objects.filter(user=OuterRef("account")))


def actor_for(user: User, *, today: date) -> Actor:
    return presence_of(user, today=today).actor


def holders(permission: Permission, on: Place, *, today: date) -> QuerySet[Person]:
    """The reverse question: who may do this here? Used to decide whom to notify."""
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
    ancestors = [*accumulate(f"{step}/" for step in on.lies_at.strip("/").split("/"))]
    held = Appointment.objects.filter(acting_on(today), role__in=roles, organisation__path__in=ancestors)
    return Person.objects.filter(pk__in=held.values("person"))


def person_in_role(role: Role, organisation: Organisation, *, today: date) -> Person | None:
    """The person who holds the role in this very organisation today; the latest appointed if several."""
    appointment = _held(role, organisation, today).select_related("person").first()
    return appointment.person if appointment else None


def with_holder(
    role: Role, organisation: Organisation, ids: Iterable[UUID | str], *, today: date
) -> QuerySet[Person]:
    """People of the organisation by their ids and with them whoever holds the role, marked by `holds`: one query."""
    holder = Q(pk=Subquery(_held(role, organisation, today).values("person")[:1]))
    wanted = Q(pk__in=list(ids), organisation=organisation) | holder
    return Person.objects.filter(wanted).annotate(holds=ExpressionWrapper(holder, BooleanField()))


def _held(role: Role, organisation: Organisation, today: date) -> QuerySet[Appointment]:
    held = Appointment.objects.filter(acting_on(today), role=role, organisation=organisation)
    return held.order_by("-starts_on")


def cards_of(actor: Actor) -> QuerySet[Person]:
    ids: frozenset[UUID] = actor.person_ids
    return Person.objects.filter(pk__in=ids)
