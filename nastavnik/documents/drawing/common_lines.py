"""Whose paper it is and a person as a line of it: what the facts of every kind share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """Whose paper it is. `founders`: lines above the name, as in the charter. `place`: «г. Заречинск»."""

    full_name: str
    short_name: str = ""
    founders: tuple[str, ...] = ()
    place: str = ""
    address: str = ""
    inn: str = ""
    ogrn: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """A person as one line of a table: full name in the nominative, position or class, organisation if a foreign one."""

    name: str
    position: str = ""
    organisation: str = ""
