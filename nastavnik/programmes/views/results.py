"""The leaf «Результаты»: activities done, goals, intermediate results, feedback, comparison, characteristic, projects."""

from datetime import date
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
from nastavnik.pairs import queries as pairs
from nastavnik.pairs import reading
from nastavnik.pairs.head import head_of
from nastavnik.programmes import comparison, outcomes, queries, rules
from nastavnik.programmes.forms.content import DoneForm, GoalResultForm
from nastavnik.programmes.forms.results import CharacteristicForm, FeedbackForm, InterimForm, ProjectForm
from nastavnik.programmes.models import Programme, Project
from nastavnik.programmes.rules import GoalState, ProjectKind, State
from nastavnik.programmes.services import progress

from . import editable, showing, to_page, told


@requires(Permission.PAIR_VIEW)
def results(request: Request, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    mentorship = reading.pair_for(request.actor, pk, today=today)
    row = queries.seen_in(mentorship)
    if row is None or State(row.state) not in {*rules.LIVE, *rules.OVER}:
        raise Http404
    context = {
        "head": head_of(request.actor, mentorship, today=today, current="results"),
        **_page(request, row, today),
    }
    return render(request, "programmes/results.html", context)


def _page(request: Request, row: Programme, today: date) -> dict[str, Any]:
    actor, takers = request.actor, pairs.named_takers(row.mentorship)
    rights = showing.rights_of(actor, row, takers, today=today)
    writes = rights.may_edit or rights.advises
    live = State(row.state) in rules.LIVE
    seen = outcomes.outcomes_of(actor, row)
    return {
        "programme": row,
        "status": showing.status_of(row),
        "figures": [
            ("Мероприятий выполнено", f"{seen.done} из {len(seen.activities)}"),
            ("Целей достигнуто", f"{_reached(seen)} из {len(seen.goals)}"),
        ],
        "goals": [showing.goal_task(each, row, rights) for each in seen.goals],
        "end_words": row.end_words,
        "interims": seen.interims,
        "interim_url": reverse("programmes:interim", args=[row.pk]) if writes and live else "",
        "feedbacks": seen.feedbacks,
        "feedback_url": reverse("programmes:feedback", args=[row.pk]) if rights.takes_part else "",
        "compared": comparison.compared(actor, row, today=today),
        "characteristics": seen.characteristics,
        "characterise": _to_characterise(row, rights, seen),
        "projects": seen.projects,
        "project_url": reverse("programmes:project_add", args=[row.mentorship_id]) if rights.may_edit else "",
        "may_edit": rights.may_edit,
    }


def _reached(seen: outcomes.Outcomes) -> int:
    return sum(goal.state == GoalState.REACHED for goal in seen.goals)


def _to_characterise(row: Programme, rights: showing.Rights, seen: outcomes.Outcomes) -> list[ui.Action]:
    """A button for every mentee, for the mentor and the curator."""
    if not (rights.may_edit and seen.may_characterise):
        return []
    return [
        ui.Action(
            "Написать характеристику",
            reverse("programmes:characteristic", args=[row.pk, person.pk]),
            about=person.short_name,
        )
        for person in queries.mentees_of(row.mentorship)
    ]


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def done(request: Request, pk: UUID, activity: UUID) -> HttpResponse:
    """One press; what came out may be written after."""
    row = editable(request, pk)
    found = queries.activity_in(row, activity)
    told(
        request,
        lambda: progress.mark_done(row, found, today=timezone.localdate(), by=request.actor),
        "Отмечено: выполнено.",
    )
    return to_page(row)


@requires(Permission.PROGRAMME_EDIT)
def fact(request: Request, pk: UUID, activity: UUID) -> HttpResponse:
    row = editable(request, pk)
    found = queries.activity_in(row, activity)
    form = DoneForm(request.POST or None)

    def act() -> None:
        said, today = form.cleaned_data["fact"], timezone.localdate()
        progress.mark_done(row, found, fact=said, today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Отмечено: выполнено.")
        return to_page(row)
    return form_page(
        request,
        form,
        title="Мероприятие выполнено",
        sub=found.words,
        back="К программе",
        back_url=reverse("programmes:programme", args=[row.mentorship_id]),
        submit="Выполнено",
    )


@requires(Permission.PROGRAMME_EDIT)
def goal_result(request: Request, pk: UUID, goal: UUID) -> HttpResponse:
    row = editable(request, pk)
    found = queries.goal_in(row, goal)
    initial = {"stands": found.state, "now": found.now, "result": found.result}
    form = GoalResultForm(request.POST or None, initial=initial)

    def act() -> None:
        data = form.cleaned_data
        progress.note_goal(
            row,
            found,
            now=data["now"],
            state=GoalState(data["stands"]),
            result=data["result"],
            today=timezone.localdate(),
            by=request.actor,
        )

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Результат записан.")
        return redirect("programmes:results", pk=row.mentorship_id)
    return _form(
        request, row, form, title="Результат по цели", sub=f"{found.words}. {showing.way_words(found)}"
    )


def _form(request: Request, row: Programme, form: Any, *, title: str, **more: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        back="К результатам",
        back_url=reverse("programmes:results", args=[row.mentorship_id]),
        submit="Сохранить",
        **more,
    )


@requires(Permission.PAIR_VIEW)
def interim(request: Request, pk: UUID) -> HttpResponse:
    row = queries.programme_for(request.actor, pk)
    if not queries.takes_part_in_making(request.actor, row):
        request.actor.require(Permission.PROGRAMME_EDIT, row)
    form = InterimForm(request.POST or None, initial={"on": timezone.localdate()})

    def act() -> None:
        data = form.cleaned_data
        progress.add_interim(
            row,
            on=data["on"],
            words=data["words"],
            hinders=data["hinders"],
            today=timezone.localdate(),
            by=request.actor,
        )

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Записано.")
        return redirect("programmes:results", pk=row.mentorship_id)
    return _form(request, row, form, title="Промежуточный результат")


@requires(Permission.PROGRAMME_EDIT)
def feedback(request: Request, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    initial = outcomes.own_feedback(request.actor, row)
    form = FeedbackForm(request.POST or None, initial=initial)

    def act() -> None:
        progress.say(row, **form.values(), by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Спасибо! Отзыв сохранён.")
        return redirect("programmes:results", pk=row.mentorship_id)
    return _form(request, row, form, title="Отзыв о работе вместе")


@requires(Permission.PROGRAMME_EDIT)
def characteristic(request: Request, pk: UUID, person: UUID) -> HttpResponse:
    row = editable(request, pk)
    mentee = next((each for each in queries.mentees_of(row.mentorship) if each.pk == person), None)
    if mentee is None:
        raise Http404
    if not outcomes.may_characterise(request.actor, row):
        request.actor.require(Permission.PAIR_CLOSE, row.mentorship)
    form = CharacteristicForm(request.POST or None, initial=outcomes.characteristic_of(row, mentee))

    def act() -> None:
        progress.characterise(row, mentee, **form.values(), by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Характеристика сохранена.")
        return redirect("programmes:results", pk=row.mentorship_id)
    return _form(request, row, form, title="Характеристика", sub=mentee.full_name)


@requires(Permission.PROGRAMME_EDIT)
def project_add(request: Request, pk: UUID) -> HttpResponse:
    return _project(request, pk, None)


@requires(Permission.PROGRAMME_EDIT)
def project(request: Request, pk: UUID, project: UUID) -> HttpResponse:
    return _project(request, pk, project)


def _project(request: Request, pk: UUID, key: UUID | None) -> HttpResponse:
    mentorship = pairs.mentorship_for(request.actor, pk)
    request.actor.require(Permission.PROGRAMME_EDIT, mentorship)
    row: Project | None = outcomes.project_in(mentorship, key) if key else None
    names = ("title", "kind", "starts_on", "ends_on", "result", "done_on")
    form = ProjectForm(request.POST or None, initial={n: getattr(row, n) for n in names} if row else {})

    def act() -> None:
        data = dict(form.cleaned_data)
        progress.save_project(mentorship, row, kind=ProjectKind(data.pop("kind")), by=request.actor, **data)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Проект сохранён.")
        return redirect("programmes:results", pk=pk)
    return form_page(
        request,
        form,
        title="Совместный проект",
        back="К результатам",
        back_url=reverse("programmes:results", args=[pk]),
        submit="Сохранить",
    )
