"""Who is at the sitting, the result, taking a question back, and how the council decides at all."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core.acting import carried_out, form_page
from nastavnik.council import rules, showing
from nastavnik.council.forms import CloseForm, PresentForm, RegulationForm
from nastavnik.council.models import Question
from nastavnik.council.queries import questions as queries
from nastavnik.council.queries.questions import Sitting
from nastavnik.council.rules import QuestionState, Verdict, Way
from nastavnik.council.services import asking, closing, voting
from nastavnik.council.services.claiming import CLOSED
from nastavnik.council.services.closing import Closing
from nastavnik.matching.rules import default_end
from nastavnik.people.queries import cards_of

from . import here_of, told


@requires(P.COUNCIL_ASK)
def sitting(request: Request, pk: UUID) -> HttpResponse:
    """The list of who takes part; with one mark, their voices «за» too."""
    found = queries.question_for(request.actor, pk, P.COUNCIL_ASK)
    today, back_url = timezone.localdate(), reverse("council:question", args=[pk])
    if found.state != QuestionState.OPEN or found.way != Way.SITTING:
        messages.info(request, CLOSED if found.state != QuestionState.OPEN else "Это заочное голосование.")
        return redirect(back_url)
    whole = queries.sitting_of(found, today=today)
    people = [member.person for member in whole.members]
    form = PresentForm(request.POST or None, members=people, present=whole.present)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: _mark(request, found, form, today))
    ):
        messages.success(request, "Отмечено, кто участвует.")
        return redirect(back_url)
    return form_page(
        request,
        form,
        title="Участники заседания",
        sub=found.title,
        back="К вопросу",
        back_url=back_url,
        submit="Записать",
    )


def _mark(request: Request, found: Question, form: PresentForm, today: date) -> None:
    asking.mark_present(found, form.chosen(), today=today, by=request.actor)
    if form.cleaned_data["unanimous"]:
        voting.vote_unanimously(found, today=today, by=request.actor)


@requires(P.COUNCIL_VIEW)
def close(request: Request, pk: UUID) -> HttpResponse:
    """«Проверьте и закройте»: what the votes say, the minutes, the fate of what was not adopted."""
    found, today = queries.question_for(request.actor, pk), timezone.localdate()
    if not queries.may_close(request.actor, found):
        request.actor.require(P.COUNCIL_CLOSE, found)
    back_url = reverse("council:question", args=[pk])
    if found.state != QuestionState.OPEN:
        messages.info(request, CLOSED)
        return redirect(back_url)
    whole = queries.sitting_of(found, today=today)
    form = _close_form(request, whole, today)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: closing.close(found, _said(form), today=today, by=request.actor))
    ):
        messages.success(request, "Вопрос решён, протокол готов.")
        return redirect(back_url)
    undecided = [care.request.mentee.person.short_name for care in queries.undecided_cares(found)]
    context = {
        "question": found,
        "form": form,
        "table": showing.verdicts(whole),
        "quorum": whole.has_quorum,
        "here_now": f"{whole.here} из {len(whole.members)}",
        "undecided": ", ".join(undecided),
        "care_url": reverse("council:care", args=[pk]),
        "back_url": back_url,
    }
    return render(request, "council/close.html", context)


def _close_form(request: Request, whole: Sitting, today: date) -> CloseForm:
    found = whole.question
    members = [member.person for member in whole.members]
    mine = [card for card in cards_of(request.actor) if card.organisation_id == found.organisation_id]
    people = list({person.pk: person for person in (*members, *mine)}.values())
    initial: dict[str, Any] = {
        "number": rules.next_number(queries.numbers_taken(found.body, today.year)),
        "held_on": today,
        "starts_on": today,
        "ends_on": default_end(today),
    }
    unadopted = [line for line in whole.live if whole.verdict(line) is not Verdict.ADOPTED]
    return CloseForm(request.POST or None, initial=initial, people=people, unadopted=unadopted)


def _said(form: CloseForm) -> Closing:
    return Closing(
        number=form.cleaned_data["number"],
        held_on=form.cleaned_data["held_on"],
        starts=form.cleaned_data["starts_on"],
        ends=form.cleaned_data["ends_on"],
        secretary=form.person(),
        unadopted=form.fates(),
    )


@requires(P.COUNCIL_ASK)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    found = queries.question_for(request.actor, pk, P.COUNCIL_ASK)
    back_url = reverse("council:question", args=[pk])
    if request.method == "POST":
        act = lambda: asking.withdraw(found, today=timezone.localdate(), by=request.actor)  # noqa: E731
        told(request, act, "Вопрос отозван. Пары снова ждут решения в подборе.")
        return redirect(back_url)
    return render(request, "council/withdraw.html", {"question": found, "back_url": back_url})


@requires(P.BODIES_EDIT)
def regulation(request: Request) -> HttpResponse:
    here = here_of(request)
    request.actor.require(P.BODIES_EDIT, here)
    kept = queries.regulation_of(here)
    names = ("quorum", "majority", "chair_decides", "only_council", "version")
    form = RegulationForm(request.POST or None, initial={name: getattr(kept, name) for name in names})
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: _set_regulation(request, form), None if kept._state.adding else kept)
    ):
        messages.success(request, "Порядок голосования сохранён.")
        return redirect("council:questions")
    return form_page(
        request,
        form,
        title="Порядок голосования",
        sub=here.short_name,
        lead="Как написано в положении о совете. По умолчанию — так, как в типовых положениях.",
        back="Совет наставников",
        back_url=reverse("council:questions"),
    )


def _set_regulation(request: Request, form: RegulationForm) -> None:
    given = form.cleaned_data
    asking.set_regulation(
        here_of(request),
        seen=given["version"] or 1,
        quorum=given["quorum"],
        majority=given["majority"],
        chair_decides=given["chair_decides"],
        only_council=given["only_council"],
        by=request.actor,
    )
