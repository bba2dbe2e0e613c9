"""Pages of a child's representative."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.people.forms.appointments import EndForm
from nastavnik.people.forms.representatives import RepresentativeForm
from nastavnik.people.models import Person
from nastavnik.people.queries import cards as queries
from nastavnik.people.services import representatives as services

FIELD = "representative"


@requires(Permission.PERSON_EDIT)
def add(request: Request, pk: UUID) -> HttpResponse:
    minor, today = queries.person_to_edit(request.actor, pk), timezone.localdate()
    searching = request.POST.get("find") == FIELD
    sent = request.POST.get(FIELD, "")
    # «Выбрать другого» sends the chosen one along with the search: it is let go.
    chosen = None if searching else queries.chosen_adult(request.actor, minor.organisation, sent)
    form = RepresentativeForm(request.POST or None, is_chosen=chosen is not None)
    is_sent = request.method == "POST" and not searching and form.is_valid()
    if is_sent and carried_out(form, lambda: _link(request, form, minor, chosen)):
        messages.success(request, "Представитель указан. Теперь можно записать полную дату рождения.")
        return redirect("people:card", pk=pk)
    if searching:
        form = RepresentativeForm(initial=request.POST.dict(), is_chosen=False)
    picker = _picker(request, minor, chosen, searching)
    context = {"form": form, "minor": minor, "picker": picker, "today": today}
    return render(request, "people/representative.html", context)


def _link(request: Request, form: RepresentativeForm, minor: Person, chosen: Person | None) -> None:
    today, link = timezone.localdate(), form.link()
    if chosen is not None:
        services.add_representative(minor, representative=chosen, **link, today=today, by=request.actor)
        return
    services.add_new_representative(
        minor, names=form.names(), contacts=form.contacts(), **link, today=today, by=request.actor
    )


def _picker(request: Request, minor: Person, chosen: Person | None, searching: bool) -> ui.Picker:
    query = request.POST.get(f"{FIELD}-query", "")
    found: list[ui.Person] = []
    if searching and query:
        people = queries.adults_like(request.actor, minor.organisation, query, today=timezone.localdate())
        found = [ui.Person(p.pk, p.full_name, p.get_kind_display()) for p in people]
    return ui.Picker(
        name=FIELD,
        label="Человек уже в системе?",
        hint="Найдите его по фамилии. Если карточки ещё нет, заполните имя ниже.",
        query=query,
        searched=searching and bool(query),
        found=found,
        chosen=ui.Person(chosen.pk, chosen.full_name) if chosen else None,
    )


@requires(Permission.PERSON_EDIT)
def end(request: Request, pk: UUID) -> HttpResponse:
    link = queries.representation_to_end(request.actor, pk)
    form = EndForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["on"]
        if carried_out(form, lambda: services.end_representation(link, on=day, by=request.actor)):
            messages.success(request, "Дата записана.")
            return redirect("people:card", pk=link.minor_id)
    return form_page(
        request,
        form,
        title="Представитель больше не действует",
        sub=f"{link.person.full_name} — {link.kinship}",
        back="К карточке",
        back_url=reverse("people:card", args=[link.minor_id]),
        submit="Сохранить дату",
    )
