"""iCalendar by hand (RFC 5545): one meeting as an invitation, many as a feed. Moments in UTC, lines folded at 75 octets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

PRODUCT = "-//Nastavnik//Meetings//RU"
LONGEST_LINE = 75  # octets, the line break not counted
Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
Standing = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]


@dataclass(frozen=True)
class Event:
    """`uid` never changes, `sequence` grows with every change; `title` names nobody."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    status: Standing
    stamp: datetime
    place: str = ""
    text: str = ""
    url: str = ""


def calendar_of(
    events: Iterable[Event],
    *,
    method: Method = "PUBLISH",
    name: str = "",
    organizer: str = "",
    attendee: str = "",
) -> str:
    """A whole calendar. `organizer` and `attendee` are e-mail addresses: an invitation has both (RFC 5546)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    if name:
        lines += [f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT4H"]
    for event in events:
        lines += _lines_of(event, organizer, attendee)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _lines_of(event: Event, organizer: str, attendee: str) -> Sequence[str]:
    told = [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{utc(event.stamp)}",
        f"DTSTART:{utc(event.starts_at)}",
        f"DTEND:{utc(event.ends_at)}",
        f"SUMMARY:{escaped(event.title)}",
        f"STATUS:{event.status}",
    ]
    told += [f"LOCATION:{escaped(event.place)}"] if event.place else []
    told += [f"DESCRIPTION:{escaped(event.text)}"] if event.text else []
    told += [f"URL:{_bare(event.url)}"] if event.url else []
    told += [f"ORGANIZER:mailto:{_bare(organizer)}"] if organizer else []
    told += [f"ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:{_bare(attendee)}"] if attendee else []
    return [*told, "END:VEVENT"]


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A text value: backslash, comma, semicolon and line break are written by two signs; other control signs go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    text = text.replace("\n", "\\n")
    return "".join(sign for sign in text if sign == "\t" or (ord(sign) >= 32 and sign != "\x7f"))


def _bare(value: str) -> str:
    """A URI or an address: nothing in it may begin a new line."""
    return "".join(sign for sign in value if ord(sign) > 32 and sign != "\x7f")


def folded(line: str) -> str:
    """Parts of at most 75 octets, each next one begun with a space; no letter is torn in two."""
    parts, part, size = [], "", 0
    for sign in line:
        weight = len(sign.encode())
        if size + weight > LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + weight
    return "\r\n".join([*parts, part])
