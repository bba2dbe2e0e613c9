"""The journal page, for those who control the organisation."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.models import LogEntry
from nastavnik.core.paging import paged

from . import lines
from .forms import LogFilter

COLUMNS = (
    ui.Column("Когда"),
    ui.Column("Кто"),
    ui.Column("Что произошло", wide=True),
    ui.Column("С кем или с чем", wide=True),
)
# Where the subject of a line is looked at; the page itself asks whether this reader may.
PAGES = {
    "people.Person": "people:card",
    "people.Consent": "people:consent",
    "pairs.Mentorship": "pairs:pair",
    "documents.Paper": "documents:paper",
    "bank.Mentor": "bank:mentor",
    "bank.Mentee": "bank:mentee",
    "organisations.CollegialBody": "organisations:body",
}


@requires(Permission.JOURNAL_VIEW)
def journal(request: Request) -> HttpResponse:
    if request.here is None:
        raise Http404
    form = LogFilter(request.GET)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    rows, pager = paged(lines.lines_of(request.here, lines.Wanted(**chosen), by=request.actor), request.GET)
    context = {
        "here": request.here,
        "filter": form,
        "chips": [_chip(form, name, chosen) for name in chosen],
        "reset_url": request.path if chosen else "",
        "table": ui.Table("Журнал", COLUMNS, [_row(line) for line in rows]),
        "pager": pager,
    }
    return render(request, "log/journal.html", context)


def _chip(form: LogFilter, name: str, chosen: dict[str, Any]) -> ui.Chip:
    rest = {key: value for key, value in chosen.items() if key != name}
    return ui.Chip(form.words(name), f"?{urlencode(rest)}")


def _row(line: LogEntry) -> ui.Row:
    page = PAGES.get(line.subject_type)
    url = reverse(page, args=[line.subject_id]) if page and line.subject_id else ""
    return ui.Row(
        [
            ui.Cell(f"{timezone.localtime(line.at):%d.%m.%Y %H:%M}"),
            ui.Cell(line.actor_name),
            ui.Cell(line.words, note="; ".join(lines.changes_of(line))),
            ui.Cell(line.subject_name, url),
        ]
    )
