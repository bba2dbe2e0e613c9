"""The lists of mentees and of mentors."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.bank import queries
from nastavnik.bank.forms.lists import BankFilter, MenteeFilter, MentorFilter
from nastavnik.bank.models import Mentee, Mentor
from nastavnik.bank.queries import lists
from nastavnik.bank.rules import BankState, RequestState
from nastavnik.core import ui
from nastavnik.core.paging import paged
from nastavnik.core.russian.wording import counted
from nastavnik.organisations.models import Organisation

from .ways import for_mentor_url, for_request_url

MENTEE_COLUMNS = (
    ui.Column("Кто"),
    ui.Column("С чем нужна помощь", wide=True),
    ui.Column("Ждёт", number=True),
    ui.Column("Состояние"),
    ui.Column("Что сделать"),
)
MENTOR_COLUMNS = (
    ui.Column("Кто"),
    ui.Column("С чем поможет", wide=True),
    ui.Column("Ведёт", number=True),
    ui.Column("Состояние"),
    ui.Column("Что сделать"),
)
AWAITS = ui.Status("wait", "ждёт согласия")


def here_of(request: Request) -> Organisation:
    """The current organisation; without one there is no bank."""
    if request.here is None:
        raise Http404
    organisation: Organisation = request.here
    return organisation


@requires(Permission.BANK_VIEW)
def mentees(request: Request) -> HttpResponse:
    here, today = here_of(request), timezone.localdate()
    form = _filter(MenteeFilter, request, here)
    chosen = _chosen(form)
    found = lists.mentees_in(here, lists.Wanted(**chosen), today=today, by=request.actor)
    rows, pager = paged(found.rows, request.GET)
    may_edit = request.actor.can(Permission.BANK_EDIT, here)
    lines = [_mentee_row(row, found, today, may_edit=may_edit) for row in rows if isinstance(row, Mentee)]
    return render(
        request,
        "bank/list.html",
        {
            **_context(request, here, form, chosen, pager, bank="mentees"),
            "table": ui.Table("Банк наставляемых", MENTEE_COLUMNS, lines),
            "title": "Наставляемые",
            "empty": "Отметьте в списке людей, кому нужна помощь наставника: так появится банк наставляемых.",
        },
    )


@requires(Permission.BANK_VIEW)
def mentors(request: Request) -> HttpResponse:
    here, today = here_of(request), timezone.localdate()
    form = _filter(MentorFilter, request, here)
    chosen = _chosen(form)
    found = lists.mentors_in(here, lists.Wanted(**chosen), today=today, by=request.actor)
    rows, pager = paged(found.rows, request.GET)
    may_edit = request.actor.can(Permission.BANK_EDIT, here)
    lines = [_mentor_row(row, found, may_edit=may_edit) for row in rows if isinstance(row, Mentor)]
    return render(
        request,
        "bank/list.html",
        {
            **_context(request, here, form, chosen, pager, bank="mentors"),
            "table": ui.Table("Банк наставников", MENTOR_COLUMNS, lines),
            "title": "Наставники",
            "empty": "Отметьте в списке людей, кто готов помогать: сначала это кандидаты, потом — наставники банка.",
        },
    )


def _filter(kind: type[BankFilter], request: Request, here: Organisation) -> BankFilter:
    names = [which for _, which, _ in kind.lists]
    form = kind(request.GET, items=queries.items_of(here, *names))
    form.is_valid()
    return form


def _chosen(form: BankFilter) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if value}


def _context(
    request: Request,
    here: Organisation,
    form: BankFilter,
    chosen: dict[str, Any],
    pager: ui.Pager,
    *,
    bank: str,
) -> dict[str, Any]:
    return {
        "filter": form,
        "chips": [_chip(form, name, chosen) for name in chosen],
        "pager": pager,
        "reset_url": request.path if chosen else "",
        "actions": _actions(request, here, bank),
        "here": here,
        "bank": bank,
        "tabs": [
            ("Наставляемые", reverse("bank:mentees"), bank == "mentees"),
            ("Наставники", reverse("bank:mentors"), bank == "mentors"),
        ],
    }


def _chip(form: BankFilter, name: str, chosen: dict[str, Any]) -> ui.Chip:
    rest = {key: "on" if value is True else value for key, value in chosen.items() if key != name}
    return ui.Chip(form.words(name), f"?{urlencode(rest)}")


def _actions(request: Request, here: Organisation, bank: str) -> list[ui.Action]:
    actions = []
    if request.actor.can(Permission.BANK_EDIT, here):
        label = "Добавить наставляемых" if bank == "mentees" else "Добавить наставников"
        actions.append(ui.Action(label, reverse(f"bank:{bank}-add"), icon="plus-lg", primary=True))
    if request.actor.can(Permission.REGISTER_EXPORT, here):
        actions.append(ui.Action("Скачать реестр, .xlsx", reverse(f"bank:{bank}-export"), icon="download"))
    return actions


def _mentee_row(entry: Mentee, found: lists.Found, today: date, *, may_edit: bool) -> ui.Row:
    asked: list[Any] = entry.asked  # type: ignore[attr-defined]
    looking = [each for each in asked if each.state == RequestState.OPEN]
    url = reverse("bank:mentee", args=[entry.pk])
    issues = "; ".join(issue_words(each) for each in asked)
    days = (today - looking[0].opened_on).days if looking else 0
    waits = (counted(days, "день,дня,дней") if days else "с сегодня") if looking else "—"
    has_consent = entry.person_id in found.lawful
    return ui.Row(
        [
            ui.Cell(entry.person.short_name, url),
            ui.Cell(issues or "запроса ещё нет"),
            ui.Cell(waits),
            ui.Cell(status=mentee_status(asked, has_consent=has_consent)),
            _mentee_action(entry, looking, url, has_consent=has_consent, may_edit=may_edit),
        ]
    )


def _mentee_action(
    entry: Mentee, looking: list[Any], url: str, *, has_consent: bool, may_edit: bool
) -> ui.Cell:
    about = entry.person.short_name
    if may_edit and not has_consent:
        return ui.Cell(action=ui.Action("Взять согласие", f"{url}#consent", small=True, about=about))
    if looking and may_edit and (found := for_request_url(looking[0].pk)):
        return ui.Cell(action=ui.Action("Подобрать наставника", found, small=True, about=about))
    return ui.Cell(action=ui.Action("Открыть", url, small=True, about=about))


def mentee_status(asked: list[Any], *, has_consent: bool) -> ui.Status:
    if not has_consent:
        return AWAITS
    states = {each.state for each in asked}
    if RequestState.OPEN in states:
        return ui.Status("info", "ищет наставника")
    if RequestState.PROPOSED in states:
        return ui.Status("wait", "наставник предложен")
    return ui.Status("ok", "наставник закреплён") if states else ui.Status("rest", "нет запроса")


def _mentor_row(entry: Mentor, found: lists.Found, *, may_edit: bool) -> ui.Row:
    load = found.loads.get(entry.person_id, 0)
    url = reverse("bank:mentor", args=[entry.pk])
    has_consent = entry.person_id in found.lawful
    return ui.Row(
        [
            ui.Cell(entry.person.short_name, url),
            ui.Cell("; ".join(issue_words(each) for each in entry.offers.all()) or "ещё не указано"),
            ui.Cell(f"{load} из {entry.capacity}"),
            ui.Cell(status=mentor_status(entry, load, has_consent=has_consent)),
            _mentor_action(entry, load, url, has_consent=has_consent, may_edit=may_edit),
        ]
    )


def _mentor_action(entry: Mentor, load: int, url: str, *, has_consent: bool, may_edit: bool) -> ui.Cell:
    about = entry.person.short_name
    if may_edit and not has_consent:
        return ui.Cell(action=ui.Action("Взять согласие", f"{url}#consent", small=True, about=about))
    if may_edit and entry.state == BankState.CANDIDATE:
        return ui.Cell(action=ui.Action("Принять в банк", f"{url}#admission", small=True, about=about))
    if may_edit and load < entry.capacity and (found := for_mentor_url(entry.pk)):
        return ui.Cell(action=ui.Action("Найти наставляемых", found, small=True, about=about))
    return ui.Cell(action=ui.Action("Открыть", url, small=True, about=about))


def mentor_status(entry: Mentor, load: int, *, has_consent: bool) -> ui.Status:
    if not has_consent:
        return AWAITS
    if entry.state == BankState.CANDIDATE:
        return ui.Status("info", "кандидат")
    return ui.Status("ok", "есть место") if load < entry.capacity else ui.Status("rest", "мест нет")


def issue_words(row: Any) -> str:
    """«Методика обучения и преподавания (физика)»."""
    return f"{row.issue.title} ({row.subject.title.lower()})" if row.subject else row.issue.title
