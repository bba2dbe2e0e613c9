"""Those who stayed without a mentor: what is decided for each, and for all at once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.russian.wording import counted
from nastavnik.council import showing
from nastavnik.council.forms import CareForm, MeasuresForm
from nastavnik.council.models import Question
from nastavnik.council.queries import questions as queries
from nastavnik.council.rules import QuestionState
from nastavnik.council.services import caring
from nastavnik.council.wording import issue_of


def _require(request: Request, question: Question) -> None:
    """The curator and the chair."""
    if not request.actor.can(P.COUNCIL_CLOSE, question):
        request.actor.require(P.COUNCIL_ASK, question)


@requires(P.COUNCIL_VIEW)
def cares(request: Request, pk: UUID) -> HttpResponse:
    found, today = queries.question_for(request.actor, pk), timezone.localdate()
    _require(request, found)
    rows = list(queries.cares_of(found))
    waiting = queries.undecided_cares(found) if found.state == QuestionState.OPEN else []
    form = MeasuresForm(request.POST or None) if len(waiting) > 1 or request.method == "POST" else None
    if form is not None and request.method == "POST" and form.is_valid():
        done: list[int] = []

        def decide() -> None:
            given = form.cleaned_data["next_on"]
            done.append(
                caring.decide_rest(found, form.chosen(), next_on=given, today=today, by=request.actor)
            )

        if carried_out(form, decide):
            messages.success(request, f"Решено: {counted(done[0], 'человек,человека,человек')}.")
            return redirect("council:care", pk=pk)
    context = {
        "question": found,
        "cares": [showing.shown_care(each, may_decide=True) for each in rows],
        "waiting": len(waiting),
        "form": form,
        "back_url": reverse("council:question", args=[pk]),
    }
    return render(request, "council/care.html", context)


@requires(P.COUNCIL_VIEW)
def care(request: Request, pk: UUID) -> HttpResponse:
    row, today = queries.care_for(request.actor, pk), timezone.localdate()
    _require(request, row.question)
    form = CareForm(request.POST or None, care=row)
    back_url = reverse("council:question", args=[row.question_id])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if carried_out(
            form,
            lambda: caring.decide(
                row,
                form.chosen(),
                next_on=given["next_on"],
                words=given["words"],
                seen=given["version"] or 0,
                today=today,
                by=request.actor,
            ),
            row,
        ):
            messages.success(request, "Решение записано.")
            return redirect(back_url)
    return form_page(
        request,
        form,
        title=row.request.mentee.person.full_name,
        sub=f"Вопрос: {issue_of(row.request)}",
        lead=row.left.reason if row.left else "",
        back="К вопросу",
        back_url=back_url,
        submit="Записать решение",
    )
