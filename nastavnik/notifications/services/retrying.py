"""A message that was put aside after failures goes again, when somebody has mended the reason."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.models import MessageState, OutgoingMessage
from nastavnik.notifications import queries
from nastavnik.notifications.kinds import kind_of


@transaction.atomic
def retry(pk: UUID, *, by: Actor) -> None:
    message, organisation = queries.parked_for(by, pk)
    by.require(Permission.MESSAGES_LOG, organisation)
    parked = OutgoingMessage.objects.filter(pk=pk, state=MessageState.PARKED)
    if not parked.update(state=MessageState.WAITING, attempts=0, next_try=timezone.now(), fault=""):
        raise Refusal("Это сообщение уже не отложено. Обновите страницу.")
    words = f"Сообщение отправляется ещё раз: {kind_of(message.kind).label}"
    journal.record("message.retried", words, subject=organisation, by=by)
