"""Naming a run; two runs side by side."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out, form_page
from nastavnik.matching.queries import run_for, runs_of
from nastavnik.matching.showing import moment
from nastavnik.matching.weights.showing import titles_of

from . import queries, services, showing
from .forms import NameForm, TwoRunsForm

P = Permission
TO_CHOOSE_FROM = 50


@requires(P.MATCH_RUN)
def name(request: Request, pk: UUID) -> HttpResponse:
    run = run_for(request.actor, P.MATCH_RUN, pk)
    form = NameForm(request.POST or None, initial={"name": run.name, "version": run.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form,
            lambda: services.name(
                run, form.cleaned_data["name"], seen=form.cleaned_data["version"], by=request.actor
            ),
            run,
        )
    ):
        messages.success(request, "Название сохранено.")
        return redirect("matching:runs")
    back = reverse("matching:runs")
    return form_page(request, form, title="Назвать подбор", sub=moment(run), back="Подбор пар", back_url=back)


@requires(P.MATCH_VIEW)
def compare(request: Request) -> HttpResponse:
    """`?a=…&b=…`: without them the choice of two runs alone."""
    if request.here is None:
        raise Http404
    request.actor.require(P.MATCH_VIEW, request.here)
    runs = list(runs_of(request.here, by=request.actor)[:TO_CHOOSE_FROM])
    context: dict[str, object] = {"choice": None, "found": None}
    if len(runs) > 1:
        choices = [(str(run.pk), showing.name_of(run)) for run in runs]
        context["choice"] = TwoRunsForm(request.GET if "a" in request.GET else None, runs=choices)
    if "a" in request.GET and "b" in request.GET:
        sides = queries.sides_for(request.actor, _id(request, "a"), _id(request, "b"))
        run = sides.first.run
        wishes = request.actor.can(P.WISHES_VIEW, run)
        context["found"] = showing.compared(sides, titles_of(run.organisation), wishes=wishes)
    return render(request, "matching/compare.html", context)


def _id(request: Request, key: str) -> UUID:
    try:
        return UUID(request.GET[key])
    except ValueError as nonsense:
        raise Http404 from nonsense
