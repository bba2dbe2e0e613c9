"""Pieces that several papers share: facts of an organisation, blanks, periods, and the usual requisites on a sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from nastavnik.documents.drawing.facts import OrganisationFacts, PersonLine, day
from nastavnik.documents.drawing.layout import TEXT_WIDTH, Sheet

NBSP = "\N{NO-BREAK SPACE}"
BLANK_DATE = f"«___»{NBSP}____________{NBSP}20___{NBSP}г."
BLANK_NUMBER = "______"

ORGANISATION = {
    "full_name": "полное наименование организации",
    "short_name": "краткое наименование",
    "any_name": "краткое наименование, а если его нет — полное",
    "founders": ["строка над наименованием (учредитель)"],
    "place": "место составления",
    "address": "адрес",
    "codes": "ИНН и ОГРН",
    "contacts": "телефон и электронная почта",
}


def organisation(facts: OrganisationFacts) -> dict[str, Any]:
    """An organisation as words for a template."""
    codes = [facts.inn and f"ИНН{NBSP}{facts.inn}", facts.ogrn and f"ОГРН{NBSP}{facts.ogrn}"]
    return {
        "full_name": facts.full_name,
        "short_name": facts.short_name,
        "any_name": facts.short_name or facts.full_name,
        "founders": list(facts.founders),
        "place": facts.place,
        "address": facts.address,
        "codes": ", ".join(code for code in codes if code),
        "contacts": ", ".join(one for one in (facts.phone, facts.email) if one),
    }


def dated(value: date | None) -> str:
    """«16.09.2026», or a blank to fill by hand."""
    return day(value) or BLANK_DATE


def numbered(value: str) -> str:
    """The number, or a blank to fill by hand."""
    return value.strip() or BLANK_NUMBER


def period(starts: date | None, ends: date | None) -> str:
    """«с 16.09.2026 по 28.05.2027»; an unknown border is a blank."""
    return f"с{NBSP}{dated(starts)} по{NBSP}{dated(ends)}" if starts or ends else ""


def short_period(starts: date | None, ends: date | None) -> str:
    """«16.09.2026 – 28.05.2027» for a narrow column."""
    return f"{day(starts) or '______'} –\n{day(ends) or '______'}" if starts or ends else ""


def who(person: PersonLine) -> str:
    """«Кравцова Татьяна Ивановна, учитель математики (МБОУ СШ № 3)»."""
    words = ", ".join(part for part in (person.name, person.position) if part)
    return f"{words} ({person.organisation})" if person.organisation else words


def agreed(gender: str) -> str:
    """«согласен», «согласна»; when the gender is not known, both."""
    return {"male": "согласен", "female": "согласна"}.get(gender, "согласен(на)")


def whose(gender: str) -> str:
    """«его», «её» of a child; when the gender is not known, both."""
    return {"male": "его", "female": "её"}.get(gender, "его (её)")


def letterhead(sheet: Sheet) -> None:
    """Founders, full and short names of the organisation."""
    sheet.mark("for line in organisation.founders")
    sheet.line("{{ line }}", "Учредитель")
    sheet.mark("endfor")
    sheet.line("{{ organisation.full_name }}", "Организация")
    sheet.mark("if organisation.short_name")
    sheet.line("({{ organisation.short_name }})", "Учредитель")
    sheet.mark("endif")


def signature(sheet: Sheet, *, left: str = "{{ signer.position }}", right: str = "{{ signer.name }}") -> None:
    """Position, a line to sign on (none beside an electronic mark), initials and surname."""
    widths = (75, 45, TEXT_WIDTH - 120)
    line = "{% if signature.certificate %}{% else %}_________________{% endif %}"
    sheet.columns([left, line, f"^{right}"], widths)
