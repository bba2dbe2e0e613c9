"""Buttons of a programme's way: agreed, sent, approved, returned, advised, tried, ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.programmes import queries
from nastavnik.programmes.forms.content import CommentForm
from nastavnik.programmes.forms.results import ConclusionForm, FinishForm, ReasonForm, TrialForm
from nastavnik.programmes.models import Programme
from nastavnik.programmes.rules import Part
from nastavnik.programmes.services import moving, progress

from . import editable, to_page, told
from .pages import back_to


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def agree(request: Request, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    try:
        seen = request.GET.get("seen", "")
        whole = moving.agree(row, seen=seen, today=timezone.localdate(), by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        done = (
            "Оба согласны. Отправьте программу на утверждение."
            if whole
            else "Спасибо. Теперь ответит вторая сторона."
        )
        messages.success(request, done)
    return to_page(row)


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def reopen(request: Request, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    told(
        request,
        lambda: moving.reopen(row, by=request.actor),
        "Программа снова готовится. После правок её согласуют заново.",
    )
    return to_page(row)


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def send(request: Request, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    told(
        request,
        lambda: moving.send(row, today=timezone.localdate(), by=request.actor),
        "Программа отправлена на утверждение.",
    )
    return to_page(row)


@requires(Permission.PROGRAMME_APPROVE)
@require_POST
def approve(request: Request, pk: UUID) -> HttpResponse:
    row = _approved_by(request, pk)
    told(
        request,
        lambda: moving.approve(row, today=timezone.localdate(), by=request.actor),
        "Программа утверждена. Участники узнают об этом.",
    )
    return to_page(row)


def _approved_by(request: Request, pk: UUID) -> Programme:
    return queries.programme_for(request.actor, pk, Permission.PROGRAMME_APPROVE)


@requires(Permission.PROGRAMME_APPROVE)
@require_POST
def give_back(request: Request, pk: UUID) -> HttpResponse:
    row = _approved_by(request, pk)
    form = CommentForm(request.POST, parts=queries.settings_of(row.organisation), prefix="back")
    if not form.is_valid():
        messages.error(request, "Напишите, что исправить, и выберите раздел.")
        return to_page(row)
    data = form.cleaned_data
    told(
        request,
        lambda: moving.give_back(row, part=Part(data["part"]), words=data["words"], by=request.actor),
        "Программа возвращена участникам с вашим замечанием.",
    )
    if not queries.sees(request.actor, row):
        return redirect("programmes:list")
    return to_page(row)


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def drop(request: Request, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    told(
        request,
        lambda: moving.drop(row, by=request.actor),
        "Черновик удалён. Первые шаги вернулись на страницу пары.",
    )
    return redirect("programmes:programme", pk=row.mentorship_id)


@requires(Permission.PROGRAMME_ADVISE)
@require_POST
def advise(request: Request, pk: UUID) -> HttpResponse:
    row = queries.programme_for(request.actor, pk, Permission.PROGRAMME_ADVISE)
    form = CommentForm(request.POST, parts=queries.settings_of(row.organisation))
    if not form.is_valid():
        messages.error(request, "Напишите совет и выберите раздел.")
        return to_page(row)
    data = form.cleaned_data
    told(
        request,
        lambda: progress.advise(row, part=Part(data["part"]), words=data["words"], by=request.actor),
        "Совет записан у раздела.",
    )
    return to_page(row)


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def settle_comment(request: Request, pk: UUID, comment: UUID) -> HttpResponse:
    row = editable(request, pk)
    found = queries.comment_in(row, comment)
    told(
        request,
        lambda: progress.settle_comment(row, found, today=timezone.localdate(), by=request.actor),
        "Отмечено: учтено.",
    )
    return to_page(row)


@requires(Permission.PROGRAMME_APPROVE)
def trial(request: Request, pk: UUID) -> HttpResponse:
    """Begin the trial; when it goes on, write down the council's conclusion."""
    row, today = _approved_by(request, pk), timezone.localdate()
    if row.pilot_from_on:
        return _conclude(request, row)
    form = TrialForm(request.POST or None)

    def act() -> None:
        progress.begin_trial(row, words=form.cleaned_data["words"], today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Апробация началась. По её итогам совет даст заключение.")
        return to_page(row)
    return form_page(
        request,
        form,
        title="Начать апробацию",
        lead="Программу пробуют в деле, совет смотрит и решает, советовать ли её другим.",
        back="К программе",
        back_url=back_to(row),
        submit="Начать апробацию",
    )


def _conclude(request: Request, row: Programme) -> HttpResponse:
    decisions = list(queries.council_decisions(row.organisation)[:20])
    form = ConclusionForm(request.POST or None, decisions=decisions)

    def act() -> None:
        progress.conclude_trial(row, decision=form.chosen(), by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Заключение совета записано.")
        return to_page(row)
    return form_page(
        request,
        form,
        title="Заключение совета",
        lead="" if decisions else "Сначала запишите решение совета в разделе «Организация», «Органы».",
        back="К программе",
        back_url=back_to(row),
        submit="Записать заключение",
    )


@requires(Permission.PROGRAMME_EDIT)
def finish(request: Request, pk: UUID) -> HttpResponse:
    """The end, step by step: goals without a result are named with their addresses."""
    row, today = editable(request, pk), timezone.localdate()
    form = FinishForm(request.POST or None, early=today < row.ends_on)

    def act() -> None:
        data = form.cleaned_data
        moving.finish(
            row, words=data["words"], why_early=data.get("why_early", ""), today=today, by=request.actor
        )

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Программа завершена. Спасибо за работу!")
        return redirect("programmes:results", pk=row.mentorship_id)
    context = {
        "form": form,
        "goals": [each for each in queries.goals_of(row) if each.state == "open"],
        "programme": row,
        "back_url": back_to(row),
    }
    return render(request, "programmes/finish.html", context)


@requires(Permission.PROGRAMME_APPROVE)
def terminate(request: Request, pk: UUID) -> HttpResponse:
    row = _approved_by(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        moving.terminate(row, words=form.cleaned_data["words"], today=timezone.localdate(), by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Программа прекращена.")
        return to_page(row)
    return form_page(
        request,
        form,
        title="Прекратить программу",
        lead="Всё, что сделано, останется в истории. Для пары можно будет составить другую программу.",
        back="К программе",
        back_url=back_to(row),
        submit="Прекратить программу",
    )
