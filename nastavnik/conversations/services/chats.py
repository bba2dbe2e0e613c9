"""Links to chats outside the system: of a mentorship and of the organisation."""

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.conversations import rules
from nastavnik.conversations.models import ChatLink
from nastavnik.conversations.queries.threads import Thread
from nastavnik.core import journal
from nastavnik.core.errors import Denied
from nastavnik.organisations.models import Organisation


@transaction.atomic
def add_to_pair(thread: Thread, *, title: str, address: str, by: Actor) -> ChatLink:
    """In a pair with a pupil only the curator names a place where the school does not see what is written."""
    is_curator = by.can(Permission.TALK_OVERSEE, thread.mentorship)
    if not is_curator:
        _require_part(thread, by)
    rules.check_adding_chat(has_pupil=thread.has_pupil, is_curator=is_curator)
    rules.host_of(address)
    link = ChatLink.objects.create(
        organisation=thread.mentorship.organisation,
        mentorship=thread.mentorship,
        title=title.strip(),
        address=address.strip(),
    )
    journal.record("talk.chat_added", "Добавлена ссылка на внешний чат", subject=link, by=by)
    return link


def _require_part(thread: Thread, by: Actor) -> None:
    if thread.taker is None or thread.taker.left_on is not None:
        raise Denied(Permission.TALK)
    by.require(Permission.TALK, thread.taker)


@transaction.atomic
def add_to_organisation(organisation: Organisation, *, title: str, address: str, by: Actor) -> ChatLink:
    by.require(Permission.BOARD_EDIT, organisation)
    rules.host_of(address)
    link = ChatLink.objects.create(organisation=organisation, title=title.strip(), address=address.strip())
    journal.record("talk.chat_added", "Добавлена ссылка на внешний чат", subject=link, by=by)
    return link


@transaction.atomic
def remove(link: ChatLink, thread: Thread | None, *, by: Actor) -> None:
    if thread is None:
        by.require(Permission.BOARD_EDIT, link)
    elif thread.taker is None:
        by.require(Permission.TALK_OVERSEE, link)
    else:
        _require_part(thread, by)
        is_curator = by.can(Permission.TALK_OVERSEE, thread.mentorship)
        rules.check_removing_chat(has_pupil=thread.has_pupil, is_curator=is_curator)
    journal.record("talk.chat_removed", "Убрана ссылка на внешний чат", subject=link, by=by)
    link.delete()
