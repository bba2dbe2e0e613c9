"""The list of pairs and the card of one: who, how it stands, what is missing, what comes next."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.core.paging import paged
from nastavnik.pairs import gates, queries, services
from nastavnik.pairs.forms.basis import AnswerForm, StopForm
from nastavnik.pairs.forms.lists import PairFilter
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import OPEN, Answer, Gap, Missing, PairState, Side, inconsistencies

from . import first_steps, showing


@requires(Permission.PAIR_VIEW)
def pairs(request: Request) -> HttpResponse:
    form = PairFilter(request.GET)
    form.is_valid()
    sent = getattr(form, "cleaned_data", {})
    wanted = queries.Wanted(
        state=sent.get("state") or "", q=sent.get("q") or "", lacking=sent.get("lacking") or ""
    )
    rows, pager = paged(queries.listed(request.actor, request.here, wanted), request.GET)
    may_form = request.here is not None and request.actor.can(Permission.PAIR_FORM, request.here)
    may_order = request.here is not None and request.actor.can(Permission.PAPER_DRAFT, request.here)
    actions = []
    if may_form:
        actions.append(ui.Action("Создать пару", reverse("pairs:form"), primary=True, icon="plus-lg"))
        actions.append(ui.Action("Записать пару, которая уже работает", reverse("pairs:existing")))
    if may_order:
        actions.append(ui.Action("Подготовить приказ", reverse("pairs:order_new"), icon="file-earmark-text"))
    context = {
        "filter": form,
        "chips": form.chips(),
        "pairs": [showing.card(row, list(row.participations.all())) for row in rows],
        "pager": pager,
        "actions": actions,
        "reset_url": request.path if form.chips() else "",
    }
    return render(request, "pairs/list.html", context)


@requires(Permission.PAIR_VIEW)
def pair(request: Request, pk: UUID) -> HttpResponse:
    mentorship, today = queries.mentorship_for(request.actor, pk), timezone.localdate()
    return render(request, "pairs/pair.html", _page(request, mentorship, today))


def _page(request: Request, mentorship: Mentorship, today: date, **more: Any) -> dict[str, Any]:
    gathered = gates.gather([mentorship], today=today)
    takers, missing = gathered.takers[mentorship.pk], gathered.missing(mentorship)
    sheets = queries.sheets_of([mentorship.pk])[mentorship.pk]
    state = PairState(mentorship.state)
    may_form = state in OPEN and request.actor.can(Permission.PAIR_FORM, mentorship)
    mine = [t for t in takers if t.person_id in request.actor.person_ids]
    return {
        "mentorship": mentorship,
        "title": queries.mentorship_words(takers),
        "status": ui.Status(showing.STATUS[state], state.label),
        "lines": showing.lines(mentorship, may_form=may_form),
        "sides": showing.sides(takers, mentorship, request.actor, may_form=may_form),
        "gates_title": "Чего не хватает" if state in showing.WORKING else "Перед приказом",
        "oddities": inconsistencies(queries.shape_of(mentorship, takers)) if may_form else [],
        "gates": showing.gates_of(missing, takers, sheets, mentorship, request.actor)
        if state in OPEN and (missing or state not in showing.WORKING)
        else [],
        "asks": [t for t in mine if t.answer == Answer.WAITING and state in OPEN],
        "actions": _actions(request, mentorship, state, missing),
        "more": _more(request, mentorship, state),
        "about": showing.about_words(mentorship),
        "next": showing.next_step(state, missing),
        "answer_form": AnswerForm(),
        "steps": first_steps.panel(request.actor, mentorship, today=today),
        **more,
    }


def _actions(
    request: Request, mentorship: Mentorship, state: PairState, missing: Sequence[Missing]
) -> list[ui.Action]:
    """The next step, at the top of the card."""
    actor, actions = request.actor, []
    address = [mentorship.pk]
    if state is PairState.PROPOSED and actor.can(Permission.PAIR_APPROVE, mentorship):
        actions.append(
            ui.Action("Утвердить пару", reverse("pairs:approve", args=address), post=True, primary=True)
        )
    if state is PairState.AWAITS_CONSENTS and actor.can(Permission.CONSENT_MARK, mentorship):
        sheets = reverse("people:consents") + "?state=awaited"
        actions.append(ui.Action("Напечатать и отметить согласия", sheets, primary=True))
    if state is PairState.AWAITS_ORDER and actor.can(Permission.PAPER_DRAFT, mentorship):
        lacks_basis = any(each.gap is Gap.LABOUR for each in missing)
        actions.append(ui.Action("Подготовить приказ", reverse("pairs:order_new"), primary=not lacks_basis))
    if mentorship.order_id and actor.can(Permission.PAPER_VIEW, mentorship):
        actions.append(ui.Action("Открыть приказ", reverse("pairs:order", args=[mentorship.order_id])))
    return actions


def _more(request: Request, mentorship: Mentorship, state: PairState) -> list[ui.Action]:
    """What is done seldom, at the side."""
    actor, address, actions = request.actor, [mentorship.pk], []
    if state in OPEN and actor.can(Permission.PAIR_FORM, mentorship):
        if mentorship.is_group:
            actions.append(ui.Action("Добавить в группу", reverse("pairs:join", args=address)))
        elif not mentorship.reverse_of_id:
            actions.append(ui.Action("Создать встречную пару", reverse("pairs:reverse", args=address)))
    if state in OPEN and actor.can(Permission.PAIR_CLOSE, mentorship):
        word = "группу" if mentorship.is_group else "пару"
        actions.append(ui.Action(f"Прекратить {word}", reverse("pairs:stop", args=address)))
    return actions


@requires(Permission.PAIR_APPROVE)
@require_POST
def approve(request: Request, pk: UUID) -> HttpResponse:
    mentorship = queries.mentorship_for(request.actor, pk, Permission.PAIR_APPROVE)
    try:
        services.approve(mentorship, today=timezone.localdate(), by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Пара утверждена. Теперь нужны согласия участников.")
    return redirect("pairs:pair", pk=pk)


@requires(Permission.PAIR_ANSWER)
@require_POST
def answer(request: Request, pk: UUID) -> HttpResponse:
    taker = queries.taker_for(request.actor, pk)
    said = Answer.AGREED if request.POST.get("answer") == Answer.AGREED else Answer.DECLINED
    form = AnswerForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        services.answer(taker, said, words=words, today=timezone.localdate(), by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _thanks(taker, said))
    return redirect("pairs:pair", pk=taker.mentorship_id)


def _thanks(taker: Participation, said: Answer) -> str:
    if said is Answer.DECLINED:
        return "Спасибо за ответ. Куратор увидит его и предложит другое решение."
    role = "наставником" if taker.side == Side.MENTOR else "наставляемым"
    return f"Спасибо! Вы согласились быть {role}. Осталось подписать бумагу."


@requires(Permission.PAIR_CLOSE)
def stop(request: Request, pk: UUID) -> HttpResponse:
    mentorship = queries.mentorship_for(request.actor, pk, Permission.PAIR_CLOSE)
    form = StopForm(request.POST or None)

    def act() -> None:
        services.stop(
            mentorship, reason=form.cleaned_data["reason"], today=timezone.localdate(), by=request.actor
        )

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Пара прекращена. Наставляемый снова в поиске.")
        return redirect("pairs:pair", pk=pk)
    context = {"form": form, "mentorship": mentorship, "back_url": reverse("pairs:pair", args=[pk])}
    return render(request, "pairs/stop.html", context)
