"""Where a person is signed in, and how to end it from afar. Only one's own."""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.http import Http404

from nastavnik.people.models import User

DEVICES = (
    ("Android", "телефон или планшет Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "компьютер с Windows"),
    ("Mac OS", "компьютер Mac"),
    ("Linux", "компьютер с Linux"),
)
BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)


@dataclass(frozen=True)
class SignedIn:
    pk: int
    device: str
    address: str
    since: datetime
    seen: datetime
    is_this: bool


def sessions_of(user: User, *, this_key: str | None) -> list[SignedIn]:
    """Living sessions, this one first; dead ones are swept away on the way."""
    found = [
        SignedIn(
            pk=each.pk,
            device=device_words(each.user_agent),
            address=str(each.ip),
            since=each.created_at,
            seen=each.last_seen_at,
            is_this=each.session_key == this_key,
        )
        for each in UserSession.objects.purge_and_list(user)
    ]
    return sorted(found, key=lambda one: (not one.is_this, -one.seen.timestamp()))


def device_words(user_agent: str) -> str:
    """«Firefox, компьютер с Windows»; «неизвестное устройство» when nothing is recognised."""
    device = next((words for mark, words in DEVICES if re.search(mark, user_agent)), "")
    browser = next((words for mark, words in BROWSERS if mark in user_agent), "")
    return ", ".join(part for part in (browser, device) if part) or "неизвестное устройство"


def end(user: User, pk: int) -> None:
    session = UserSession.objects.filter(user_id=user.pk, pk=pk).first()
    if session is None:
        raise Http404
    session.end()


def end_others(user: User, *, this_key: str | None) -> int:
    """How many were ended."""
    others = [each for each in UserSession.objects.purge_and_list(user) if each.session_key != this_key]
    for each in others:
        each.end()
    return len(others)
