"""School holidays: shown to everybody in the organisation, written by whoever edits it."""

from datetime import date
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
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.periods import school_year
from nastavnik.organisations import queries
from nastavnik.organisations.forms.lists import HolidaysForm
from nastavnik.organisations.models import SchoolHoliday
from nastavnik.organisations.services import holidays as services

from . import here_of


@requires(Permission.ORGANISATION_VIEW)
def holidays(request: Request) -> HttpResponse:
    here, today = here_of(request), timezone.localdate()
    may_edit = request.actor.can(Permission.ORGANISATION_EDIT, here)
    since = date(school_year(today), 9, 1)
    found = queries.holidays_here(request.actor, here, since=since)
    heads = [ui.Column("Каникулы", wide=True), ui.Column("С"), ui.Column("По")]
    rows = [_row(each, may_edit and each.organisation_id == here.pk) for each in found]
    table = ui.Table("Каникулы", heads + [ui.Column("Изменить")] * may_edit, rows)
    return render(request, "organisations/holidays.html", {"table": table, "may_edit": may_edit})


def _row(each: SchoolHoliday, may_edit: bool) -> ui.Row:
    cells = [
        ui.Cell(each.title, note=each.organisation.short_name),
        ui.Cell(f"{each.starts_on:%d.%m.%Y}"),
        ui.Cell(f"{each.ends_on:%d.%m.%Y}"),
    ]
    if may_edit:
        url = reverse("organisations:holidays-remove", args=[each.pk])
        cells.append(ui.Cell(action=ui.Action("Убрать", url, post=True, small=True, about=each.title)))
    return ui.Row(cells)


@requires(Permission.ORGANISATION_EDIT)
def add(request: Request) -> HttpResponse:
    here = here_of(request)
    request.actor.require(Permission.ORGANISATION_EDIT, here)
    form = HolidaysForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and carried_out(form, lambda: services.add_holidays(here, **form.cleaned_data, by=request.actor)):
        messages.success(request, "Каникулы записаны: в эти дни письма и напоминания ждут.")
        return redirect("organisations:holidays")
    back_url = reverse("organisations:holidays")
    return form_page(
        request, form, title="Новые каникулы", back="Каникулы", back_url=back_url, submit="Записать каникулы"
    )


@requires(Permission.ORGANISATION_EDIT)
@require_POST
def remove(request: Request, pk: UUID) -> HttpResponse:
    services.remove_holidays(queries.holidays_to_edit(request.actor, pk), by=request.actor)
    messages.success(request, "Каникулы убраны.")
    return redirect("organisations:holidays")
