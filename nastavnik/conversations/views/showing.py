"""Values of the conversation ready for its templates: who reads it, what was said, what can be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.conversations import rules
from nastavnik.conversations.models import ChatLink, Message
from nastavnik.conversations.queries.threads import Thread
from nastavnik.conversations.services import talk
from nastavnik.core import ui
from nastavnik.core.errors import Refusal
from nastavnik.core.models import StoredFile
from nastavnik.core.russian.wording import counted

KINDS = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG", "image/webp": "WEBP"}


@dataclass(frozen=True)
class Said:
    """A message as it is shown; empty addresses mean that the act is not possible."""

    anchor: str
    author: str
    face: str
    side: str
    mine: bool
    text: str
    at: datetime
    day: bool  # the first of its day on this page
    edited: bool
    deleted: bool
    files: Sequence[ui.File] = ()
    seen: str = ""
    edit_url: str = ""
    delete_url: str = ""
    report_url: str = ""
    reported: bool = False


def place_of(message: Message) -> str:
    """The address of the message in its conversation."""
    return f"{reverse('conversations:thread', args=[message.mentorship_id])}#message-{message.pk.hex}"


def said(
    shown: Sequence[Message],
    thread: Thread,
    *,
    marks: Mapping[UUID, datetime],
    actor: Actor,
    now: datetime,
) -> list[Said]:
    sides = {t.person_id: t.side for t in thread.takers}
    days = [timezone.localdate(m.sent_at) for m in shown]
    return [
        _said(
            m,
            thread,
            marks,
            actor,
            now,
            side=sides.get(m.author_id, "mentee"),
            day=not n or days[n - 1] != days[n],
        )
        for n, m in enumerate(shown)
    ]


def _said(
    message: Message,
    thread: Thread,
    marks: Mapping[UUID, datetime],
    actor: Actor,
    now: datetime,
    *,
    side: str,
    day: bool,
) -> Said:
    mine, deleted = message.author_id in thread.mine, message.deleted_at is not None
    changeable = mine and _may(lambda: rules.check_edit(talk.standing_of(message, actor), now))
    erasable = mine and _may(lambda: rules.check_delete(talk.standing_of(message, actor)))
    reported = bool(getattr(message, "reported", False))
    may_report = thread.taker is not None and not mine and not deleted and not reported
    return Said(
        anchor=f"message-{message.pk.hex}",
        author=message.author.short_name,
        face=message.author.face,
        side=side,
        mine=mine,
        text=message.text,
        at=message.sent_at,
        day=day,
        edited=message.edited_at is not None,
        deleted=deleted,
        files=[] if deleted else [file_of(each) for each in message.attachments.all()],
        seen=_seen(message, thread, marks) if mine and not deleted else "",
        edit_url=reverse("conversations:edit", args=[message.pk]) if changeable else "",
        delete_url=reverse("conversations:delete", args=[message.pk]) if erasable else "",
        report_url=reverse("conversations:report", args=[message.pk]) if may_report or reported else "",
        reported=reported,
    )


def _may(check: Any) -> bool:
    try:
        check()
    except Refusal:
        return False
    return True


def file_of(attachment: Any) -> ui.File:
    return tile(attachment.file, reverse("conversations:file", args=[attachment.pk]))


def tile(stored: StoredFile, url: str) -> ui.File:
    kind = KINDS.get(stored.mime) or stored.name.rpartition(".")[2].upper()[:5] or "ФАЙЛ"
    return ui.File(stored.name, url, kind, stored.size)


def _seen(message: Message, thread: Thread, marks: Mapping[UUID, datetime]) -> str:
    """«Прочитано»; in a group, by how many."""
    others = thread.others
    read = [marks[t.person_id] for t in others if t.person_id in marks]
    readers = sum(moment >= message.sent_at for moment in read)
    if not readers:
        return ""
    return "Прочитано" if len(others) == 1 else f"Прочитали {readers} из {len(others)}"


def who_reads(thread: Thread) -> ui.Line:
    """Said at the top, before the first word is written. `term` is the heading, `value` the sentence."""
    word = "группы" if thread.mentorship.is_group else "пары"
    if thread.is_overseen_by_reader:
        text = (
            "Вы читаете переписку, потому что в ней участвует ученик. Каждый ваш просмотр записан в журнал."
        )
        return ui.Line("Переписка с учеником", text)
    if thread.has_pupil:
        text = (
            f"Здесь участвует ученик, поэтому переписку читают участники {word} и куратор школы, а отправленное "
            "не меняют и не удаляют. "
            "Родители могут узнать о ней у куратора."
        )
        return ui.Line("Эту переписку видит куратор", text)
    count = counted(len(thread.others) + 1, "человек,человека,человек")
    text = f"Её читают только участники {word} ({count}). Куратор и руководитель увидят сообщение, только если на него пожалуются."
    return ui.Line("Эту переписку видите только вы", text)


def chats(links: Sequence[ChatLink], thread: Thread, actor: Actor) -> list[dict[str, str]]:
    return [chat(link, _may_remove(link, thread, actor)) for link in links]


def chat(link: ChatLink, may_remove: bool) -> dict[str, str]:
    return {
        "title": link.title,
        "address": link.address,
        "host": rules.host_of(link.address),
        "remove_url": reverse("conversations:chat_remove", args=[link.pk]) if may_remove else "",
    }


def _may_remove(link: ChatLink, thread: Thread, actor: Actor) -> bool:
    if link.mentorship_id is None:
        return False
    if thread.has_pupil and not actor.can(Permission.TALK_OVERSEE, thread.mentorship):
        return False
    return thread.taker is None or thread.taker.left_on is None


def chat_action(thread: Thread, actor: Actor) -> ui.Action | None:
    """Adding a link, or the reason why not; nothing for whoever has left."""
    if thread.taker is not None and thread.taker.left_on is not None:
        return None
    is_curator = actor.can(Permission.TALK_OVERSEE, thread.mentorship)
    try:
        rules.check_adding_chat(has_pupil=thread.has_pupil, is_curator=is_curator)
    except Refusal as refusal:
        return ui.Action("Добавить ссылку на чат", why_not=str(refusal), small=True)
    return ui.Action(
        "Добавить ссылку на чат", reverse("conversations:chat_add", args=[thread.mentorship.pk]), small=True
    )
