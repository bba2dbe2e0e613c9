"""The picture of a run: requests on the left, mentors on the right, a line for each pair; x in %, y in pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from nastavnik.core import ui
from nastavnik.core.russian.wording import counted
from nastavnik.matching.models import LeftOut, Proposal
from nastavnik.matching.rules import ProposalState

TOP, STEP = 44, 38
"""Where the first row stands and how far the next one, in pixels."""
MOST_DOTS = 8
"""A mentor with more places has the figure alone."""
MOST = 80
"""Rows of the picture; the table has them all."""


@dataclass(frozen=True)
class Request:
    name: str
    y: int
    left: bool


@dataclass(frozen=True)
class Dot:
    """A place of a mentor: led already, proposed by the run, or free."""

    x: int
    kind: str


@dataclass(frozen=True)
class Mentor:
    name: str
    load: str
    load_x: int
    y: int
    dots: Sequence[Dot]


@dataclass(frozen=True)
class Line:
    y1: int
    y2: int
    decided: bool


@dataclass(frozen=True)
class Picture:
    """Ready to draw, with its twin; `hidden` rows are only in the table."""

    title: str
    requests: Sequence[Request]
    mentors: Sequence[Mentor]
    lines: Sequence[Line]
    height: int
    table: ui.Table
    hidden: int


def picture(proposals: Sequence[Proposal], left: Sequence[LeftOut], loads: Mapping[UUID, int]) -> Picture:
    """`loads`: mentees led now, by person. Proposals that were declined are not drawn; requests stand by mentors."""
    kept = [one for one in proposals if one.state != ProposalState.DECLINED]
    kept.sort(key=lambda one: (one.mentor.person.full_name, one.request.mentee.person.full_name, one.pk))
    nobody = sorted(left, key=lambda one: one.request.mentee.person.full_name)
    taken = _by_mentor(kept)
    drawn = list(taken.values())[: _fitting(taken)]
    shown = [one for group in drawn for one in group]
    requests = [_request(row, one.request.mentee.person.short_name) for row, one in enumerate(shown)]
    room = max(0, MOST - len(requests))
    for one in nobody[:room]:
        requests.append(_request(len(requests), one.request.mentee.person.short_name, left=True))
    mentors, lines = _right(drawn, loads)
    rows = max(len(requests), 1)
    return Picture(
        title=_title(len(kept), len(taken), len(nobody)),
        requests=requests,
        mentors=mentors,
        lines=lines,
        height=TOP + rows * STEP,
        table=_table(taken, nobody, loads),
        hidden=len(kept) + len(nobody) - len(requests),
    )


def _by_mentor(proposals: Sequence[Proposal]) -> dict[UUID, list[Proposal]]:
    found: dict[UUID, list[Proposal]] = {}
    for one in proposals:
        found.setdefault(one.mentor_id, []).append(one)
    return found


def _fitting(taken: Mapping[UUID, Sequence[Proposal]]) -> int:
    """So many whole mentors fit into the picture."""
    rows = 0
    for place, group in enumerate(taken.values()):
        rows += len(group)
        if rows > MOST:
            return place
    return len(taken)


def _request(row: int, name: str, *, left: bool = False) -> Request:
    return Request(name, TOP + row * STEP, left)


def _right(drawn: Sequence[Sequence[Proposal]], loads: Mapping[UUID, int]) -> tuple[list[Mentor], list[Line]]:
    """A mentor stands against the middle of the own requests, so that no two lines cross."""
    mentors, lines, row = [], [], 0
    for group in drawn:
        ys = [TOP + (row + place) * STEP for place in range(len(group))]
        y = sum(ys) // len(ys)
        mentors.append(_mentor(group, loads, y))
        lines += [Line(at, y, one.state == ProposalState.APPROVED) for at, one in zip(ys, group, strict=True)]
        row += len(group)
    return mentors, lines


def _mentor(group: Sequence[Proposal], loads: Mapping[UUID, int], y: int) -> Mentor:
    mentor = group[0].mentor
    led, more = _led(group, loads)
    kinds = ["is-dot"] * led + ["is-offer"] * more + ["is-plan"] * max(0, mentor.capacity - led - more)
    dots = [Dot(place * 13 + 6, kind) for place, kind in enumerate(kinds)] if len(kinds) <= MOST_DOTS else []
    load = f"{led + more} из {mentor.capacity}"
    return Mentor(mentor.person.short_name, load, len(dots) * 13 + 4, y, dots)


def _led(group: Sequence[Proposal], loads: Mapping[UUID, int]) -> tuple[int, int]:
    """Mentees led now (approved pairs of the run among them) and those that the run would add."""
    waiting = sum(one.state != ProposalState.APPROVED for one in group)
    return loads.get(group[0].mentor.person_id, 0), waiting


def _title(pairs: int, mentors: int, left: int) -> str:
    words = f"{counted(pairs, 'запрос,запроса,запросов')} у {counted(mentors, 'наставника,наставников,наставников')}"
    return f"{words}, без наставника — {left}" if left else words


def _table(
    taken: Mapping[UUID, Sequence[Proposal]], nobody: Sequence[LeftOut], loads: Mapping[UUID, int]
) -> ui.Table:
    columns = [ui.Column("Наставник"), ui.Column("Нагрузка"), ui.Column("Кому поможет", wide=True)]
    rows = [_row(group, loads) for group in taken.values()]
    if nobody:
        names = ", ".join(one.request.mentee.person.short_name for one in nobody)
        rows.append(ui.Row([ui.Cell("Без наставника"), ui.Cell("—"), ui.Cell(names)]))
    return ui.Table("Кто кому поможет и какой станет нагрузка", columns, rows)


def _row(group: Sequence[Proposal], loads: Mapping[UUID, int]) -> ui.Row:
    led, more = _led(group, loads)
    mentor = group[0].mentor
    names = ", ".join(one.request.mentee.person.short_name for one in group)
    return ui.Row(
        [
            ui.Cell(mentor.person.short_name),
            ui.Cell(f"{led + more} из {mentor.capacity}"),
            ui.Cell(names),
        ]
    )
