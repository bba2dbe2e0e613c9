"""Goals and activities of a programme, one form each; on a clash nobody's words are lost."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.core.forms import Form
from nastavnik.pairs import first_steps
from nastavnik.programmes import queries
from nastavnik.programmes.forms.content import ActivityForm, GoalForm
from nastavnik.programmes.models import Activity, Goal, Programme
from nastavnik.programmes.services import writing

from . import editable, to_page, told
from .pages import back_to


@requires(Permission.PROGRAMME_EDIT)
def goal_add(request: Request, pk: UUID) -> HttpResponse:
    return _goal(request, editable(request, pk), None)


@requires(Permission.PROGRAMME_EDIT)
def goal(request: Request, pk: UUID, goal: UUID) -> HttpResponse:
    row = editable(request, pk)
    return _goal(request, row, queries.goal_in(row, goal))


def _goal(request: Request, row: Programme, goal: Goal | None) -> HttpResponse:
    names = ("kind", "words", "measure", "start", "target", "version")
    initial = {name: getattr(goal, name) for name in names} if goal else {"kind": "goal"}
    form = GoalForm(request.POST or None, initial=initial)

    def act() -> None:
        seen = form.cleaned_data["version"] or 0
        writing.save_goal(row, goal, **form.values(), seen=seen, by=request.actor)

    return _saved(
        request,
        row,
        form,
        act,
        thing=goal,
        labels={"words": "Цель", "measure": "В чём измеряем", "start": "Сейчас", "target": "К чему придём"},
        remove=reverse("programmes:goal_remove", args=[row.pk, goal.pk]) if goal else "",
        title="Цель или задача",
    )


def _saved(
    request: Request,
    row: Programme,
    form: Form,
    act: Callable[[], None],
    *,
    thing: Goal | Activity | None,
    labels: dict[str, str],
    remove: str,
    title: str,
) -> HttpResponse:
    """A form of one goal or activity; on a clash the other's values stand beside the typed ones."""
    clash: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            if thing is not None:
                thing.refresh_from_db()
                clash = _differences(thing, form, labels)
                form.data = {**form.data.dict(), "version": str(thing.version)}  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Сохранено.")
            return to_page(row)
    context = {
        "form": form,
        "title": title,
        "back_url": back_to(row),
        "clash": clash,
        "by": thing.changed_by if thing else "",
        "remove": remove,
    }
    return render(request, "programmes/thing.html", context)


def _differences(thing: Goal | Activity, form: Form, labels: dict[str, str]) -> list[dict[str, str]]:
    found = []
    for name, label in labels.items():
        theirs = (
            thing.deadline.typed
            if name == "deadline" and isinstance(thing, Activity)
            else getattr(thing, name)
        )
        mine = form.data.get(name, "")
        if str(theirs) != str(mine):
            found.append({"label": label, "theirs": str(theirs), "mine": str(mine)})
    return found


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def goal_remove(request: Request, pk: UUID, goal: UUID) -> HttpResponse:
    row = editable(request, pk)
    found = queries.goal_in(row, goal)
    told(request, lambda: writing.remove_goal(row, found, by=request.actor), "Цель убрана.")
    return to_page(row)


@requires(Permission.PROGRAMME_EDIT)
def activity_add(request: Request, pk: UUID) -> HttpResponse:
    return _activity(request, editable(request, pk), None)


@requires(Permission.PROGRAMME_EDIT)
def activity(request: Request, pk: UUID, activity: UUID) -> HttpResponse:
    row = editable(request, pk)
    return _activity(request, row, queries.activity_in(row, activity))


def _activity(request: Request, row: Programme, thing: Activity | None) -> HttpResponse:
    """Who may not see difficulties chooses among all domains, and an existing link stays hidden from them."""
    today, mentorship = timezone.localdate(), row.mentorship
    sees = queries.sees_links(request.actor, mentorship, today=today)
    people = first_steps.people_to_answer(mentorship, today=today)
    usual = first_steps.responsible_by_default(mentorship, today=today)
    form = ActivityForm(
        request.POST or None,
        links=first_steps.links_of(mentorship, today=today) if sees else [],
        domains=queries.domains_of(row.organisation),
        people=people,
        goals=queries.goals_of(row),
        today=today,
        initial=_initial(thing, sees=sees) if thing else {"responsible": str(usual.pk) if usual else ""},
    )

    def act() -> None:
        seen = form.cleaned_data["version"] or 0
        writing.save_activity(row, thing, **form.values(), seen=seen, today=today, by=request.actor)

    return _saved(
        request,
        row,
        form,
        act,
        thing=thing,
        labels={"words": "Что сделать", "deadline": "Срок", "product": "Что получится"},
        remove=reverse("programmes:activity_remove", args=[row.pk, thing.pk]) if thing else "",
        title="Мероприятие",
    )


def _initial(thing: Activity, *, sees: bool) -> dict[str, Any]:
    return {
        "words": thing.words,
        "deadline": thing.deadline.typed,
        "link": f"{thing.aim}:{thing.domain_id}" if sees else "",
        "responsible": str(thing.responsible_id or ""),
        "product": thing.product,
        "goal": str(thing.goal_id or ""),
        "version": thing.version,
    }


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def activity_remove(request: Request, pk: UUID, activity: UUID) -> HttpResponse:
    row = editable(request, pk)
    found = queries.activity_in(row, activity)
    told(request, lambda: writing.remove_activity(row, found, by=request.actor), "Мероприятие убрано.")
    return to_page(row)
