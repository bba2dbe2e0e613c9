"""The import step by step: file → columns → preview → progress → result. One address shows the step of the moment."""

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
from nastavnik.core import files, ui
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.core.paging import PAGE, number_of, pager_of
from nastavnik.core.russian.wording import counted, spaced
from nastavnik.people import tables
from nastavnik.people.forms.importing import ColumnsForm, UploadForm
from nastavnik.people.models import StaffImport
from nastavnik.people.queries import imports as queries
from nastavnik.people.rules import ImportState
from nastavnik.people.services import importing as services
from nastavnik.people.staff_file import Mapping

from .cards import here_of

PEOPLE = "человек,человека,человек"
PLACES = "место,места,мест"
TABS = (
    ("errors", "Что посмотреть"),
    ("new", "Новые"),
    ("changed", "Изменятся"),
    ("same", "Без изменений"),
)
STATES = {
    ImportState.MAPPING: ui.Status("wait", "выберите столбцы"),
    ImportState.PREVIEW: ui.Status("wait", "проверьте"),
    ImportState.APPLYING: ui.Status("info", "загружается"),
    ImportState.APPLIED: ui.Status("ok", "загружен"),
    ImportState.UNDONE: ui.Status("rest", "отменён"),
    ImportState.FAILED: ui.Status("stop", "не загружен"),
}


@requires(Permission.PEOPLE_IMPORT)
def start(request: Request) -> HttpResponse:
    here = here_of(request)
    request.actor.require(Permission.PEOPLE_IMPORT, here)
    form = UploadForm(request.POST or None, request.FILES or None)
    made: list[StaffImport] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form,
            lambda: made.append(services.upload(here, file=form.cleaned_data["file"], by=request.actor)),
        )
    ):
        return redirect("people:import-step", pk=made[0].pk)
    recent = [
        ui.Task(
            row.file_name,
            reverse("people:import-step", args=[row.pk]),
            f"{timezone.localtime(row.created_at):%d.%m.%Y %H:%M} · {row.ordered_by}",
            STATES[ImportState(row.state)],
        )
        for row in queries.recent_imports(request.actor, here)
    ]
    return render(request, "people/import_start.html", {"form": form, "recent": recent})


@requires(Permission.PEOPLE_IMPORT)
def step(request: Request, pk: UUID) -> HttpResponse:
    row = queries.import_for(request.actor, pk)
    pages = {
        ImportState.MAPPING: _columns,
        ImportState.PREVIEW: _preview,
        ImportState.APPLYING: _progress,
    }
    return pages.get(ImportState(row.state), _result)(request, row)


@requires(Permission.PEOPLE_IMPORT)
def columns(request: Request, pk: UUID) -> HttpResponse:
    row = queries.import_for(request.actor, pk)
    open_for_change = (ImportState.MAPPING, ImportState.PREVIEW, ImportState.FAILED)
    if row.state not in open_for_change or not row.mapping:
        return redirect("people:import-step", pk=pk)
    return _columns(request, row)


def _columns(request: Request, row: StaffImport) -> HttpResponse:
    sheets = row.mapping.get("sheets", [])
    form = ColumnsForm(request.POST or None, mapping=Mapping.from_dict(row.mapping), sheets=sheets)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form,
            lambda: services.choose_columns(
                row,
                fields=form.chosen(),
                sheet=form.cleaned_data.get("sheet", ""),
                today=timezone.localdate(),
                by=request.actor,
            ),
        )
    ):
        return redirect("people:import-step", pk=row.pk)
    return render(request, "people/import_columns.html", {"form": form, "row": row})


def _preview(request: Request, row: StaffImport) -> HttpResponse:
    counts = row.preview["counts"]
    default = "errors" if counts["errors"] else "new"
    shown = request.GET.get("show", "")
    shown = shown if shown in dict(TABS) else default
    table, pager = _shown(request, row, shown)
    taken = counts["new"] + counts["changed"]
    context = {
        "row": row,
        "figures": _figures(counts),
        "tabs": [(name, f"{label}: {spaced(counts[name])}", name == shown) for name, label in TABS],
        "table": table,
        "pager": pager,
        "errors_url": reverse("people:import-errors", args=[row.pk]) if counts["errors"] else "",
        "submit": f"Загрузить: {counted(taken, PEOPLE)}" if taken else "",
        "lost": counts["lost"],
    }
    return render(request, "people/import_preview.html", context)


def _figures(counts: dict[str, int]) -> list[tuple[str, str]]:
    return [
        ("новых", counted(counts["new"], PEOPLE)),
        ("изменятся", counted(counts["changed"], PEOPLE)),
        ("без изменений", counted(counts["same"], PEOPLE)),
        ("посмотреть в файле", counted(counts["errors"], PLACES)),
    ]


