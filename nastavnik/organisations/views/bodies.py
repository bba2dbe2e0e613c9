"""Collegial bodies, their members and decisions; the production calendar."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.organisations import queries
from nastavnik.organisations.body_members import members_of
from nastavnik.organisations.forms.lists import BodyForm, DayForm, DecisionForm
from nastavnik.organisations.models import BodyDecision, CalendarDay, CollegialBody
from nastavnik.organisations.rules import BodyKind
from nastavnik.organisations.services import bodies as services
from nastavnik.organisations.services import calendar

from . import here_of


@requires(Permission.ORGANISATION_VIEW)
def bodies(request: Request) -> HttpResponse:
    here = here_of(request)
    tasks = [
        ui.Task(
            body.title,
            reverse("organisations:body", args=[body.pk]),
            body.get_kind_display(),
            ui.Status("rest", "не действует") if body.closed_on else ui.Status("ok", "действует"),
        )
        for body in queries.bodies_of(request.actor, here)
    ]
    may_edit = request.actor.can(Permission.BODIES_EDIT, here)
    return render(request, "organisations/bodies.html", {"tasks": tasks, "may_edit": may_edit, "here": here})


@requires(Permission.ORGANISATION_VIEW)
def body(request: Request, pk: UUID) -> HttpResponse:
    found = queries.body_for(request.actor, Permission.ORGANISATION_VIEW, pk)
    if not queries.is_inside(request.actor, found.organisation):
        raise Http404  # who sits in it and what was decided is for the organisation itself
    today = timezone.localdate()
    context = {
        "body": found,
        "status": ui.Status("rest", "не действует") if found.closed_on else None,
        "lines": [
            ui.Line("Вид", found.get_kind_display()),
            ui.Line("Создан", f"{found.formed_on:%d.%m.%Y}" if found.formed_on else ""),
            *([ui.Line("Прекратил работу", f"{found.closed_on:%d.%m.%Y}")] if found.closed_on else []),
        ],
        "external": [line for line in found.external_councils.splitlines() if line.strip()],
        "membership": members_of(found, today=today, by=request.actor),
        "events": [_event(each) for each in queries.decisions_of(found)],
        "may_edit": request.actor.can(Permission.BODIES_EDIT, found),
    }
    return render(request, "organisations/body.html", context)


def _event(decision: BodyDecision) -> ui.Event:
    title = f"Протокол № {decision.protocol}: {decision.question}"
    return ui.Event(f"{decision.on:%d.%m.%Y}", title, decision.decided, kind="doc")


@requires(Permission.BODIES_EDIT)
def add(request: Request) -> HttpResponse:
    here = here_of(request)
    request.actor.require(Permission.BODIES_EDIT, here)
    form = BodyForm(request.POST or None, initial={"kind": BodyKind.COUNCIL})
    made: list[CollegialBody] = []
    if request.method == "POST" and form.is_valid():
        given = form.values()
        kind = BodyKind(given.pop("kind"))
        if carried_out(
            form, lambda: made.append(services.add_body(here, kind=kind, **given, by=request.actor))
        ):
            messages.success(request, "Коллегиальный орган записан.")
            return redirect("organisations:body", pk=made[0].pk)
    back_url = reverse("organisations:bodies")
    return form_page(
        request, form, title="Новый коллегиальный орган", back="Органы", back_url=back_url, submit="Сохранить"
    )


@requires(Permission.BODIES_EDIT)
def edit(request: Request, pk: UUID) -> HttpResponse:
    found = queries.body_for(request.actor, Permission.BODIES_EDIT, pk)
    initial = {name: getattr(found, name) for name in BodyForm.base_fields}
    form = BodyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        if carried_out(
            form, lambda: services.edit_body(found, seen=seen, **form.values(), by=request.actor), found
        ):
            messages.success(request, "Сведения сохранены.")
            return redirect("organisations:body", pk=pk)
    return _page(request, form, found, "Изменить сведения", "Сохранить")


@requires(Permission.BODIES_EDIT)
def decide(request: Request, pk: UUID) -> HttpResponse:
    found, today = queries.body_for(request.actor, Permission.BODIES_EDIT, pk), timezone.localdate()
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if carried_out(form, lambda: services.record_decision(found, **given, today=today, by=request.actor)):
            messages.success(request, "Решение записано. Его можно выбрать основанием назначения и приказа.")
            return redirect("organisations:body", pk=pk)
    return _page(request, form, found, "Решение и протокол", "Записать решение")


def _page(
    request: Request, form: BodyForm | DecisionForm, found: CollegialBody, title: str, submit: str
) -> HttpResponse:
    back_url = reverse("organisations:body", args=[found.pk])
    return form_page(
        request, form, title=title, sub=found.title, back=found.title, back_url=back_url, submit=submit
    )


CALENDAR_YEARS = range(2000, 2101)


@requires(Permission.ORGANISATION_VIEW)
def calendar_page(request: Request, year: int | None = None) -> HttpResponse:
    year = year or timezone.localdate().year
    if year not in CALENDAR_YEARS:
        raise Http404
    may_edit = request.actor.holds(Permission.SYSTEM_MANAGE)
    heads = [ui.Column("День"), ui.Column("Какой"), ui.Column("Почему", wide=True)]
    rows = [_day(day, may_edit) for day in queries.calendar_days(year)]
    context = {
        "year": year,
        "table": ui.Table(f"Особые дни {year} года", heads + [ui.Column("Изменить")] * may_edit, rows),
        "before": year - 1 if year - 1 in CALENDAR_YEARS else None,
        "after": year + 1 if year + 1 in CALENDAR_YEARS else None,
        "may_edit": may_edit,
    }
    return render(request, "organisations/calendar.html", context)


def _day(found: CalendarDay, may_edit: bool) -> ui.Row:
    kind = ui.Status("info", "рабочий") if found.is_working else ui.Status("rest", "выходной")
    note = "" if found.checked else "не сверено с постановлением"
    cells = [ui.Cell(f"{found.day:%d.%m.%Y}"), ui.Cell(status=kind), ui.Cell(found.title, note=note)]
    if may_edit:
        url = reverse("organisations:calendar-forget", args=[found.day.isoformat()])
        about = f"{found.day:%d.%m.%Y}"
        cells.append(ui.Cell(action=ui.Action("Убрать", url, post=True, small=True, about=about)))
    return ui.Row(cells)


@requires(Permission.SYSTEM_MANAGE)
def calendar_add(request: Request) -> HttpResponse:
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        is_working = data["is_working"] == "yes"
        calendar.set_day(data["day"], is_working=is_working, title=data["title"], by=request.actor)
        messages.success(request, "День записан.")
        return redirect("organisations:calendar-year", year=data["day"].year)
    back_url = reverse("organisations:calendar")
    return form_page(
        request, form, title="Особый день", back="Календарь", back_url=back_url, submit="Записать день"
    )


@requires(Permission.SYSTEM_MANAGE)
@require_POST
def calendar_forget(request: Request, day: str) -> HttpResponse:
    try:
        found = queries.calendar_day(date.fromisoformat(day))
    except ValueError as wrong:
        raise Http404 from wrong
    year = found.day.year
    calendar.forget_day(found, by=request.actor)
    messages.success(request, "Теперь этот день считается по обычной неделе.")
    return redirect("organisations:calendar-year", year=year)
