"""Pages of giving and ending a role."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.people.forms.appointments import AppointmentForm, EndForm
from nastavnik.people.queries import cards as queries
from nastavnik.people.services import appointments as services


@requires(Permission.ROLES_APPOINT)
def appoint(request: Request, pk: UUID) -> HttpResponse:
    person, today = queries.person_to_appoint(request.actor, pk), timezone.localdate()
    here = person.organisation
    form = AppointmentForm(
        request.POST or None,
        roles=services.roles_to_give(request.actor, person),
        decisions=queries.decisions_in(here),
        initial={"starts_on": today, "role": request.GET.get("role", "")},
    )
    if request.method == "POST" and form.is_valid():
        given: list[services.Appointed] = []
        if carried_out(
            form,
            lambda: given.append(services.appoint(person, **form.values(), today=today, by=request.actor)),
        ):
            messages.success(request, "Роль назначена.")
            if given[0].warning:
                messages.warning(request, given[0].warning)
            return redirect("people:card", pk=pk)
    return form_page(
        request,
        form,
        title="Назначить роль",
        sub=person.full_name,
        back="К карточке",
        back_url=reverse("people:card", args=[pk]),
        submit="Назначить",
    )


@requires(Permission.ROLES_APPOINT)
def end(request: Request, pk: UUID) -> HttpResponse:
    appointment = queries.appointment_to_end(request.actor, pk)
    form = EndForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["on"]
        if carried_out(form, lambda: services.end_appointment(appointment, on=day, by=request.actor)):
            messages.success(request, "Дата окончания роли записана.")
            return redirect("people:card", pk=appointment.person_id)
    return form_page(
        request,
        form,
        title=f"Закончить роль «{appointment.get_role_display()}»",
        sub=appointment.person.full_name,
        back="К карточке",
        back_url=reverse("people:card", args=[appointment.person_id]),
        submit="Закончить роль",
    )


@requires(Permission.OWN_DATA)
@require_POST
def leave(request: Request, pk: UUID) -> HttpResponse:
    """One's own membership of the council is ended by oneself."""
    appointment = queries.own_appointment(request.actor, pk)
    try:
        services.leave(appointment, today=timezone.localdate(), by=request.actor)
        messages.success(request, "Вы вышли из совета. Сегодня — последний день.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("people:card", pk=appointment.person_id)
