"""Wishes on the screen: cards with their buttons, the rules of the round, the curator's tables."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.urls import reverse

from nastavnik.bank.models import Mentor, Request
from nastavnik.core import ui
from nastavnik.core.russian.wording import counted, day_and_month
from nastavnik.matching import wording
from nastavnik.matching.models import MenteeWish, MentorWish, WishRound
from nastavnik.matching.showing import about

from . import rules
from .queries import Invited, Wished
from .rules import MOST, Act

HIDING = (
    "«Скрыть» убирает карточку из вашего списка и на подбор не влияет. "
    "Если работать с человеком не можете, скажите куратору."
)
ORDINALS = ("Первое", "Второе", "Третье")


@dataclass(frozen=True)
class Press:
    """A button of a card: what it does and to whom."""

    act: str
    label: str
    about: str
    why_not: str = ""


@dataclass(frozen=True)
class Card:
    """A mentor or a request as the other side sees it."""

    key: UUID
    title: str
    note: str
    lines: Sequence[str]
    place: str = ""
    presses: Sequence[Press] = ()


@dataclass(frozen=True)
class Page:
    """The whole page of one side."""

    order: Sequence[Card]
    others: Sequence[Card]
    hidden: Sequence[Card]


def page_of(cards: Sequence[Card], wished: Wished, *, may: bool) -> Page:
    """Cards in their places; without `may` (the round is over) nothing can be pressed."""
    by_key = {card.key: card for card in cards}
    order = [by_key[key] for key in wished.order if key in by_key]
    others = [card for card in cards if card.key not in wished.order and card.key not in wished.hidden]
    hidden = [by_key[key] for key in wished.hidden if key in by_key]
    full = rules.FULL if len(wished.order) >= MOST else ""
    return Page(
        [_ranked(card, place, may=may) for place, card in enumerate(order)],
        [_with(card, [(Act.STAR, full), (Act.HIDE, "")], may=may) for card in others],
        [_with(card, [(Act.SHOW, "")], may=may) for card in hidden],
    )


def _ranked(card: Card, place: int, *, may: bool) -> Card:
    acts = [(Act.UP, "")] if place else []
    told = _with(card, [*acts, (Act.DROP, "")], may=may)
    return Card(card.key, card.title, card.note, card.lines, f"{ORDINALS[place]} пожелание", told.presses)


def _with(card: Card, acts: Sequence[tuple[Act, str]], *, may: bool) -> Card:
    presses = [Press(act.value, act.label, card.title, why_not) for act, why_not in acts] if may else []
    return Card(card.key, card.title, card.note, card.lines, card.place, presses)


def mentor_card(mentor: Mentor, *, today: date) -> Card:
    """What a mentor opens by opening the card: the name, the work, with what they help. No levels, no load."""
    issues = list(
        dict.fromkeys(offer.issue.title for offer in mentor.offers.all() if not offer.issue.sensitive)
    )
    words = [offer.words for offer in mentor.offers.all() if offer.words]
    lines = [f"Поможет: {', '.join(_small(title) for title in issues)}"] if issues else []
    return Card(mentor.pk, mentor.person.full_name, about(mentor.person, today), [*lines, *words[:2]])


def request_card(request: Request, *, named: bool, today: date) -> Card:
    """The issue and the areas in words; the name only where the mentee agreed. No levels, nobody's own words."""
    areas = [wording.area(item.title) for item in request.domains.all() if not item.sensitive]
    lines = [f"Предмет: {request.subject.title}"] if request.subject else []
    lines += [f"Области: {', '.join(areas)}"] if areas else []
    days = max(0, (today - request.opened_on).days)
    lines.append(f"Ждёт {counted(days, 'день,дня,дней')}" if days else "Запрос открыт сегодня")
    name = request.mentee.person.full_name if named else "Имя не показано"
    title = "Вопрос не показан" if request.issue.sensitive else request.issue.title
    return Card(request.pk, title, name, lines)


