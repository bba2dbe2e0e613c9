"""What the templates of the workspace show: those who wait, cards of candidates, decisions in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from nastavnik.bank.models import Mentor, Request
from nastavnik.core import ui
from nastavnik.core.russian.wording import counted, in_words
from nastavnik.matching import showing, wording
from nastavnik.matching.engine import api
from nastavnik.matching.engine.model import Candidate
from nastavnik.matching.models import Decision
from nastavnik.matching.queries import candidate_of
from nastavnik.matching.rules import DecisionKind

from . import services, telling
from .queries import Plan

SHOWN = 8
"""The best so many of a row are shown at once."""
BARRED = 20
"""So many of those who cannot be proposed are named."""


@dataclass(frozen=True)
class Rights:
    """What the one who looks may see and do here."""

    levels: bool
    run: bool
    """See costs and decide."""
    approve: bool


@dataclass(frozen=True)
class Choice:
    """Whose candidates are looked at: a row of the requests, or a column of the mentors."""

    mentee: int | None = None
    mentor: int | None = None

    @property
    def by_mentor(self) -> bool:
        return self.mentor is not None


@dataclass(frozen=True)
class Waiting:
    """A line of the left side."""

    name: str
    side: str
    words: str
    state: str
    url: str
    current: bool
    value: UUID


@dataclass(frozen=True)
class Card:
    """A candidate: who, parts of the score, what fits, what is missing, what can be done."""

    match: showing.Match
    mark: str
    locked: bool
    actions: Sequence[ui.Action]
    more: Sequence[ui.Action]


def work_url(*, request: UUID | None = None, mentor: UUID | None = None, everybody: bool = False) -> str:
    """The page of work with this request or mentor chosen; `everybody` who could be proposed, not only the best."""
    asked = {"request": request, "mentor": mentor, "all": "yes" if everybody else None}
    words = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('matching:work')}?{words}#choice"


def waiting_requests(plan: Plan, rows: Sequence[int], current: int | None, today: date) -> list[Waiting]:
    return [_request_line(plan, row, current, today) for row in rows]


def _request_line(plan: Plan, row: int, current: int | None, today: date) -> Waiting:
    one = plan.gathered.requests[row]
    return Waiting(
        name=one.mentee.person.short_name,
        side=days(one, today),
        words=asked_about(one),
        state=_state_of(plan, row),
        url=work_url(request=one.pk),
        current=row == current,
        value=one.pk,
    )


def days(one: Request, today: date) -> str:
    number = max(0, (today - one.opened_on).days)
    return counted(number, "день,дня,дней") if number else "сегодня"


def asked_about(one: Request) -> str:
    """«методика, физика · методическая область»: the issue and the domains that the request names."""
    subject = f", {one.subject.title}" if one.subject else ""
    domains = [wording.area(item.title) for item in one.domains.all() if not item.sensitive]
    return " · ".join([f"{one.issue.title}{subject}", *([", ".join(domains)] if domains else [])])


def _state_of(plan: Plan, row: int) -> str:
    mentors = plan.mentors_of.get(row, ())
    if not mentors:
        return telling.NOBODY
    if any((row, j) in plan.gathered.locks.held for j in mentors):
        return "закреплён вами"
    return telling.whom(plan.gathered, mentors)


def free_mentors(plan: Plan, columns: Sequence[int], current: int | None) -> list[Waiting]:
    found = []
    for column in columns:
        one = plan.gathered.mentors[column]
        names = [telling.who(plan.gathered, row) for row in plan.mentees_of.get(column, ())]
        found.append(
            Waiting(
                name=one.person.short_name,
                side=f"{plan.load(column)} из {one.capacity}",
                words=", ".join(sorted({offer.issue.title for offer in one.offers.all()})),
                state=f"подбор: {', '.join(names)}" if names else "подбор: никого",
                url=work_url(mentor=one.pk),
                current=column == current,
                value=one.pk,
            )
        )
    return found


def cards(
    plan: Plan, found: Sequence[Candidate], choice: Choice, rights: Rights, *, today: date, show: int | None
) -> list[Card]:
    able = [one for one in found if not one.failing]
    return [_card(plan, one, choice, rights, today) for one in able[:show]]


def _card(plan: Plan, one: Candidate, choice: Choice, rights: Rights, today: date) -> Card:
    gathered = plan.gathered
    told = wording.tell(gathered, api.why(gathered.problem, one.mentee, one.mentor))
    shown = showing.shown_candidate(
        candidate_of(gathered, one, told),
        today=today,
        levels=rights.levels,
        by_mentor=choice.by_mentor,
        first=False,
    )
    locked = (one.mentee, one.mentor) in gathered.locks.held
    chosen = one.mentor in plan.mentors_of.get(one.mentee, ())
    mark = "Закреплены вами до следующего подбора" if locked else "Выбор подбора" if chosen else ""
    actions, more = _actions(plan, one, rights, locked=locked, chosen=chosen)
    return Card(shown, mark, locked, actions, more)


def _actions(
    plan: Plan, one: Candidate, rights: Rights, *, locked: bool, chosen: bool
) -> tuple[list[ui.Action], list[ui.Action]]:
    request, mentor = plan.gathered.requests[one.mentee], plan.gathered.mentors[one.mentor]
    about = f"{mentor.person.short_name} и {request.mentee.person.short_name}"
    actions: list[ui.Action] = []
    more: list[ui.Action] = []
    if rights.approve:
        offered = urlencode({"request": request.pk, "mentor": mentor.pk})
        actions.append(
            ui.Action("Предложить эту пару", f"{reverse('matching:assign')}?{offered}", about=about)
        )
    if not rights.run:
        return actions, more
    if locked:
        lock = plan.gathered.locks.held[one.mentee, one.mentor]
        actions.append(
            ui.Action("Отменить закрепление", reverse("matching:lift", args=[lock.pk]), about=about)
        )
    else:
        actions.append(_about_two("Закрепить", "lock", request, mentor, about))
        actions.append(_about_two("Скрыть", "hide", request, mentor, about))
        more.append(_about_two("Не предлагать вместе", "apart", request, mentor, about))
    if chosen and len(plan.result.pairs) > 1:
        more.append(_about_two("Поменять местами", "swap", request, mentor, about))
    if not chosen:
        more.append(_about_two("Почему не эта пара", "why", request, mentor, about))
    return actions, more


def _about_two(label: str, name: str, request: Request, mentor: Mentor, about: str) -> ui.Action:
    return ui.Action(label, reverse(f"matching:{name}", args=[request.pk, mentor.pk]), about=about)


@dataclass(frozen=True)
class Barred:
    """Somebody who cannot be proposed now: why, and what can be done about it."""

    name: str
    note: str
    reason: str
    actions: Sequence[ui.Action] = ()


def barred(
    plan: Plan, found: Sequence[Candidate], choice: Choice, rights: Rights, today: date
) -> list[Barred]:
    """Those who fail a rule; who is set apart by a decision stands in the list of decisions, for who may lift it."""
    failing = [one for one in found if one.failing]
    if rights.run:
        failing = [one for one in failing if (one.mentee, one.mentor) not in plan.gathered.apart]
    told = []
    for one in failing[:BARRED]:
        seen = showing.barred(candidate_of(plan.gathered, one, None), today=today, by_mentor=choice.by_mentor)
        told.append(Barred(seen.name, seen.note, seen.reason))
    return told


def decisions(plan: Plan, choice: Choice | None = None) -> list[Barred]:
    """Decisions in force, of one choice or all: who, what and why; each can be lifted."""
    return [
        Barred(
            name=f"{one.mentor.person.short_name} — {one.request.mentee.person.short_name}",
            note=DecisionKind(one.kind).label,
            reason=f"{decided(one)}{_idle(plan, one)}",
            actions=[
                ui.Action(
                    "Отменить решение",
                    reverse("matching:lift", args=[one.pk]),
                    about=f"{one.mentor.person.short_name} и {one.request.mentee.person.short_name}",
                    small=True,
                )
            ],
        )
        for one in plan.gathered.decided
        if choice is None or _concerns(plan, one, choice)
    ]


def _idle(plan: Plan, one: Decision) -> str:
    code = next((code for lock, code in plan.gathered.locks.idle if lock is one), "")
    return f" Сейчас не действует. {services.why_idle(plan.gathered, one, code)}" if code else ""


def _concerns(plan: Plan, one: Decision, choice: Choice) -> bool:
    if one.kind == DecisionKind.LOCK:
        return False
    if choice.mentor is not None:
        return plan.columns.get(one.mentor_id) == choice.mentor
    return any(one is decision for (row, _), decision in plan.gathered.apart.items() if row == choice.mentee)


def decided(one: Decision) -> str:
    """«Работают в разные смены. Ладыгина В. Н., 16 сентября 2026 г.»"""
    reason = one.reason if one.reason.endswith((".", "!", "?")) else f"{one.reason}."
    return f"{reason} {one.made_by}, {in_words(timezone.localdate(one.made_at))}"


@dataclass(frozen=True)
class LeftShown:
    reason: str
    rivals: str
    next_step: str
    action: ui.Action | None


def left_out(plan: Plan, row: int) -> LeftShown | None:
    """Why the request has nobody in the plan, with the next step as a button."""
    one = plan.unmatched.get(row)
    if one is None:
        return None
    told = telling.left_out(plan, one)
    request = plan.gathered.requests[row]
    return LeftShown(
        told.reason, told.rivals, told.next_step, showing.step_button(told.step, request, told.mentor)
    )
