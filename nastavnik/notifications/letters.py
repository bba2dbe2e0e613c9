"""A letter as mail programs take it: plain text, why it came, how to stop it, the invitation beside it."""

from email.mime.text import MIMEText
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from nastavnik.core.models import OutgoingMessage

from .kinds import kind_of
from .stopping import full, url_to_stop

CANNOT_STOP = "Это письмо о вашем входе в систему: такие письма не отключаются."


def letter_of(message: OutgoingMessage) -> EmailMessage:
    lines = [message.text]
    if message.link:
        lines.append(full(message.link))
    lines.append("\n".join(["—", *foot_of(message)]))
    domain = urlsplit(settings.BASE_URL).hostname or "nastavnik.local"
    letter = EmailMessage(
        subject=" ".join(message.subject.split()),
        body="\n\n".join(lines),
        to=[message.address],
        headers={"Message-ID": f"<{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    if stop := url_to_stop(message):
        letter.extra_headers["List-Unsubscribe"] = f"<{stop}>"
        letter.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if message.calendar:
        letter.attach(_invitation(message.calendar))
    return letter


def foot_of(message: OutgoingMessage) -> list[str]:
    """Why the letter came and how to stop it."""
    why = [message.why] if message.why else []
    if stop := url_to_stop(message):
        label = kind_of(message.kind).label
        settings_page = full(reverse("notifications:settings"))
        return [
            *why,
            f"Не присылать больше («{label}»): {stop}",
            f"Как часто и о чём писать вам: {settings_page}",
        ]
    return [*why, CANNOT_STOP] if kind_of(message.kind).required else why


def _invitation(calendar: str) -> MIMEText:
    """What mail programs show as «Принять»: the method stands in the type of the part (RFC 6047)."""
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST")
    part.add_header("Content-Disposition", "attachment", filename="invite.ics")
    return part
