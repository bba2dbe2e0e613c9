"""The page of one mentee, its requests and forms."""

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
from nastavnik.bank import queries, rules
from nastavnik.bank.forms.entries import MenteeForm, OwnRequestForm, ProblemsForm, RequestForm
from nastavnik.bank.models import Mentee
from nastavnik.bank.models import Request as HelpRequest
from nastavnik.bank.queries import entries
from nastavnik.bank.rules import Priority, RequestState
from nastavnik.bank.services import entering
from nastavnik.bank.services import mentees as services
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.diagnostics.queries import own_card, sees_levels
from nastavnik.organisations.rules import ListName
from nastavnik.people.card_sections import Section
from nastavnik.people.models import Person

from . import shared
from .lists import mentee_status
from .ways import for_request_url

DOMAINS_FROM_PROFILE = "Отмечены области, где по диагностике нужна помощь. Поправьте, если запрос о другом"
REQUEST_STATUS: dict[RequestState, ui.Kind] = {
    RequestState.OPEN: "info",
    RequestState.PROPOSED: "wait",
    RequestState.SERVED: "ok",
    RequestState.CLOSED: "rest",
}


@requires(Permission.REQUEST_VIEW)
def mentee(request: Request, pk: UUID) -> HttpResponse:
    entry = entries.mentee_for(request.actor, Permission.REQUEST_VIEW, pk)
    today, actor = timezone.localdate(), request.actor
    has_consent = bool(queries.consented([entry.person_id], today=today))
    may_edit = actor.can(Permission.BANK_EDIT, entry)
    is_own = entry.person_id in actor.person_ids
    asked = [each for each in entry.requests.all() if each.state != RequestState.CLOSED]
    sections = [
        shared.consent_section(
            entry.person,
            actor,
            has_consent=has_consent,
            may_edit=may_edit,
            page=request.path,
            today=today,
        ),
        *(
            _request_section(each, request, may_edit=may_edit, is_own=is_own, ready=has_consent)
            for each in asked
        ),
        _about(entry, request, can_change=may_edit or is_own),
        _problems(entry, request),
        _criteria(entry.person, may_edit=may_edit),
    ]
    context = {
        "person": entry.person,
        "title": entry.person.full_name,
        "sub": "Наставляемый",
        "status": mentee_status(asked, has_consent=has_consent),
        "sections": [section for section in sections if section],
        "actions": _actions(entry, request, may_edit=may_edit, is_own=is_own),
        "back_url": reverse("bank:mentees") if actor.can(Permission.BANK_VIEW, entry) else reverse("home"),
        "back": "Наставляемые" if actor.can(Permission.BANK_VIEW, entry) else "Сегодня",
    }
    return render(request, "bank/entry.html", context)


def _request_section(
    each: HelpRequest, request: Request, *, may_edit: bool, is_own: bool, ready: bool
) -> Section:
    lines = [
        ui.Line(
            "Состояние", status=ui.Status(REQUEST_STATUS[RequestState(each.state)], each.get_state_display())
        ),
        ui.Line("Предмет", each.subject.title if each.subject else "любой"),
        ui.Line("Области трудностей", shared.titles(each.domains.all())),
        ui.Line("Насколько важно", each.get_priority_display()),
        ui.Line("Виды", shared.titles(each.kinds.all()) or "любые"),
        ui.Line("Формы", shared.titles(each.forms.all()) or "любые"),
        ui.Line("Дистанционно", "можно" if each.distance_ok else "нет"),
    ]
    if _sees_words(request, each.mentee):
        lines.insert(1, ui.Line("Своими словами", each.words))
    actions = []
    is_open = each.state == RequestState.OPEN
    if may_edit and is_open and (url := for_request_url(each.pk)):
        actions.append(ui.Action("Подобрать наставника", url, primary=ready, about=each.issue.title))
    if (may_edit or is_own) and is_open:
        close = reverse("bank:request-close", args=[each.pk])
        actions.append(ui.Action("Закрыть запрос", close, post=True, about=each.issue.title))
    change = reverse("bank:request-edit", args=[each.pk]) if (may_edit or is_own) and is_open else ""
    return Section(f"r{each.pk.hex}", each.issue.title, lines, actions, change_url=change)


def _sees_words(request: Request, entry: Mentee) -> bool:
    """Own words may tell more than a head or a council should know: they see the issue and the domains."""
    return request.actor.can(Permission.SENSITIVE_VIEW, entry)


