"""The way out that stands in every letter: a signed secret names the person, the kind and the channel, and no more."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from nastavnik.core.models import Channel, OutgoingMessage

from .kinds import DIGEST, kind_of

_signer = Signer(salt="notifications.stop")


@dataclass(frozen=True)
class Stop:
    person_id: UUID
    kind: str
    channel: Channel


def path_to_stop(message: OutgoingMessage) -> str:
    """Where the person of this letter says «no more of these»; empty where it cannot be refused."""
    kind = kind_of(message.kind)
    if message.person_id is None or kind.required:
        return ""
    secret = _signer.sign(f"{message.person_id.hex}.{kind.code}.{message.channel}")
    return reverse("notifications:stop", args=[secret])


def url_to_stop(message: OutgoingMessage) -> str:
    path = path_to_stop(message)
    return f"{settings.BASE_URL.rstrip('/')}{path}" if path and settings.BASE_URL else ""


def read(secret: str) -> Stop | None:
    """What the secret says, or None for one that we have not made."""
    try:
        person, rest = _signer.unsign(secret).split(".", 1)
        kind, channel = rest.rsplit(".", 1)  # a kind may have a dot of its own
        return Stop(UUID(person), kind, Channel(channel))
    except (BadSignature, ValueError):
        return None


def is_digest(stop: Stop) -> bool:
    return stop.kind == DIGEST.code


def full(link: str) -> str:
    """A path of ours as an address for letters; a whole address stays as it is."""
    return link if "://" in link else f"{settings.BASE_URL.rstrip('/')}{link}"
