"""Letters out of the outbox: one worker at a time has a letter; failures wait longer and longer, then are parked.

A mail server cannot take part in our transaction: killed between its «accepted» and our mark, we send the letter once
more, with the same Message-ID, by which mail programs show it once.
"""

import logging
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from nastavnik.core.crash import crash
from nastavnik.core.models import Channel, MessageState, OutgoingMessage

PAUSES = tuple(timedelta(minutes=pause) for pause in (1, 5, 30, 180))
MAX_ATTEMPTS = len(PAUSES) + 1
TAKEN_FOR = timedelta(minutes=5)
BATCH = 20

log = logging.getLogger(__name__)


def deliver(now: datetime | None = None) -> int:
    """Send what is due; gives how many letters went out. Without a mail server letters wait."""
    if not settings.EMAIL_HOST:
        return 0
    now = now or timezone.now()
    due = OutgoingMessage.objects.filter(
        channel=Channel.EMAIL, state=MessageState.WAITING, next_try__lte=now
    ).order_by("next_try", "id")
    return sum(_deliver(message, now) for message in due[:BATCH])


def _deliver(seen: OutgoingMessage, now: datetime) -> bool:
    untouched = OutgoingMessage.objects.filter(
        pk=seen.pk, state=MessageState.WAITING, attempts=seen.attempts, next_try=seen.next_try
    )
    if not untouched.update(attempts=F("attempts") + 1, next_try=now + TAKEN_FOR):
        return False
    mine = OutgoingMessage.objects.filter(pk=seen.pk, attempts=seen.attempts + 1)
    crash("letter.taken")
    try:
        _letter(seen).send()
    except Exception as fault:
        log.warning("letter %s was not sent: %s", seen.pk, type(fault).__name__)
        is_last = seen.attempts + 1 >= MAX_ATTEMPTS or isinstance(fault, SMTPRecipientsRefused)
        if is_last:
            mine.update(state=MessageState.PARKED)
        else:
            mine.update(next_try=now + PAUSES[seen.attempts])
        return False
    crash("letter.sent")
    mine.update(state=MessageState.SENT, sent_at=timezone.now())
    return True


def _letter(message: OutgoingMessage) -> EmailMessage:
    lines = [message.text]
    if message.link:
        lines.append(f"{settings.BASE_URL.rstrip('/')}{message.link}")
    if message.why:
        lines.append(f"—\n{message.why}")
    domain = urlsplit(settings.BASE_URL).hostname or "nastavnik.local"
    letter = EmailMessage(
        subject=message.subject,
        body="\n\n".join(lines),
        to=[message.address],
        headers={"Message-ID": f"<{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    if message.calendar:
        letter.attach(_invitation(message.calendar))
    return letter


def _invitation(calendar: str) -> MIMEText:
    """What mail programs show as «Принять»: the method stands in the type of the part (RFC 6047)."""
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST")
    part.add_header("Content-Disposition", "attachment", filename="invite.ics")
    return part
