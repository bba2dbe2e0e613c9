"""Settings of programmes in an organisation: sections, templates to tick, the organisation's own programme."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.russian.wording import counted
from nastavnik.organisations.models import Organisation
from nastavnik.programmes import catalogue_queries, queries
from nastavnik.programmes.forms.catalogue import FrameForm, LineForm, SectionsForm, TemplateForm
from nastavnik.programmes.models import Template
from nastavnik.programmes.services import catalogue

from . import told


def _here(request: Request) -> Organisation:
    """The current organisation, if its lists are the actor's to edit."""
    if request.here is None:
        raise Http404
    request.actor.require(Permission.LISTS_EDIT, request.here)
    organisation: Organisation = request.here
    return organisation


@requires(Permission.LISTS_EDIT)
def settings(request: Request) -> HttpResponse:
    """Sections on one form; templates and the own programme beside."""
    here = _here(request)
    form = SectionsForm(request.POST or None, settings=queries.settings_of(here))

    def act() -> None:
        catalogue.arrange(here, form.chosen(), by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Разделы сохранены.")
        return redirect("programmes:settings")
    context = {
        "form": form,
        "rows": form.rows(),
        "here": here,
        "templates": [
            _template_task(each) for each in catalogue_queries.templates_in(here, by=request.actor)
        ],
        "frames": [
            ui.Task(
                each.title,
                reverse("programmes:frame", args=[each.pk]),
                f"{each.starts_on:%d.%m.%Y} — {each.ends_on:%d.%m.%Y}",
            )
            for each in catalogue_queries.frames_in(here)
        ],
    }
    return render(request, "programmes/settings.html", context)


def _template_task(each: Template) -> ui.Task:
    number = counted(len(each.lines.all()), "строка,строки,строк")
    note = " · ".join(filter(None, (each.get_whose_display(), number)))
    status = None if each.enabled else ui.Status("rest", "Выключен")
    return ui.Task(each.title, reverse("programmes:template", args=[each.pk]), note, status)


@requires(Permission.LISTS_EDIT)
def frame_add(request: Request) -> HttpResponse:
    return _frame(request, _here(request), None)


@requires(Permission.LISTS_EDIT)
def frame(request: Request, pk: UUID) -> HttpResponse:
    row = catalogue_queries.frame_to_change(request.actor, pk)
    return _frame(request, row.organisation, row)


def _frame(request: Request, here: Organisation, row: Any) -> HttpResponse:
    initial = {name: getattr(row, name) for name in ("title", "starts_on", "ends_on")} if row else {}
    form = FrameForm(request.POST or None, initial=initial)

    def act() -> None:
        data = form.cleaned_data
        catalogue.save_frame(
            here,
            row,
            title=data["title"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            by=request.actor,
        )

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Сохранено.")
        return redirect("programmes:settings")
    return _form(
        request,
        form,
        title="Программа организации",
        lead="Может длиться несколько лет. Программы пар должны лежать внутри её срока.",
    )


def _form(request: Request, form: Any, *, title: str, back_url: str = "", **more: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        back="Назад",
        back_url=back_url or reverse("programmes:settings"),
        submit="Сохранить",
        **more,
    )


@requires(Permission.LISTS_EDIT)
def template_add(request: Request) -> HttpResponse:
    here = _here(request)
    form = _template_form(request, here, {"whose": "any", "enabled": True})
    made: list[Template] = []

    def act() -> None:
        made.append(catalogue.save_template(here, None, **form.values(), by=request.actor))

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Шаблон создан. Добавьте в него строки.")
        return redirect("programmes:template", pk=made[0].pk)
    return _form(request, form, title="Новый шаблон")


def _template_form(request: Request, here: Organisation, initial: dict[str, Any]) -> TemplateForm:
    return TemplateForm(
        request.POST or None,
        problems=catalogue_queries.problems_of(here, by=request.actor),
        topics=queries.topics_of(here),
        initial=initial,
    )


@requires(Permission.LISTS_EDIT)
def template(request: Request, pk: UUID) -> HttpResponse:
    """One template: its head and its lines."""
    row = catalogue_queries.template_to_change(request.actor, pk)
    initial = {
        "title": row.title,
        "whose": row.whose,
        "problem": str(row.problem_id or ""),
        "topic": str(row.topic_id or ""),
        "enabled": row.enabled,
    }
    form = _template_form(request, row.organisation, initial)

    def act() -> None:
        catalogue.save_template(row.organisation, row, **form.values(), by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Сохранено.")
        return redirect("programmes:template", pk=pk)
    lines = [
        ui.Task(each.words, reverse("programmes:line", args=[row.pk, each.pk]), each.get_kind_display())
        for each in row.lines.all()
    ]
    return render(request, "programmes/template.html", {"form": form, "template": row, "lines": lines})


@requires(Permission.LISTS_EDIT)
def line_add(request: Request, pk: UUID) -> HttpResponse:
    return _line(request, catalogue_queries.template_to_change(request.actor, pk), None)


@requires(Permission.LISTS_EDIT)
def line(request: Request, pk: UUID, line: UUID) -> HttpResponse:
    row = catalogue_queries.template_to_change(request.actor, pk)
    return _line(request, row, catalogue_queries.line_in(row, line))


def _line(request: Request, row: Template, found: Any) -> HttpResponse:
    names = ("kind", "words", "aim", "domain", "product")
    initial = {name: getattr(found, name) for name in names} | {"month": found.month + 1} if found else {}
    form = LineForm(
        request.POST or None,
        domains=queries.domains_of(row.organisation),
        initial=initial or {"kind": "activity"},
    )
    back = reverse("programmes:template", args=[row.pk])

    def act() -> None:
        catalogue.save_line(row, found, **form.values(), by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Строка сохранена.")
        return redirect(back)
    context = {
        "form": form,
        "title": "Строка шаблона",
        "back_url": back,
        "back": "К шаблону",
        "remove": reverse("programmes:line_remove", args=[row.pk, found.pk]) if found else "",
    }
    return render(request, "programmes/thing.html", context)


@requires(Permission.LISTS_EDIT)
@require_POST
def line_remove(request: Request, pk: UUID, line: UUID) -> HttpResponse:
    row = catalogue_queries.template_to_change(request.actor, pk)
    found = catalogue_queries.line_in(row, line)
    told(request, lambda: catalogue.remove_line(row, found, by=request.actor), "Строка убрана.")
    return redirect("programmes:template", pk=pk)
