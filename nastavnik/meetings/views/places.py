"""Rooms and video of the organisation; one's own weekly lessons."""

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
from nastavnik.meetings import queries
from nastavnik.meetings.forms import LessonsForm, RoomForm, VideoForm
from nastavnik.meetings.models import Room
from nastavnik.meetings.queries import times
from nastavnik.meetings.services import places
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person
from nastavnik.people.queries import cards_of


def _here(request: Request) -> Organisation:
    if request.here is None:
        raise Http404
    request.actor.require(Permission.ROOMS_EDIT, request.here)
    organisation: Organisation = request.here
    return organisation


@requires(Permission.ROOMS_EDIT)
def rooms(request: Request) -> HttpResponse:
    here = _here(request)
    rows = queries.rooms_for(request.actor, here)
    context = {
        "tasks": [_room(room) for room in rows],
        "template": queries.video_template(here),
        "add": ui.Action("Добавить помещение", reverse("meetings:room_add"), primary=True, icon="plus-lg"),
    }
    return render(request, "meetings/rooms.html", context)


def _room(room: Room) -> ui.Task:
    closed = ui.Status("rest", "не используется") if room.closed_on else None
    close = None
    if not room.closed_on:
        url = reverse("meetings:room_close", args=[room.pk])
        close = ui.Action("Убрать", url, post=True, small=True, about=room.title)
    return ui.Task(room.title, reverse("meetings:room", args=[room.pk]), room.note, closed, action=close)


@requires(Permission.ROOMS_EDIT)
def room_add(request: Request) -> HttpResponse:
    here, form = _here(request), RoomForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: places.add_room(here, **form.cleaned_data, by=request.actor))
    ):
        messages.success(request, "Помещение добавлено.")
        return redirect("meetings:rooms")
    return _page(request, form, "Новое помещение")


@requires(Permission.ROOMS_EDIT)
def room(request: Request, pk: UUID) -> HttpResponse:
    found = queries.room_to_edit(request.actor, pk)
    form = RoomForm(request.POST or None, initial={"title": found.title, "note": found.note})
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: places.rename_room(found, **form.cleaned_data, by=request.actor))
    ):
        messages.success(request, "Помещение изменено.")
        return redirect("meetings:rooms")
    return _page(request, form, found.title)


@requires(Permission.ROOMS_EDIT)
@require_POST
def room_close(request: Request, pk: UUID) -> HttpResponse:
    found = queries.room_to_edit(request.actor, pk)
    places.close_room(found, today=timezone.localdate(), by=request.actor)
    messages.success(request, "Помещение убрано из выбора. Назначенные встречи остались.")
    return redirect("meetings:rooms")


@requires(Permission.ROOMS_EDIT)
def video(request: Request) -> HttpResponse:
    here = _here(request)
    form = VideoForm(request.POST or None, initial={"template": queries.video_template(here)})
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form, lambda: places.set_video_template(here, form.cleaned_data["template"], by=request.actor)
        )
    ):
        messages.success(request, "Ссылки новых встреч будут создаваться по этому шаблону.")
        return redirect("meetings:rooms")
    return _page(request, form, "Видеосвязь организации")


def _page(request: Request, form: RoomForm | VideoForm, title: str) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        back="Помещения и видеосвязь",
        back_url=reverse("meetings:rooms"),
        submit="Сохранить",
    )


@requires(Permission.MEETING_RUN)
def lessons(request: Request) -> HttpResponse:
    """One's own lessons by weekday; nobody is obliged to fill it in."""
    person = own_card(request)
    form = LessonsForm(request.POST or None, week=times.lessons_of(person))
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: places.set_lessons(person, form.week(), by=request.actor))
    ):
        messages.success(request, "Расписание сохранено: на уроки встречи предлагаться не будут.")
        return redirect("meetings:calendar")
    return form_page(
        request,
        form,
        title="Мои уроки",
        lead="Необязательно. Промежутки через запятую: 08:30–09:15, 09:25–10:10.",
        back="Календарь",
        back_url=reverse("meetings:calendar"),
        submit="Сохранить",
    )


def own_card(request: Request) -> Person:
    """One's own card in the current organisation, or 404."""
    cards = list(cards_of(request.actor))
    own = next((p for p in cards if request.here and p.organisation_id == request.here.pk), None)
    if own is None and not cards:
        raise Http404
    return own or cards[0]
