"""Links to outside chats: added and taken away, in a pair and for the whole organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.conversations.forms import ChatForm
from nastavnik.conversations.queries import chats, threads
from nastavnik.conversations.services import chats as services
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal

WARNING = (
    "Внешний чат школе не принадлежит. Не пишите в нём имён учеников, диагнозов, оценок, телефонов и адресов, "
    "не пересылайте документы. Для этого есть переписка здесь."
)
ADDED = "Ссылка добавлена."


@requires(Permission.TALK)
def add_to_pair(request: Request, pk: UUID) -> HttpResponse:
    thread = threads.thread_for(request.actor, pk, today=timezone.localdate())
    if thread.taker is not None and thread.taker.left_on is not None:
        raise Http404
    form = ChatForm(request.POST or None)

    def act() -> None:
        services.add_to_pair(thread, **_given(form), by=request.actor)

    back = reverse("conversations:thread", args=[pk])
    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, ADDED)
        return redirect(back)
    return _form(request, form, back=back, back_words="К переписке")


@requires(Permission.BOARD_EDIT)
def add_to_organisation(request: Request) -> HttpResponse:
    if request.here is None:
        raise Http404
    form = ChatForm(request.POST or None)

    def act() -> None:
        services.add_to_organisation(request.here, **_given(form), by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, ADDED)
        return redirect("conversations:board")
    return _form(request, form, back=reverse("conversations:board"), back_words="К объявлениям")


def _given(form: ChatForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("title", "address")}


def _form(request: Request, form: ChatForm, *, back: str, back_words: str) -> HttpResponse:
    return form_page(
        request,
        form,
        title="Ссылка на внешний чат",
        back=back_words,
        back_url=back,
        submit="Добавить ссылку",
        note=WARNING,
        note_title="Личные данные — не во внешний чат",
        note_kind="wait",
    )


@requires(Permission.TALK)
def remove(request: Request, pk: UUID) -> HttpResponse:
    link, thread = chats.chat_to_change(request.actor, pk, today=timezone.localdate())
    back = (
        reverse("conversations:thread", args=[link.mentorship_id])
        if thread
        else reverse("conversations:board")
    )
    if request.method == "POST":
        try:
            services.remove(link, thread, by=request.actor)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Ссылка убрана.")
        return redirect(back)
    context = {
        "title": "Убрать ссылку",
        "text": f"Ссылка «{link.title}» исчезнет отсюда. Сам чат останется там, где он есть.",
        "submit": "Убрать ссылку",
        "back_url": back,
    }
    return render(request, "conversations/confirm.html", context)
