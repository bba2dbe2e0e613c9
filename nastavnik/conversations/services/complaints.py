"""A complaint of a message: made, taken up, decided in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.conversations import rules
from nastavnik.conversations.models import Complaint, Message
from nastavnik.conversations.queries import complaints
from nastavnik.conversations.queries.threads import Thread
from nastavnik.conversations.rules import ComplaintState, Reason
from nastavnik.core import journal
from nastavnik.core.errors import Denied, Refusal
from nastavnik.notifications.services import notify
from nastavnik.people.models import Person
from nastavnik.people.queries import holders

from .talk import standing_of


@dataclass(frozen=True)
class Unnamed:
    """The journal does not tell who complained: it may be read by the one who is complained of."""

    name: str = "участник пары"
    user_id: UUID | None = None


@transaction.atomic
def complain(
    message: Message, thread: Thread, reason: Reason, words: str, *, now: datetime, by: Actor
) -> Complaint:
    """The message is frozen from this moment: its author can neither change nor delete it."""
    if thread.taker is None:
        raise Denied(Permission.TALK)
    by.require(Permission.TALK, thread.taker)
    already = complaints.own_of(by, message) is not None
    rules.check_complaint(standing_of(message, by), already=already)
    if not Message.objects.filter(pk=message.pk, deleted_at__isnull=True).update(frozen_at=now):
        raise Refusal("Автор успел удалить сообщение. Расскажите о нём куратору своими словами.")
    message.refresh_from_db()
    complaint = _made(message, thread.taker.person, reason, words.strip(), now)
    journal.record("talk.complaint", "Подана жалоба на сообщение", subject=complaint, by=Unnamed())
    _tell_deciders(complaint)
    return complaint


def _made(message: Message, reporter: Person, reason: Reason, words: str, now: datetime) -> Complaint:
    try:
        with transaction.atomic():
            return Complaint.objects.create(
                organisation=message.organisation,
                message=message,
                reporter=reporter,
                reason=reason,
                words=words,
                frozen_text=message.text,
                made_at=now,
            )
    except IntegrityError as twice:
        raise Refusal("Вы уже пожаловались на это сообщение. Куратор его видит.") from twice


def _tell_deciders(complaint: Complaint) -> None:
    author = complaint.message.author
    deciders = holders(Permission.COMPLAINT_HANDLE, complaint, today=timezone.localdate())
    told = [p for p in deciders.select_related("account") if not _same(p, author)]
    notify(
        told,
        "talk.complaint",
        subject="Жалоба на сообщение",
        text="Участник пары просит разобраться. Откройте жалобу и начните разбор.",
        link=reverse("conversations:complaint", args=[complaint.pk]),
        why="Вы отвечаете за разбор жалоб в организации",
    )


def _same(person: Person, author: Person) -> bool:
    """One human being may have a card in each organisation."""
    same_account = person.account_id is not None and person.account_id == author.account_id
    return person.pk == author.pk or same_account


@transaction.atomic
def take_up(complaint: Complaint, *, now: datetime, by: Actor) -> None:
    _check_judge(complaint, by)
    by.require(Permission.COMPLAINT_HANDLE, complaint)
    _move(complaint, ComplaintState.SEEN, seen_at=now)
    journal.record("talk.complaint_seen", "Жалобу начали разбирать", subject=complaint, by=by)


@transaction.atomic
def decide(complaint: Complaint, words: str, *, hide: bool = False, now: datetime, by: Actor) -> None:
    """`hide` takes the message out of the conversation; its frozen words stay with the complaint."""
    _check_judge(complaint, by)
    by.require(Permission.COMPLAINT_HANDLE, complaint)
    if not words.strip():
        raise Refusal("Напишите решение: его прочитает тот, кто пожаловался.")
    judge = Person.objects.filter(pk__in=by.person_ids, organisation=complaint.organisation_id).first()
    _move(complaint, ComplaintState.DECIDED, decision=words.strip(), decided_at=now, decided_by=judge)
    if hide:
        Message.objects.filter(pk=complaint.message_id, deleted_at__isnull=True).update(
            text="", deleted_at=now
        )
    after = {"сообщение убрано": hide}
    journal.record("talk.complaint_decided", "Решение по жалобе", subject=complaint, by=by, after=after)
    _tell_reporter(complaint)


def _check_judge(complaint: Complaint, by: Actor) -> None:
    if complaint.message.author_id in by.person_ids:
        raise Denied(Permission.COMPLAINT_HANDLE)
    rules.check_judge(is_reporter=complaint.reporter_id in by.person_ids)


def _move(complaint: Complaint, target: ComplaintState, **values: object) -> None:
    rules.check_move(ComplaintState(complaint.state), target)
    stands = Complaint.objects.filter(pk=complaint.pk, state=complaint.state)
    if not stands.update(state=target, **values):
        complaint.refresh_from_db()
        rules.check_move(ComplaintState(complaint.state), target)
    complaint.refresh_from_db()


def _tell_reporter(complaint: Complaint) -> None:
    notify(
        [complaint.reporter],
        "talk.complaint_decided",
        subject="Есть решение по вашему обращению",
        text="Откройте страницу, чтобы прочитать его.",
        link=reverse("conversations:report", args=[complaint.message_id]),
        why="Вы просили разобраться с сообщением",
    )
