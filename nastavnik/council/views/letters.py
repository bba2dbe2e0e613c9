"""Letters to both sides of an approved pair: read and edited by the curator, sent, printed; one's own letter."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core import ui
from nastavnik.core.acting import carried_out
from nastavnik.core.russian.wording import counted
from nastavnik.council import showing
from nastavnik.council.forms import LetterForm
from nastavnik.council.queries import questions as queries
from nastavnik.council.rules import LetterState
from nastavnik.council.services import letters as services
from nastavnik.notifications.services import mark_seen

from . import told


@requires(P.COUNCIL_ASK)
def letters(request: Request, pk: UUID) -> HttpResponse:
    found = queries.question_for(request.actor, pk, P.COUNCIL_ASK)
    rows = list(queries.letters_of(found))
    drafts = [row for row in rows if row.state == LetterState.DRAFT]
    ready = sum(row.person.account_id is not None for row in drafts)
    send = ui.Action(
        f"Отправить: {counted(ready, 'письмо,письма,писем')}",
        reverse("council:letters-send", args=[pk]),
        post=True,
        primary=True,
    )
    context = {
        "question": found,
        "tasks": [showing.letter_task(row) for row in rows],
        "send": send if ready else None,
        "to_print": len(drafts) - ready,
        "back_url": reverse("council:question", args=[pk]),
    }
    return render(request, "council/letters.html", context)


@requires(P.COUNCIL_ASK)
@require_POST
def send(request: Request, pk: UUID) -> HttpResponse:
    found = queries.question_for(request.actor, pk, P.COUNCIL_ASK)
    sent = services.send_all(found, by=request.actor)
    if sent.sent:
        messages.success(request, f"Отправлено: {counted(sent.sent, 'письмо,письма,писем')}.")
    else:
        messages.info(request, "Отправлять нечего: все письма уже отправлены.")
    return redirect("council:letters", pk=pk)


@requires(P.COUNCIL_ASK)
def letter(request: Request, pk: UUID) -> HttpResponse:
    row = queries.letter_for(request.actor, pk)
    back_url = reverse("council:letters", args=[row.line.question_id])
    is_draft = row.state == LetterState.DRAFT
    initial = {"subject": row.subject, "text": row.text, "version": row.version}
    form = LetterForm(request.POST or None, initial=initial) if is_draft or request.method == "POST" else None
    if form is not None and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if carried_out(
            form,
            lambda: services.edit(
                row,
                subject=given["subject"],
                text=given["text"],
                seen=given["version"] or 0,
                by=request.actor,
            ),
            row,
        ):
            messages.success(request, "Письмо сохранено.")
            return redirect(back_url)
    context = {
        "letter": row,
        "form": form,
        "back_url": back_url,
        "status": ui.Status(showing.LETTER_STATUS[LetterState(row.state)], row.get_state_display()),
        "on_paper": row.person.account_id is None,
        "print_url": reverse("council:letter-print", args=[pk]),
        "handed": ui.Action("Вручено", reverse("council:letter-handed", args=[pk]), post=True)
        if is_draft
        else None,
    }
    return render(request, "council/letter.html", context)


@requires(P.COUNCIL_ASK)
def print_letter(request: Request, pk: UUID) -> HttpResponse:
    row = queries.letter_for(request.actor, pk)
    context = {"letter": row, "back_url": reverse("council:letter", args=[pk])}
    return render(request, "council/letter_print.html", context)


@requires(P.COUNCIL_ASK)
@require_POST
def handed(request: Request, pk: UUID) -> HttpResponse:
    row = queries.letter_for(request.actor, pk)
    told(request, lambda: services.hand_over(row, by=request.actor), "Отмечено: письмо вручено.")
    return redirect("council:letters", pk=row.line.question_id)


@requires(P.OWN_DATA)
def own_letter(request: Request, pk: UUID) -> HttpResponse:
    row = queries.own_letter(request.actor, pk)
    mark_seen(request.path, now=timezone.now(), by=request.actor)
    pair = row.line.mentorship_id
    return render(
        request,
        "council/own_letter.html",
        {"letter": row, "pair_url": reverse("pairs:pair", args=[pair]) if pair else ""},
    )
