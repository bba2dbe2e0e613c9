"""Pages of the first visit. Open to all only while nobody can sign in; far from this machine, by a code."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from nastavnik.access.addresses import is_this_machine
from nastavnik.access.http import Request, open_to_all, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core import setup_code, ui
from nastavnik.core.errors import Refusal
from nastavnik.core.models import Job, JobState
from nastavnik.organisations.rules import Kind
from nastavnik.people.accounts.entrance import let_in
from nastavnik.people.rules import Gender

from . import sample, services, state
from .forms import CodeForm, OrganisationForm, PeopleForm
from .steps import steps

Params = ParamSpec("Params")
PASSED = "setup_code_passed"
PATH = ("Организация", "Руководитель и куратор", "Остальная настройка")


def _while_empty(
    view: Callable[Concatenate[Request, Params], HttpResponse],
) -> Callable[Concatenate[Request, Params], HttpResponse]:
    """Only while nobody real can sign in, and only for this machine or for the holder of the code."""

    @wraps(view)
    def gate(request: Request, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        if not state.is_open():
            return redirect("/")
        if not is_this_machine(request) and not request.session.get(PASSED):
            return redirect("desk:first_code")
        return view(request, *args, **kwargs)

    return open_to_all(gate)


@open_to_all
def code(request: Request) -> HttpResponse:
    """The one-time code that the console has printed: a stranger of the network must not take the installation."""
    if not state.is_open():
        return redirect("/")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if setup_code.is_needed() and setup_code.check(form.cleaned_data["code"]):
            request.session.cycle_key()
            request.session[PASSED] = True
            return redirect("desk:first_visit")
        form.add_error(
            "code", "Код не подошёл. Посмотрите в окно, где запущена программа, или запустите её заново"
        )
    return render(request, "first_run/code.html", {"form": form})


@_while_empty
def visit(request: Request) -> HttpResponse:
    """Two ways: make an organisation, or look at the example."""
    context = {
        "started": state.started(),
        "example_is_offered": sample.is_offered(),
        "example_is_filled": bool(state.example()),
    }
    return render(request, "first_run/visit.html", context)


@_while_empty
def organisation(request: Request) -> HttpResponse:
    if state.started():
        return redirect("desk:first_people")
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.start_organisation(**{**given, "kind": Kind(given["kind"])})
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:first_people")
    return render(request, "first_run/organisation.html", {"form": form, "path": _path(0)})


@sensitive_post_parameters("password1", "password2")
@_while_empty
def people(request: Request) -> HttpResponse:
    found = state.started()
    if found is None:
        return redirect("desk:first_organisation")
    form = PeopleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user = services.seat_people(
                found,
                seat=given["seat"],
                me=_named(given, ""),
                other=_named(given, "other_") if given["other_last_name"] else None,
                email=given["email"],
                password=given["password1"],
                looks_after=given["looks_after"],
                today=timezone.localdate(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return let_in(request, user, to="/start/steps/")
    context = {
        "form": form,
        "me": form.group(form.ME),
        "sign_in": form.group(form.SIGN_IN),
        "other": form.group(form.OTHER),
        "organisation": found,
        "path": _path(1),
    }
    return render(request, "first_run/people.html", context)


people.permission = None  # type: ignore[attr-defined]


def _named(given: dict[str, Any], prefix: str) -> services.Named:
    words = {
        name: given[f"{prefix}{name}"] for name in ("last_name", "first_name", "middle_name", "position")
    }
    return services.Named(**words, gender=Gender(given[f"{prefix}gender"]))


def _path(now: int) -> list[ui.Step]:
    return [
        ui.Step(label, state="done" if number < now else "now" if number == now else "ahead")
        for number, label in enumerate(PATH)
    ]


@requires(P.ORGANISATION_EDIT)
def tasks(request: Request) -> HttpResponse:
    """The rest of the set-up as a list of tasks with progress. Each can be left for later."""
    here = request.here
    if here is None:
        raise Http404
    listed = [
        ui.Task("Организация и часовой пояс", done=True),
        ui.Task("Руководитель и куратор", done=True),
        *(ui.Task(step.label, url=step.url, note=step.note, done=step.is_done(here)) for step in steps()),
    ]
    done = sum(task.done for task in listed)
    ahead = next((task for task in listed if task.url and not task.done), None)
    context = {"tasks": listed, "done": done, "total": len(listed), "here": here, "ahead": ahead}
    return render(request, "first_run/tasks.html", context)


@requires(P.ORGANISATION_EDIT)
@require_POST
def finish(request: Request) -> HttpResponse:
    if request.here is None:
        raise Http404
    services.finish(request.here, by=request.actor)
    return redirect("/")


@_while_empty
def example(request: Request) -> HttpResponse:
    """The example: order it, wait for it, choose whose eyes to look through."""
    if request.method == "POST":
        try:
            sample.begin()
        except Refusal as refusal:
            return render(request, "first_run/example.html", {"refusal": str(refusal)}, status=409)
        return redirect("desk:example")
    job = sample.current()
    context = {"job": _progress(job) if job else None, "personas": sample.personas() if _ready(job) else []}
    return render(request, "first_run/example.html", context)


def _ready(job: Job | None) -> bool:
    return job is None or job.state == JobState.DONE


def _progress(job: Job) -> ui.Progress:
    failed = "Пример не получился. Запустите программу заново и попробуйте ещё раз."
    return ui.Progress(
        "Готовим пример: вымышленные школы, люди и пары",
        done=job.done_steps,
        total=job.all_steps or 1,
        url="/start/example/",
        finished=job.state == JobState.DONE,
        failed=failed if job.state in {JobState.PARKED, JobState.CANCELLED} else "",
    )


@_while_empty
def enter_example(request: Request, pk: UUID) -> HttpResponse:
    """«Войти как …»: no password, because nobody there is real."""
    if request.method != "POST":
        return redirect("desk:example")
    user = sample.persona(pk)
    if user is None:
        raise Http404
    return let_in(request, user, to="/")
