"""The board: what stands on it, its archive, writing on it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.conversations.forms import AnnouncementForm
from nastavnik.conversations.models import Announcement
from nastavnik.conversations.queries import board as queries
from nastavnik.conversations.queries import chats
from nastavnik.conversations.rules import Audience
from nastavnik.conversations.services import board as services
from nastavnik.conversations.services.board import Sheet
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.core.files import serve
from nastavnik.core.paging import paged
from nastavnik.organisations.models import Organisation

from . import showing


@requires(Permission.HOME_VIEW)
def board(request: Request) -> HttpResponse:
    here, today, actor = _here(request), timezone.localdate(), request.actor
    may_edit = actor.can(Permission.BOARD_EDIT, here)
    rows, pager = paged(queries.current(actor, here, today=today), request.GET, size=20)
    context = {
        "sheets": [_shown(row, may_edit=may_edit) for row in rows],
        "coming": [_shown(row, may_edit=True) for row in queries.coming(actor, here, today=today)[:20]]
        if may_edit
        else [],
        "pager": pager,
        "may_edit": may_edit,
        "organisation": here,
        "chats": [showing.chat(link, may_edit) for link in chats.chats_of_organisation(here)],
        "today": today,
    }
    return render(request, "conversations/board.html", context)


def _here(request: Request) -> Organisation:
    if request.here is None:
        raise Http404
    return cast(Organisation, request.here)


def _shown(row: Announcement, *, may_edit: bool) -> dict[str, Any]:
    until = f" по {row.ends_on:%d.%m.%Y}" if row.ends_on else ""
    audience = "" if row.audience == Audience.ALL else f" · {row.get_audience_display().lower()}"
    return {
        "row": row,
        "when": f"с {row.starts_on:%d.%m.%Y}{until}{audience}",
        "files": [_file(each, may_edit=may_edit) for each in row.files.all()],
        "edit_url": reverse("conversations:announcement_edit", args=[row.pk]) if may_edit else "",
        "down_url": reverse("conversations:announcement_take_down", args=[row.pk])
        if may_edit and row.taken_down_on is None
        else "",
    }


def _file(each: Any, *, may_edit: bool) -> dict[str, Any]:
    shown = showing.tile(each.file, reverse("conversations:board_file", args=[each.pk]))
    remove = reverse("conversations:board_file_remove", args=[each.pk]) if may_edit else ""
    return {"file": shown, "remove_url": remove}


@requires(Permission.HOME_VIEW)
def archive(request: Request) -> HttpResponse:
    here, today, actor = _here(request), timezone.localdate(), request.actor
    may_edit = actor.can(Permission.BOARD_EDIT, here)
    rows, pager = paged(queries.past(actor, here, today=today), request.GET, size=20)
    context = {"sheets": [_shown(row, may_edit=may_edit) for row in rows], "pager": pager}
    return render(request, "conversations/board_archive.html", context)


@requires(Permission.BOARD_EDIT)
def add(request: Request) -> HttpResponse:
    here = _here(request)
    form = AnnouncementForm(
        request.POST or None, request.FILES or None, initial={"starts_on": timezone.localdate()}
    )

    def act() -> None:
        services.put_up(here, _sheet(form), form.cleaned_data["files"], by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Объявление размещено.")
        return redirect("conversations:board")
    return _form(request, form, "Новое объявление", "Разместить")


@requires(Permission.BOARD_EDIT)
def edit(request: Request, pk: UUID) -> HttpResponse:
    row = queries.to_edit(request.actor, pk)
    initial = {
        name: getattr(row, name) for name in ("title", "text", "audience", "starts_on", "ends_on", "pinned")
    }
    form = AnnouncementForm(request.POST or None, request.FILES or None, initial=initial)

    def act() -> None:
        services.change(row, _sheet(form), form.cleaned_data["files"], by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Объявление изменено.")
        return redirect("conversations:board")
    files = [_file(each, may_edit=True) for each in row.files.select_related("file")]
    return _form(request, form, "Изменить объявление", "Сохранить объявление", files=files)


def _sheet(form: AnnouncementForm) -> Sheet:
    data = form.cleaned_data
    return Sheet(
        title=data["title"].strip(),
        text=data["text"].strip(),
        audience=Audience(data["audience"]),
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        pinned=data["pinned"],
    )


def _form(request: Request, form: AnnouncementForm, title: str, submit: str, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "back_url": reverse("conversations:board"),
        **more,
    }
    return render(request, "conversations/announcement.html", context)


@requires(Permission.BOARD_EDIT)
def take_down(request: Request, pk: UUID) -> HttpResponse:
    row = queries.to_edit(request.actor, pk)
    if request.method == "POST":
        try:
            services.take_down(row, today=timezone.localdate(), by=request.actor)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Объявление снято и лежит в архиве.")
        return redirect("conversations:board")
    context = {
        "title": "Снять объявление",
        "text": f"«{row.title}» уйдёт в архив. Вернуть его можно оттуда: откройте и сохраните снова.",
        "submit": "Снять объявление",
        "back_url": reverse("conversations:board"),
    }
    return render(request, "conversations/confirm.html", context)


@requires(Permission.HOME_VIEW)
def file(request: Request, pk: UUID) -> HttpResponse:
    found = queries.file_for(request.actor, request.here, pk)
    return cast(HttpResponse, serve(found.file))


@requires(Permission.BOARD_EDIT)
def remove_file(request: Request, pk: UUID) -> HttpResponse:
    found = queries.file_to_remove(request.actor, pk)
    back = reverse("conversations:announcement_edit", args=[found.announcement_id])
    if request.method == "POST":
        services.remove_file(found, by=request.actor)
        messages.success(request, "Файл убран.")
        return redirect(back)
    context = {
        "title": "Убрать файл",
        "text": f"«{found.file.name}» больше не будет в объявлении.",
        "submit": "Убрать файл",
        "back_url": back,
    }
    return render(request, "conversations/confirm.html", context)
