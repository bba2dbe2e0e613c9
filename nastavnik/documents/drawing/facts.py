"""What each paper says: frozen values that live as JSON beside the paper and are enough to draw it again.

Names and positions come already declined: the caller knows the cases and who has corrected them.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from nastavnik.documents.drawing.common_lines import OrganisationFacts, PersonLine
from nastavnik.documents.drawing.minutes_facts import MinutesFacts

__all__ = ["OrganisationFacts", "PersonLine"]  # they stand below; whoever draws a paper takes them here

Json = str | bool | None | list["Json"] | dict[str, "Json"]
F = TypeVar("F")


@dataclass(frozen=True, kw_only=True)
class ElectronicSignature:
    """The mark of an electronic signature (ГОСТ Р 7.0.97-2025): certificate number, its owner, its dates."""

    certificate: str
    owner: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class SignerFacts:
    """Who signs: position «Директор», initials before the surname «А. П. Рощин»."""

    position: str
    name: str
    electronic: ElectronicSignature | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """One numbered item of an order with its sub-items 1.1, 1.2 …; the text has no number of its own."""

    text: str
    sub_items: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PairRow:
    """One row of the annex: a mentor with one mentee (a pair) or several (a group).

    `basis`: the basis under ст. 351.8 ТК РФ in words («доп. соглашение от 01.09.2026 № 3»).
    `consents`: one line per consent («Т. И. Кравцова — 10.09.2026»).
    """

    mentor: PersonLine
    mentees: tuple[PersonLine, ...]
    form: str = ""
    kind: str = ""
    issue: str = ""
    starts: date | None = None
    ends: date | None = None
    basis: str = ""
    consents: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrderFacts:
    """Order «О закреплении наставнических пар (групп)».

    `purpose` follows «В целях», so it is in the genitive. `bases`: sentences without a full stop, in the nominative
    (see `act_words`, `decision_words`). `items`: without the control clause, which is written from `control`:
    empty = the signer keeps it, else person and position in the accusative. Empty number or date leaves a blank.
    `acquainted`: full names; empty = all mentors and mentees of the rows by alphabet, each (name, position) once.
    """

    organisation: OrganisationFacts
    signer: SignerFacts
    rows: tuple[PairRow, ...]
    title: str = "О закреплении наставнических пар (групп)"
    number: str = ""
    dated: date | None = None
    purpose: str = "реализации системы наставничества педагогических работников"
    bases: tuple[str, ...] = ()
    items: tuple[Item, ...] = (Item(text="Закрепить наставнические пары (группы) согласно приложению."),)
    control: str = ""
    annex_title: str = "Наставнические пары (группы)"
    acquainted: tuple[str, ...] = ()
    executor: str = ""


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who receives the data under a consent to transfer: full name and address."""

    name: str
    address: str = ""


ConsentKind = Literal["processing", "transfer", "publication"]


@dataclass(frozen=True, kw_only=True)
class ConsentFacts:
    """Consent of one kind to one purpose (152-ФЗ ст. 9, for publication ст. 10.1).

    `representative` filled = signed by the representative of a minor; `pupil_signs` adds the line of a pupil of 14+.
    `position` says who the subject is: «учитель математики», «9 «А» класс», `gender`: male, female or not known.
    `purpose` follows «с целью» (genitive).
    Empty `purpose`, `data`, `actions`, `term` take the usual text of the kind. `recipients` only for transfer, `sites`
    (addresses of pages) only for publication, `processor`: who processes on the operator's order, if anybody.
    """

    kind: ConsentKind
    organisation: OrganisationFacts
    subject: str
    position: str = ""
    representative: str = ""
    relation: str = ""
    pupil_signs: bool = False
    gender: str = ""
    purpose: str = ""
    data: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    term: str = ""
    processor: str = ""
    recipients: tuple[Recipient, ...] = ()
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DutiesConsentFacts:
    """Written consent of a participant to the duties of mentoring (ст. 351.8 ТК РФ).

    `role`: mentor or mentee; `employee`: whether the labour law applies to this person. `head`: position, organisation
    and name in the dative, as in the corner of an application. `sender`: full name in the genitive.
    `others`: whom one mentors, or the mentor of a mentee. `pupil_signs`: the line of a pupil of 14+ beside the representative.
    `gender` of the person and of the representative: male, female or not known.
    """

    organisation: OrganisationFacts
    person: str
    head: str
    sender: str
    position: str = ""
    role: Literal["mentor", "mentee"] = "mentor"
    employee: bool = True
    others: tuple[PersonLine, ...] = ()
    form: str = ""
    issue: str = ""
    starts: date | None = None
    ends: date | None = None
    payment: str = ""
    representative: str = ""
    relation: str = ""
    pupil_signs: bool = False
    gender: str = ""
    representative_gender: str = ""