def _about(entry: Mentee, request: Request, *, can_change: bool) -> Section:
    lines = [
        ui.Line("Категория", shared.titles(entry.categories.all())),
        ui.Line("Когда удобно", shared.week_words(entry.person)),
        ui.Line("В банке с", f"{entry.entered_on:%d.%m.%Y}"),
    ]
    if _sees_words(request, entry):
        lines.insert(1, ui.Line("Чему хочет научиться", entry.priorities))
    if entry.age_reason and request.actor.can(Permission.BANK_EDIT, entry):
        lines.append(ui.Line("Почему младше 10 лет", entry.age_reason))
    week = reverse("bank:week", args=[entry.person_id]) + "?bank=mentee"
    actions = [ui.Action("Изменить время", week)] if can_change else []
    if request.actor.can(Permission.BANK_EDIT, entry) and entry.left_on is None:
        actions.append(ui.Action("Убрать из банка", reverse("bank:mentee-leave", args=[entry.pk])))
    change = reverse("bank:mentee-edit", args=[entry.pk]) if can_change else ""
    return Section("about", "О наставляемом", lines, actions, change_url=change)


def _problems(entry: Mentee, request: Request) -> Section | None:
    may_mark = request.actor.can(Permission.SENSITIVE_VIEW, entry)
    marked = entries.problems_of(entry, request.actor)
    if not marked and not may_mark:
        return None
    note = (
        "Видят сам человек, куратор и психолог. В списки, бумаги и выгрузки не попадает." if may_mark else ""
    )
    change = reverse("bank:problems", args=[entry.pk]) if may_mark else ""
    lines = [ui.Line("Тип", shared.titles(marked))]
    return Section("problems", "Что сейчас происходит", lines, change_url=change, note=note)


def _criteria(person: Person, *, may_edit: bool) -> Section | None:
    if not may_edit:
        return None
    lines = shared.criteria_lines(person, rules.FOR_MENTEES)
    change = reverse("bank:criteria", args=[person.pk]) + "?bank=mentee"
    note = "" if lines else "Для традиционной формы учитывают опыт, умения и личные качества обеих сторон."
    return Section("criteria", "Критерии отбора", lines, change_url=change, note=note)


def _actions(entry: Mentee, request: Request, *, may_edit: bool, is_own: bool) -> list[ui.Action]:
    actions = []
    if may_edit or is_own:
        actions.append(
            ui.Action("Добавить запрос", reverse("bank:request-add", args=[entry.pk]), icon="plus-lg")
        )
    if sees_levels(request.actor, entry.person, today=timezone.localdate()):
        actions.append(
            ui.Action("Трудности и сильные стороны", reverse("diagnostics:profile", args=[entry.person_id]))
        )
    return actions


@requires(Permission.REQUEST_OWN)
def add_request(request: Request, pk: UUID) -> HttpResponse:
    entry, today = entries.mentee_to_edit(request.actor, pk), timezone.localdate()
    hard = list(entering.hard_domains(entry.person, today=today))
    lists = shared.lists_of(entry.organisation, domain_hint=DOMAINS_FROM_PROFILE if hard else "")
    taught = shared.taught_by(entry.person, lists)
    form = RequestForm(
        request.POST or None,
        lists=lists,
        initial={"domains": hard, "priority": Priority.NORMAL, "subject": taught},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form, lambda: services.add_request(entry, **form.values(), today=today, by=request.actor)
        )
    ):
        messages.success(request, "Запрос добавлен.")
        return redirect("bank:mentee", pk=pk)
    return _form(request, form, entry, title="Новый запрос", submit="Добавить запрос")


