"""«Первые шаги»: the panel on the card of a pair and what its buttons do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.actor import Actor
from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.russian.wording import counted
from nastavnik.pairs import first_steps, queries
from nastavnik.pairs.first_steps import Link, Suggestion
from nastavnik.pairs.forms.first_steps import StepForm
from nastavnik.pairs.models import Activity, Mentorship
from nastavnik.pairs.rules import STEPPING, Aim, PairState


@dataclass(frozen=True)
class Panel:
    """The steps, or the suggestions where there are none, or only a number for those who may not see more."""

    tasks: list[ui.Task]
    suggestions: list[ui.Task]
    note: str
    actions: list[ui.Action]


def panel(actor: Actor, mentorship: Mentorship, *, today: date) -> Panel | None:
    is_stepping = PairState(mentorship.state) in STEPPING
    steps = first_steps.steps_of(mentorship)
    planned = first_steps.has_programme(mentorship, today=today)
    if not steps and (planned or not is_stepping):
        return None
    if not first_steps.sees_steps(actor, mentorship, today=today):
        return Panel([], [], f"Намечено: {counted(len(steps), 'шаг,шага,шагов')}.", []) if steps else None
    may_change = is_stepping and actor.can(Permission.STEP_EDIT, mentorship)
    offered = first_steps.suggested(mentorship, today=today) if may_change and not steps else []
    tasks = [_task(step, mentorship, may_change=may_change) for step in steps]
    note = "" if steps or offered else "Шагов пока нет: трудности и сильные стороны ещё не названы."
    actions = _actions(mentorship, has_offers=bool(offered)) if may_change and not planned else []
    return Panel(tasks, [_offered(each) for each in offered], note, actions)


def _task(step: Activity, mentorship: Mentorship, *, may_change: bool) -> ui.Task:
    who = f", {step.responsible.short_name}" if step.responsible else ""
    done = reverse("pairs:step_done", args=[mentorship.pk, step.pk])
    action = ui.Action("Выполнено", done, post=True, small=True, about=step.words)
    open_step = (
        reverse("pairs:step", args=[mentorship.pk, step.pk]) if may_change and not step.done_on else ""
    )
    return ui.Task(
        step.words,
        open_step,
        note=f"{step.get_aim_display()}: {step.domain.title}. Срок: {step.deadline.words}{who}",
        done=step.done_on is not None,
        action=action if may_change and not step.done_on else None,
    )


def _offered(each: Suggestion) -> ui.Task:
    return ui.Task(each.words, note=f"{each.link.words}. Срок: {each.deadline.words}")


def _actions(mentorship: Mentorship, *, has_offers: bool) -> list[ui.Action]:
    take = ui.Action("Взять предложенные шаги", reverse("pairs:steps_take", args=[mentorship.pk]), post=True)
    add = ui.Action("Добавить шаг", reverse("pairs:step_add", args=[mentorship.pk]), icon="plus-lg")
    return [take, add] if has_offers else [add]


@requires(Permission.STEP_EDIT)
@require_POST
def take(request: Request, pk: UUID) -> HttpResponse:
    mentorship = _mentorship(request, pk)
    _told(
        request,
        lambda: first_steps.take_suggested(mentorship, today=timezone.localdate(), by=request.actor),
        "Шаги взяты. Их можно менять и добавлять.",
    )
    return _back(pk)


@requires(Permission.STEP_EDIT)
def add(request: Request, pk: UUID) -> HttpResponse:
    mentorship, today = _changed_by(request, pk), timezone.localdate()
    links = first_steps.links_of(mentorship, today=today)
    if not links:
        messages.error(request, "Сначала нужна самооценка наставляемого: шаг связан с трудностью или силой.")
        return _back(pk)
    form = _form(request, mentorship, links)

    def act() -> object:
        return first_steps.add(mentorship, **form.values(), today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Шаг добавлен.")
        return _back(pk)
    return _page(request, form, pk, submit="Добавить шаг")


@requires(Permission.STEP_EDIT)
def change(request: Request, pk: UUID, step: UUID) -> HttpResponse:
    mentorship, today = _changed_by(request, pk), timezone.localdate()
    row = first_steps.step_to_change(request.actor, mentorship, step)
    own = Link(Aim(row.aim), row.domain)
    links = [own, *(each for each in first_steps.links_of(mentorship, today=today) if each.key != own.key)]
    kept = {"link": own.key, "words": row.words, "deadline": row.deadline.typed}
    form = _form(request, mentorship, links, {**kept, "responsible": str(row.responsible_id or "")})

    def act() -> object:
        return first_steps.change(row, **form.values(), today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Шаг изменён.")
        return _back(pk)
    return _page(request, form, pk, submit="Сохранить")


def _mentorship(request: Request, pk: UUID) -> Mentorship:
    """Seen but not one's own to change: 403; unseen: 404."""
    mentorship = queries.mentorship_for(request.actor, pk)
    request.actor.require(Permission.STEP_EDIT, mentorship)
    return mentorship


def _changed_by(request: Request, pk: UUID) -> Mentorship:
    mentorship = _mentorship(request, pk)
    if not first_steps.sees_steps(request.actor, mentorship, today=timezone.localdate()):
        raise Denied(Permission.STEP_EDIT)
    return mentorship


def _form(
    request: Request, mentorship: Mentorship, links: Sequence[Link], initial: dict[str, Any] | None = None
) -> StepForm:
    today = timezone.localdate()
    return StepForm(
        request.POST or None,
        initial=initial,
        links=links,
        people=first_steps.people_to_answer(mentorship, today=today),
        responsible=first_steps.responsible_by_default(mentorship, today=today),
        today=today,
    )


def _page(request: Request, form: StepForm, pk: UUID, *, submit: str) -> HttpResponse:
    return form_page(
        request,
        form,
        title="Шаг пары",
        lead="Каждый шаг помогает устранить трудность или поддержать сильную сторону наставляемого.",
        back="К паре",
        back_url=reverse("pairs:pair", args=[pk]),
        submit=submit,
    )


@requires(Permission.STEP_EDIT)
@require_POST
def done(request: Request, pk: UUID, step: UUID) -> HttpResponse:
    row = _step(request, pk, step)
    _told(
        request,
        lambda: first_steps.mark_done(row, today=timezone.localdate(), by=request.actor),
        "Шаг выполнен.",
    )
    return _back(pk)


def _step(request: Request, pk: UUID, step: UUID) -> Activity:
    mentorship = _mentorship(request, pk)
    return first_steps.step_to_change(request.actor, mentorship, step)


def _back(pk: UUID) -> HttpResponse:
    return redirect("pairs:pair", pk=pk)


def _told(request: Request, act: Callable[[], object], done_words: str) -> None:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done_words)
