"""The list of questions, one question with its pairs and voices, sending pairs to the council."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.paging import number_of, pager_of
from nastavnik.core.russian.wording import counted, due, in_words
from nastavnik.council import rules, showing
from nastavnik.council.forms import AskForm, BallotForm, comment_name, voice_name
from nastavnik.council.models import Line, Question
from nastavnik.council.queries import members as council
from nastavnik.council.queries import questions as queries
from nastavnik.council.queries.questions import Sitting
from nastavnik.council.rules import QuestionState, Voice, Way
from nastavnik.council.services import asking, voting
from nastavnik.council.services.voting import Given
from nastavnik.council.wording import issue_of
from nastavnik.matching.queries import run_for
from nastavnik.people.models import Person

from . import here_of

AT_ONCE = 20  # pairs on a page


@requires(P.COUNCIL_VIEW)
def questions(request: Request) -> HttpResponse:
    here, today = here_of(request), timezone.localdate()
    request.actor.require(P.COUNCIL_VIEW, here)
    found = list(queries.questions_of(here, by=request.actor)[:100])
    open_ones = [each for each in found if each.state == QuestionState.OPEN]
    left = queries.left_to_vote(request.actor, open_ones, today=today)
    context = {
        "here": here,
        "tasks": [showing.question_task(each, today, left) for each in open_ones],
        "closed": showing.closed_table([each for each in found if each.state != QuestionState.OPEN]),
        "may_ask": request.actor.can(P.COUNCIL_ASK, here),
        "may_edit": request.actor.can(P.BODIES_EDIT, here),
    }
    return render(request, "council/questions.html", context)


@requires(P.COUNCIL_VIEW)
def question(request: Request, pk: UUID) -> HttpResponse:
    """What members read and vote on; after the close, what was decided."""
    found, today = queries.question_for(request.actor, pk), timezone.localdate()
    sitting = queries.sitting_of(found, today=today)
    me = council.member_of(request.actor, sitting.members)
    shown, pager = _page(sitting, request)
    may_vote = (
        me is not None and found.state == QuestionState.OPEN and request.actor.can(P.COUNCIL_VOTE, found)
    )
    form = _ballots(request, sitting, shown, me.person) if may_vote and me else None
    if (
        request.method == "POST"
        and form is not None
        and me is not None
        and form.is_valid()
        and carried_out(form, lambda: _vote(request, found, form, me.person.pk, today))
    ):
        _say_voted(request, found, me.person.pk, today)
        return redirect(request.get_full_path())
    context = _context(request, sitting, shown, form, today=today, me=me.person.pk if me else None)
    return render(request, "council/question.html", context | {"pager": pager})


def _page(sitting: Sitting, request: Request) -> tuple[list[Line], ui.Pager]:
    total = len(sitting.lines)
    number = min(number_of(request.GET), max(1, -(-total // AT_ONCE)))
    start = (number - 1) * AT_ONCE
    return list(sitting.lines[start : start + AT_ONCE]), pager_of(
        request.GET, number=number, total=total, size=AT_ONCE
    )


def _ballots(request: Request, sitting: Sitting, shown: list[Line], person: Person) -> BallotForm | None:
    """The form of the pairs on this page on which the person may vote; none where there is nothing to vote on."""
    mine = [
        line for line in shown if queries.is_live(line) and person.pk not in sitting.barred.get(line.pk, ())
    ]
    given = {
        line.pk: Given(Voice(ballot.voice), ballot.comment)
        for line in mine
        if (ballot := sitting.ballots.get(line.pk, {}).get(person.pk))
    }
    return BallotForm(request.POST or None, lines=mine, given=given) if mine else None


def _vote(request: Request, found: Question, form: BallotForm, member: UUID, today: date) -> None:
    voting.vote(found, form.given(), member=member, today=today, by=request.actor)


def _say_voted(request: Request, found: Question, member: UUID, today: date) -> None:
    rest = len(queries.sitting_of(found, today=today).left_to_vote(member))
    words = (
        f" Осталось: {counted(rest, 'пара,пары,пар')}."
        if rest
        else " До закрытия вопроса его можно изменить."
    )
    messages.success(request, f"Голос учтён.{words}")


def _context(
    request: Request,
    sitting: Sitting,
    shown: list[Line],
    form: BallotForm | None,
    *,
    today: date,
    me: UUID | None,
) -> dict[str, Any]:
    found, actor = sitting.question, request.actor
    is_open = found.state == QuestionState.OPEN
    with_votes = queries.may_see_votes(actor, found)
    may_open = actor.can(P.PAIR_VIEW, found)
    may_decide = actor.can(P.COUNCIL_ASK, found) or actor.can(P.COUNCIL_CLOSE, found)
    cares = list(queries.cares_of(found))
    lines = [
        showing.with_fields(
            showing.shown_line(each, sitting, today=today, me=me, with_votes=with_votes, may_open=may_open),
            form,
            voice_name(each),
            comment_name(each),
        )
        for each in shown
    ]
    writes = is_open and actor.can(P.COUNCIL_ASK, found)
    return {
        "question": found,
        "form": form,
        "has_errors": bool(form and form.errors),
        "status": showing.status_of(found),
        "lead": _lead(found, today),
        "ground": showing.ground_of(found),
        "lines": lines,
        "outdated": is_open and len(sitting.live) < len(sitting.lines),
        "votes": showing.members_table(sitting, writes=writes) if is_open and with_votes else None,
        "quorum": _quorum(sitting),
        "cares": [
            showing.shown_care(each, may_decide=may_decide and found.state != QuestionState.WITHDRAWN)
            for each in cares
        ],
        "care_url": reverse("council:care", args=[found.pk]) if may_decide and len(cares) > 1 else "",
        "actions": _actions(request, sitting) if may_decide else [],
        "minutes_url": reverse("documents:sheet", args=["minutes", found.pk])
        if found.state == QuestionState.CLOSED
        else "",
    }


def _lead(found: Question, today: date) -> str:
    if found.state == QuestionState.OPEN:
        when = f"Голосуют {due(found.due_on, today)}."
        return f"{found.asked_by}, {in_words(found.asked_on)} {Way(found.way).label}. {when}"
    if found.decision is not None:
        held = in_words(found.decision.on)
        return f"Протокол № {found.decision.protocol} от {held}: {found.decision.decided}."
    return f"{found.asked_by}, {in_words(found.asked_on)} Вопрос отозван, решать по нему нечего."


def _quorum(sitting: Sitting) -> ui.Status:
    words = f"участвуют {sitting.here} из {len(sitting.members)}"
    return (
        ui.Status("ok", f"Кворум есть: {words}")
        if sitting.has_quorum
        else ui.Status("wait", f"Кворума пока нет: {words}")
    )


def _actions(request: Request, sitting: Sitting) -> list[ui.Action]:
    found, actor, pk = sitting.question, request.actor, [sitting.question.pk]
    if found.state == QuestionState.CLOSED:
        may = actor.can(P.COUNCIL_ASK, found)
        return (
            [ui.Action("Письма участникам", reverse("council:letters", args=pk), primary=True)] if may else []
        )
    if found.state != QuestionState.OPEN:
        return []
    actions = []
    if queries.may_close(actor, found):
        why_not = "" if sitting.live else "Все пары решены иначе или устарели"
        actions.append(ui.Action("Подвести итог", reverse("council:close", args=pk), why_not=why_not))
    if actor.can(P.COUNCIL_ASK, found):
        if found.way == Way.SITTING:
            actions.insert(0, ui.Action("Отметить участников заседания", reverse("council:sitting", args=pk)))
        actions.append(ui.Action("Отозвать вопрос", reverse("council:withdraw", args=pk)))
    return actions


@requires(P.COUNCIL_ASK)
def vote_for(request: Request, pk: UUID, member: UUID) -> HttpResponse:
    """The secretary writes down the voice of one member: at a sitting, or of one who has no account."""
    found = queries.question_for(request.actor, pk, P.COUNCIL_ASK)
    today = timezone.localdate()
    back_url = reverse("council:question", args=[pk])
    if found.state != QuestionState.OPEN:
        messages.info(request, "Вопрос уже решён: голоса больше не записывают.")
        return redirect(back_url)
    sitting = queries.sitting_of(found, today=today)
    seat = next((each for each in sitting.members if each.person.pk == member), None)
    if seat is None:
        raise Http404
    shown, pager = _page(sitting, request)
    form = _ballots(request, sitting, shown, seat.person)
    if (
        request.method == "POST"
        and form is not None
        and form.is_valid()
        and carried_out(form, lambda: _vote(request, found, form, member, today))
    ):
        messages.success(request, f"Голос записан: {seat.person.short_name}.")
        return redirect(back_url)
    lines = [
        showing.with_fields(
            showing.shown_line(each, sitting, today=today, me=member, with_votes=False, may_open=False),
            form,
            voice_name(each),
            comment_name(each),
        )
        for each in shown
    ]
    context = {
        "question": found,
        "seat": seat,
        "form": form,
        "has_errors": bool(form and form.errors),
        "lines": lines,
        "pager": pager,
        "back_url": back_url,
    }
    return render(request, "council/vote_for.html", context)


@requires(P.COUNCIL_ASK)
def ask(request: Request, pk: UUID) -> HttpResponse:
    """«Отправить на совет» from the page of a run."""
    run, today = run_for(request.actor, P.COUNCIL_ASK, pk), timezone.localdate()
    back_url = reverse("matching:run", args=[pk])
    waiting = list(queries.free_proposals(run))
    if not waiting and request.method != "POST":
        messages.info(request, asking.NOTHING)
        return redirect(back_url)
    pairs = [
        (
            str(row.pk),
            f"{row.mentor.person.short_name} и {row.request.mentee.person.short_name}: {issue_of(row.request)}",
        )
        for row in waiting
    ]
    form = AskForm(request.POST or None, pairs=pairs, due_on=today + timedelta(days=rules.USUAL_DAYS))
    made: list[Question] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: made.append(_ask(request, run, form, today)))
    ):
        messages.success(request, "Пары на рассмотрении совета. Члены совета узнают об этом.")
        return redirect("council:question", pk=made[0].pk)
    return form_page(
        request,
        form,
        title="Отправить на совет",
        lead="Совет увидит, по какому вопросу и почему предложена каждая пара. Уровней диагностики и пожеланий он не увидит.",
        note="До решения совета наставникам и наставляемым ничего не отправляется.",
        back="К подбору",
        back_url=back_url,
        submit="Отправить на совет",
    )


def _ask(request: Request, run: Any, form: AskForm, today: date) -> Question:
    given = form.cleaned_data
    return asking.ask(
        run,
        chosen=form.chosen(),
        due_on=given["due_on"],
        way=Way(given["way"]),
        note=given["note"],
        today=today,
        by=request.actor,
    )
