"""Pages of diagnostics: own sheet, a sheet about another, the profile, the psychologist's list."""

from typing import Any
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
from nastavnik.core.errors import Refusal
from nastavnik.core.paging import paged
from nastavnik.people.models import Person

from . import queries, services, showing
from .forms import CareForm, NoteForm, SheetForm
from .models import CareRequest
from .partners import partners_of
from .rules import Assessor

SEEN_BY = "Ответы увидите вы, ваш наставник и куратор. Руководитель и совет наставников их не видят."


@requires(Permission.DIAGNOSTICS_SELF)
def oneself(request: Request) -> HttpResponse:
    person, today = queries.own_card(request.actor, request.here), timezone.localdate()
    domains = queries.domains_of(person.organisation)
    if not domains:
        messages.info(request, "В вашей организации самооценка не проводится: области диагностики не заданы.")
        return redirect("home")
    form = SheetForm(request.POST or None, domains=domains, assessor=Assessor.SELF)
    if request.method == "POST" and form.is_valid():
        answers, note = form.answers(), form.cleaned_data["note"]
        if carried_out(
            form, lambda: services.assess_oneself(person, answers, note=note, today=today, by=request.actor)
        ):
            messages.success(request, "Самооценка сохранена. Ниже — что получилось.")
            return redirect("diagnostics:profile", pk=person.pk)
    return form_page(
        request,
        form,
        title="Самооценка",
        lead=f"По каждой области выберите ответ, который ближе всего. {SEEN_BY}",
        back="К профилю",
        back_url=reverse("diagnostics:profile", args=[person.pk]),
        submit="Сохранить самооценку",
    )


