"""What a table of working pairs would become: people found by name, lists by title; or what to mend in which cell."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from nastavnik.core.errors import Refusal
from nastavnik.core.russian.folding import fold
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.people.models import Person
from nastavnik.people.rules import PersonKind
from nastavnik.people.staff_file.cells import BadCell, when

from . import queries, rules, services
from .pair_file import LABELS, Field, TableRow, read_pairs
from .services import Terms
from .taking_in import FormerOrder


@dataclass(frozen=True)
class Planned:
    """A mentorship to be taken in; `rows` are the rows of the table it is made of."""

    rows: tuple[int, ...]
    mentor: Person
    mentees: tuple[Person, ...]
    terms: Terms
    former: FormerOrder


@dataclass(frozen=True)
class Trouble:
    """A row that is not taken: whose, in which cell, what to do."""

    row: int
    person: str
    cell: str
    message: str


@dataclass
class Plan:
    ready: list[Planned] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


class _BadRow(Exception):
    def __init__(self, cell: str, message: str) -> None:
        super().__init__(message)
        self.cell, self.message = cell, message


@dataclass(frozen=True)
class _Known:
    """What the cells are compared with."""

    own: Mapping[str, list[Person]]
    mentors: Mapping[str, list[Person]]
    lists: Mapping[str, Sequence[ListItem]]
    organisation: Organisation
    today: date


def plan_for(data: bytes, organisation: Organisation, *, today: date) -> Plan:
    """Nothing is written. Raises Refusal (Unreadable) when the file as a whole is refused."""
    known, plan = _known(organisation, today), Plan()
    found: list[tuple[TableRow, Planned]] = []
    for row in read_pairs(data):
        try:
            found.append((row, _planned(row, known)))
        except _BadRow as bad:
            plan.troubles.append(
                Trouble(row.number, _who(row), bad.cell, bad.message),
            )
    seen: set[object] = set()
    for planned in _grouped(found):
        _judge(planned, plan, seen, today, organisation)
    return plan


def _known(organisation: Organisation, today: date) -> _Known:
    people = queries.people_of(organisation)
    guests = queries.guests(organisation, today=today)
    names = ("issue", "subject", "form", "kind")
    lists = {name: list(queries.list_items(organisation, name)) for name in names}
    return _Known(_by_name(people), _by_name([*people, *guests]), lists, organisation, today)


def _by_name(people: Iterable[Person]) -> Mapping[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for words in {_key(person.full_name), _key(person.short_name)}:
            found[words].append(person)
    return found


def _key(name: str) -> str:
    return re.sub(r"[\s.]+", "", fold(name))


def _who(row: TableRow) -> str:
    names = (str(row.values.get(side, "")) for side in (Field.MENTOR, Field.MENTEE))
    return " — ".join(name for name in names if name)[:200]


def _planned(row: TableRow, known: _Known) -> Planned:
    mentor = _person(row, Field.MENTOR, known.mentors)
    mentee = _person(row, Field.MENTEE, known.own)
    dated = _day(row, Field.DATED, known.today)
    number = _text(row, Field.NUMBER)
    if dated is None or not number:
        raise _BadRow(LABELS[Field.NUMBER], "Укажите номер и дату приказа, по которому пара уже работает.")
    starts = _day(row, Field.STARTS, known.today) or dated
    ends = _day(row, Field.ENDS, known.today) or rules.default_end(starts)
    if ends < starts:
        raise _BadRow(LABELS[Field.ENDS], "Окончание раньше начала. Исправьте одну из дат.")
    form = _item(row, Field.FORM, known) or _usual_form(mentor, mentee, known)
    kind = _item(row, Field.KIND, known)
    issue = _item(row, Field.ISSUE, known)
    if issue is None:
        titles = "; ".join(item.title for item in known.lists["issue"])
        raise _BadRow(LABELS[Field.ISSUE], f"Впишите вопрос из списка: {titles}.")
    is_group = fold(_text(row, Field.GROUP)) not in {"", "нет", "-", "0", "пара"}
    return Planned(
        rows=(row.number,),
        mentor=mentor,
        mentees=(mentee,),
        terms=Terms(
            issue=issue,
            form=form,
            kinds=[kind or _usual_kind(known, is_group)],
            starts_on=starts,
            ends_on=ends,
            subject=_item(row, Field.SUBJECT, known),
            is_group=is_group,
            distance=mentor.organisation_id != known.organisation.pk,
        ),
        former=FormerOrder(number, dated),
    )


def _text(row: TableRow, field: Field) -> str:
    try:
        return row.text(field)
    except BadCell as bad:
        raise _BadRow(LABELS[field], str(bad)) from bad


def _person(row: TableRow, side: Field, people: Mapping[str, list[Person]]) -> Person:
    name = _text(row, side)
    if not name:
        raise _BadRow(LABELS[side], "Имени нет. Впишите фамилию, имя и отчество или удалите строку.")
    found = people.get(_key(name), [])
    if not found:
        raise _BadRow(
            LABELS[side],
            "Такого человека нет среди карточек. Исправьте имя или сначала добавьте человека.",
        )
    if len(found) > 1:
        raise _BadRow(
            LABELS[side],
            f"Нашли людей с таким именем: {len(found)}. Запишите эту пару вручную, выбрав человека из списка.",
        )
    return found[0]


def _day(row: TableRow, field: Field, today: date) -> date | None:
    value = row.values.get(field, "")
    if value == "":
        return None
    try:
        read = when(value, today)
    except BadCell as bad:
        raise _BadRow(LABELS[field], "Не похоже на дату. Впишите её так: 01.09.2026.") from bad
    if read.day is None:
        raise _BadRow(LABELS[field], "Здесь нужен день целиком. Впишите его так: 01.09.2026.")
    return read.day


def _item(row: TableRow, field: Field, known: _Known) -> ListItem | None:
    """A line of a list by its title: the same words, or the only title that begins so."""
    words, items = fold(_text(row, field)), known.lists[field.value]
    if not words:
        return None
    same = [item for item in items if fold(item.title) == words]
    close = same or [i for i in items if fold(i.title).startswith(words) or words.startswith(fold(i.title))]
    if len(close) != 1:
        titles = "; ".join(item.title for item in items)
        raise _BadRow(LABELS[field], f"В списке нет «{_text(row, field)}». Впишите одно из: {titles}.")
    return close[0]


def _usual_form(mentor: Person, mentee: Person, known: _Known) -> ListItem:
    code = rules.usual_form(PersonKind(mentor.kind), frozenset({PersonKind(mentee.kind)}))
    forms = known.lists["form"]
    if not forms:
        raise _BadRow(
            LABELS[Field.FORM], "В организации нет ни одной формы наставничества. Включите её в списках."
        )
    return next((form for form in forms if form.code == code), forms[0])


def _usual_kind(known: _Known, is_group: bool) -> ListItem:
    kinds = known.lists["kind"]
    if not kinds:
        raise _BadRow(
            LABELS[Field.KIND], "В организации нет ни одного вида наставничества. Включите его в списках."
        )
    code = "group" if is_group else "traditional"
    return next((kind for kind in kinds if kind.code == code), kinds[0])


def _grouped(found: Sequence[tuple[TableRow, Planned]]) -> list[Planned]:
    """Rows marked as a group become one mentorship when mentor, issue and order are the same."""
    groups: dict[object, Planned] = {}
    for row, planned in found:
        same = (planned.mentor.pk, planned.terms.issue.pk, planned.former.number, planned.former.on)
        key: object = same if planned.terms.is_group else row.number
        before = groups.get(key)
        groups[key] = (
            planned
            if before is None
            else replace(
                before,
                rows=(*before.rows, *planned.rows),
                mentees=(*before.mentees, *planned.mentees),
            )
        )
    return list(groups.values())


def _judge(planned: Planned, plan: Plan, seen: set[object], today: date, organisation: Organisation) -> None:
    """The rules of taking in, asked beforehand; a repeat inside the file counts once."""
    key = (planned.mentor.pk, frozenset(p.pk for p in planned.mentees), planned.terms.issue.pk)
    try:
        if key in seen or len(set(planned.mentees)) < len(planned.mentees):
            raise Refusal("Эта пара уже есть в таблице выше. Лишнюю строку удалите.")
        rules.check_former(planned.former.number, planned.former.on, planned.terms.ends_on, today)
        services.check_places(planned.mentor, planned.mentees, planned.terms, organisation)
        forming = services.forming_of(planned.mentor, planned.mentees, planned.terms, today=today)
        rules.check_existing(forming)
    except Refusal as refusal:
        who = f"{planned.mentor.short_name} — {', '.join(p.short_name for p in planned.mentees)}"
        plan.troubles.append(Trouble(planned.rows[0], who, "Строка", str(refusal)))
        return
    seen.add(key)
    plan.ready.append(planned)
