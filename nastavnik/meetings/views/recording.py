"""«Записать встречу» in one page; tasks between meetings; files beside a meeting."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.core.files import serve
from nastavnik.meetings import queries, rules, services, showing
from nastavnik.meetings.forms import FileForm, NewRecordForm, RecordForm, TaskForm
from nastavnik.meetings.models import Meeting
from nastavnik.meetings.queries import sides as people
from nastavnik.meetings.queries.sides import Sides
from nastavnik.meetings.rules import Agreed, Doer
from nastavnik.meetings.services import Plan, attaching, recording
from nastavnik.meetings.services.recording import Told
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import WORKING

from . import clock, way_back


@requires(Permission.MEETING_RUN)
def record(request: Request, pk: UUID) -> HttpResponse:
    found = queries.meeting_for(request.actor, pk)
    request.actor.require(Permission.MEETING_RUN, found)
    now, today = clock()
    back_url = reverse("meetings:meeting", args=[pk])
    if found.mentorship.state not in WORKING:
        messages.error(request, services.NOT_WORKING)
        return redirect("meetings:meeting", pk=pk)
    sides = people.sides_of(found.mentorship)
    own = sides.own(request.actor)
    form = RecordForm(
        request.POST or None,
        initial=_initial(request, found, sides, now, today),
        first=queries.is_first(found),
        rates=own is not None,
        today=today,
    )

    def act() -> None:
        recording.record(found, Told(**form.told()), now=now, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Запись сохранена.")
        return redirect("meetings:meeting", pk=pk)
    return _page(request, form, sides, back_url, sub=showing.when(found))


def _initial(request: Request, found: Meeting, sides: Sides, now: datetime, today: date) -> dict[str, Any]:
    author = people.author_of(request.actor, found.mentorship, sides)
    known = queries.own_record(found, author)
    rating = queries.own_rating(found, author)
    told: dict[str, Any] = {"due_on": _due(found.mentorship, now, today)}
    if known:
        told |= {"was": "yes" if known.was else "no", "words": known.words, "seen": known.version}
    if rating:
        told |= {"mark": rating.mark, "fit": rating.fit}
    return told


def _due(mentorship: Mentorship, now: datetime, today: date) -> date:
    following = queries.next_of(mentorship, now=now)
    return rules.usual_due(today, timezone.localtime(following.starts_at).date() if following else None)


@requires(Permission.MEETING_RUN)
def record_new(request: Request, pk: UUID) -> HttpResponse:
    """A meeting that nobody planned."""
    mentorship = queries.pair_for(request.actor, pk)
    request.actor.require(Permission.MEETING_RUN, mentorship)
    now, today = clock()
    if mentorship.state not in WORKING:
        messages.error(request, services.NOT_WORKING)
        return redirect("meetings:of_pair", pk=pk)
    sides = people.sides_of(mentorship)
    form = NewRecordForm(
        request.POST or None,
        initial={"due_on": _due(mentorship, now, today)},
        mentees=list(sides.mentees) if mentorship.is_group else (),
        first=not queries.has_met(mentorship),
        rates=sides.own(request.actor) is not None,
        today=today,
        now=now,
    )
    made: list[Any] = []

    def act() -> None:
        plan = Plan(**form.values())
        made.append(
            recording.record_unplanned(mentorship, plan, Told(**form.told()), now=now, by=request.actor)
        )

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Запись сохранена.")
        return redirect("meetings:meeting", pk=made[0].meeting_id)
    back_url = reverse("meetings:of_pair", args=[pk])
    return _page(request, form, sides, back_url, sub="Встреча сегодня; другой день — в «Ещё»")


def _page(request: Request, form: RecordForm, sides: Sides, back_url: str, *, sub: str) -> HttpResponse:
    names = ", ".join(p.full_name for p in sides.everybody if p.pk not in request.actor.person_ids)
    context = {
        "form": form,
        "title": "Записать встречу",
        "names": names,
        "sub": sub,
        "back_url": back_url,
        "more_open": any(each.errors for each in form.more_fields),
    }
    return render(request, "meetings/record.html", context)


@requires(Permission.MEETING_RUN)
def task_add(request: Request, pk: UUID) -> HttpResponse:
    mentorship = queries.pair_for(request.actor, pk)
    request.actor.require(Permission.MEETING_RUN, mentorship)
    now, today = clock()
    sides = people.sides_of(mentorship)
    initial = {
        "due_on": _due(mentorship, now, today),
        "person": str(sides.mentees[0].pk) if sides.mentees else "",
    }
    form = TaskForm(request.POST or None, initial=initial, people=sides.everybody)

    def act() -> None:
        person = form.chosen()
        side = sides.side_of(person)
        agreed = Agreed(
            form.cleaned_data["words"], Doer(side) if side else Doer.BOTH, form.cleaned_data["due_on"]
        )
        recording.add_task(mentorship, agreed, person=person, by=request.actor)

    back_url = reverse("meetings:of_pair", args=[pk])
    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Задание добавлено.")
        return redirect(back_url)
    return form_page(
        request, form, title="Задание", back="К встречам", back_url=back_url, submit="Добавить задание"
    )


@requires(Permission.MEETING_RUN)
@require_POST
def task_done(request: Request, pk: UUID) -> HttpResponse:
    task = queries.task_for(request.actor, pk, Permission.MEETING_VIEW)
    request.actor.require(Permission.MEETING_RUN, task)
    try:
        recording.finish_task(task, now=timezone.now(), by=request.actor)
        undo = f"undo:{reverse('meetings:task_reopen', args=[pk])}"
        messages.success(request, "Задание выполнено.", extra_tags=undo)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(way_back(request, task.mentorship))


@requires(Permission.MEETING_RUN)
@require_POST
def task_reopen(request: Request, pk: UUID) -> HttpResponse:
    task = queries.task_for(request.actor, pk, Permission.MEETING_VIEW)
    request.actor.require(Permission.MEETING_RUN, task)
    try:
        recording.reopen_task(task, by=request.actor)
        messages.success(request, "Задание снова в списке.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(way_back(request, task.mentorship))


@requires(Permission.MEETING_RUN)
def file_add(request: Request, pk: UUID) -> HttpResponse:
    found = queries.meeting_for(request.actor, pk)
    request.actor.require(Permission.MEETING_RUN, found)
    form = FileForm(request.POST or None, request.FILES or None)

    def act() -> None:
        given = form.cleaned_data
        attaching.attach_to_meeting(found, given["upload"], title=given["title"], by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Файл приложен.")
        return redirect("meetings:meeting", pk=pk)
    back_url = reverse("meetings:meeting", args=[pk])
    return form_page(
        request, form, title="Приложить файл", back="К встрече", back_url=back_url, submit="Приложить"
    )


@requires(Permission.MEETING_VIEW)
def file(request: Request, pk: UUID, attachment: UUID) -> HttpResponse:
    return cast(HttpResponse, serve(queries.file_of(request.actor, pk, attachment).file))
