"""Which guides there are, where they lie, and whose they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from nastavnik.access.roles import Role

from .rendering import Text, rendered

FOLDER = Path(settings.BASE_DIR) / "docs" / "для пользователей"


@dataclass(frozen=True)
class Guide:
    """`code` stands in the address, `roles` are those whose guide it is."""

    code: str
    label: str
    file: str
    roles: frozenset[Role] = frozenset()

    @property
    def url(self) -> str:
        return f"{reverse('help')}?for={self.code}"


START = Guide("start", "С чего начать", "README.md")
GUIDES = (
    Guide("curator", "Куратору", "куратор.md", frozenset({Role.CURATOR})),
    Guide("head", "Руководителю", "руководитель.md", frozenset({Role.HEAD, Role.DEPUTY, Role.INSTALLER})),
    Guide("mentor", "Наставнику", "наставник.md", frozenset({Role.MENTOR})),
    Guide("mentee", "Наставляемому", "наставляемый.md", frozenset({Role.MENTEE})),
    Guide(
        "council",
        "Совету наставников",
        "совет.md",
        frozenset({Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER}),
    ),
    START,
)


def in_order(roles: Collection[Role]) -> list[Guide]:
    """One's own first, then where to begin, then those of others."""
    return sorted(GUIDES, key=lambda guide: (not guide.roles & frozenset(roles), guide is not START))


def asked(code: str, ordered: Sequence[Guide]) -> Guide:
    """The one asked for by its code; else the first."""
    return next((guide for guide in ordered if guide.code == code), ordered[0])


@cache
def text_of(guide: Guide) -> Text:
    """Read once: guides change only with the product."""
    return rendered((FOLDER / guide.file).read_text(encoding="utf-8"), _address)


def _address(file: str) -> str:
    return next((guide.url for guide in GUIDES if guide.file == file), "")
