"""The page of the installation: organisations, health, stopped jobs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core import health, jobs, ui
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.core.models import Job
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Kind, Level
from nastavnik.organisations.services import add_organisation

from . import state
from .forms import OrganisationForm

# The whole file is read for the check of integrity: that is for the console.
SHOWN = {name: check for name, check in health.CHECKS.items() if name != "integrity"}


@requires(P.SYSTEM_VIEW)
def overview(request: Request) -> HttpResponse:
    findings = list(health.findings(SHOWN, timezone.now()))
    context = {
        "organisations": _organisations(state.organisations(request.actor)),
        "health": [ui.Line(each.say, status=_status(each.ok)) for each in findings],
        "parked": _parked(state.parked()),
    }
    return render(request, "system/overview.html", context)


def _status(ok: bool) -> ui.Status:
    return ui.Status("ok", "В порядке") if ok else ui.Status("stop", "Нужно внимание")


def _organisations(found: list[Organisation]) -> ui.Table:
    columns = [ui.Column("Название"), ui.Column("Код"), ui.Column("Уровень"), ui.Column("Вид")]
    rows = [
        ui.Row(
            [
                ui.Cell(each.short_name, note="пример" if each.is_demo else ""),
                ui.Cell(each.code),
                ui.Cell(each.get_level_display()),
                ui.Cell(each.get_kind_display()),
            ]
        )
        for each in found
    ]
    return ui.Table("Организации", columns, rows)


def _parked(found: list[Job]) -> ui.Table | None:
    columns = [ui.Column("Работа"), ui.Column("Когда"), ui.Column("Почему"), ui.Column("Что сделать")]
    rows = [
        ui.Row(
            [
                ui.Cell(each.kind),
                ui.Cell(f"{timezone.localtime(each.created_at):%d.%m.%Y %H:%M}"),
                ui.Cell(each.error.strip().splitlines()[-1] if each.error.strip() else ""),
                ui.Cell(action=ui.Action("Повторить", reverse("desk:job_retry", args=[each.pk]), post=True)),
            ]
        )
        for each in found
    ]
    return ui.Table("Остановленные работы", columns, rows) if rows else None


@requires(P.ORGANISATION_ADD)
def add(request: Request) -> HttpResponse:
    form = OrganisationForm(request.POST or None, organisations=state.organisations(request.actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        words = {name: given[name] for name in ("code", "full_name", "short_name", "place", "time_zone")}
        level, kind, parent = Level(given["level"]), Kind(given["kind"]), form.above.get(given["parent"])
        if carried_out(
            form,
            lambda: add_organisation(level=level, kind=kind, parent=parent, by=request.actor, **words),
        ):
            messages.success(request, f"Организация добавлена: {given['short_name']}.")
            return redirect("desk:system")
    return render(request, "system/organisation.html", {"form": form})


@requires(P.SYSTEM_MANAGE)
@require_POST
def retry_job(request: Request, pk: UUID) -> HttpResponse:
    try:
        found = jobs.retry(pk)
        messages.success(request, "Работа снова в очереди." if found else "Эта работа уже не остановлена.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:system")