@dataclass(frozen=True, kw_only=True)
class AddendumFacts:
    """Addendum to the employment contract of a mentor (ст. 351.8 ТК РФ).

    `employer`: «директора Рощина Андрея Петровича» (genitive, after «в лице»); `employer_acts`: «действующего» or
    «действующей»; `employer_basis`: «Устава». `content`: what the mentor does, one line each, infinitive.
    """

    organisation: OrganisationFacts
    signer: SignerFacts
    employee: str
    employee_position: str
    employee_short: str = ""
    employer: str = ""
    employer_acts: str = "действующего(ей)"
    employer_basis: str = "Устава"
    contract_number: str = ""
    contract_date: date | None = None
    number: str = ""
    dated: date | None = None
    mentees: tuple[PersonLine, ...] = ()
    content: tuple[str, ...] = ()
    issue: str = ""
    form: str = ""
    starts: date | None = None
    ends: date | None = None
    payment_size: str = ""
    payment_conditions: str = ""
    payment_basis: str = ""


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """A goal or a task of a programme: «от чего» and «к чему», in words or numbers; `kind` is its heading."""

    words: str
    kind: str = ""
    measure: str = ""
    start: str = ""
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class ActivityLine:
    """A line of the list of activities; `due` in words, `done` is what came out."""

    words: str
    due: str = ""
    responsible: str = ""
    product: str = ""
    done: str = ""


@dataclass(frozen=True, kw_only=True)
class TextPart:
    """A section written in words, line by line."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Who has agreed: «Наставник», initials before the surname, the day."""

    role: str
    name: str
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProgrammeFacts:
    """Personalised programme of mentoring: never levels of diagnostics, never the name of a problem.

    `before` and `after`: sections in words that stand before and after the list of activities. `edition`: «редакция 2».
    """

    organisation: OrganisationFacts
    signer: SignerFacts
    mentor: PersonLine
    mentees: tuple[PersonLine, ...]
    form: str = ""
    kind: str = ""
    issue: str = ""
    starts: date | None = None
    ends: date | None = None
    why_length: str = ""
    topic: str = ""
    directions: tuple[str, ...] = ()
    goals: tuple[GoalLine, ...] = ()
    activities: tuple[ActivityLine, ...] = ()
    before: tuple[TextPart, ...] = ()
    after: tuple[TextPart, ...] = ()
    edition: str = ""
    trial: bool = False
    approved: date | None = None
    signed: tuple[Signed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HourLine:
    """A piece of a mentor's work; `time` in words."""

    on: date
    work: str
    mentee: str
    time: str


@dataclass(frozen=True, kw_only=True)
class HoursFacts:
    """Hours of a mentor in a month: never words of the diary. `grounds`: by whose pair, by which order and agreement."""

    organisation: OrganisationFacts
    signer: SignerFacts
    mentor: PersonLine
    signature: str
    month: str
    grounds: tuple[str, ...] = ()
    rows: tuple[HourLine, ...] = ()
    total: str = ""


Facts = (
    OrderFacts
    | ConsentFacts
    | DutiesConsentFacts
    | AddendumFacts
    | ProgrammeFacts
    | MinutesFacts
    | HoursFacts
)


def to_dict(facts: Any) -> dict[str, Json]:
    """Facts as JSON (dates as ISO strings, tuples as lists)."""
    return {f.name: _plain(getattr(facts, f.name)) for f in fields(facts)}


def _plain(value: Any) -> Json:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return to_dict(value)


def from_dict(kind: type[F], data: Mapping[str, Any]) -> F:
    """Facts back from JSON. Unknown keys raise TypeError: a paper must not silently lose what was frozen."""
    hints = get_type_hints(kind)
    unknown = set(data) - set(hints)
    if unknown:
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _typed(hints[name], value) for name, value in data.items()})


def _typed(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return None if value is None else _typed(get_args(hint)[0], value)
    if get_origin(hint) is tuple:
        return tuple(_typed(get_args(hint)[0], one) for one in value)
    if hint is date:
        return date.fromisoformat(value)
    if is_dataclass(hint) and isinstance(hint, type):
        return from_dict(hint, value)
    return value


MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


def day(value: date | None) -> str:
    """«16.09.2026», empty for no date."""
    return value.strftime("%d.%m.%Y") if value else ""


def day_words(value: date | None) -> str:
    """«16 сентября 2026 г.», empty for no date."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year} г." if value else ""


def act_words(
    kind: str, *, issuer: str = "", issued: date | None = None, number: str = "", title: str = ""
) -> str:
    """An act as a basis: «Приказ МБОУ СШ № 14 от 20.02.2026 № 12-ОД «Об утверждении положения»»."""
    parts = (kind, issuer, issued and f"от {day(issued)}", number and f"№ {number}", title and f"«{title}»")
    return " ".join(part for part in parts if part)


def decision_words(body: str, *, held: date | None = None, number: str = "") -> str:
    """A decision of a collegial body (genitive): «решение совета наставников (протокол от 15.09.2026 № 2)»."""
    minutes = " ".join(part for part in (held and f"от {day(held)}", number and f"№ {number}") if part)
    return f"решение {body} (протокол {minutes})" if minutes else f"решение {body}"
