"""Hours of mentors by month: the list for those who answer for payment, the sheet of one, its paper and its table."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import files, ui
from nastavnik.core.errors import Refusal
from nastavnik.documents.contents import plain_name
from nastavnik.meetings import hours as sheets
from nastavnik.meetings import month as months
from nastavnik.meetings import rules
from nastavnik.meetings.queries import hours as queries
from nastavnik.meetings.queries.hours import Hour, Led
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.queries import mentorship_words, named_takers

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.HOURS_VIEW)
def everybody(request: Request) -> HttpResponse:
    """Mentors of the organisation with their hours of the month; whoever answers for none sees their own sheet."""
    here, month = request.here, _month(request)
    if here is None or not any(
        here.path.startswith(p) for p in request.actor.reach(Permission.HOURS_VIEW).paths
    ):
        own = next(iter(sorted(request.actor.person_ids)))
        return _sheet(request, queries.led_by(request.actor, own), month)
    led = queries.led_in(request.actor, here)
    hours = queries.hours_in(request.actor, led, month)
    rows = [_of_one(each, [h for h in hours if h.mentor == each.mentor.pk], month) for each in led]
    context = {
        "months": _months(reverse("meetings:hours"), month),
        "title": months.title_of(month),
        "total": rules.hours_words(sheets.total_of(hours)),
        "table": ui.Table(
            "Часы наставников",
            [
                ui.Column("Наставник", wide=True),
                ui.Column("Записей", number=True),
                ui.Column("Время", number=True),
            ],
            rows,
        )
        if rows
        else None,
    }
    return render(request, "meetings/hours_all.html", context)


def _of_one(led: Led, hours: list[Hour], month: date) -> ui.Row:
    address = f"{reverse('meetings:hours_of', args=[led.mentor.pk])}?month={month:%Y-%m}"
    time = rules.hours_words(sheets.total_of(hours))
    return ui.Row([ui.Cell(led.mentor.full_name, address), ui.Cell(len(hours)), ui.Cell(time)])


@requires(Permission.HOURS_VIEW)
def of_mentor(request: Request, pk: UUID) -> HttpResponse:
    """Every hour opens what it is drawn from."""
    return _sheet(request, queries.led_by(request.actor, pk), _month(request))


def _sheet(request: Request, led: Led, month: date) -> HttpResponse:
    hours = queries.hours_in(request.actor, [led], month)
    page = reverse("meetings:hours_of", args=[led.mentor.pk])
    asked = f"?month={month:%Y-%m}"
    is_own = led.mentor.pk in request.actor.person_ids
    files_of = [
        ui.Action(
            "Лист учёта, .docx", reverse("meetings:hours_docx", args=[led.mentor.pk]) + asked, icon="download"
        ),
        ui.Action(
            "Таблица, .xlsx", reverse("meetings:hours_xlsx", args=[led.mentor.pk]) + asked, icon="download"
        ),
    ]
    context = {
        "name": led.mentor.full_name,
        "is_own": is_own,
        "leads": bool(led.terms),
        "back_url": "" if is_own else reverse("meetings:hours") + asked,
        "months": _months(page, month),
        "title": months.title_of(month),
        "total": rules.hours_words(sheets.total_of(hours)),
        "lines": [_line(hour) for hour in hours],
        "actions": files_of if hours else [],
    }
    return render(request, "meetings/hours.html", context)


def _line(hour: Hour) -> dict[str, Any]:
    return {
        "on": hour.on,
        "work": hour.work,
        "names": mentorship_words(named_takers(hour.mentorship)) or queries.mentees_words(hour.mentorship),
        "time": rules.hours_words(hour.minutes),
        "url": hour.url,
    }


@requires(Permission.HOURS_VIEW)
def docx(request: Request, pk: UUID) -> HttpResponse:
    led, month = queries.led_by(request.actor, pk), _month(request)
    hours = queries.hours_in(request.actor, [led], month)
    try:
        data = sheets.paper(led, hours, month, _payer(led, hours), today=timezone.localdate())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('meetings:hours_of', args=[pk])}?month={month:%Y-%m}")
    return files.give(data, _name(led, month, "docx"), DOCX)


@requires(Permission.HOURS_VIEW)
def xlsx(request: Request, pk: UUID) -> HttpResponse:
    led, month = queries.led_by(request.actor, pk), _month(request)
    data = sheets.table(led, queries.hours_in(request.actor, [led], month), month)
    return files.give(data, _name(led, month, "xlsx"), XLSX)


def _payer(led: Led, hours: list[Hour]) -> Organisation:
    """The organisation of the pairs; a distant mentor is led to it by the pair, not by the own place of work."""
    found: Organisation = hours[0].mentorship.organisation if hours else led.mentor.organisation
    return found


def _name(led: Led, month: date, ending: str) -> str:
    return plain_name(f"Учёт времени {led.mentor.short_name} {month:%m.%Y}") + f".{ending}"


def _month(request: Request) -> date:
    return months.month_of(request.GET.get("month", ""), timezone.localdate())


def _months(page: str, month: date) -> dict[str, str]:
    return {
        "before": f"{page}?month={months.shifted(month, -1):%Y-%m}",
        "after": f"{page}?month={months.shifted(month, 1):%Y-%m}",
    }