@requires(Permission.REQUEST_OWN)
def edit_request(request: Request, pk: UUID) -> HttpResponse:
    row = entries.request_to_edit(request.actor, pk)
    initial: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("issue", "subject", "words", "priority", "distance_ok", "version")
    }
    initial |= {name: getattr(row, name).all() for name in services.SETS}
    form = RequestForm(request.POST or None, lists=shared.lists_of(row.organisation), initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        if carried_out(
            form, lambda: services.edit_request(row, seen=seen, **form.values(), by=request.actor), row
        ):
            messages.success(request, "Запрос сохранён.")
            return redirect("bank:mentee", pk=row.mentee_id)
    return _form(request, form, row.mentee, title="Запрос", submit="Сохранить запрос")


@requires(Permission.REQUEST_OWN)
@require_POST
def close_request(request: Request, pk: UUID) -> HttpResponse:
    row = entries.request_to_edit(request.actor, pk)
    try:
        services.close_request(row, today=timezone.localdate(), by=request.actor)
        messages.success(request, "Запрос закрыт.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("bank:mentee", pk=row.mentee_id)


@requires(Permission.REQUEST_OWN)
def edit(request: Request, pk: UUID) -> HttpResponse:
    entry = entries.mentee_to_edit(request.actor, pk)
    initial = {
        "categories": entry.categories.all(),
        "priorities": entry.priorities,
        "version": entry.version,
    }
    categories = queries.items_of(entry.organisation, ListName.CATEGORY)
    form = MenteeForm(request.POST or None, categories=categories, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("version")
        if carried_out(form, lambda: services.edit_mentee(entry, **said, seen=seen, by=request.actor), entry):
            messages.success(request, "Изменения сохранены.")
            return redirect("bank:mentee", pk=pk)
    return _form(request, form, entry, title="О наставляемом", submit="Сохранить")


@requires(Permission.SENSITIVE_VIEW)
def problems(request: Request, pk: UUID) -> HttpResponse:
    entry = entries.mentee_for(request.actor, Permission.SENSITIVE_VIEW, pk)
    form = ProblemsForm(
        request.POST or None,
        problems=queries.items_of(entry.organisation, ListName.PROBLEM),
        initial={"problems": entries.problems_of(entry, request.actor)},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["problems"]
        if carried_out(form, lambda: services.mark_problems(entry, chosen, by=request.actor)):
            messages.success(request, "Отметки сохранены.")
            return redirect("bank:mentee", pk=pk)
    lead = "Это видят сам человек, куратор и психолог. В списки, бумаги и выгрузки не попадает."
    return _form(request, form, entry, title="Что сейчас происходит", submit="Сохранить", lead=lead)


@requires(Permission.BANK_EDIT)
def leave(request: Request, pk: UUID) -> HttpResponse:
    entry = entries.mentee_for(request.actor, Permission.BANK_EDIT, pk)
    if request.method == "POST":
        try:
            services.leave_mentees(entry, today=timezone.localdate(), by=request.actor)
            messages.success(request, "Человек отмечен выбывшим из банка наставляемых.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("bank:mentees")
    return render(
        request,
        "bank/leave.html",
        {
            "person": entry.person,
            "text": "Открытые запросы закроются. Пары, которые уже есть, продолжатся по своему приказу.",
            "title": "Убрать из банка наставляемых",
            "back_url": reverse("bank:mentee", args=[pk]),
        },
    )


@requires(Permission.REQUEST_OWN)
def my_request(request: Request) -> HttpResponse:
    """The data collection form of a mentee (R134): one's own request, with the domains already found."""
    person, today = own_card(request.actor, request.here), timezone.localdate()
    entry = queries.mentee_entry_of(person, today=today)
    hard = list(entering.hard_domains(person, today=today))
    lists = shared.lists_of(person.organisation, domain_hint=DOMAINS_FROM_PROFILE if hard else "")
    form = OwnRequestForm(
        request.POST or None,
        lists=lists,
        initial={
            "domains": hard,
            "subject": shared.taught_by(person, lists),
            "priority": Priority.NORMAL,
            "priorities": entry.priorities if entry else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        made: list[HelpRequest] = []
        if carried_out(
            form,
            lambda: made.append(services.ask_help(person, **form.values(), today=today, by=request.actor)),
        ):
            messages.success(request, "Запрос отправлен куратору.")
            return redirect("bank:mentee", pk=made[0].mentee_id)
    return form_page(
        request,
        form,
        title="С чем вам помочь",
        lead="Один запрос — один вопрос. Если вопросов несколько, отправьте форму ещё раз.",
        back="Мои запросы" if entry else "Сегодня",
        back_url=reverse("bank:mentee", args=[entry.pk]) if entry else reverse("home"),
        submit="Отправить запрос",
    )


def _form(
    request: Request, form: Any, entry: Mentee, *, title: str, submit: str, lead: str = ""
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        sub=entry.person.full_name,
        lead=lead,
        back="К записи",
        back_url=reverse("bank:mentee", args=[entry.pk]),
        submit=submit,
    )