def _shown(request: Request, row: StaffImport, shown: str) -> tuple[ui.Table, ui.Pager]:
    """Fifty rows of the kept preview; the rest is not drawn."""
    label = dict(TABS)[shown]
    if shown == "errors":
        kept: list[Any] = row.preview["errors"]
        heads: tuple[ui.Column, ...] = (
            ui.Column("Строка", number=True),
            ui.Column("Кто"),
            ui.Column("Ячейка"),
            ui.Column("Что сделать", wide=True),
        )
    else:
        kept = [each for each in row.preview["people"] if each[3] == shown]
        heads = (ui.Column("Строка", number=True), ui.Column("Кто"), ui.Column("Должность"))
        heads += (ui.Column("Что изменится", wide=True),) if shown == "changed" else ()
    number = min(number_of(request.GET), max(1, -(-len(kept) // PAGE)))
    part = kept[(number - 1) * PAGE : number * PAGE]
    rows = [_error_row(each) if shown == "errors" else _person_row(each, shown) for each in part]
    return ui.Table(label, heads, rows), pager_of(request.GET, number=number, total=len(kept))


def _error_row(error: list[Any]) -> ui.Row:
    row, person, cell, message, trouble = error
    mark: Any = "bad" if trouble in {"lost", "cell"} else "same"
    cells = [ui.Cell(row), ui.Cell(person or "без имени"), ui.Cell(cell), ui.Cell(message, mark=mark)]
    return ui.Row(cells)


def _person_row(person: list[Any], shown: str) -> ui.Row:
    number, name, position, _, words = person
    cells = [ui.Cell(number), ui.Cell(name), ui.Cell(position)]
    return ui.Row([*cells, ui.Cell(words)] if shown == "changed" else cells)


@requires(Permission.PEOPLE_IMPORT)
@require_POST
def apply(request: Request, pk: UUID) -> HttpResponse:
    row = queries.import_for(request.actor, pk)
    try:
        services.order_apply(row, by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("people:import-step", pk=pk)


def _progress(request: Request, row: StaffImport) -> HttpResponse:
    job = queries.job_of(row)
    if queries.is_stuck(job):
        return _result(request, row)
    total = row.preview["counts"]["new"] + row.preview["counts"]["changed"] + row.preview["counts"]["same"]
    done = min(job.done_steps, total) if job else 0
    progress = ui.Progress(
        "Загружаем список", done, max(total, 1), url=reverse("people:import-step", args=[row.pk])
    )
    return render(request, "people/import_progress.html", {"row": row, "job": progress})


def _result(request: Request, row: StaffImport) -> HttpResponse:
    job = queries.job_of(row)
    stuck = row.state == ImportState.APPLYING
    failed = row.preview.get("failed") or (job.error if job and stuck else "")
    forgotten = bool(row.preview.get("forgotten")) and row.state == ImportState.FAILED
    context = {
        "forgotten": forgotten,
        "row": row,
        "status": STATES[ImportState.FAILED] if stuck else STATES[ImportState(row.state)],
        "failed": failed or ("Список загрузить не удалось." if stuck else ""),
        "figures": _figures(row.preview["counts"]) if row.preview.get("counts") else [],
        "may_undo": queries.may_undo(row, timezone.now()),
        "stays": row.preview.get("stays", []),
        "errors_url": reverse("people:import-errors", args=[row.pk]) if row.preview.get("errors") else "",
        "applied": row.state == ImportState.APPLIED,
        "undone": row.state == ImportState.UNDONE,
    }
    return render(request, "people/import_result.html", context)


@requires(Permission.PEOPLE_IMPORT)
@require_POST
def again(request: Request, pk: UUID) -> HttpResponse:
    """After a failure: back to the preview."""
    row = queries.import_for(request.actor, pk)
    try:
        services.back_to_preview(row, by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("people:import-step", pk=pk)


@requires(Permission.PEOPLE_IMPORT)
@require_POST
def undo(request: Request, pk: UUID) -> HttpResponse:
    row = queries.import_for(request.actor, pk)
    try:
        services.undo(row, now=timezone.now(), by=request.actor)
        messages.success(request, "Загрузка отменена. Прежние данные возвращены.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("people:import-step", pk=pk)


@requires(Permission.PEOPLE_IMPORT)
def errors(request: Request, pk: UUID) -> HttpResponse:
    row = queries.import_for(request.actor, pk)
    data = tables.troubles(row.preview.get("errors", []))
    return files.give(data, "Что исправить.xlsx", tables.XLSX)


@requires(Permission.PEOPLE_IMPORT)
def sample(request: Request) -> HttpResponse:  # noqa: ARG001
    return files.give(tables.sample(), "Образец списка.xlsx", tables.XLSX)