@requires(Permission.LEVELS_VIEW)
def assess(request: Request, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    person = queries.person_seen_by(request.actor, pk, today=today)
    assessor = queries.may_assess(request.actor, person, today=today)
    if assessor is None:
        raise Http404
    domains = queries.domains_of(person.organisation)
    form = SheetForm(request.POST or None, domains=domains, assessor=assessor)
    if request.method == "POST" and form.is_valid():
        answers, note = form.answers(), form.cleaned_data["note"]
        if carried_out(
            form, lambda: services.assess(person, answers, note=note, today=today, by=request.actor)
        ):
            messages.success(request, "Оценка сохранена. Человек увидит её у себя.")
            return redirect("diagnostics:profile", pk=person.pk)
    return form_page(
        request,
        form,
        title=assessor.label,
        sub=person.full_name,
        lead="Отвечайте только на то, что видели сами. Оценку увидит тот, о ком она.",
        back="К профилю",
        back_url=reverse("diagnostics:profile", args=[person.pk]),
        submit="Сохранить оценку",
    )


@requires(Permission.LEVELS_VIEW)
def profile(request: Request, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    person = queries.person_seen_by(request.actor, pk, today=today)
    found = queries.profile_of(person, today=today)
    domains = queries.domains_of(person.organisation)
    is_own = person.pk in request.actor.person_ids
    care = queries.open_care_of(person, today=today) if is_own else None
    may_open_card = request.actor.can(Permission.PERSON_VIEW, person)
    context = {
        "person": person,
        "is_own": is_own,
        "rows": showing.rows_of(found, domains) if found.own or found.expert else [],
        "hard": showing.in_sentences(found.difficulties(), found, domains),
        "strong": showing.in_sentences(found.strengths(), found, domains),
        "events": showing.events_of(queries.sheets_of(person, today=today)),
        "actions": _actions(request, person, is_known=bool(found.own)),
        "care": care,
        "care_action": _care_action(care) if is_own else None,
        "seen_by": SEEN_BY,
        "back_url": reverse("people:card", args=[pk]) if may_open_card else reverse("home"),
        "back": "К карточке" if may_open_card else "Сегодня",
    }
    return render(request, "diagnostics/profile.html", context)


def _actions(request: Request, person: Person, *, is_known: bool) -> list[ui.Action]:
    if person.pk in request.actor.person_ids:
        label = "Пройти самооценку снова" if is_known else "Пройти самооценку"
        return [ui.Action(label, reverse("diagnostics:self"), primary=not is_known)]
    if queries.may_assess(request.actor, person, today=timezone.localdate()):
        return [ui.Action("Оценить", reverse("diagnostics:assess", args=[person.pk]), primary=True)]
    return []


def _care_action(care: CareRequest | None) -> ui.Action:
    if care is None:
        return ui.Action("Обратиться к психологу", reverse("diagnostics:care-ask"))
    return ui.Action("Отозвать обращение", reverse("diagnostics:care-close", args=[care.pk]), post=True)


@requires(Permission.DIAGNOSTICS_SELF)
def ask_care(request: Request) -> HttpResponse:
    person, today = queries.own_card(request.actor, request.here), timezone.localdate()
    form = CareForm(request.POST or None, partners=partners_of(person, today=today))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if carried_out(
            form,
            lambda: services.ask_care(
                person, words=words, partners=form.partners(), today=today, by=request.actor
            ),
        ):
            messages.success(request, "Психолог получил ваше обращение.")
            return redirect("diagnostics:profile", pk=person.pk)
    return form_page(
        request,
        form,
        title="Обратиться к психологу",
        lead="Пока обращение открыто, психолог видит ваш профиль. Отозвать его можно в любой день.",
        back="К профилю",
        back_url=reverse("diagnostics:profile", args=[person.pk]),
        submit="Обратиться",
    )


@requires(Permission.CARE_GIVE)
def care(request: Request) -> HttpResponse:
    if request.here is None:
        raise Http404
    today = timezone.localdate()
    is_closed = "closed" in request.GET
    listed = queries.closed_care if is_closed else queries.care_list
    rows, pager = paged(listed(request.actor, request.here, today=today), request.GET)
    columns = [ui.Column("Кто"), ui.Column("Когда"), ui.Column("О чём", wide=True), ui.Column("Что сделать")]
    table = ui.Table("Обращения к психологу", columns, [_care_row(row) for row in rows])
    return render(
        request,
        "diagnostics/care.html",
        {
            "table": table,
            "pager": pager,
            "here": request.here,
            "other": ui.Action("Открытые обращения", request.path)
            if is_closed
            else ui.Action("Закрытые обращения", f"{request.path}?closed"),
        },
    )


def _care_row(care: CareRequest) -> ui.Row:
    close: dict[str, Any] = {"post": True, "small": True, "about": care.person.short_name}
    return ui.Row(
        [
            ui.Cell(care.person.short_name, reverse("diagnostics:care-record", args=[care.pk])),
            ui.Cell(f"{care.asked_on:%d.%m.%Y}"),
            ui.Cell(care.words or "не написано"),
            ui.Cell(f"закрыто {care.closed_on:%d.%m.%Y}")
            if care.closed_on
            else ui.Cell(
                action=ui.Action("Закрыть", reverse("diagnostics:care-close", args=[care.pk]), **close)
            ),
        ]
    )


@requires(Permission.CARE_NOTE)
def care_record(request: Request, pk: UUID) -> HttpResponse:
    """One care: who asked, with whom, and the psychologist's notes."""
    care, today = queries.care_record(request.actor, pk), timezone.localdate()
    people = [care.person, *care.partners.all()]
    form = NoteForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        text, about = form.cleaned_data["text"], form.about()
        if carried_out(
            form, lambda: services.write_note(care, text=text, about=about, today=today, by=request.actor)
        ):
            messages.success(request, "Заметка записана.")
            return redirect("diagnostics:care-record", pk=pk)
    is_open = care.closed_on is None
    context = {
        "care": care,
        "form": form,
        "status": ui.Status("wait", "Открыто") if is_open else ui.Status("rest", "Закрыто"),
        "lines": [
            ui.Line("Обратился", f"{care.person.short_name}, {care.asked_on:%d.%m.%Y}"),
            ui.Line(
                "С кем вместе", ", ".join(each.full_name for each in people[1:]) or "только с этим человеком"
            ),
            ui.Line("О чём", care.words or "не написано"),
        ],
        "actions": _record_actions(care) if is_open else [],
        "events": showing.note_events(queries.notes_of(care)),
    }
    return render(request, "diagnostics/care_record.html", context)


def _record_actions(care: CareRequest) -> list[ui.Action]:
    return [
        ui.Action("Открыть профиль", reverse("diagnostics:profile", args=[care.person_id])),
        ui.Action("Закрыть обращение", reverse("diagnostics:care-close", args=[care.pk]), post=True),
    ]


@requires(Permission.DIAGNOSTICS_SELF)
@require_POST
def close_care(request: Request, pk: UUID) -> HttpResponse:
    is_own = queries.care_to_close(request.actor, pk).person_id in request.actor.person_ids
    try:
        closed = services.close_care(pk, today=timezone.localdate(), by=request.actor)
        messages.success(request, "Обращение закрыто. Профиль человека психологу больше не виден.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("home")
    return redirect("diagnostics:profile", pk=closed.person_id) if is_own else redirect("diagnostics:care")
