"""The catalogue of legal acts that papers cite."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.paging import paged
from nastavnik.documents import queries, services
from nastavnik.documents.forms import ActFilter, ActForm
from nastavnik.documents.models import LegalAct
from nastavnik.documents.rules import ActStatus

COLUMNS = (ui.Column("Акт", wide=True), ui.Column("Уровень"), ui.Column("Статус"), ui.Column("В приказах"))
LOOK: dict[str, ui.Kind] = {
    ActStatus.IN_FORCE: "ok",
    ActStatus.REPEALED: "stop",
    ActStatus.UNCHECKED: "wait",
}


@requires(Permission.PAPER_VIEW)
def acts(request: Request) -> HttpResponse:
    here = request.here
    request.actor.require(Permission.PAPER_VIEW, here)
    form = ActFilter(request.GET)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    rows, pager = paged(queries.acts_in(here, **chosen), request.GET)
    may_edit = request.actor.can(Permission.ACTS_EDIT, here)
    context = {
        "here": here,
        "filter": form,
        "chips": [ui.Chip(form.words(name), _without(chosen, name)) for name in chosen],
        "reset_url": request.path if chosen else "",
        "table": ui.Table("Правовые акты", COLUMNS, [_row(act, may_edit) for act in rows]),
        "pager": pager,
        "add_url": reverse("documents:act-add") if may_edit else "",
    }
    return render(request, "documents/acts.html", context)


def _without(chosen: dict[str, Any], name: str) -> str:
    return f"?{urlencode({key: value for key, value in chosen.items() if key != name})}"


def _row(act: LegalAct, may_edit: bool) -> ui.Row:
    url = reverse("documents:act-edit", args=[act.pk]) if may_edit else ""
    instead = f" · вместо него: {act.replaced_by.brief}" if act.replaced_by else ""
    return ui.Row(
        [
            ui.Cell(act.brief, url, note=f"{act.title}{instead}"),
            ui.Cell(act.get_level_display()),
            ui.Cell(status=ui.Status(LOOK[act.status], act.get_status_display())),
            ui.Cell("ссылаемся" if act.cite else "—"),
        ]
    )


@requires(Permission.ACTS_EDIT)
def add(request: Request) -> HttpResponse:
    here = request.here
    request.actor.require(Permission.ACTS_EDIT, here)
    form = ActForm(request.POST or None, acts=queries.acts_in(here))
    if request.method == "POST" and form.is_valid():
        act = services.add_act(here, **form.values(), by=request.actor)
        return _saved(request, act)
    return _page(request, form, "Новый акт", "Добавить акт")


@requires(Permission.ACTS_EDIT)
def edit(request: Request, pk: UUID) -> HttpResponse:
    act = queries.act_to_change(request.actor, pk)
    initial = {name: getattr(act, name) for name in ActForm.base_fields}
    form = ActForm(request.POST or None, acts=queries.acts_in(act.organisation), initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        change = lambda: services.change_act(act, seen=seen, **form.values(), by=request.actor)  # noqa: E731
        if carried_out(form, change, act):
            return _saved(request, act)
    return _page(request, form, "Изменить акт", "Сохранить акт")


def _saved(request: Request, act: LegalAct) -> HttpResponse:
    messages.success(request, "Акт сохранён. Уже изданные бумаги не изменились.")
    if act.cite and (warning := queries.warning_of(act)):
        messages.warning(request, warning)
    return redirect("documents:acts")


def _page(request: Request, form: ActForm, title: str, submit: str) -> HttpResponse:
    back = reverse("documents:acts")
    return form_page(request, form, title=title, back="Правовые акты", back_url=back, submit=submit)
