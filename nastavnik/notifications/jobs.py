"""The worker's part: letters go out every few seconds, reminders and digests are looked through by the clock."""

from datetime import timedelta

from django.utils import timezone

from nastavnik.core.models import MessageState, OutgoingMessage
from nastavnik.core.routines import routine

from . import delivery, digest, ladder
from .models import ReminderSent

KEEP_MESSAGES = timedelta(days=180)
KEEP_MARKS = timedelta(days=400)
ENDED = (MessageState.SENT, MessageState.FOLDED, MessageState.DROPPED, MessageState.PARKED)
MANY = 1000


@routine("deliver letters", every=timedelta(seconds=3))
def deliver_letters() -> None:
    delivery.deliver()


@routine("remind and gather digests", every=timedelta(minutes=5))
def remind_and_gather() -> None:
    """In this order: what is reminded of this morning leaves with this morning's digest."""
    now = timezone.now()
    ladder.remind(now)
    digest.fold(now)


@routine("forget old messages", every=timedelta(hours=6))
def forget_old_messages() -> None:
    """As long as the register of personal data says; a thousand at a time."""
    now = timezone.now()
    old = OutgoingMessage.objects.filter(created_at__lt=now - KEEP_MESSAGES, state__in=ENDED)
    OutgoingMessage.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MANY])).delete()
    marks = ReminderSent.objects.filter(sent_on__lt=(now - KEEP_MARKS).date())
    ReminderSent.objects.filter(pk__in=list(marks.values_list("pk", flat=True)[:MANY])).delete()
