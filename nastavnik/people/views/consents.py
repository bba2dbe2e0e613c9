"""The curator's list of consents, the card of one, marking of papers."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import files, ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.paging import paged
from nastavnik.core.ways import asked_back, back_of, with_back
from nastavnik.people import consent_words as words
from nastavnik.people.forms.consents import (
    AskForm,
    BasisForm,
    ConsentFilter,
    ESignForm,
    PaperForm,
    PapersForm,
)
from nastavnik.people.models import Consent, Person
from nastavnik.people.queries import consents as queries
from nastavnik.people.rules import ConsentKind, ConsentState
from nastavnik.people.services import consents as services

COLUMNS = (ui.Column("Человек"), ui.Column("Цель"), ui.Column("Состояние"), ui.Column("Дата"))
SHOWN = (
    (ConsentState.NEEDED, "нет согласия"),
    (ConsentState.PRINTED, "бланк напечатан"),
    (ConsentState.EXPRESSED, "высказано в системе"),
    (ConsentState.GIVEN, "бумага получена"),
    (ConsentState.WITHDRAWN, "отозвано"),
)


@requires(Permission.CONSENT_VIEW)
def consents(request: Request) -> HttpResponse:
    here, today = request.here, timezone.localdate()
    if here is None:
        raise Http404
    if not request.actor.can(Permission.CONSENT_VIEW, here):
        return redirect("people:my_consents")
    form = ConsentFilter(request.GET)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    wanted = queries.Wanted(**chosen)
    rows, pager = paged(queries.consents_in(here, wanted, today=today, by=request.actor), request.GET)
    counts = queries.counts_by_state(here, today=today, by=request.actor)
    context = {
        "here": here,
        "filter": form,
        "chips": [ui.Chip(form.words(name), _without(chosen, name)) for name in chosen],
        "reset_url": request.path if chosen else "",
        "figures": [(label, counts[state]) for state, label in SHOWN],
        "table": ui.Table("Согласия", COLUMNS, [_row(consent, today) for consent in rows]),
        "pager": pager,
        "first_action": _first_action(request),
        "actions": _list_actions(request, chosen, sum(counts[state] for state in queries.AWAITED)),
    }
    return render(request, "people/consents.html", context)


def _without(chosen: dict[str, str], name: str) -> str:
    return f"?{urlencode({key: value for key, value in chosen.items() if key != name})}"


def _row(consent: Consent, today: date) -> ui.Row:
    return ui.Row(
        [
            ui.Cell(consent.person.short_name, reverse("people:consent", args=[consent.pk])),
            ui.Cell(consent.get_kind_display(), note=consent.about_words),
            ui.Cell(status=words.status_of(consent, today)),
            ui.Cell(words.latest_of(consent) or "—"),
        ]
    )


def _list_actions(request: Request, chosen: dict[str, str], awaited: int) -> list[ui.Action]:
    if not awaited:
        return []
    kind = f"?{urlencode({'kind': chosen['kind']})}" if "kind" in chosen else ""
    actions = []
    if request.actor.can(Permission.CONSENT_MARK, request.here):
        mark = reverse("people:consents-mark") + kind
        actions.append(ui.Action("Отметить бумаги", mark, icon="check-lg", primary=True))
        actions += _blanks(kind)
    return actions


def _first_action(request: Request) -> ui.Action | None:
    """Where the first sheets come from; the bank stands on a floor above."""
    if not request.actor.can(Permission.CONSENT_MARK, request.here):
        return None
    try:
        return ui.Action("Добавить наставляемых", reverse("bank:mentees-add"), primary=True)
    except NoReverseMatch:
        return None


def _blanks(kind: str) -> list[ui.Action]:
    """The address is of a package above; without it there is no button."""
    try:
        sheets = reverse("documents:sheets") + kind
    except NoReverseMatch:
        return []
    return [ui.Action("Скачать недостающие бланки", sheets, icon="download")]


@requires(Permission.CONSENT_MARK)
def mark(request: Request) -> HttpResponse:
    """«Отметить бумаги»: many sheets of one day at once."""
    here, today = request.here, timezone.localdate()
    request.actor.require(Permission.CONSENT_MARK, here)
    kind, back_url = request.GET.get("kind", ""), back_of(request, reverse("people:consents"))
    sheets = queries.awaited(here, kind=kind, today=today, by=request.actor)
    form = PapersForm(request.POST or None, sheets=sheets, today=today)
    if request.method == "POST" and form.is_valid():
        chosen = [sheet for sheet in sheets if str(sheet.pk) in form.cleaned_data["ids"]]
        stopped = services.receive_papers(
            chosen,
            given_on=form.cleaned_data["given_on"],
            kept_where=form.cleaned_data["kept_where"],
            today=today,
            by=request.actor,
        )
        if len(stopped) < len(chosen):
            messages.success(request, f"Отмечено бумаг: {len(chosen) - len(stopped)}.")
            for sentence in stopped:
                messages.warning(request, sentence)
            return redirect(back_url)
        for sentence in stopped:
            form.add_error(None, sentence)
    if not sheets:
        return redirect(back_url)
    sub = ConsentKind(kind).label if kind in ConsentKind.values else here.short_name
    context = {
        "form": form,
        "sub": sub,
        "count": len(sheets),
        "back": "Назад" if asked_back(request) else "Согласия",
        "back_url": back_url,
    }
    return render(request, "people/papers.html", context)


@requires(Permission.CONSENT_VIEW)
def consent(request: Request, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    row = queries.consent_for(request.actor, pk, today=today)
    is_own = not request.actor.can(Permission.CONSENT_MARK, row) and row in queries.own_consents(
        request.actor, today=today
    )
    if is_own:
        return redirect("people:my_consents")
    signer = words.signer(row, today)
    agreed = queries.has_agreed(signer.pk, today=today)
    may_see, back = request.actor.can(Permission.PERSON_VIEW, row.person), asked_back(request)
    person_url = reverse("people:card", args=[row.person_id]) if may_see else ""
    context = {
        "consent": row,
        "title": words.title_of(row),
        "status": words.status_of(row, today),
        "person_lines": _person_lines(row, person_url, today),
        "lines": words.lines_of(row),
        "note": words.waits_for(row, today, agreed=agreed),
        "actions": [
            replace(action, url=with_back(action.url, back) if _returns(action, row) else action.url)
            for action in words.curator_actions(row, request.actor, today)
        ],
        "back": "Назад" if back else "Согласия",
        "back_url": back or reverse("people:consents"),
    }
    return render(request, "people/consent.html", context)


def _returns(action: ui.Action, row: Consent) -> bool:
    """Does the act end with a page to return to: the paper is marked, the representative named."""
    names = ("people:consent-receive", "people:consent-basis")
    return action.url in {reverse(name, args=[row.pk]) for name in names}


def _person_lines(row: Consent, url: str, today: date) -> list[ui.Line]:
    lines = [ui.Line("Человек", row.person.full_name, url)]
    if row.person.is_minor(today):
        signer = words.signer(row, today)
        lines.append(ui.Line("Подписывает", signer.full_name if signer != row.person else ""))
        if row.person.signs_together(today):
            lines.append(ui.Line("Вместе с ним", _together(row.person)))
    return lines


def _together(pupil: Person) -> str:
    return "сам обучающийся: ему уже 14 лет" if pupil.birth_date else "сам обучающийся, если ему уже 14 лет"


@requires(Permission.CONSENT_MARK)
def receive(request: Request, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    row = queries.consent_for(request.actor, pk, today=today, permission=Permission.CONSENT_MARK)
    form = PaperForm(request.POST or None, request.FILES or None, today=today)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: _receive(request, form, row))
    ):
        messages.success(request, "Бумага отмечена.")
        return redirect(back_of(request, reverse("people:consent", args=[pk])))
    return form_page(
        request,
        form,
        title="Бумага получена",
        sub=f"{row.person.full_name} · {row.get_kind_display().lower()}",
        back="К согласию",
        back_url=reverse("people:consent", args=[pk]),
        submit="Бумага получена",
    )


def _receive(request: Request, form: PaperForm, row: Consent) -> None:
    upload = form.cleaned_data["scan"]
    scan = files.accept(upload, allowed=files.SCANS, organisation=row.organisation) if upload else None
    services.receive_paper(row, **form.values(), scan=scan, today=timezone.localdate(), by=request.actor)


@requires(Permission.CONSENT_MARK)
def other_basis(request: Request, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    row = queries.consent_for(request.actor, pk, today=today, permission=Permission.CONSENT_MARK)
    form = BasisForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        basis = form.cleaned_data["basis"]
        if carried_out(
            form, lambda: services.record_other_basis(row, basis=basis, today=today, by=request.actor)
        ):
            messages.success(request, "Основание записано.")
            return redirect(back_of(request, reverse("people:consent", args=[pk])))
    return form_page(
        request,
        form,
        title="Другое основание",
        sub=row.person.full_name,
        lead="Данные можно обрабатывать и без согласия, если это разрешает закон (152-ФЗ, статья 6).",
        back="К согласию",
        back_url=reverse("people:consent", args=[pk]),
        submit="Записать основание",
    )


@requires(Permission.CONSENT_VIEW)
def scan(request: Request, pk: UUID) -> HttpResponseBase:
    row = queries.consent_for(request.actor, pk, today=timezone.localdate())
    if row.scan is None:
        raise Http404
    return files.serve(row.scan)


@requires(Permission.CONSENT_MARK)
def ask(request: Request, pk: UUID) -> HttpResponse:
    person, today = queries.person_to_ask(request.actor, pk), timezone.localdate()
    back = reverse("people:card", args=[pk])
    kinds = queries.kinds_to_ask(queries.consents_of(person), today=today)
    if not kinds:
        messages.info(request, "Все листы уже подготовлены.")
        return redirect(back)
    form = AskForm(request.POST or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        kind, recipients = ConsentKind(form.cleaned_data["kind"]), form.cleaned_data["recipients"]
        row = services.ask(person, kind, recipients=recipients, today=today, by=request.actor)
        messages.success(request, "Лист подготовлен. Скачайте бланк и дайте на подпись.")
        return redirect("people:consent", pk=row.pk)
    return form_page(
        request,
        form,
        title="Новое согласие",
        sub=person.full_name,
        lead="Одна цель — один лист.",
        back="К карточке",
        back_url=back,
        submit="Подготовить лист",
    )


@requires(Permission.CONSENT_MARK)
def esign(request: Request, pk: UUID) -> HttpResponse:
    """The person's own agreement to sign by a click."""
    person, today = queries.person_to_ask(request.actor, pk), timezone.localdate()
    form, back = ESignForm(request.POST or None, today=today), reverse("people:card", args=[pk])
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if carried_out(
            form, lambda: services.agree_to_esign(person, **values, today=today, by=request.actor)
        ):
            messages.success(request, "Соглашение записано. Теперь «Согласен» в системе заменяет бумагу.")
            return redirect(back)
    return form_page(
        request,
        form,
        title="Соглашение о простой электронной подписи",
        sub=person.full_name,
        lead="Человек подписал его на бумаге. Кнопка «Согласен» после этого равна подписи.",
        back="К карточке",
        back_url=back,
        submit="Записать соглашение",
    )
