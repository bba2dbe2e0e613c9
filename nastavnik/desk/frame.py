"""The frame of every page: sections by rights, places, the news counter, the theme."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from nastavnik.access.http import Request
from nastavnik.access.permissions import Permission as P
from nastavnik.notifications.queries import unread_of
from nastavnik.people.queries import Presence, Standing

THEMES = {"auto", "light", "dark"}


@dataclass(frozen=True)
class Section:
    """A section of the menu: shown to whoever holds the permission in the current place."""

    label: str
    address: str
    icon: str
    permission: P
    on_phone: bool = False


SECTIONS = (
    Section("Сегодня", "home", "house", P.HOME_VIEW, on_phone=True),
    Section("Люди", "people:list", "people", P.PERSON_LIST, on_phone=True),
    Section("Банки", "bank:mentees", "collection", P.BANK_VIEW),
    Section("Подбор", "matching:runs", "diagram-2", P.MATCH_VIEW),
    Section("Пары", "pairs:list", "person-hearts", P.PAIR_VIEW, on_phone=True),
    Section("Согласия", "people:consents", "file-earmark-check", P.CONSENT_VIEW),
    Section("Документы", "documents:list", "file-earmark-text", P.PAPER_VIEW, on_phone=True),
    Section("Организация", "organisations:card", "building", P.ORGANISATION_VIEW),
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
    """Context of base.html; one query at most (the news counter)."""
    presence: Presence | None = getattr(request, "presence", None)
    if presence is None:
        return {"theme": theme_of(request), "demo": False}
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
        "news_url": reverse("notifications:news"),
        "news_count": unread_of(passed.actor).count(),
    }


def menu(request: Request) -> list[tuple[Item, Section]]:
    shown = [(s, url) for s in SECTIONS if (url := _address(s)) and allowed(request, s.permission)]
    here = _current([url for _, url in shown], request.path)
    return [(Item(s.label, url, s.icon, url == here), s) for s, url in shown]


def _current(urls: list[str], path: str) -> str:
    """The nearest section: a page under /people/consents/ is of consents, not of people."""
    holding = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(holding, key=len, default="")


def allowed(request: Request, permission: P) -> bool:
    """Held in the current place, or over one's own records."""
    actor, here = request.actor, request.here
    if here is None:
        return actor.holds(permission)
    reach = actor.reach(permission)
    return bool(reach.person_ids) or any(here.path.startswith(path) for path in reach.paths)


def theme_of(request: HttpRequest) -> str:
    theme = str(getattr(getattr(request, "user", None), "theme", "auto"))
    return theme if theme in THEMES else "auto"


def _address(section: Section) -> str:
    try:
        return reverse(section.address)
    except NoReverseMatch:
        return ""


def _place(standing: Standing, request: Request) -> Place:
    """The address sets the place in the session: a GET that changes nothing but what the person looks at."""
    here, organisation = request.here, standing.organisation
    url = f"{reverse('home')}?place={organisation.pk}"
    return Place(organisation.short_name, standing.words, url, bool(here and here.pk == organisation.pk))


def _role(request: Request) -> str:
    standing = request.presence.at(str(request.here.pk)) if request.here else None
    return standing.words if standing else ""
