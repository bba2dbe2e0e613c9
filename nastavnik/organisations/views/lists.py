"""The editable lists of an organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.organisations import queries
from nastavnik.organisations.forms.lists import ItemForm, SourceForm
from nastavnik.organisations.rules import ListName
from nastavnik.organisations.services import lists as services

from . import here_of

STEPS = {"up": -1, "down": 1}


@requires(Permission.ORGANISATION_VIEW)
def lists(request: Request) -> HttpResponse:
    here = here_of(request)
    counts = queries.list_counts(request.actor, here)
    tasks = [
        ui.Task(
            name.label,
            reverse("organisations:list", args=[name.value]),
            "используется {} из {}".format(*counts.get(name.value, (0, 0))),
        )
        for name in ListName
    ]
    return render(request, "organisations/lists.html", {"tasks": tasks, "here": here})


@requires(Permission.ORGANISATION_VIEW)
def one(request: Request, name: str) -> HttpResponse:
    here = here_of(request)
    items = queries.items_of(request.actor, here, name)
    context = {
        "name": ListName(name),
        "items": items,
        "here": here,
        "may_edit": request.actor.can(Permission.LISTS_EDIT, here),
        "sources": sorted({item.source_act for item in items if item.source_act}),
        "has_source": name == ListName.POSITION,
    }
    return render(request, "organisations/list.html", context)


@requires(Permission.LISTS_EDIT)
def add(request: Request, name: str) -> HttpResponse:
    here = here_of(request)
    request.actor.require(Permission.LISTS_EDIT, here)
    queries.items_of(request.actor, here, name)
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.values()
        if carried_out(
            form,
            lambda: services.add_item(here, name=ListName(name), **given, by=request.actor),
        ):
            messages.success(request, "Строка добавлена.")
            return redirect("organisations:list", name=name)
    return _page(request, form, ListName(name), "Новая строка списка", "Добавить строку")


@requires(Permission.LISTS_EDIT)
def edit(request: Request, pk: UUID) -> HttpResponse:
    item = queries.item_to_edit(request.actor, pk)
    initial = {field: getattr(item, field) for field in ItemForm.base_fields}
    form = ItemForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        if carried_out(
            form, lambda: services.edit_item(item, seen=seen, **form.values(), by=request.actor), item
        ):
            messages.success(request, "Строка сохранена.")
            return redirect("organisations:list", name=item.list)
    return _page(request, form, ListName(item.list), "Изменить строку списка", "Сохранить строку")


def _page(
    request: Request, form: ItemForm | SourceForm, name: ListName, title: str, submit: str
) -> HttpResponse:
    back_url = reverse("organisations:list", args=[name.value])
    return form_page(
        request, form, title=title, sub=name.label, back="К списку", back_url=back_url, submit=submit
    )


@requires(Permission.LISTS_EDIT)
@require_POST
def switch(request: Request, pk: UUID) -> HttpResponse:
    item = queries.item_to_edit(request.actor, pk)
    try:
        services.switch_item(item, enabled=request.POST.get("enabled") == "yes", by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('organisations:list', args=[item.list])}#i{item.pk}")


@requires(Permission.LISTS_EDIT)
@require_POST
def move(request: Request, pk: UUID) -> HttpResponse:
    item = queries.item_to_edit(request.actor, pk)
    services.move_item(item, steps=STEPS.get(request.POST.get("to", ""), 0), by=request.actor)
    return redirect(f"{reverse('organisations:list', args=[item.list])}#i{item.pk}")


@requires(Permission.LISTS_EDIT)
def source(request: Request, name: str) -> HttpResponse:
    here = here_of(request)
    request.actor.require(Permission.LISTS_EDIT, here)
    items = queries.items_of(request.actor, here, name)
    form = SourceForm(request.POST or None, initial={"source_act": next((i.source_act for i in items), "")})
    if request.method == "POST" and form.is_valid():
        act = form.cleaned_data["source_act"]
        services.set_source(here, name=ListName(name), source_act=act, by=request.actor)
        messages.success(request, "Источник списка записан.")
        return redirect("organisations:list", name=name)
    return _page(request, form, ListName(name), "Источник списка", "Сохранить источник")
