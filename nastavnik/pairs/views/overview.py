"""The first leaf of a pair: what comes next, the picture of its term, who takes part; the whole story on a page to print."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.life_chart import LifeChart, Spot, life_chart
from nastavnik.core.russian.wording import in_words
from nastavnik.pairs import gates, queries, reading
from nastavnik.pairs.changing.queries import changes_of, requests_to_rematch
from nastavnik.pairs.forms.basis import AnswerForm
from nastavnik.pairs.happenings import Happening, happenings_of
from nastavnik.pairs.head import Head, Known, head_of
from nastavnik.pairs.health.queries import leads
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import OPEN, WORKING, Answer, Gap, PairState, inconsistencies
from nastavnik.pairs.story import SORTS

from . import first_steps, journeys, showing

SHOWN = 8  # the latest events on the first leaf; all of them stand on the page of the story


@requires(Permission.PAIR_VIEW)
def pair(request: Request, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    mentorship = reading.pair_for(request.actor, pk, today=today)
    return render(request, "pairs/pair.html", _page(request, mentorship, today))


def _page(request: Request, mentorship: Mentorship, today: date) -> dict[str, Any]:
    actor, state = request.actor, PairState(mentorship.state)
    takers = queries.named_takers(mentorship)
    gathered = gates.gather([mentorship], today=today, known={mentorship.pk: takers})
    missing = gathered.missing(mentorship)
    queries.know_sheets(mentorship, gathered.sheets[mentorship.pk])
    known = Known(takers=takers, lacks_basis=any(each.gap is Gap.LABOUR for each in missing))
    may_form = state in OPEN and actor.can(Permission.PAIR_FORM, mentorship)
    asks = [
        t for t in takers if t.person_id in actor.person_ids and t.answer != Answer.AGREED and state in OPEN
    ]
    head = head_of(actor, mentorship, today=today, current="overview", known=known)
    events = happenings_of(actor, mentorship, today=today)
    return {
        "mentorship": mentorship,
        "head": head,
        "asks": asks,
        "answer_form": AnswerForm(),
        "requests": _requests(mentorship, whole=leads(actor, mentorship)),
        "oddities": inconsistencies(queries.shape_of(mentorship, takers)) if may_form else [],
        "gates_title": "Чего не хватает" if state in WORKING else "Перед приказом",
        "gates": showing.gates_of(missing, takers, queries.sheets_about(mentorship), mentorship, actor)
        if state in OPEN and (missing or state not in WORKING)
        else [],
        "steps": first_steps.panel(actor, mentorship, today=today),
        "chart": _picture(mentorship, events, today)
        if state not in {PairState.PROPOSED, PairState.DRAFT}
        else None,
        "events": [event_of(each, today) for each in latest(events, today)],
        "story_url": reverse("pairs:story", args=[mentorship.pk]),
        "lines": showing.lines(mentorship, may_form=may_form),
        "sides": showing.sides(takers, mentorship, actor, may_form=may_form),
        "feeling": _feeling(request, mentorship, head),
        "more": journeys.ways(actor, mentorship, takers),
    }


def _requests(mentorship: Mentorship, *, whole: bool) -> list[str]:
    """Who asks for another pair is told to those who decide, nobody else."""
    if not whole:
        return []
    asked = requests_to_rematch(changes_of(mentorship))
    return [f"{each.person.short_name}: просит подобрать другую пару." for each in asked if each.person]


def _feeling(request: Request, mentorship: Mentorship, head: Head) -> dict[str, Any] | None:
    """For those who lead pairs: the tag, the rule, when it will change, the message that is suggested."""
    if head.health is None or not request.actor.can(Permission.PAIR_CLOSE, mentorship):
        return None
    contact = reverse("pairs:contact", args=[mentorship.pk])
    is_first = head.next_step is not None and head.next_step.url == contact
    return {
        "health": head.health,
        "contact_url": "" if is_first else contact,
        "rules_url": reverse("pairs:health"),
    }


def latest(events: Sequence[Happening], today: date) -> list[Happening]:
    """The nearest that is ahead and the last that have been, the newest first."""
    ahead = [each for each in events if _is_ahead(each, today)][:2]
    been = [each for each in events if not _is_ahead(each, today)]
    return [*reversed(ahead), *reversed(been)][:SHOWN]


def _is_ahead(each: Happening, today: date) -> bool:
    return each.kind == "next" and each.on >= today


def event_of(each: Happening, today: date) -> ui.Event:
    when = f"сегодня, {in_words(each.on)}" if each.on == today else in_words(each.on)
    return ui.Event(when, each.title, each.text, each.url, each.kind, each.on.isoformat())


def _picture(mentorship: Mentorship, events: Sequence[Happening], today: date) -> LifeChart:
    def spots(*sorts: str) -> list[Spot]:
        return [Spot(e.on, ahead=e.kind == "next") for e in events if e.sort in sorts]

    meetings, programme, papers = spots("meeting"), spots("programme"), spots("paper")
    ends = mentorship.ended_on or mentorship.ends_on
    rails = [("Встречи", meetings, False), ("Программа", programme, False), ("Бумаги", papers, True)]
    met = sum(not spot.ahead for spot in meetings)
    return life_chart(
        mentorship.starts_on,
        max(ends, mentorship.starts_on),
        [rail for rail in rails if rail[1] or rail[0] == "Встречи"],
        today=today,
        title=f"Срок пары с {in_words(mentorship.starts_on)} по {in_words(ends)}, "
        f"сегодня {in_words(today)}, встреч состоялось: {met}. Те же сведения в таблице ниже.",
    )


@requires(Permission.PAIR_VIEW)
def story(request: Request, pk: UUID) -> HttpResponse:
    """Every event, filtered by sort, ready to print."""
    mentorship, today = queries.mentorship_for(request.actor, pk), timezone.localdate()
    events = happenings_of(request.actor, mentorship, today=today)
    there = {each.sort for each in events}
    sorts = [(name, label) for name, label in SORTS if name in there]
    chosen = request.GET.get("show", "")
    shown = [each for each in events if each.sort == chosen] if chosen in dict(sorts) else events
    context = {
        "title": queries.mentorship_words(queries.named_takers(mentorship)),
        "back_url": reverse("pairs:pair", args=[pk]),
        "sorts": sorts,
        "chosen": chosen if chosen in dict(sorts) else "",
        "events": [event_of(each, today) for each in reversed(shown)],
    }
    return render(request, "pairs/story.html", context)
