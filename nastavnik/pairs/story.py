"""The pair's own part of its timeline: proposed, approved, answered, consents, order, changes, the end of the term."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.people.rules import ConsentKind

from . import queries
from .changing.queries import changes_of, ground_words
from .changing.rules import ChangeKind, ChangeState
from .happenings import Happening
from .health.queries import leads
from .models import Mentorship, MentorshipChange
from .rules import WORKING, Origin, PairState, Side

SORTS = (
    ("pair", "Пара"),
    ("paper", "Бумаги"),
    ("meeting", "Встречи"),
    ("programme", "Программа"),
)


def story_of(actor: Actor, mentorship: Mentorship, today: date) -> Iterable[Happening]:
    yield from _beginning(mentorship)
    yield from _people(mentorship)
    yield from _papers(actor, mentorship)
    whole = leads(actor, mentorship)
    for change in changes_of(mentorship):
        if change.state in {ChangeState.AHEAD, ChangeState.DONE}:
            yield _change(change, whole=whole)
    if mentorship.state in WORKING and mentorship.ends_on >= today:
        yield Happening(mentorship.ends_on, "Последний день пары", kind="next")
    if mentorship.ended_on and not any(c.effective_on == mentorship.ended_on for c in changes_of(mentorship)):
        word = PairState(mentorship.state).label
        yield Happening(mentorship.ended_on, f"Пара: {word.lower()}", mentorship.end_reason)


def _beginning(mentorship: Mentorship) -> Iterator[Happening]:
    made = timezone.localdate(mentorship.created_at)
    if mentorship.origin == Origin.EXISTING:
        yield Happening(made, "Записана пара, которая уже работала")
    else:
        yield Happening(made, "Пара предложена", Origin(mentorship.origin).label)
    if mentorship.decided_at:
        by = f"Решение: {mentorship.decided_by}" if mentorship.decided_by else ""
        yield Happening(timezone.localdate(mentorship.decided_at), "Пара утверждена", by)
    if mentorship.former_order_date:
        title = f"Прежний приказ № {mentorship.former_order_number}"
        yield Happening(mentorship.former_order_date, title, kind="doc", sort="paper")


def _people(mentorship: Mentorship) -> Iterator[Happening]:
    for line in journal.of(mentorship, "pair.answered"):  # every answer stays, not the last alone (R049)
        yield Happening(timezone.localdate(line.at), line.words)
    queries.named_takers(mentorship)  # read once, those who have left too
    for taker in mentorship.participations.all():
        name = taker.person.short_name
        if taker.joined_on > mentorship.starts_on and taker.side == Side.MENTEE:
            yield Happening(taker.joined_on, "В группу вошёл новый участник", name)
        if taker.left_on:
            yield Happening(taker.left_on, "Участник вышел", name)


def _papers(actor: Actor, mentorship: Mentorship) -> Iterator[Happening]:
    sheets = queries.sheets_about(mentorship)
    names = {t.person_id: t.person.short_name for t in mentorship.participations.all()}
    for person, sheet in sheets.items():
        if sheet.kind != ConsentKind.DUTIES or person not in names:
            continue
        if sheet.given_on:
            yield Happening(
                sheet.given_on, "Получено согласие на обязанности", names[person], kind="doc", sort="paper"
            )
        if sheet.withdrawn_on:
            yield Happening(
                sheet.withdrawn_on,
                "Согласие на обязанности отозвано",
                names[person],
                kind="doc",
                sort="paper",
            )
    order = mentorship.order
    if order and order.on:
        may = actor.can(Permission.PAPER_VIEW, order)
        url = reverse("pairs:order", args=[order.pk]) if may else ""
        yield Happening(order.on, f"Приказ № {order.number}", "Пара закреплена", url, "doc", "paper")


def _change(change: MentorshipChange, *, whole: bool) -> Happening:
    reason = ground_words(change, whole=whole)
    until = f"по {change.until:%d.%m.%Y}" if change.until else ""
    note = change.note if whole else ""
    place = change.place if change.kind == ChangeKind.TRANSFER else ""
    text = ", ".join(part for part in (reason, until, place, note) if part)
    return Happening(
        change.effective_on,
        change.get_kind_display(),
        text[:1].upper() + text[1:],
        kind="next" if change.state == ChangeState.AHEAD else "",
    )