def _small(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def terms(going: WishRound, *, by_mentor: bool) -> list[str]:
    """How it goes, on the page of the buttons: until when, when the answer comes, who is next."""
    until, answer = (day_and_month(day) for day in (going.until, going.until + timedelta(going.reply_days)))
    next_in_line = (
        "Если по первому запросу подойдёт другой наставник, смотрим второе пожелание, потом третье. "
        "Решает нужда наставляемого, а желание — один из доводов."
        if by_mentor
        else "Если у первого наставника не хватит места, смотрим второе пожелание, потом третье. "
        "Если никто из них не сможет, предложим другого подходящего. Согласие всё равно за вами."
    )
    return [
        f"Пожелания собираем до {until} включительно. Кто назвал раньше, преимущества не получает.",
        f"Ответ придёт не позже {answer}.",
        next_in_line,
        "Ваши пожелания видит только куратор.",
        HIDING,
    ]


def invited(found: Iterable[Invited]) -> list[ui.Task]:
    """Lines of one's home page."""
    tasks = []
    for one in found:
        until = ui.Status("wait", f"До {day_and_month(one.until)}")
        for request in one.requests:
            url = reverse("matching:wish", args=[request.pk])
            tasks.append(ui.Task("Назовите, с кем хотели бы работать", url, request.issue.title, until))
        for mentor in one.mentors:
            url = reverse("matching:wish-mentor", args=[mentor.pk])
            tasks.append(ui.Task("Назовите, кому хотели бы помочь", url, "До трёх запросов", until))
    return tasks


def way(going: WishRound | None, today: date) -> ui.Task:
    """A line of the curator's page of matching."""
    words, status = "Наставляемые и наставники называют до трёх пожеланий к назначенному дню", None
    if going is not None and going.until >= today:
        status = ui.Status("wait", f"До {day_and_month(going.until)}")
        words = "Подбор до этого дня учтёт не все пожелания"
    return ui.Task("Пожелания участников", reverse("matching:wishes"), words, status)


def of_mentees(rows: Sequence[MenteeWish]) -> ui.Table:
    head = ui.Column("Наставляемый и вопрос")

    def about_row(row: MenteeWish) -> str:
        return f"{row.request.mentee.person.short_name}, {row.request.issue.title}"

    return _table("Пожелания наставляемых", head, rows, lambda r: (r.request_id, about_row(r)), _mentor_name)


def of_mentors(rows: Sequence[MentorWish]) -> ui.Table:
    head = ui.Column("Наставник")

    def asked(row: MentorWish) -> str:
        return f"{row.request.mentee.person.short_name}, {row.request.issue.title}"

    return _table(
        "Пожелания наставников", head, rows, lambda r: (r.mentor_id, r.mentor.person.short_name), asked
    )


def _mentor_name(row: MenteeWish) -> str:
    return row.mentor.person.short_name


R = TypeVar("R", MenteeWish, MentorWish)


def _table(
    caption: str,
    head: ui.Column,
    rows: Sequence[R],
    owner: Callable[[R], tuple[UUID, str]],
    other: Callable[[R], str],
) -> ui.Table:
    named: dict[tuple[UUID, str], dict[int, str]] = defaultdict(dict)
    out: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.rank:
            named[owner(row)][row.rank] = other(row)
        elif row.hidden:
            out[owner(row)].append(other(row))
    columns = [head, *(ui.Column(word) for word in ORDINALS), ui.Column("Скрыл(а) из списка")]
    keys: list[tuple[UUID, str]] = list(dict.fromkeys([*named, *out]))
    return ui.Table(caption, columns, [_line(key[1], named[key], out[key]) for key in keys])


def _line(name: str, named: Mapping[int, str], out: Sequence[str]) -> ui.Row:
    wished = [named.get(rank, "—") for rank in range(1, MOST + 1)]
    return ui.Row([ui.Cell(each) for each in (name, *wished, ", ".join(out) or "—")])
