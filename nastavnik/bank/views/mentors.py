"""The page of one mentor, offers, evidence and admission."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.bank import queries, rules
from nastavnik.bank.forms.entries import DONE_BEFORE, EvidenceForm, MentorForm, OfferForm
from nastavnik.bank.loads import loads_of
from nastavnik.bank.models import Evidence, Mentor, Offer
from nastavnik.bank.queries import entries
from nastavnik.bank.rules import BankState
from nastavnik.bank.services import mentors as services
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.core.files import serve
from nastavnik.core.russian.wording import counted
from nastavnik.diagnostics.queries import own_card
from nastavnik.people.card_sections import Section

from . import shared
from .lists import issue_words, mentor_status
from .ways import for_mentor_url


@requires(Permission.OFFER_OWN)
def mentor(request: Request, pk: UUID) -> HttpResponse:
    entry = entries.mentor_seen_by(request.actor, pk)
    today, actor = timezone.localdate(), request.actor
    has_consent = bool(queries.consented([entry.person_id], today=today))
    may_edit = actor.can(Permission.BANK_EDIT, entry)
    can_change = may_edit or entry.person_id in actor.person_ids
    load = loads_of([entry.person_id], today=today)[entry.person_id]
    sections = [
        shared.consent_section(
            entry.person,
            actor,
            has_consent=has_consent,
            may_edit=may_edit,
            page=request.path,
            today=today,
        ),
        _admission(entry, today=today) if may_edit and entry.state == BankState.CANDIDATE else None,
        _offers(entry, can_change=can_change),
        _criteria(entry) if may_edit and entry.state == BankState.CANDIDATE else None,
        _about(entry, load, can_change=can_change, may_edit=may_edit),
        _done_before(entry, can_change=can_change),
        _evidence(entry, can_change=can_change),
        _criteria(entry) if may_edit and entry.state != BankState.CANDIDATE else None,
    ]
    context = {
        "person": entry.person,
        "title": entry.person.full_name,
        "sub": "Наставник",
        "status": mentor_status(entry, load, has_consent=has_consent),
        "sections": [section for section in sections if section],
        "actions": _actions(entry, load, may_edit=may_edit),
        "back_url": reverse("bank:mentors") if actor.can(Permission.BANK_VIEW, entry) else reverse("home"),
        "back": "Наставники" if actor.can(Permission.BANK_VIEW, entry) else "Сегодня",
    }
    return render(request, "bank/entry.html", context)


def _admission(entry: Mentor, *, today: Any) -> Section:
    errands = rules.missing_for_admission(queries.readiness_of(entry, today=today))
    reason = f"Сначала {'; '.join(errands)}." if errands else ""
    admit = ui.Action(
        "Принять в банк наставников",
        reverse("bank:admit", args=[entry.pk]),
        post=True,
        primary=True,
        why_not=reason,
    )
    note = "Кандидата не предлагают в подборе, пока он не принят."
    return Section("admission", "Приём в банк", actions=[admit], note=note)


def _offers(entry: Mentor, *, can_change: bool) -> Section:
    offers = list(entry.offers.all())
    tasks = [
        ui.Task(
            issue_words(offer),
            note=offer.words,
            action=_remove("offer-remove", offer.pk, issue_words(offer)) if can_change else None,
        )
        for offer in offers
    ]
    add = ui.Action("Добавить вопрос", reverse("bank:offer-add", args=[entry.pk]), icon="plus-lg")
    return Section(
        "offers",
        "С чем поможет",
        actions=[add] if can_change else [],
        note="" if offers else "Добавьте вопросы: по ним наставника находят.",
        context={"tasks": tasks},
    )


def _about(entry: Mentor, load: int, *, can_change: bool, may_edit: bool) -> Section:
    lines = [
        ui.Line("Откуда", entry.source.title if entry.source else ""),
        ui.Line("Ведёт сейчас", f"{load} из {entry.capacity}"),
        ui.Line("Виды", shared.titles(entry.kinds.all()) or "любые"),
        ui.Line("Формы", shared.titles(entry.forms.all()) or "любые"),
        ui.Line("Дистанционно", "готов" if entry.distance_ok else "нет"),
        ui.Line("Когда удобно", shared.week_words(entry.person)),
        ui.Line("В банке с", f"{entry.entered_on:%d.%m.%Y}"),
    ]
    week = reverse("bank:week", args=[entry.person_id])
    actions = [ui.Action("Изменить время", week)] if can_change else []
    if may_edit and entry.left_on is None:
        actions.append(ui.Action("Убрать из банка", reverse("bank:mentor-leave", args=[entry.pk])))
    change = reverse("bank:mentor-edit", args=[entry.pk]) if can_change else ""
    return Section("about", "О наставнике", lines, actions, change_url=change)


def _done_before(entry: Mentor, *, can_change: bool) -> Section:
    lines = [ui.Line(label, getattr(entry, name)) for name, (label, _) in DONE_BEFORE.items()]
    change = reverse("bank:mentor-edit", args=[entry.pk]) if can_change else ""
    return Section("done", "Опыт и взаимодействие", lines, change_url=change)


def _evidence(entry: Mentor, *, can_change: bool) -> Section:
    rows = list(entry.evidence.all())
    tasks = [_evidence_task(row, can_change=can_change) for row in rows]
    add = ui.Action("Добавить результат", reverse("bank:evidence-add", args=[entry.pk]), icon="plus-lg")
    return Section(
        "evidence",
        "Подтверждённые результаты",
        actions=[add] if can_change else [],
        note="" if rows else "Победы учеников, публикации, открытые уроки — то, что можно показать.",
        context={"tasks": tasks},
    )


def _evidence_task(row: Evidence, *, can_change: bool) -> ui.Task:
    file = reverse("bank:evidence-file", args=[row.pk]) if row.file_id else ""
    return ui.Task(
        row.title,
        file or row.link,
        f"{row.on:%d.%m.%Y}" if row.on else "",
        action=_remove("evidence-remove", row.pk, row.title) if can_change else None,
    )


def _remove(name: str, pk: UUID, about: str) -> ui.Action:
    return ui.Action("Убрать", reverse(f"bank:{name}", args=[pk]), small=True, about=about)


def _criteria(entry: Mentor) -> Section:
    lines = shared.criteria_lines(entry.person)
    fitting = entries.fitting_requests(entry, today=timezone.localdate())
    change = reverse("bank:criteria", args=[entry.person_id])
    if not lines:
        answer = ui.Action("Ответить на критерии", change)
        note = "Хочет ли участвовать, есть ли опыт и время: без этого кандидата не принимают."
        return Section("criteria", "Критерии отбора", actions=[answer], note=note)
    note = (
        f"По вопросам, с которыми он поможет, сейчас открыто: {counted(fitting, 'запрос,запроса,запросов')}."
    )
    return Section("criteria", "Критерии отбора", lines, change_url=change, note=note if fitting else "")


def _actions(entry: Mentor, load: int, *, may_edit: bool) -> list[ui.Action]:
    if not may_edit:
        return []
    actions = []
    is_ready = entry.state == BankState.ADMITTED and load < entry.capacity
    if is_ready and (url := for_mentor_url(entry.pk)):
        actions.append(ui.Action("Найти наставляемых", url, primary=True))
    return actions


@requires(Permission.BANK_EDIT)
@require_POST
def admit(request: Request, pk: UUID) -> HttpResponse:
    entry = entries.mentor_for(request.actor, Permission.BANK_EDIT, pk)
    try:
        services.admit(entry, today=timezone.localdate(), by=request.actor)
        messages.success(request, "Наставник принят в банк.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("bank:mentor", pk=pk)


@requires(Permission.OFFER_OWN)
def edit(request: Request, pk: UUID) -> HttpResponse:
    entry = entries.mentor_to_edit(request.actor, pk)
    plain = ("source", "capacity", "distance_ok", *DONE_BEFORE, "version")
    initial: dict[str, Any] = {name: getattr(entry, name) for name in plain}
    initial |= {name: getattr(entry, name).all() for name in ("forms", "kinds")}
    form = MentorForm(request.POST or None, lists=shared.lists_of(entry.organisation), initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        if carried_out(
            form, lambda: services.edit_mentor(entry, **form.values(), seen=seen, by=request.actor), entry
        ):
            messages.success(request, "Изменения сохранены.")
            return redirect("bank:mentor", pk=pk)
    return _form(request, form, entry, title="О наставнике", submit="Сохранить")


@requires(Permission.OFFER_OWN)
def add_offer(request: Request, pk: UUID) -> HttpResponse:
    entry = entries.mentor_to_edit(request.actor, pk)
    own = entry.person_id in request.actor.person_ids
    label = "С чем поможете" if own else "С чем поможет"
    lists = {**shared.lists_of(entry.organisation), "offer_label": label}
    taught = None if entry.offers.exists() else shared.taught_by(entry.person, lists)
    form = OfferForm(request.POST or None, lists=lists, initial={"subject": taught})
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: services.add_offer(entry, **form.cleaned_data, by=request.actor))
    ):
        messages.success(request, "Вопрос добавлен.")
        return redirect("bank:mentor", pk=pk)
    return _form(request, form, entry, title=label, submit="Добавить вопрос")


@requires(Permission.OFFER_OWN)
def remove_offer(request: Request, pk: UUID) -> HttpResponse:
    offer: Offer = entries.offer_to_remove(request.actor, pk)
    if request.method == "POST":
        services.remove_offer(offer, by=request.actor)
        messages.success(request, "Вопрос убран из предложения.")
        return redirect("bank:mentor", pk=offer.mentor_id)
    context = {
        "person": offer.mentor.person,
        "title": "Убрать вопрос",
        "text": f"«{offer.issue.title}» больше не будет в предложении наставника.",
        "back_url": reverse("bank:mentor", args=[offer.mentor_id]),
    }
    return render(request, "bank/leave.html", context)


@requires(Permission.OFFER_OWN)
def add_evidence(request: Request, pk: UUID) -> HttpResponse:
    entry = entries.mentor_to_edit(request.actor, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: services.add_evidence(entry, **form.cleaned_data, by=request.actor))
    ):
        messages.success(request, "Результат добавлен.")
        return redirect("bank:mentor", pk=pk)
    return _form(request, form, entry, title="Подтверждённый результат", submit="Добавить результат")


@requires(Permission.OFFER_OWN)
def remove_evidence(request: Request, pk: UUID) -> HttpResponse:
    row = entries.evidence_to_remove(request.actor, pk)
    if request.method == "POST":
        services.remove_evidence(row, by=request.actor)
        messages.success(request, "Результат убран.")
        return redirect("bank:mentor", pk=row.mentor_id)
    context = {
        "person": row.mentor.person,
        "title": "Убрать результат",
        "text": f"«{row.title}» больше не будет в записи наставника.",
        "back_url": reverse("bank:mentor", args=[row.mentor_id]),
    }
    return render(request, "bank/leave.html", context)


@requires(Permission.OFFER_OWN)
def evidence_file(request: Request, pk: UUID) -> HttpResponse:
    row = entries.evidence_seen_by(request.actor, pk)
    if row.file is None:
        raise Http404
    return cast(HttpResponse, serve(row.file))


@requires(Permission.BANK_EDIT)
def leave(request: Request, pk: UUID) -> HttpResponse:
    entry = entries.mentor_for(request.actor, Permission.BANK_EDIT, pk)
    if request.method == "POST":
        try:
            services.leave_mentors(entry, today=timezone.localdate(), by=request.actor)
            messages.success(request, "Человек отмечен выбывшим из банка наставников.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("bank:mentors")
    context = {
        "person": entry.person,
        "title": "Убрать из банка наставников",
        "text": "В подборе его больше не предложат. Пары, которые уже есть, продолжатся по своему приказу.",
        "back_url": reverse("bank:mentor", args=[pk]),
    }
    return render(request, "bank/leave.html", context)


@requires(Permission.OFFER_OWN)
def my_offer(request: Request) -> HttpResponse:
    """One's own wish to help: the first offer makes a candidate; an entry that exists is opened."""
    person, today = own_card(request.actor, request.here), timezone.localdate()
    entry = queries.mentor_entry_of(person, today=today)
    if entry is not None and request.method == "GET":
        return redirect("bank:mentor", pk=entry.pk)
    lists = shared.lists_of(person.organisation)
    form = OfferForm(request.POST or None, lists=lists, initial={"subject": shared.taught_by(person, lists)})
    if request.method == "POST" and form.is_valid():
        made: list[Offer] = []
        if carried_out(
            form,
            lambda: made.append(
                services.offer_help(person, **form.cleaned_data, today=today, by=request.actor)
            ),
        ):
            messages.success(request, "Спасибо! Куратор увидит ваше предложение.")
            return redirect("bank:mentor", pk=made[0].mentor_id)
    return form_page(
        request,
        form,
        title="Стать наставником",
        lead="Назовите первый вопрос, с которым готовы помочь. Остальное добавите на своей странице.",
        back="Сегодня",
        back_url=reverse("home"),
        submit="Предложить помощь",
    )


def _form(request: Request, form: Any, entry: Mentor, *, title: str, submit: str) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        sub=entry.person.full_name,
        back="К записи",
        back_url=reverse("bank:mentor", args=[entry.pk]),
        submit=submit,
    )
