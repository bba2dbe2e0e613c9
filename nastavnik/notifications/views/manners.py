"""«Правила сообщений»: when and how the organisation reminds its people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core.acting import carried_out, form_page
from nastavnik.notifications import queries
from nastavnik.notifications.forms import MannersForm
from nastavnik.notifications.services.choosing import set_manners

from . import here_of

LEAD = "Когда и как часто система напоминает людям о сроках. О сделанном она не напоминает."


@requires(P.ORGANISATION_EDIT)
def manners(request: Request) -> HttpResponse:
    here = here_of(request)
    request.actor.require(P.ORGANISATION_EDIT, here)
    found = queries.manners_of(here)
    initial = {name: getattr(found, name) for name in MannersForm.base_fields}
    form = MannersForm(request.POST or None, initial=initial)
    sent = request.method == "POST" and form.is_valid()
    if sent and carried_out(
        form,
        lambda: set_manners(here, seen=form.cleaned_data["version"] or 1, **form.values(), by=request.actor),
        found if not found._state.adding else None,
    ):
        messages.success(request, "Правила сообщений сохранены.")
        return redirect("notifications:manners")
    return form_page(
        request,
        form,
        title="Правила сообщений",
        lead=LEAD,
        back="Организация",
        back_url=reverse("organisations:card"),
        submit="Сохранить правила",
    )
