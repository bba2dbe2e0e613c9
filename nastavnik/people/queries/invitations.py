"""Invitations: who has none yet, which one lives, and what a link opens."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Prefetch

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import NEEDS_SECOND_FACTOR, Role
from nastavnik.core.errors import Refusal
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Level
from nastavnik.people import rules
from nastavnik.people.models import Appointment, Invitation, Person, User
from nastavnik.people.queries import acting_on, actor_for


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def found_by(secret: str) -> Invitation | None:
    rows = Invitation.objects.select_related("person__organisation", "account")
    return rows.filter(secret_sha256=hashed(secret)).first()


def person_for(actor: Actor, pk: UUID) -> Person:
    """A card that this actor may invite, or 404."""
    return Person.objects.pick(actor, Permission.PERSON_INVITE, pk=pk)


def is_live(invitation: Invitation, *, now: datetime, today: date) -> bool:
    """One use, seven days, not revoked, the person still here, and the inviter still allowed to invite (T4)."""
    waits = invitation.used_at is None and invitation.revoked_at is None and invitation.expires_at > now
    person = invitation.person
    same_account = person.account_id == invitation.account_id
    return waits and same_account and person.archived_on is None and _inviter_may(invitation, today)


def _inviter_may(invitation: Invitation, today: date) -> bool:
    if invitation.invited_by is None:  # the console of the installation
        return True
    inviter = User.objects.filter(pk=invitation.invited_by, is_active=True).first()
    return inviter is not None and may_open(actor_for(inviter, today=today), invitation, today=today)


def may_open(actor: Actor, invitation: Invitation, *, today: date) -> bool:
    person = invitation.person
    if invitation.account is not None:
        return may_give_password(actor, person, today=today)
    return actor.can(Permission.PERSON_INVITE, person)


def may_give_password(actor: Actor, person: Person, *, today: date) -> bool:
    """Only over an account that is wholly within reach; one with rights over others, by who appoints to roles."""
    account = person.account
    if account is None or account.is_installer:
        return False
    held = Appointment.objects.filter(acting_on(today))
    cards = list(
        Person.objects.filter(account=account)
        .select_related("organisation")
        .prefetch_related(Prefetch("appointments", held, to_attr="held_now"))
    )
    roles = {Role(each.role) for card in cards for each in card.held_now}
    wanted = Permission.ROLES_APPOINT if roles & NEEDS_SECOND_FACTOR else Permission.PERSON_INVITE
    return all(
        actor.can(Permission.PERSON_INVITE, card)
        and actor.can(wanted, card.organisation)
        and all(_could_give(actor, Role(each.role), card.organisation) for each in card.held_now)
        for card in cards
    )


def _could_give(actor: Actor, role: Role, organisation: Organisation) -> bool:
    """Whoever holds the link holds the role: it is for those who could have given the role."""
    held = {grant.role for grant in actor.grants if organisation.path.startswith(grant.path)}
    try:
        rules.check_grant(role, level=Level(organisation.level), held=held)
    except Refusal:
        return False
    return True


def living(person: Person, *, now: datetime) -> Invitation | None:
    waiting = person.invitations.filter(used_at=None, revoked_at=None, expires_at__gt=now)
    return waiting.order_by("-created_at").first()


@dataclass(frozen=True)
class Waiting:
    """A person without a sign-in, and the invitation that already waits for them."""

    person: Person
    invitation: Invitation | None


def without_account(organisation: Organisation, *, now: datetime, by: Actor) -> list[Waiting]:
    """Two queries whatever the number of people."""
    people = list(
        Person.objects.visible_to(by, Permission.PERSON_INVITE).filter(
            organisation=organisation, account=None, archived_on=None
        )
    )
    sent = Invitation.objects.filter(
        person__in=people, used_at=None, revoked_at=None, expires_at__gt=now
    ).order_by("created_at")
    latest = {invitation.person_id: invitation for invitation in sent}
    return [Waiting(person, latest.get(person.pk)) for person in people]


def everybody_is_invited(organisation: Organisation) -> bool:
    """For the list of set-up: at least one invitation has been made or accepted beyond the first account."""
    return Invitation.objects.filter(organisation=organisation, account=None).exists()
