"""Values that views hand to the components of templates/ui/; every field is ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["ok", "wait", "stop", "info", "rest"]


@dataclass(frozen=True)
class Status:
    """Shape and word. Colour alone never tells a state."""

    kind: Kind
    word: str


@dataclass(frozen=True)
class Action:
    """A link, a button that changes something (`post`), or the reason why it is not possible yet (`why_not`).

    `about` is read aloud after the label where several buttons share one word: «Готово» … «: анкетирование».
    """

    label: str
    url: str = ""
    post: bool = False
    why_not: str = ""
    about: str = ""
    icon: str = ""
    primary: bool = False
    small: bool = False


@dataclass(frozen=True)
class Task:
    """A row of a task list: the whole row is the link. A done one shows plain «Выполнено»."""

    label: str
    url: str = ""
    note: str = ""
    status: Status | None = None
    done: bool = False
    action: Action | None = None


@dataclass(frozen=True)
class Line:
    """A row of a summary list. An empty value is shown as «не указано»."""

    term: str
    value: object = ""
    url: str = ""
    status: Status | None = None
    change_url: str = ""
    change_what: str = ""


@dataclass(frozen=True)
class Group:
    """Lines under one heading of a page «Проверьте ответы»."""

    title: str
    lines: Sequence[Line] = ()
    change_url: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table. Numbers stand to the right; `wide` takes the whole card on a phone."""

    label: str
    number: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell. `mark` is «bad» or «same» with the reason in `note`, or «common»: what those compared share."""

    text: object = ""
    url: str = ""
    note: str = ""
    status: Status | None = None
    mark: Literal["", "bad", "same", "common"] = ""
    action: Action | None = None


@dataclass(frozen=True)
class Row:
    """A row: the first cell is its heading. `anchor` lets an error summary point at the row."""

    cells: Sequence[Cell]
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A table whose rows become cards under 640 px. The caption is read aloud even when `quiet`."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    quiet: bool = True


@dataclass(frozen=True)
class Chip:
    """One chosen filter; the address is the same list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Pager:
    """Steps through a long list. Empty addresses mean the end."""

    shown: str
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class Event:
    """A knot of the timeline: «doc» is a paper, «next» is still ahead."""

    when: str
    title: str
    text: str = ""
    url: str = ""
    kind: Literal["", "doc", "next"] = ""
    iso: str = ""


@dataclass(frozen=True)
class Step:
    """A step of a path: done, now or ahead."""

    label: str
    note: str = ""
    state: Literal["done", "now", "ahead"] = "ahead"


@dataclass(frozen=True)
class Gate:
    """A condition before an official act, with the buttons that satisfy it."""

    label: str
    note: str = ""
    closed: bool = False
    actions: Sequence[Action] = ()


@dataclass(frozen=True)
class PairCard:
    """Two people and how their pair stands. Full names come in, the card shows «Кравцова Т. И.»."""

    mentor: str
    mentee: str
    url: str
    note: str = ""
    status: Status | None = None
    foot: str = ""
    action: Action | None = None
    now: bool = False


@dataclass(frozen=True)
class ToDo:
    """A card of the home page: a number, a verb, who, until when. Zero shows a tick."""

    number: int
    label: str
    url: str
    note: str = ""
    due: str = ""


@dataclass(frozen=True)
class ConsentCard:
    """A consent and what can be done about it now."""

    title: str
    person: str
    status: Status
    note: str = ""
    lines: Sequence[Line] = ()
    actions: Sequence[Action] = ()
    minor: bool = False


@dataclass(frozen=True)
class File:
    """A file to take: the kind is the word on its tile («DOCX»), size in octets."""

    name: str
    url: str
    kind: str
    size: int | None = None
    day: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Progress:
    """A long work: `done` of `total`. `url` answers with the panel itself, for polling."""

    title: str
    done: int
    total: int
    url: str = ""
    remaining: str = ""
    cancel_url: str = ""
    finished: bool = False
    failed: str = ""
    result: Action | None = None
    anchor: str = "job"


@dataclass(frozen=True)
class Person:
    """A person in the picker; the note tells namesakes apart."""

    pk: object
    name: str
    note: str = ""


@dataclass(frozen=True)
class Picker:
    """Choice of a person without JavaScript: «Найти» sends the form back with `find=<name>`."""

    name: str
    label: str
    hint: str = ""
    query: str = ""
    searched: bool = False
    found: Sequence[Person] = ()
    chosen: Person | None = None
    error: str = ""
