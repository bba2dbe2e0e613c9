"""Pages of a job."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out, form_page
from nastavnik.people.forms.employment import EmploymentForm
from nastavnik.people.models import Employment, Person
from nastavnik.people.queries import cards as queries
from nastavnik.people.services import employment as services

NOT_LISTED = (
    "Должности «{}» нет в номенклатуре педагогических должностей. Если это ошибка, исправьте название "
    "или добавьте должность в списки организации."
)


@requires(Permission.PERSON_EDIT)
def add(request: Request, pk: UUID) -> HttpResponse:
    person = queries.person_to_edit(request.actor, pk)
    form = EmploymentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[Employment] = []
        if carried_out(
            form,
            lambda: made.append(services.add_employment(person, **form.values(), by=request.actor)),
        ):
            return _saved(request, person, made[0])
    return _page(request, form, person, "Новая должность")


@requires(Permission.PERSON_EDIT)
def edit(request: Request, pk: UUID) -> HttpResponse:
    job = queries.employment_to_edit(request.actor, pk)
    initial = {name: getattr(job, name) for name in EmploymentForm.base_fields}
    form = EmploymentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        act = lambda: services.edit_employment(job, seen=seen, **form.values(), by=request.actor)  # noqa: E731
        if carried_out(form, act, job):
            return _saved(request, job.person, job)
    return _page(request, form, job.person, "Изменить должность")


def _saved(request: Request, person: Person, job: Employment) -> HttpResponse:
    messages.success(request, "Должность сохранена.")
    if not job.is_pedagogical:
        messages.info(request, NOT_LISTED.format(job.position))
    return redirect("people:card", pk=person.pk)


def _page(request: Request, form: EmploymentForm, person: Person, title: str) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        sub=person.full_name,
        back="К карточке",
        back_url=reverse("people:card", args=[person.pk]),
        submit="Сохранить должность",
    )
