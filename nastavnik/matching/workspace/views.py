"""The workspace on the screen: the page of work, why not, comparing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.bank.loads import loads_of
from nastavnik.bank.models import Mentor
from nastavnik.bank.models import Request as Asked
from nastavnik.core import ui
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.wording import counted
from nastavnik.matching import queries as matching
from nastavnik.matching import showing as shown
from nastavnik.matching import wording
from nastavnik.matching.engine import api
from nastavnik.matching.rules import DecisionKind
from nastavnik.organisations.models import Organisation

from . import comparing, queries, rules, services, showing, telling
from . import picture as picturing
from .queries import Plan
from .showing import Choice, Rights

LEFT = 60
"""So many lines of the left side are shown at once; the list of choice has them all."""
PLAIN_SHOWN = 3
REMEDIED = 2000
"""Up to so many possible pairs the page says what single change would be enough: each is a new solution."""


def rights(request: Request, place: Organisation) -> Rights:
    can = request.actor.can
    return Rights(
        levels=can(P.LEVELS_VIEW, place), run=can(P.MATCH_RUN, place), approve=can(P.MATCH_APPROVE, place)
    )


@requires(P.MATCH_VIEW)
def work(request: Request) -> HttpResponse:
    """`?request=…` or `?mentor=…` is the one looked at; `?side=mentors` lists mentors on the left."""
    place = _place(request)
    request.actor.require(P.MATCH_VIEW, place)
    plan, may = queries.plan_of(place, today=timezone.localdate()), rights(request, place)
    context = _head(request, plan, place, may)
    if not plan.gathered.requests or not plan.gathered.mentors:
        return render(request, "matching/workspace/empty.html", context)
    asked = _asked(request, plan)
    if rules.is_few(len(plan.gathered.requests), len(plan.gathered.mentors)):
        return render(request, "matching/workspace/plain.html", context | _plain(request, plan, asked, may))
    choice = asked or _first(request, plan)
    return render(request, "matching/workspace/work.html", context | _workspace(request, plan, choice, may))


def _place(request: Request) -> Organisation:
    """Where the request or the mentor of the address is at home; else where the person is now."""
    rows: dict[str, type[Asked] | type[Mentor]] = {"request": Asked, "mentor": Mentor}
    for name, model in rows.items():
        if name in request.GET:
            home = queries.home_of(model, request.actor, _id(request.GET[name]))
            if home is not None:
                return home
    if request.here is None:
        raise Http404
    here: Organisation = request.here
    return here


def _head(request: Request, plan: Plan, here: Organisation, may: Rights) -> dict[str, Any]:
    gathered, last = plan.gathered, matching.runs_of(here, by=request.actor).first()
    may_start = may.run and here == request.here and gathered.requests and gathered.mentors
    since = queries.decided_since(last) if last and may.run else 0
    return {
        "here": here,
        "may": may,
        "figures": [
            ("запросов с наставником", f"{plan.result.matched} из {len(gathered.requests)}"),
            ("без наставника", len(plan.unmatched)),
            ("свободных мест", int(gathered.problem.mentors.capacity.sum())),
        ],
        "start": _start(since, first=last is None) if may_start else None,
        "since": counted(since, "решение,решения,решений") if since else "",
        "run_url": reverse("matching:run", args=[last.pk]) if last else "",
        "decisions": showing.decisions(plan) if may.run else [],
    }


def _start(since: int, *, first: bool) -> ui.Action:
    label = "Подобрать пары" if first else "Подобрать заново"
    return ui.Action(label, reverse("matching:start"), post=True, primary=bool(first or since))


def _asked(request: Request, plan: Plan) -> Choice | None:
    row = plan.rows.get(_id(request.GET.get("request", "")))
    column = plan.columns.get(_id(request.GET.get("mentor", "")))
    if row is None and column is None:
        return None
    return Choice(mentee=row) if row is not None else Choice(mentor=column)


def _first(request: Request, plan: Plan) -> Choice:
    if request.GET.get("side") == "mentors" and (free := queries.free_mentors(plan)):
        return Choice(mentor=free[0])
    return Choice(mentee=queries.waiting_order(plan.gathered)[0])


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _workspace(request: Request, plan: Plan, choice: Choice, may: Rights) -> dict[str, Any]:
    today = timezone.localdate()
    if choice.by_mentor:
        free = queries.free_mentors(plan)
        everybody = showing.free_mentors(plan, free, choice.mentor)
    else:
        order = queries.waiting_order(plan.gathered)
        everybody = showing.waiting_requests(plan, order, choice.mentee, today)
    show = None if request.GET.get("all") else showing.SHOWN
    return {
        "by_mentor": choice.by_mentor,
        "waiting": everybody[:LEFT],
        "everybody": everybody,
        "hidden": max(0, len(everybody) - LEFT),
        "section": _section(plan, choice, may, show=show),
    }


def _plain(request: Request, plan: Plan, asked: Choice | None, may: Rights) -> dict[str, Any]:
    """One to three requests, or mentors: each with its best candidates, all on one page."""
    by_request = len(plan.gathered.requests) <= rules.FEW
    order = queries.waiting_order(plan.gathered) if by_request else range(len(plan.gathered.mentors))
    choices = [Choice(mentee=row) if by_request else Choice(mentor=row) for row in order]
    sections = [
        _section(plan, one, may, show=None if one == asked and request.GET.get("all") else PLAIN_SHOWN)
        | {"asked": one == asked}
        for one in choices
    ]
    return {"sections": sections}


def _section(plan: Plan, choice: Choice, may: Rights, *, show: int | None) -> dict[str, Any]:
    today, gathered = timezone.localdate(), plan.gathered
    found = queries.candidates(plan, mentee=choice.mentee, mentor=choice.mentor)
    cards = showing.cards(plan, found, choice, may, today=today, show=show)
    able = sum(not one.failing for one in found)
    section = {
        "by_mentor": choice.by_mentor,
        "cards": cards,
        "more": able - len(cards),
        "barred": showing.barred(plan, found, choice, may, today),
        "decisions": showing.decisions(plan, choice) if may.run else [],
        "may": may,
    }
    if choice.mentor is not None:
        mentor = gathered.mentors[choice.mentor]
        return section | _of_mentor(plan, choice.mentor, mentor)
    assert choice.mentee is not None  # noqa: S101 — one of the two is said
    return section | _of_request(plan, choice.mentee, gathered.requests[choice.mentee])


def _of_request(plan: Plan, row: int, asked: Asked) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "key": asked.pk,
        "question": shown.who_helps(asked.mentee.person),
        "lead": shown.asked_words(asked),
        "note": f"{shown.waiting(asked.opened_on, today).word}. {shown.about(asked.mentee.person, today)}",
        "left": showing.left_out(plan, row),
        "all_url": showing.work_url(request=asked.pk, everybody=True),
        "compare_url": reverse("matching:compare-mentors", args=[asked.pk]),
        "compare_name": "mentor",
    }


def _of_mentor(plan: Plan, column: int, mentor: Mentor) -> dict[str, Any]:
    load = shown.load_status(mentor.person, plan.load(column), mentor.capacity)
    return {
        "key": mentor.pk,
        "question": shown.whom_helps(mentor.person),
        "lead": "",
        "note": f"{load.word}. {shown.about(mentor.person, timezone.localdate())}",
        "left": None,
        "all_url": showing.work_url(mentor=mentor.pk, everybody=True),
        "compare_url": reverse("matching:compare-requests", args=[mentor.pk]),
        "compare_name": "request",
    }


@requires(P.MATCH_VIEW)
def picture(request: Request, pk: UUID) -> HttpResponse:
    """The pairs of a run as lines between two columns, and the same as a table."""
    run = matching.run_for(request.actor, P.MATCH_VIEW, pk)
    proposals = list(matching.proposals_of(run))
    loads = loads_of([one.mentor.person_id for one in proposals], today=timezone.localdate())
    context = {
        "when": shown.moment(run),
        "picture": picturing.picture(proposals, matching.left_out_of(run), loads),
        "back_url": reverse("matching:run", args=[run.pk]),
    }
    return render(request, "matching/workspace/picture.html", context)


def both(request: Request, pk: UUID, mentor: UUID) -> tuple[Asked, Mentor]:
    """The request within reach of who runs matching, and a mentor whom it might have; else 404."""
    asked = queries.request_for(request.actor, pk, P.MATCH_RUN)
    found = queries.mentor_beside(request.actor, asked, mentor, today=timezone.localdate())
    if found is None:
        raise Http404
    return asked, found


@requires(P.MATCH_RUN)
def why(request: Request, pk: UUID, mentor: UUID) -> HttpResponse:
    """«Почему не этот наставник»: the first rule that fails, or what it would cost to have this pair."""
    asked, other = both(request, pk, mentor)
    plan = queries.plan_of(asked.organisation, today=timezone.localdate())
    context = _why(plan, asked, other) | {
        "title": f"Почему не {other.person.short_name}",
        "sub": f"Запрос: {asked.mentee.person.short_name} — {asked.issue.title}",
        "back_url": showing.work_url(request=asked.pk),
    }
    return render(request, "matching/workspace/why.html", context)


def _why(plan: Plan, asked: Asked, mentor: Mentor) -> dict[str, Any]:
    row, column = plan.rows.get(asked.pk), plan.columns.get(mentor.pk)
    if row is None:
        return {"sentence": "Этот запрос сейчас не участвует в подборе."}
    if column is None:
        return {"sentence": _not_offering(mentor)}
    [found] = api.candidates(plan.gathered.problem, mentee=row, mentor=column)
    if found.failing or column in plan.mentors_of.get(row, ()):
        sentence = telling.why_not(plan, row, column, found.failing, None)
        return {"sentence": sentence, "others": telling.other_rules(found.failing)}
    lock = services.drafted(DecisionKind.LOCK, asked, mentor)
    try:
        would_be, effect = queries.effect_of(plan, services.under(plan.gathered, [lock]))
    except Refusal as refusal:
        return {"sentence": str(refusal)}
    return {
        "sentence": telling.why_not(plan, row, column, (), effect),
        "changes": telling.changes(plan, would_be, effect),
        "remedies": [
            wording.remedy(plan.gathered, one)
            for one in api.remedies(plan.gathered.problem, plan.result, row, column)
        ]
        if len(plan.gathered.requests) * len(plan.gathered.mentors) <= REMEDIED
        else [],
        "table": comparing.table(_compared(plan, row, [*plan.mentors_of.get(row, ()), column]), levels=True)
        if plan.mentors_of.get(row)
        else None,
        "lock": ui.Action("Закрепить эту пару", reverse("matching:lock", args=[asked.pk, mentor.pk])),
    }


def _not_offering(mentor: Mentor) -> str:
    words = matching.why_not_offering(mentor, today=timezone.localdate())
    return f"{words or 'Другая организация: на дистанционную работу должны быть согласны оба'}."


def _compared(plan: Plan, row: int, columns: Sequence[int]) -> list[comparing.Column]:
    gathered = plan.gathered
    found = []
    for column in columns:
        mentor = gathered.mentors[column]
        told = wording.tell(gathered, api.why(gathered.problem, row, column))
        status = shown.load_status(mentor.person, plan.load(column), mentor.capacity)
        found.append(comparing.Column(mentor.person.short_name, status, told))
    return found


@requires(P.MATCH_VIEW)
def compare_mentors(request: Request, pk: UUID) -> HttpResponse:
    """`?mentor=…&mentor=…`: two or three for one request."""
    asked = queries.request_for(request.actor, pk, P.MATCH_VIEW)
    plan = queries.plan_of(asked.organisation, today=timezone.localdate())
    row = plan.rows.get(asked.pk)
    marked = [
        plan.columns[key] for text in request.GET.getlist("mentor") if (key := _id(text)) in plan.columns
    ]
    columns = _compared(plan, row, list(dict.fromkeys(marked))) if row is not None else []
    return _comparison(
        request,
        columns,
        asked.organisation,
        title="Сравнить наставников",
        sub=f"{asked.mentee.person.short_name} — {asked.issue.title}",
        back_url=showing.work_url(request=asked.pk),
    )


@requires(P.MATCH_VIEW)
def compare_requests(request: Request, pk: UUID) -> HttpResponse:
    """`?request=…&request=…`: two or three requests for one mentor."""
    mentor = matching.mentor_for(request.actor, pk)
    plan, today = queries.plan_of(mentor.organisation, today=timezone.localdate()), timezone.localdate()
    column = plan.columns.get(mentor.pk)
    marked = [plan.rows[key] for text in request.GET.getlist("request") if (key := _id(text)) in plan.rows]
    columns = []
    for row in dict.fromkeys(marked) if column is not None else ():
        assert column is not None  # noqa: S101 — for the types only
        one = plan.gathered.requests[row]
        told = wording.tell(plan.gathered, api.why(plan.gathered.problem, row, column))
        columns.append(
            comparing.Column(one.mentee.person.short_name, shown.waiting(one.opened_on, today), told)
        )
    return _comparison(
        request,
        columns,
        mentor.organisation,
        title="Сравнить запросы",
        sub=mentor.person.full_name,
        back_url=showing.work_url(mentor=mentor.pk),
    )


def _comparison(
    request: Request, columns: Sequence[comparing.Column], place: Organisation, **head: str
) -> HttpResponse:
    try:
        comparing.check(len(columns))
    except Refusal as refusal:
        return render(request, "matching/workspace/compare.html", {**head, "refusal": str(refusal)})
    levels = request.actor.can(P.LEVELS_VIEW, place)
    context = {
        **head,
        "table": comparing.table(columns, levels=levels),
        "common": comparing.common(columns, levels=levels),
        "differences": comparing.differences(columns, levels=levels),
    }
    return render(request, "matching/workspace/compare.html", context)
