"""The conversation of a pair or a group: reading, writing, mending, taking back, files."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_htmx.http import reswap, retarget

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.conversations.forms import EditForm, MessageForm
from nastavnik.conversations.queries import chats, threads
from nastavnik.conversations.queries.threads import Thread
from nastavnik.conversations.services import talk
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.core.files import serve
from nastavnik.pairs.head import head_of

from . import showing


@requires(Permission.TALK)
def thread(request: Request, pk: UUID) -> HttpResponse:
    """The latest messages and the field for the next one; `?before=` shows what was earlier."""
    found, now = threads.thread_for(request.actor, pk, today=timezone.localdate()), timezone.now()
    if request.method == "POST":
        return _send(request, found)
    page = threads.page_of(found, request.GET.get("before", ""))
    marks = threads.marks_of(found)
    if "before" not in request.GET:
        last = page.messages[-1] if page.messages else None
        known = marks.get(found.taker.person_id) if found.taker else None
        talk.have_read(found, last, known=known, now=now, by=request.actor)
        threads.nothing_new(found)
    return _page(request, found, page, MessageForm(), marks)


def _send(request: Request, found: Thread) -> HttpResponse:
    form, now = MessageForm(request.POST, request.FILES), timezone.now()
    sent: list[Any] = []

    def act() -> None:
        sent.append(talk.send(found, form.cleaned_data["text"], form.uploads(), now=now, by=request.actor))

    if form.is_valid() and carried_out(form, act):
        if request.htmx:
            return _appended(request, found, sent[0])
        return redirect(f"{talk.address_of(found.mentorship)}#message-{sent[0].pk.hex}")
    if request.htmx:
        part = render(request, "conversations/write.html", _writing(found, form), status=422)
        return reswap(retarget(part, "#write"), "outerHTML")
    return _page(request, found, threads.page_of(found), form, threads.marks_of(found))


def _appended(request: Request, found: Thread, message: Any) -> HttpResponse:
    """The new message for the end of the list, and an empty field in place of the full one."""
    said = showing.said([message], found, marks={}, actor=request.actor, now=timezone.now())
    talk.have_read(found, message, now=timezone.now(), by=request.actor)
    before = threads.messages_of(found).exclude(pk=message.pk).order_by("-sent_at", "-id").first()
    opens_day = before is None or timezone.localdate(before.sent_at) != timezone.localdate(message.sent_at)
    shown = [replace(each, day=opens_day) for each in said]
    context = {"messages_shown": shown, "is_first": before is None, **_writing(found, MessageForm())}
    return render(request, "conversations/appended.html", context)


def _writing(found: Thread, form: MessageForm) -> dict[str, Any]:
    why_not = ""
    try:
        talk.check_writing(found)
    except Refusal as refusal:
        why_not = str(refusal)
    return {"form": form, "why_not": why_not, "action": talk.address_of(found.mentorship)}


def _page(
    request: Request, found: Thread, page: threads.Page, form: MessageForm, marks: Mapping[UUID, datetime]
) -> HttpResponse:
    """A reader who has left meets no head, for it would name those who came later, and no way into their chats."""
    left = found.taker is not None and found.taker.left_on is not None
    today, actor = timezone.localdate(), request.actor
    links = [] if left else chats.chats_of_thread(found)
    context = {
        "head": None if left else head_of(actor, found.mentorship, today=today, current="messages"),
        "who_reads": showing.who_reads(found),
        "overseer": found.is_overseen_by_reader,
        "messages_shown": showing.said(page.messages, found, marks=marks, actor=actor, now=timezone.now()),
        "earlier_url": f"?before={page.earlier}" if page.earlier else "",
        "latest_url": request.path if "before" in request.GET else "",
        "chats": showing.chats(links, found, actor),
        "chat_add": showing.chat_action(found, actor),
        **_writing(found, form),
    }
    return render(request, "conversations/thread.html", context, status=422 if form.errors else 200)


@requires(Permission.TALK)
def edit(request: Request, pk: UUID) -> HttpResponse:
    message, _ = threads.message_for(request.actor, pk, today=timezone.localdate())
    form = EditForm(request.POST or None, initial={"text": message.text})
    back = showing.place_of(message)

    def act() -> None:
        talk.edit(message, form.cleaned_data["text"], now=timezone.now(), by=request.actor)

    talk.require_own(message, by=request.actor)
    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Сообщение изменено. Рядом с ним стоит «изменено».")
        return redirect(back)
    title = "Изменить сообщение"
    return form_page(request, form, title=title, back="К переписке", back_url=back, submit="Сохранить")


@requires(Permission.TALK)
def delete(request: Request, pk: UUID) -> HttpResponse:
    message, _ = threads.message_for(request.actor, pk, today=timezone.localdate())
    talk.require_own(message, by=request.actor)
    back = showing.place_of(message)
    if request.method == "POST":
        try:
            talk.delete(message, now=timezone.now(), by=request.actor)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Сообщение удалено.")
        return redirect(back)
    context = {
        "title": "Удалить сообщение",
        "text": "Слова и файлы исчезнут у всех, на их месте останется «удалено». Вернуть их нельзя.",
        "submit": "Удалить сообщение",
        "back_url": back,
        "quote": message.text,
    }
    return render(request, "conversations/confirm.html", context)


@requires(Permission.TALK)
def file(request: Request, pk: UUID) -> HttpResponse:
    found = threads.attachment_for(request.actor, pk, today=timezone.localdate())
    return cast(HttpResponse, serve(found.file))
