"""Saying something in a conversation, mending it for a short while, taking it back, having read it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.conversations import rules
from nastavnik.conversations.models import Attachment, Message, ReadMark
from nastavnik.conversations.queries import threads
from nastavnik.conversations.queries.threads import Thread
from nastavnik.core import journal
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.files import DOCUMENTS, SCANS, TABLES, FileKind, accept, discard
from nastavnik.core.models import LogEntry
from nastavnik.notifications.services import mark_seen, notify, without_unread
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import PairState

ALLOWED = SCANS | DOCUMENTS | TABLES | {FileKind.PPTX}
KIND = "talk.message"
OVERSEEN = "talk.overseen"

Uploads = Sequence["UploadedFile[Any]"]


def address_of(mentorship: Mentorship) -> str:
    return reverse("conversations:thread", args=[mentorship.pk])


@transaction.atomic
def send(thread: Thread, text: str, uploads: Uploads = (), *, now: datetime, by: Actor) -> Message:
    """The message stands when this returns. The same words again within a minute are the same message."""
    taker = _own(thread, by)
    text = text.strip()
    check_writing(thread, last_hour=threads.last_hour_of(taker, now))
    rules.check_words(text, len(uploads))
    if twin := _just_sent(taker, text, uploads, now):
        return twin
    message = Message.objects.create(
        organisation=thread.mentorship.organisation,
        mentorship=thread.mentorship,
        author=taker.person,
        text=text,
        sent_at=now,
        overseen=thread.has_pupil,
    )
    for upload in uploads:
        stored = accept(upload, allowed=ALLOWED, organisation=thread.mentorship.organisation)
        Attachment.objects.create(organisation=message.organisation, message=message, file=stored)
    _tell(thread)
    return message


def check_writing(thread: Thread, *, last_hour: int = 0) -> None:
    """Why nothing can be written: before it is tried, and when it is."""
    if thread.taker is None:
        raise Refusal("Куратор читает переписку с учеником, но не пишет в неё. Свяжитесь с наставником сам.")
    rules.check_writing(
        PairState(thread.mentorship.state),
        left=thread.taker.left_on is not None,
        last_hour=last_hour,
    )


def _own(thread: Thread, by: Actor) -> Participation:
    if thread.taker is None:
        raise Denied(Permission.TALK)
    by.require(Permission.TALK, thread.taker)
    return thread.taker


def _just_sent(taker: Participation, text: str, uploads: Uploads, now: datetime) -> Message | None:
    """A line that broke after the server had accepted: what the person sends again is already here."""
    last = (
        Message.objects.filter(mentorship=taker.mentorship_id, sent_at__gt=now - rules.TWICE_WITHIN)
        .prefetch_related("attachments__file")
        .order_by("-sent_at", "-id")
        .first()
    )
    if last is None or last.author_id != taker.person_id or last.text != text or last.deleted_at:
        return None
    kept = sorted(each.file.name for each in last.attachments.all())
    return last if kept == sorted(each.name or "" for each in uploads) else None


def _tell(thread: Thread) -> None:
    """Once until they look: not the words of the message, only that there is one."""
    link = address_of(thread.mentorship)
    people = without_unread([t.person for t in thread.others], KIND, link)
    word = "группе" if thread.mentorship.is_group else "паре"
    notify(
        people,
        KIND,
        subject=f"Новое сообщение в вашей {word}",
        text="Откройте переписку, чтобы прочитать и ответить.",
        link=link,
        why=f"Вы участвуете в этой {word}",
    )


def standing_of(message: Message, reader: Actor) -> rules.Standing:
    return rules.Standing(
        own=message.author_id in reader.person_ids,
        sent_at=message.sent_at,
        deleted=message.deleted_at is not None,
        frozen=message.frozen_at is not None,
        overseen=message.overseen,
    )


def require_own(message: Message, *, by: Actor) -> None:
    """Pages of change are for the author alone."""
    by.require(Permission.TALK, message)


@transaction.atomic
def edit(message: Message, text: str, *, now: datetime, by: Actor) -> None:
    by.require(Permission.TALK, message)
    rules.check_edit(standing_of(message, by), now)
    rules.check_words(text, message.attachments.count())
    _change(message, text=text.strip(), edited_at=now)


@transaction.atomic
def delete(message: Message, *, now: datetime, by: Actor) -> None:
    """The words and the files are gone for ever, «удалено» stays."""
    by.require(Permission.TALK, message)
    rules.check_delete(standing_of(message, by))
    _change(message, text="", deleted_at=now)
    for attachment in message.attachments.select_related("file"):
        stored = attachment.file
        attachment.delete()
        discard(stored)


def _change(message: Message, **values: object) -> None:
    """Only what nobody has complained of meanwhile."""
    untouched = Message.objects.filter(pk=message.pk, deleted_at__isnull=True, frozen_at__isnull=True)
    if not untouched.update(**values):
        raise Refusal(rules.FROZEN)
    message.refresh_from_db()


def have_read(
    thread: Thread, last: Message | None, *, known: datetime | None = None, now: datetime, by: Actor
) -> None:
    """The participant has it before the eyes; the curator's look is written into the journal once a day.

    `known`: until when it was read before, where the caller knows it: nothing new, nothing written.
    """
    if thread.taker is None:
        by.require(Permission.TALK_OVERSEE, thread.mentorship)
        _note_the_look(thread.mentorship, now=now, by=by)
        return
    by.require(Permission.TALK, thread.taker)
    if last is None or thread.taker.left_on is not None or (known is not None and known >= last.sent_at):
        return
    _mark(thread.taker, thread.mentorship, last.sent_at)
    mark_seen(address_of(thread.mentorship), now=now, by=by)


def _mark(taker: Participation, mentorship: Mentorship, read_at: datetime) -> None:
    place: dict[str, Any] = {"mentorship_id": mentorship.pk, "person_id": taker.person_id}
    if ReadMark.objects.filter(**place, read_at__gte=read_at).exists():
        return
    ReadMark.objects.update_or_create(
        organisation_id=mentorship.organisation_id,
        **place,
        defaults={"read_at": read_at, "root_id": mentorship.root_id},
    )


def _note_the_look(mentorship: Mentorship, *, now: datetime, by: Actor) -> None:
    lately = LogEntry.objects.filter(
        subject_id=mentorship.pk, event=OVERSEEN, actor_id=by.user_id, at__gt=now - timedelta(days=1)
    )
    if not lately.exists():
        journal.record(OVERSEEN, "Куратор открыл переписку с учеником", subject=mentorship, by=by)
