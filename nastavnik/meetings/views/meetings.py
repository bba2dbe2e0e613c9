"""The leaf «Встречи» of a pair, the page of one meeting, planning, answers, moves, cancellation."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.core.files import give
from nastavnik.core.paging import paged
from nastavnik.meetings import agenda, invitations, queries, rules, services, showing
from nastavnik.meetings.forms import MoveForm, PlanForm, ReasonForm, WishForm
from nastavnik.meetings.models import Meeting
from nastavnik.meetings.queries import sides as people
from nastavnik.meetings.queries import times
from nastavnik.meetings.queries.sides import Sides
from nastavnik.meetings.rules import AHEAD, MeetingState
from nastavnik.meetings.services import Plan
from nastavnik.pairs import reading
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import WORKING

from . import clock, headed

PAGE = 30
TASKS_SHOWN = 30


@requires(Permission.MEETING_VIEW)
def of_pair(request: Request, pk: UUID) -> HttpResponse:
    """Meetings ahead and behind, tasks between them, what to speak of next time."""
    now, today = clock()
    mentorship = reading.pair_for(request.actor, pk, today=today, permission=Permission.MEETING_VIEW)
    sides = people.sides_of(mentorship)
    context = headed(request, mentorship, "meetings")
    may_run = context["may_run"]
    rows, pager = paged(queries.meetings_of(request.actor, mentorship), request.GET, size=PAGE)
    for row in rows:
        row.mentorship = mentorship
    tasks = list(queries.tasks_of(request.actor, mentorship)[:TASKS_SHOWN])
    context |= {
        "ahead": [showing.card(m, now=now) for m in reversed(rows) if m.state in AHEAD],
        "behind": [showing.card(m, now=now) for m in rows if m.state not in AHEAD],
        "pager": pager if pager.previous_url or pager.next_url else None,
        "open_tasks": [showing.task(t, sides, today=today, may_run=may_run) for t in tasks if not t.done_on],
        "done_tasks": [showing.task(t, sides, today=today, may_run=may_run) for t in tasks if t.done_on],
        "agenda": agenda.agenda_of(mentorship, tasks, met=context["head"].life.met, today=today)
        if may_run
        else None,
        "actions": _pair_actions(mentorship, is_only=context["head"].next_step is None) if may_run else [],
    }
    return render(request, "meetings/pair.html", context)


def _pair_actions(mentorship: Mentorship, *, is_only: bool) -> list[ui.Action]:
    """Both ways in: what has been, what will be. The head has a primary button of its own, or none."""
    pk = [mentorship.pk]
    return [
        ui.Action(
            "Записать встречу", reverse("meetings:record_new", args=pk), icon="pencil-square", primary=is_only
        ),
        ui.Action("Запланировать встречу", reverse("meetings:plan", args=pk), icon="calendar3"),
        ui.Action("Добавить задание", reverse("meetings:task_add", args=pk), icon="plus-lg"),
    ]


@requires(Permission.MEETING_VIEW)
def meeting(request: Request, pk: UUID) -> HttpResponse:
    found = queries.meeting_for(request.actor, pk)
    now, today = clock()
    sides = people.sides_of(found.mentorship)
    found.knows_owners(p.pk for p in sides.of(found))
    may_run = found.mentorship.state in WORKING and request.actor.can(Permission.MEETING_RUN, found)
    tasks = list(queries.tasks_of(request.actor, found.mentorship))
    context = {
        "meeting": found,
        "title": _title(found),
        "names": ", ".join(p.short_name for p in sides.of(found)),
        "status": showing.status(found, now=now),
        "back_url": reverse("meetings:of_pair", args=[found.mentorship_id]),
        "lines": showing.lines(found),
        "records": showing.records(queries.records_of(found)),
        "ratings": showing.ratings(queries.ratings_for(request.actor, found)),
        "sees_all": queries.sees_ratings(request.actor, found),
        "tasks": [
            showing.task(t, sides, today=today, may_run=may_run) for t in tasks if t.meeting_id == found.pk
        ],
        "files": [
            showing.file(f, reverse("meetings:file", args=[found.pk, f.pk])) for f in queries.files_of(found)
        ],
        "history": showing.history(found),
        "agenda": agenda.agenda_of(found.mentorship, tasks, met=queries.met(found.mentorship), today=today)
        if may_run and found.state in AHEAD
        else None,
        "actions": _actions(request, found, sides, now) if may_run else [],
    }
    return render(request, "meetings/meeting.html", context)


def _title(found: Meeting) -> str:
    return f"Встреча {showing.short_when(found)}"


def _actions(request: Request, found: Meeting, sides: Sides, now: datetime) -> list[ui.Action]:
    """One primary: answer while it is ahead, record when it has begun."""
    pk, state = [found.pk], MeetingState(found.state)
    add_file = ui.Action("Приложить файл", reverse("meetings:file_add", args=pk), icon="upload")
    if state is MeetingState.CANCELLED:
        return []
    if state not in AHEAD:
        words = "Дополнить запись" if state is MeetingState.HELD else "Встреча всё же была"
        return [
            ui.Action(words, reverse("meetings:record", args=pk), icon="pencil-square", primary=True),
            add_file,
        ]
    moving = [
        ui.Action("Перенести или изменить", reverse("meetings:move", args=pk)),
        ui.Action("Отменить встречу", reverse("meetings:cancel", args=pk)),
        add_file,
    ]
    if found.starts_at <= now:
        record = ui.Action(
            "Записать встречу", reverse("meetings:record", args=pk), icon="pencil-square", primary=True
        )
        return [record, *moving]
    if services.may_answer(found, sides, request.actor):
        return [
            ui.Action(
                "Подходит", reverse("meetings:accept", args=pk), post=True, primary=True, icon="check-lg"
            ),
            ui.Action("Нужно другое время", reverse("meetings:another", args=pk)),
            *moving,
        ]
    calendar = ui.Action("В календарь (.ics)", reverse("meetings:ics", args=pk), icon="calendar3")
    return [calendar, *moving]


@requires(Permission.MEETING_RUN)
def plan(request: Request, pk: UUID) -> HttpResponse:
    mentorship = queries.pair_for(request.actor, pk)
    request.actor.require(Permission.MEETING_RUN, mentorship)
    if turned := _turned_away(request, mentorship):
        return turned
    sides = people.sides_of(mentorship)
    form, now = _plan_form(request, PlanForm, mentorship, sides), timezone.now()
    made: list[Meeting] = []

    def act() -> None:
        made.append(services.propose(mentorship, Plan(**form.values()), now=now, by=request.actor))

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        words = (
            "Встреча согласована."
            if made[0].state == MeetingState.AGREED
            else "Время предложено, ждём ответа."
        )
        messages.success(request, words)
        return redirect("meetings:meeting", pk=made[0].pk)
    return _plan_page(request, form, mentorship, "Запланировать встречу", "Предложить время")


def _turned_away(request: Request, mentorship: Mentorship) -> HttpResponse | None:
    """A pair that does not work is for reading."""
    if mentorship.state in WORKING:
        return None
    messages.error(request, services.NOT_WORKING)
    return redirect("meetings:of_pair", pk=mentorship.pk)


def _plan_form(
    request: Request,
    make: Callable[..., PlanForm],
    mentorship: Mentorship,
    sides: Sides,
    initial: dict[str, Any] | None = None,
) -> PlanForm:
    asked = request.GET.get("minutes", "")
    minutes = int(asked) if asked in {"30", "60", "90"} else rules.USUAL_MINUTES
    if initial and "minutes" in initial:
        minutes = initial["minutes"]
    return make(
        request.POST or None,
        initial=initial,
        rooms=list(queries.rooms_of(mentorship.organisation)),
        mentees=list(sides.mentees) if mentorship.is_group else (),
        slots=times.free_times(sides.everybody, minutes=minutes, now=timezone.now()),
        minutes=minutes,
    )


def _plan_page(
    request: Request, form: PlanForm, mentorship: Mentorship, title: str, submit: str, back_url: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "back_url": back_url or reverse("meetings:of_pair", args=[mentorship.pk]),
        "has_slots": "slot" in form.fields,
        "lengths": [30, 60, 90],
        "has_video": bool(queries.video_template(mentorship.organisation)),
    }
    return render(request, "meetings/plan.html", context)


@requires(Permission.MEETING_RUN)
@require_POST
def accept(request: Request, pk: UUID) -> HttpResponse:
    found = _to_change(request, pk)
    try:
        services.accept(found, now=timezone.now(), by=request.actor)
        messages.success(request, "Время согласовано. Встреча — в календаре у всех.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:meeting", pk=pk)


def _to_change(request: Request, pk: UUID) -> Meeting:
    """Unseen: 404; seen but not one's own to change: 403."""
    found = queries.meeting_for(request.actor, pk)
    request.actor.require(Permission.MEETING_RUN, found)
    return found


