"""The list of papers, one paper beside its facts, its files."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import files, ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.core.paging import paged
from nastavnik.core.ways import back_of
from nastavnik.documents import contents, kinds, queries, services
from nastavnik.documents.drawing.pdf import office, to_pdf
from nastavnik.documents.drawing.preview import preview
from nastavnik.documents.forms import PaperFilter, ScanForm
from nastavnik.documents.models import Paper
from nastavnik.documents.rules import PaperState

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NO_PDF = "На сервере нет LibreOffice. Скачайте DOCX и сохраните его как PDF в Word."
COLUMNS = (ui.Column("Документ", wide=True), ui.Column("№"), ui.Column("Дата"), ui.Column("Состояние"))
LOOK: dict[str, ui.Kind] = {
    PaperState.DRAFT: "wait",
    PaperState.ISSUED: "ok",
    PaperState.SUPERSEDED: "rest",
    PaperState.CANCELLED: "rest",
}


@requires(Permission.PAPER_VIEW)
def papers(request: Request) -> HttpResponse:
    form = PaperFilter(request.GET)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    # Only the own papers of a participant may lie in another place than the one looked at.
    here = request.here if request.here and request.actor.can(Permission.PAPER_VIEW, request.here) else None
    rows, pager = paged(queries.papers_in(here, queries.Wanted(**chosen), by=request.actor), request.GET)
    context = {
        "here": request.here,
        "filter": form,
        "chips": [ui.Chip(form.words(name), _without(chosen, name)) for name in chosen],
        "reset_url": request.path if chosen else "",
        "table": ui.Table("Документы", COLUMNS, [_row(paper) for paper in rows]),
        "pager": pager,
        "acts_url": reverse("documents:acts") if here else "",
        "first_action": _first_action(request),
    }
    return render(request, "documents/list.html", context)


def _first_action(request: Request) -> ui.Action | None:
    """The way to the first order; pairs stand on a floor above."""
    if request.here is None or not request.actor.can(Permission.PAPER_DRAFT, request.here):
        return None
    try:
        return ui.Action("Подготовить приказ", reverse("pairs:order_new"), primary=True)
    except NoReverseMatch:
        return None


def _without(chosen: dict[str, Any], name: str) -> str:
    return f"?{urlencode({key: value for key, value in chosen.items() if key != name})}"


def _row(paper: Paper) -> ui.Row:
    return ui.Row(
        [
            ui.Cell(paper.title, _page_of(paper), note=_version(paper)),
            ui.Cell(paper.number or "—"),
            ui.Cell(f"{paper.on:%d.%m.%Y}" if paper.on else "—"),
            ui.Cell(status=status_of(paper)),
        ]
    )


def _page_of(paper: Paper) -> str:
    """A draft opens where it is worked on."""
    own = _own_page(paper) if paper.state == PaperState.DRAFT else ""
    return own or reverse("documents:paper", args=[paper.pk])


def _version(paper: Paper) -> str:
    return f"версия {paper.version_no}" if paper.version_no > 1 else ""


def status_of(paper: Paper) -> ui.Status:
    return ui.Status(LOOK[paper.state], paper.get_state_display())


@requires(Permission.PAPER_VIEW)
def paper(request: Request, pk: UUID) -> HttpResponse:
    row = queries.paper_for(request.actor, pk)
    sheet, stopped = _sheet(row)
    context = {
        "paper": row,
        "status": status_of(row),
        "lines": _lines(row),
        "bases": queries.bases_of(row),
        "warnings": queries.warnings_of(row),
        "versions": [_version_task(each, row) for each in queries.versions_of(row)],
        "sheet": sheet,
        "stopped": stopped,
        "actions": _actions(request, row, stopped),
    }
    return render(request, "documents/paper.html", context)


def _sheet(row: Paper) -> tuple[SafeString, str]:
    """The paper as HTML, or the reason why it cannot be drawn yet."""
    try:
        docx = contents.docx_of(row, today=timezone.localdate())
    except Refusal as refusal:
        return mark_safe(""), str(refusal)
    # The preview escapes every word of the paper and knows no attributes but its own classes.
    return mark_safe(preview(docx)), ""  # noqa: S308


def _lines(row: Paper) -> list[ui.Line]:
    lines = [
        ui.Line("Вид", row.get_kind_display()),
        ui.Line("№", row.number),
        ui.Line("Дата", f"{row.on:%d.%m.%Y}" if row.on else ""),
        ui.Line("Версия", row.version_no),
    ]
    if row.issued_at:
        when = f"{timezone.localtime(row.issued_at):%d.%m.%Y в %H:%M}"
        lines.append(ui.Line("Издан в системе", f"{when}, {row.issued_by}"))
    if row.scan:
        lines.append(ui.Line("Подписанная копия", row.scan.name, reverse("documents:scan", args=[row.pk])))
    return lines


def _version_task(each: Paper, shown: Paper) -> ui.Task:
    here = each.pk == shown.pk
    url = "" if here else reverse("documents:paper", args=[each.pk])
    note = "вы смотрите её" if here else (f"№ {each.number}" if each.number else "")
    return ui.Task(f"Версия {each.version_no}", url, note, status_of(each))


def _actions(request: Request, row: Paper, stopped: str) -> list[ui.Action]:
    pk = [row.pk]
    actions = []
    if row.state == PaperState.DRAFT and (own := _own_page(row)):
        actions.append(ui.Action("Открыть черновик", own, primary=True))
    actions.append(
        ui.Action("Скачать DOCX", reverse("documents:docx", args=pk), why_not=stopped, icon="download")
    )
    no_pdf = stopped or ("" if office() else NO_PDF)
    actions.append(
        ui.Action("Скачать PDF", reverse("documents:pdf", args=pk), why_not=no_pdf, icon="download")
    )
    if row.state == PaperState.ISSUED and request.actor.can(Permission.PAPER_ISSUE, row):
        label = "Заменить подписанную копию" if row.scan else "Приложить подписанную копию"
        actions.append(ui.Action(label, reverse("documents:scan-add", args=pk), icon="upload"))
    return actions


def _own_page(row: Paper) -> str:
    """The page of the package that edits such a draft, if it has one."""
    address = kinds.of(row).address
    try:
        return "" if address == "documents:paper" else reverse(address, args=[row.pk])
    except NoReverseMatch:
        return ""


@requires(Permission.PAPER_VIEW)
def docx(request: Request, pk: UUID) -> HttpResponse:
    row = queries.paper_for(request.actor, pk)
    return _file(request, row, "docx")


@requires(Permission.PAPER_VIEW)
def pdf(request: Request, pk: UUID) -> HttpResponse:
    row = queries.paper_for(request.actor, pk)
    return _file(request, row, "pdf")


def _file(request: Request, row: Paper, ending: str) -> HttpResponse:
    try:
        data = contents.docx_of(row, today=timezone.localdate())
        data = to_pdf(data) if ending == "pdf" else data
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("documents:paper", pk=row.pk)
    return files.give(
        data, f"{contents.file_name(row)}.{ending}", "application/pdf" if ending == "pdf" else DOCX
    )


@requires(Permission.PAPER_VIEW)
def scan(request: Request, pk: UUID) -> HttpResponseBase:
    row = queries.paper_for(request.actor, pk)
    if row.scan is None:
        raise Http404
    return files.serve(row.scan)


@requires(Permission.PAPER_ISSUE)
def add_scan(request: Request, pk: UUID) -> HttpResponse:
    row = queries.paper_for(request.actor, pk, Permission.PAPER_ISSUE)
    form = ScanForm(request.POST or None, request.FILES or None)
    back_url = back_of(request, reverse("documents:paper", args=[pk]))
    if request.method == "POST" and form.is_valid() and carried_out(form, lambda: _keep(request, form, row)):
        messages.success(request, "Подписанная копия приложена.")
        return redirect(back_url)
    return form_page(
        request,
        form,
        title="Подписанная копия",
        sub=str(row),
        back="К документу",
        back_url=back_url,
        submit="Приложить копию",
    )


def _keep(request: Request, form: ScanForm, row: Paper) -> None:
    stored = files.accept(form.cleaned_data["scan"], allowed=files.SCANS, organisation=row.organisation)
    services.attach_scan(row, stored, by=request.actor)
