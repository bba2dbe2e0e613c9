"""«Пожаловаться» for a participant; the list and the case for those who decide."""

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
from nastavnik.conversations.forms import DecisionForm, ReportForm
from nastavnik.conversations.models import Complaint
from nastavnik.conversations.queries import complaints as queries
from nastavnik.conversations.queries import threads
from nastavnik.conversations.rules import ComplaintState, Reason
from nastavnik.conversations.services import complaints as services
from nastavnik.core import ui
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.core.paging import paged

from . import showing

STATUS: dict[ComplaintState, ui.Kind] = {
    ComplaintState.NEW: "wait",
    ComplaintState.SEEN: "info",
    ComplaintState.DECIDED: "ok",
}


@requires(Permission.TALK)
def report(request: Request, pk: UUID) -> HttpResponse:
    """The form; after it, how the case stands and what was decided."""
    message, found = threads.message_for(request.actor, pk, today=timezone.localdate())
    own, form = queries.own_of(request.actor, message), ReportForm(request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        services.complain(
            message, found, Reason(data["reason"]), data["words"], now=timezone.now(), by=request.actor
        )

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Жалоба отправлена. Имя того, кто пожаловался, другой стороне не называют.")
        return redirect("conversations:report", pk=pk)
    context = {
        "form": form,
        "complaint": own,
        "status": _status(own) if own else None,
        "author": message.author,
        "text": own.frozen_text if own else message.text,
        "back_url": showing.place_of(message),
        "mine": message.author_id in found.mine,
    }
    return render(request, "conversations/report.html", context, status=422 if form.errors else 200)


def _status(complaint: Complaint) -> ui.Status:
    state = ComplaintState(complaint.state)
    return ui.Status(STATUS[state], state.label)


@requires(Permission.COMPLAINT_HANDLE)
def complaints(request: Request) -> HttpResponse:
    rows, pager = paged(queries.listed(request.actor, request.here), request.GET)
    columns = [ui.Column("Подана"), ui.Column("На что", wide=True), ui.Column("На чьё сообщение")]
    table = ui.Table("Жалобы", [*columns, ui.Column("Состояние")], [_row(each) for each in rows])
    return render(request, "conversations/complaints.html", {"table": table, "rows": rows, "pager": pager})


def _row(complaint: Complaint) -> ui.Row:
    day = timezone.localtime(complaint.made_at)
    return ui.Row(
        [
            ui.Cell(f"{day:%d.%m.%Y %H:%M}", reverse("conversations:complaint", args=[complaint.pk])),
            ui.Cell(complaint.get_reason_display()),
            ui.Cell(complaint.message.author.short_name),
            ui.Cell(status=_status(complaint)),
        ]
    )


@requires(Permission.COMPLAINT_HANDLE)
def complaint(request: Request, pk: UUID) -> HttpResponse:
    """The frozen message, who complained and why; the decision in words."""
    found, form = queries.complaint_for(request.actor, pk), DecisionForm(request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        services.decide(found, data["words"], hide=data["hide"], now=timezone.now(), by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Решение записано. Тот, кто пожаловался, получил извещение.")
        return redirect("conversations:complaint", pk=pk)
    return render(
        request,
        "conversations/complaint.html",
        _case(request, found, form),
        status=422 if form.errors else 200,
    )


def _case(request: Request, found: Complaint, form: DecisionForm) -> dict[str, Any]:
    files = found.message.attachments.select_related("file")
    own = found.reporter_id in request.actor.person_ids
    return {
        "complaint": found,
        "status": _status(found),
        "form": form,
        "files": [showing.file_of(each) for each in files],
        "lines": _lines(found),
        "is_new": found.state == ComplaintState.NEW and not own,
        "is_open": found.state == ComplaintState.SEEN and not own,
        "own": own and found.state != ComplaintState.DECIDED,
        "back_url": reverse("conversations:complaints"),
    }


def _lines(found: Complaint) -> list[ui.Line]:
    lines = [
        ui.Line("На что жалоба", found.get_reason_display()),
        ui.Line("Пояснение", found.words or "нет"),
        ui.Line("Кто пожаловался", f"{found.reporter.full_name}. Другой стороне имя не называйте."),
        ui.Line("Автор сообщения", found.message.author.full_name),
        ui.Line("Подана", f"{timezone.localtime(found.made_at):%d.%m.%Y %H:%M}"),
    ]
    if found.state == ComplaintState.DECIDED and found.decided_at:
        judge = found.decided_by.short_name if found.decided_by else "не указано"
        lines.append(
            ui.Line("Решение", f"{found.decision} ({judge}, {timezone.localtime(found.decided_at):%d.%m.%Y})")
        )
    return lines


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def take_up(request: Request, pk: UUID) -> HttpResponse:
    found = queries.complaint_for(request.actor, pk)
    try:
        services.take_up(found, now=timezone.now(), by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("conversations:complaint", pk=pk)