@requires(Permission.MEETING_RUN)
def another(request: Request, pk: UUID) -> HttpResponse:
    found = _to_change(request, pk)
    form = WishForm(request.POST or None)

    def act() -> None:
        services.ask_another(found, words=form.cleaned_data["words"], by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Просьба отправлена. Можно и самим предложить время: «Перенести».")
        return redirect("meetings:meeting", pk=pk)
    return _one_form(request, form, found, "Нужно другое время", "Отправить просьбу")


@requires(Permission.MEETING_RUN)
def cancel(request: Request, pk: UUID) -> HttpResponse:
    found = _to_change(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        services.cancel(found, reason=form.cleaned_data["reason"], by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Встреча отменена, все участники узнают об этом.")
        return redirect("meetings:of_pair", pk=found.mentorship_id)
    return _one_form(request, form, found, "Отменить встречу", "Отменить встречу")


def _one_form(
    request: Request, form: ReasonForm | WishForm, found: Meeting, title: str, submit: str
) -> HttpResponse:
    back_url = reverse("meetings:meeting", args=[found.pk])
    return form_page(
        request,
        form,
        title=title,
        sub=showing.when(found),
        back="К встрече",
        back_url=back_url,
        submit=submit,
    )


@requires(Permission.MEETING_RUN)
def move(request: Request, pk: UUID) -> HttpResponse:
    found = _to_change(request, pk)
    back_url = reverse("meetings:meeting", args=[pk])
    if turned := _turned_away(request, found.mentorship):
        return turned
    if found.state not in AHEAD:
        messages.error(request, "Эта встреча уже прошла или отменена. Назначьте новую.")
        return redirect("meetings:meeting", pk=pk)
    form = _plan_form(request, MoveForm, found.mentorship, people.sides_of(found.mentorship), _initial(found))

    def act() -> None:
        values = form.values()
        plan = Plan(**values)
        reason = form.cleaned_data.get("reason", "")
        services.move(found, plan, reason=reason, now=timezone.now(), by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Изменения сохранены, участники узнают о них.")
        return redirect("meetings:meeting", pk=pk)
    return _plan_page(request, form, found.mentorship, "Перенести или изменить", "Сохранить", back_url)


def _initial(found: Meeting) -> dict[str, Any]:
    local = timezone.localtime(found.starts_at)
    return {
        "slot": "other",
        "day": local.date(),
        "at": local.time(),
        "minutes": found.minutes,
        "way": found.way,
        "room": str(found.room_id or ""),
        "place": found.place,
        "topic": found.topic,
        "is_single": found.is_single,
    }


@requires(Permission.MEETING_VIEW)
def ics(request: Request, pk: UUID) -> HttpResponse:
    """The meeting as a file for one's own calendar, where no letters go out."""
    found = queries.meeting_for(request.actor, pk)
    text = invitations.file_of(found)
    return give(text.encode(), "vstrecha.ics", "text/calendar; charset=utf-8")
