"""The frame of every page: sections by rights, places, the news counter, the theme."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from nastavnik.access.http import Request
from nastavnik.access.permissions import Permission as P
from nastavnik.core.vision import COOKIE, Vision
from nastavnik.people.queries import Presence, Standing

THEMES = {"auto", "light", "dark"}


@dataclass(frozen=True)
class Section:
    """A section of the menu. Who holds the permission in the current place goes to `address`; a participant, who holds
    it over the own records only, to `own` (none: hidden). `within`: beginnings of the addresses that belong here.
    """

    label: str
    address: str
    icon: str
    permission: P
    within: tuple[str, ...]
    own: str = ""
    own_label: str = ""
    on_phone: bool = False
    needs: str = ""  # what the place must have: a yes-or-no column of the organisation


SECTIONS = (
    Section("Сегодня", "home", "house", P.HOME_VIEW, (), own="home", on_phone=True),
    Section("Люди", "people:list", "people", P.PERSON_LIST, ("/people/",), on_phone=True),
    Section("Банки", "bank:mentees", "collection", P.BANK_VIEW, ("/bank/", "/diagnostics/")),
    Section("Подбор", "matching:runs", "diagram-2", P.MATCH_VIEW, ("/matching/",)),
    Section(
        "Совет",
        "council:questions",
        "list-check",
        P.COUNCIL_VIEW,
        ("/council/",),
        needs="has_council",
    ),
    Section(
        "Пары",
        "pairs:list",
        "person-hearts",
        P.PAIR_VIEW,
        ("/pairs/", "/talk/", "/meetings/"),
        "pairs:list",
        "Мои пары",
        on_phone=True,
    ),
    Section(
        "Календарь",
        "meetings:calendar",
        "calendar3",
        P.MEETING_VIEW,
        ("/meetings/calendar/", "/meetings/lessons/", "/meetings/rooms/", "/meetings/hours/"),
        "meetings:calendar",
        on_phone=True,
    ),
    Section(
        "Согласия",
        "people:consents",
        "file-earmark-check",
        P.CONSENT_VIEW,
        ("/people/consents/", "/people/my-consents/"),
        "people:my_consents",
        "Мои согласия",
        on_phone=True,
    ),
    Section(
        "Документы",
        "documents:list",
        "file-earmark-text",
        P.PAPER_VIEW,
        ("/documents/", "/pairs/orders/"),
        "documents:list",
    ),
    Section(
        "Организация",
        "organisations:card",
        "building",
        P.ORGANISATION_VIEW,
        ("/organisation/", "/journal/", "/board/", "/minutes/asked/"),
    ),
    Section("Установка", "desk:system", "gear", P.SYSTEM_VIEW, ("/system/",)),
)


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Place:
    label: str
    role: str
    url: str
    current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; no query: the presence has it all."""
    presence: Presence | None = getattr(request, "presence", None)
    if presence is None:
        return {"theme": theme_of(request), "demo": False, "vision": vision_of(request)}
    passed = cast(Request, request)
    nav = menu(passed)
    return {
        "actor": passed.actor,
        "here": passed.here,
        "here_role": _role(passed),
        "places": [_place(s, passed) for s in presence.standings] if len(presence.standings) > 1 else [],
        "nav": [item for item, _ in nav],
        "bottom_nav": [item for item, section in nav if section.on_phone],
        "demo": bool(passed.here and passed.here.is_demo),
        "theme": theme_of(request),
        "vision": vision_of(request),
        "news_url": reverse("notifications:news"),
        "news_count": presence.unread,
    }


def menu(request: Request) -> list[tuple[Item, Section]]:
    """Sections that lead somewhere for this person; the one with the longest fitting beginning is current."""
    shown = [(section, label, address) for section in SECTIONS for label, address in _ways(request, section)]
    best = max((_fit(section, request.path) for section, _, _ in shown), default=0)
    return [
        (
            Item(label, reverse(address), section.icon, bool(best) and _fit(section, request.path) == best),
            section,
        )
        for section, label, address in shown
    ]


def _ways(request: Request, section: Section) -> list[tuple[str, str]]:
    if section.needs and not (request.here and getattr(request.here, section.needs)):
        return []
    if allowed(request, section.permission):
        return [(section.label, section.address)]
    if section.own and request.actor.person_ids:
        return [(section.own_label or section.label, section.own)]
    return []


def _fit(section: Section, path: str) -> int:
    if section.address == "home":
        return 1 if path == "/" else 0
    return max((len(start) for start in section.within if path.startswith(start)), default=0)


def allowed(request: Request, permission: P) -> bool:
    """Held in the current place; without a place, anywhere."""
    paths = request.actor.reach(permission).paths
    return any(request.here is None or request.here.path.startswith(path) for path in paths)


def theme_of(request: HttpRequest) -> str:
    theme = str(getattr(getattr(request, "user", None), "theme", "auto"))
    return theme if theme in THEMES else "auto"


def vision_of(request: HttpRequest) -> Vision | None:
    """The version for low vision: as this browser remembers it, else as the account does; None is the usual one."""
    kept = request.COOKIES.get(COOKIE) or str(getattr(getattr(request, "user", None), "vision", ""))
    return Vision.read(kept)


def _place(standing: Standing, request: Request) -> Place:
    """The address sets the place in the session: a GET that changes nothing but what the person looks at."""
    here, organisation = request.here, standing.organisation
    url = f"{reverse('home')}?place={organisation.pk}"
    return Place(organisation.short_name, standing.words, url, bool(here and here.pk == organisation.pk))


def _role(request: Request) -> str:
    standing = request.presence.at(str(request.here.pk)) if request.here else None
    return standing.words if standing else ""
