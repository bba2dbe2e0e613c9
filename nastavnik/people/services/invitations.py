"""A link opens an account for one person, or gives a new password. Only the hash of its secret is kept."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import Channel, OutgoingMessage
from nastavnik.people.accounts.adapters import letters_go_out
from nastavnik.people.models import Invitation, Person, User
from nastavnik.people.queries import actor_for
from nastavnik.people.queries import invitations as queries

LASTS = timedelta(days=7)
DEAD = "Эта ссылка уже не действует. Попросите куратора прислать новую."
TAKEN = "С этой почтой уже входят. Войдите под ней и откройте ссылку ещё раз: карточка присоединится."


@dataclass(frozen=True)
class Sent:
    """An invitation with its secret, which is shown once and never again. `by_letter`: a letter is on its way."""

    invitation: Invitation
    secret: str
    by_letter: bool

    @property
    def path(self) -> str:
        return f"/invitation/{self.secret}/"


@transaction.atomic
def invite(person: Person, *, now: datetime, by: Actor) -> Sent:
    """A new link; the former one of this person stops working."""
    by.require(Permission.PERSON_INVITE, person)
    if person.account_id is not None:
        raise Refusal(f"{person} уже входит в систему. Если пароль забыт, выдайте ссылку для нового пароля.")
    if person.archived_on is not None:
        raise Refusal(f"{person} в архиве. Сначала верните карточку из архива.")
    sent = _send(person, account=None, now=now, by=by)
    journal.record("invitation.sent", "Выдано приглашение", subject=person, by=by)
    return sent


@transaction.atomic
def invite_many(people: Iterable[Person], *, now: datetime, by: Actor) -> list[Sent]:
    return [invite(person, now=now, by=by) for person in people]


@transaction.atomic
def give_password_link(person: Person, *, now: datetime, today: date, by: Actor) -> Sent:
    """For a forgotten password where no letters go out. The second factor, if any, stays in force."""
    by.require(Permission.PERSON_INVITE, person)
    if person.account is None:
        raise Refusal(f"{person} ещё не входит в систему. Выдайте приглашение.")
    if not queries.may_give_password(by, person, today=today):
        raise Denied(Permission.PERSON_INVITE)
    sent = _send(person, account=person.account, now=now, by=by)
    journal.record("invitation.password", "Выдана ссылка для нового пароля", subject=person, by=by)
    return sent


def _send(person: Person, *, account: User | None, now: datetime, by: Actor) -> Sent:
    person.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    secret = secrets.token_urlsafe(32)
    email = account.email if account else person.email
    invitation = Invitation.objects.create(
        organisation=person.organisation,
        person=person,
        account=account,
        email=email.lower(),
        secret_sha256=queries.hashed(secret),
        invited_by=by.user_id,
        expires_at=now + LASTS,
    )
    sent = Sent(invitation, secret, by_letter=bool(email) and letters_go_out())
    if sent.by_letter:
        _write_letter(sent, by)
    return sent


def _write_letter(sent: Sent, by: Actor) -> None:
    invitation = sent.invitation
    place = invitation.organisation
    opens = "придумать новый пароль" if invitation.account_id else "открыть вход и придумать пароль"
    OutgoingMessage.objects.create(
        root_id=place.root_id,
        organisation_id=place.pk,
        person_id=invitation.person_id,
        address=invitation.email,
        channel=Channel.EMAIL,
        kind="invitation",
        subject=f"Приглашение в «Наставник»: {place.short_name}"[:200],
        text=f"Здравствуйте! По ссылке можно {opens}. Она действует один раз, семь дней.",
        link=settings.BASE_URL.rstrip("/") + sent.path,
        why=f"Ссылку выдал(а) {by.name}"[:200],
    )


@transaction.atomic
def revoke(person: Person, *, now: datetime, by: Actor) -> None:
    by.require(Permission.PERSON_INVITE, person)
    if not person.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=now):
        raise Refusal("Отзывать нечего: действующего приглашения нет.")
    journal.record("invitation.revoked", "Приглашение отозвано", subject=person, by=by)


def _use(invitation: Invitation, *, now: datetime, today: date) -> None:
    """Claim the link; of two who press at once one gets it."""
    if not queries.is_live(invitation, now=now, today=today):
        raise Conflict(DEAD)
    waiting = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    if not waiting.update(used_at=now):
        raise Conflict(DEAD)


@transaction.atomic
def accept_new(invitation: Invitation, *, email: str, password: str, now: datetime, today: date) -> User:
    """Open an account for the person. The address of the card, when there is one, is the only one that fits."""
    _use(invitation, now=now, today=today)
    address = (invitation.email or email).strip().lower()
    if User.objects.filter(email=address).exists():
        raise Refusal(TAKEN)
    person = invitation.person
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                address,
                password,
                name=f"{person.first_name} {person.middle_name}".strip(),
                # Else an account opened while playing with the example would close the first set-up.
                is_demo=person.organisation.is_demo,
            )
    except IntegrityError as clash:
        raise Refusal(TAKEN) from clash
    _link(person, user, today=today)
    return user


@transaction.atomic
def accept_with(invitation: Invitation, user: User, *, now: datetime, today: date) -> None:
    """Join the card to an account that exists; the account must be the one that was invited."""
    if invitation.email and invitation.email != user.email:
        raise Refusal(f"Приглашение выдано на почту {invitation.email}. Выйдите и войдите под ней.")
    if user.is_demo and not invitation.organisation.is_demo:
        raise Refusal("Вы вошли как человек из примера. Выйдите и откройте ссылку ещё раз.")
    _use(invitation, now=now, today=today)
    _link(invitation.person, user, today=today)


def _link(person: Person, user: User, *, today: date) -> None:
    joined = Person.objects.filter(pk=person.pk, account=None).update(
        account=user, email=person.email or user.email, version=F("version") + 1
    )
    if not joined:
        raise Conflict(DEAD)
    person.refresh_from_db()
    journal.record(
        "invitation.accepted", "Приглашение принято", subject=person, by=actor_for(user, today=today)
    )


@transaction.atomic
def set_password(invitation: Invitation, *, password: str, now: datetime, today: date) -> User:
    """A new password by a link: all sessions of the account end."""
    _use(invitation, now=now, today=today)
    user = invitation.account
    if user is None or not user.is_active:
        raise Conflict(DEAD)
    user.set_password(password)
    user.save(update_fields=["password"])
    journal.record(
        "account.password",
        "Пароль изменён по ссылке",
        subject=invitation.person,
        by=actor_for(user, today=today),
    )
    return user
