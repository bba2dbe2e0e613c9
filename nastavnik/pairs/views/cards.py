"""The list of pairs; the decision on one and the answers to it."""

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
from nastavnik.core.errors import Refusal
from nastavnik.core.paging import paged
from nastavnik.pairs import queries, services
from nastavnik.pairs.forms.basis import AnswerForm
from nastavnik.pairs.forms.lists import PairFilter
from nastavnik.pairs.models import Participation
from nastavnik.pairs.rules import Answer, Side

from . import showing


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
    if request.here is not None and request.actor.can(Permission.PAIR_VIEW, request.here):
        actions.append(ui.Action("Доска пар", reverse("pairs:board")))
    context = {
        "filter": form,
        "chips": form.chips(),
        "pairs": [showing.card(row, list(row.participations.all())) for row in rows],
        "pager": pager,
        "actions": actions,
        "reset_url": request.path if form.chips() else "",
    }
    return render(request, "pairs/list.html", context)


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
