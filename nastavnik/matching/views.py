"""Matching on the screen: runs, proposals, one request, one mentor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentor
from nastavnik.bank.models import Request as Asked
from nastavnik.bank.rules import RequestState
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.core.models import Job, JobState
from nastavnik.core.paging import paged
from nastavnik.core.russian.wording import counted
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import ListName

from . import queries, rules, services, showing, terms
from .comparing import showing as comparing
from .forms import DeclineForm, TermForm, TermsForm
from .missing import missing
from .models import Proposal
from .rules import ProposalState
from .run_panels import panels_of
from .weights import showing as weights
from .wishes import showing as wishes
from .wishes.queries import round_of
from .workspace.queries import decided_since
from .workspace.showing import work_url

P = Permission
NOBODY = queries.Choice([], 0, [])


def _here(request: Request) -> Organisation:
    if request.here is None:
        raise Http404
    organisation: Organisation = request.here
    return organisation


@requires(P.MATCH_VIEW)
def runs(request: Request) -> HttpResponse:
    here, today = _here(request), timezone.localdate()
    request.actor.require(P.MATCH_VIEW, here)
    done = list(queries.runs_of(here, by=request.actor)[:20])
    ready, job = queries.readiness(here, today=today), queries.job_of(here)
    last = done[0] if done else None
    context = {
        "here": here,
        "job": _progress(request, here, job) if job else None,
        "last": last,
        "shown": showing.shown_run(last, waiting=last.waiting, left=last.left_out.count()) if last else None,  # type: ignore[attr-defined]
        "last_when": showing.moment(last) if last else "",
        "history": comparing.history(done, may_name=request.actor.can(P.MATCH_RUN, here)) if done else None,
        "compare": len(done) > 1,
        "ready": ready,
        "missing": missing(ready),
        "ways": [*weights.ways(), wishes.way(round_of(here), today)]
        if request.actor.can(P.MATCH_RUN, here)
        else [],
        "start": _start_action(request, here, ready, again=bool(last)),
    }
    return render(request, "matching/runs.html", context)


def _start_action(
    request: Request, here: Organisation, ready: queries.Readiness, *, again: bool
) -> ui.Action | None:
    if not request.actor.can(P.MATCH_RUN, here):
        return None
    label = "Подобрать заново" if again else "Подобрать пары"
    why_not = "" if ready.ready else "Нужен хотя бы один запрос и один наставник"
    return ui.Action(label, reverse("matching:start"), post=True, why_not=why_not, primary=not again)


def _progress(request: Request, here: Organisation, job: Job) -> ui.Progress:
    under_way = job.state in (JobState.READY, JobState.RUNNING)
    failed = "" if under_way else job.error
    if job.state == JobState.PARKED:
        failed = "Подбор не удался. Запустите его ещё раз; если не выйдет, скажите администратору установки."
    stop_url = reverse("matching:stop") if under_way and request.actor.can(P.MATCH_RUN, here) else ""
    return ui.Progress(
        "Подбираем пары",
        job.done_steps,
        job.all_steps or 1,
        url=request.path,
        remaining=job.words,
        cancel_url=stop_url,
        failed=failed,
    )


@requires(P.MATCH_RUN)
@require_POST
def stop(request: Request) -> HttpResponse:
    try:
        services.stop(_here(request), by=request.actor)
        messages.success(request, "Подбор остановлен. Прежние пары остались как были.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("matching:runs")


@requires(P.MATCH_RUN)
@require_POST
def start(request: Request) -> HttpResponse:
    try:
        begun = services.begin(_here(request), today=timezone.localdate(), by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("matching:runs")
    if isinstance(begun, Job):
        return redirect("matching:runs")
    messages.success(request, f"Подбор готов: предложено {counted(begun.matched, 'пара,пары,пар')}.")
    return redirect("matching:run", pk=begun.pk)


@requires(P.MATCH_VIEW)
def run(request: Request, pk: UUID) -> HttpResponse:
    found, today = queries.run_for(request.actor, P.MATCH_VIEW, pk), timezone.localdate()
    may_decide = request.actor.can(P.MATCH_APPROVE, found)
    levels, may_run = request.actor.can(P.LEVELS_VIEW, found), request.actor.can(P.MATCH_RUN, found)
    rows, pager = paged(queries.proposals_of(found), request.GET)
    waiting = queries.proposals_of(found, pending_only=True).count()
    left, is_last = queries.left_out_of(found), not found.is_stale  # type: ignore[attr-defined]
    context = {
        "run": found,
        "when": showing.moment(found),
        "shown": showing.shown_run(found, waiting=waiting, left=len(left)),
        "matches": [
            showing.shown_proposal(
                row,
                today=today,
                levels=levels,
                may_decide=may_decide,
                may_run=may_run,
                home=found.organisation_id,
            )
            for row in rows
        ],
        "pager": pager,
        "left": [showing.shown_left(one, may_run=may_run) for one in left],
        "stale": not is_last,
        "since": decided_since(found) if may_run and is_last else 0,
        "work_url": reverse("matching:work") if is_last and request.here == found.organisation else "",
        "panels": panels_of(found, request.actor),
        "approve_all": _next_action(found.pk, waiting) if may_decide else None,
    }
    return render(request, "matching/run.html", context)


def _next_action(pk: UUID, waiting: int) -> ui.Action | None:
    """Approve what waits at once; when nothing waits, the sheets of consent are next."""
    if not waiting:
        return ui.Action("Согласия участников", reverse("people:consents") + "?state=awaited")
    return _all_action(pk, waiting) if waiting > 1 else None


def _all_action(pk: UUID, waiting: int) -> ui.Action:
    words = counted(waiting, "пару,пары,пар")
    return ui.Action(f"Утвердить все: {words}", reverse("matching:approve-all", args=[pk]), primary=True)


@requires(P.MATCH_APPROVE)
def approve_all(request: Request, pk: UUID) -> HttpResponse:
    found, today = queries.run_for(request.actor, P.MATCH_APPROVE, pk), timezone.localdate()
    waiting = list(queries.proposals_of(found, pending_only=True))
    initial = {"starts_on": today, "ends_on": rules.default_end(today)}
    form = TermForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        starts, ends = form.term()
        told = services.approve_all(found, starts=starts, ends=ends, today=today, by=request.actor)
        _say_approved(request, told)
        return redirect("matching:run", pk=pk)
    table = ui.Table(
        "Пары, которые будут утверждены",
        [ui.Column("Наставник"), ui.Column("Наставляемый"), ui.Column("Вопрос", wide=True)],
        [_line(row) for row in waiting],
    )
    return render(request, "matching/approve_all.html", {"run": found, "form": form, "table": table})


def _line(proposal: Proposal) -> ui.Row:
    names = (proposal.mentor.person.short_name, proposal.request.mentee.person.short_name)
    return ui.Row([*(ui.Cell(name) for name in names), ui.Cell(proposal.request.issue.title)])


def _say_approved(request: Request, told: services.Approved) -> None:
    if told.pairs:
        words = counted(told.pairs, "пара утверждена,пары утверждены,пар утверждено")
        messages.success(request, f"{words}. Дальше нужны согласия участников.")
    for proposal, reason in told.refused:
        pair = f"{proposal.mentor.person.short_name} и {proposal.request.mentee.person.short_name}"
        messages.error(request, f"{pair}: {reason}")
    if not told.pairs and not told.refused:
        messages.info(request, "Пар, которые ждут решения, больше нет.")


@requires(P.MATCH_APPROVE)
def approve(request: Request, pk: UUID) -> HttpResponse:
    proposal, today = queries.proposal_for(request.actor, pk), timezone.localdate()
    form = _terms_form(request, proposal.request, proposal.mentor)
    back = reverse("matching:run", args=[proposal.run_id])
    if proposal.state != ProposalState.PENDING:
        messages.info(request, services.DECIDED)
        return redirect(back)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form, lambda: services.approve(proposal, form.choice(), today=today, by=request.actor)
        )
    ):
        messages.success(request, "Пара утверждена. Дальше нужны согласия участников.")
        return redirect(back)
    return form_page(request, form, back_url=back, **_pair_words(proposal.request, proposal.mentor))


def _terms_form(request: Request, asked: Asked, mentor: Mentor) -> TermsForm:
    organisation = asked.organisation
    return TermsForm(
        request.POST or None,
        usual=terms.default_choice(asked, mentor, today=timezone.localdate()),
        forms_list=terms.items(organisation, ListName.FORM),
        kinds_list=[kind for kind in terms.items(organisation, ListName.KIND) if kind.code != "group"],
    )


def _pair_words(asked: Asked, mentor: Mentor) -> dict[str, Any]:
    return {
        "title": "Утвердить пару",
        "sub": f"Вопрос: {asked.issue.title}",
        "lead": f"Наставник — {mentor.person.full_name}. Наставляемый — {asked.mentee.person.full_name}.",
        "submit": "Утвердить пару",
        "back": "К подбору",
    }


@requires(P.MATCH_APPROVE)
def decline(request: Request, pk: UUID) -> HttpResponse:
    proposal = queries.proposal_for(request.actor, pk)
    form = DeclineForm(request.POST or None)
    back = reverse("matching:run", args=[proposal.run_id])
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form,
            lambda: services.decline(proposal, reason=form.cleaned_data["reason"], by=request.actor),
        )
    ):
        messages.success(
            request, "Пара отклонена. Запрос ждёт: подберите заново или выберите наставника сами."
        )
        return redirect(back)
    names = f"{proposal.mentor.person.full_name} — {proposal.request.mentee.person.full_name}"
    return form_page(
        request, form, title="Отклонить пару", sub=names, submit="Отклонить", back="К подбору", back_url=back
    )


@requires(P.MATCH_VIEW)
def for_request(request: Request, pk: UUID) -> HttpResponse:
    """«Кто поможет …»: a plain page for one request, good for a school with two or three mentors."""
    asked, today = queries.request_for(request.actor, pk), timezone.localdate()
    is_open = asked.state == RequestState.OPEN
    found = queries.mentors_for_request(asked, today=today, show=_how_many(request)) if is_open else NOBODY
    taken = None if is_open else queries.pair_of(asked)
    pair_url = showing.address("pairs:pair", taken.mentorship_id) if taken else ""
    context = _choice(request, found, asked.organisation, by_mentor=False) | {
        "asked": asked,
        "question": showing.who_helps(asked.mentee.person),
        "lead": showing.asked_words(asked),
        "note": showing.about(asked.mentee.person, today),
        "is_open": is_open,
        "pair": ui.Action("Открыть пару", pair_url) if pair_url else None,
        "back_url": showing.address("bank:mentees"),
        "bank_url": showing.address("bank:mentors"),
        "work_url": work_url(request=asked.pk) if request.actor.can(P.MATCH_RUN, asked) else "",
    }
    return render(request, "matching/for_request.html", context)


@requires(P.MATCH_VIEW)
def for_mentor(request: Request, pk: UUID) -> HttpResponse:
    """The other side: whom could this mentor help."""
    mentor, today = queries.mentor_for(request.actor, pk), timezone.localdate()
    why_not = queries.why_not_offering(mentor, today=today)
    found = NOBODY if why_not else queries.requests_for_mentor(mentor, today=today, show=_how_many(request))
    context = _choice(request, found, mentor.organisation, by_mentor=True) | {
        "mentor": mentor,
        "question": showing.whom_helps(mentor.person),
        "note": showing.about(mentor.person, today),
        "why_not": why_not,
        "back_url": showing.address("bank:mentors"),
        "bank_url": showing.address("bank:mentees"),
        "work_url": work_url(mentor=mentor.pk) if request.actor.can(P.MATCH_RUN, mentor) else "",
    }
    return render(request, "matching/for_mentor.html", context)


def _how_many(request: Request) -> int | None:
    """The best ten are enough to choose from; `?all=yes` shows everyone."""
    return None if request.GET.get("all") else 10


def _choice(
    request: Request, found: queries.Choice, place: Organisation, *, by_mentor: bool
) -> dict[str, Any]:
    today, levels = timezone.localdate(), request.actor.can(P.LEVELS_VIEW, place)
    return {
        "choices": [
            showing.shown_candidate(one, today=today, levels=levels, by_mentor=by_mentor, first=number == 0)
            for number, one in enumerate(found.able)
        ],
        "more": found.more,
        "barred": [showing.barred(one, today=today, by_mentor=by_mentor) for one in found.barred],
        "may_decide": request.actor.can(P.MATCH_APPROVE, place),
    }


@requires(P.MATCH_APPROVE)
def assign(request: Request) -> HttpResponse:
    """`?request=…&mentor=…`: the terms of a pair chosen by hand from either side."""
    today = timezone.localdate()
    asked = queries.request_for(request.actor, _id(request, "request"), P.MATCH_APPROVE)
    back = reverse("matching:for_request", args=[asked.pk])
    mentor = queries.mentor_among(asked, _id(request, "mentor"), today=today)
    if mentor is None:
        messages.error(request, "Этого наставника сейчас нельзя назначить. Выберите другого.")
        return redirect(back)
    form = _terms_form(request, asked, mentor)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form, lambda: services.assign(asked, mentor, form.choice(), today=today, by=request.actor)
        )
    ):
        messages.success(request, "Наставник назначен. Дальше нужны согласия участников.")
        return redirect(back)
    words = _pair_words(asked, mentor) | {"title": "Назначить наставника", "submit": "Назначить наставника"}
    return form_page(request, form, back_url=back, **words)


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError as nonsense:
        raise Http404 from nonsense
