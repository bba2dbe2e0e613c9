"""From the list of people into a bank: one or many at once with boxes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.bank import queries
from nastavnik.bank.forms.lists import EnterForm, EnterMenteesForm, EnterMentorsForm, SearchForm
from nastavnik.bank.models import Mentee, Mentor
from nastavnik.bank.queries import lists
from nastavnik.bank.rules import is_about_age
from nastavnik.bank.services import entering
from nastavnik.core.acting import carried_out
from nastavnik.core.paging import paged
from nastavnik.core.russian.wording import counted
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import ListName
from nastavnik.people.models import Person

from .lists import here_of

PEOPLE = "человек,человека,человек"


@requires(Permission.BANK_EDIT)
def add_mentees(request: Request) -> HttpResponse:
    here, today = here_of(request), timezone.localdate()
    request.actor.require(Permission.BANK_EDIT, here)
    ticked = request.POST.getlist("person") or request.GET.getlist("person")
    form = EnterMenteesForm(
        request.POST or None,
        chosen=ticked,
        categories=queries.items_of(here, ListName.CATEGORY),
        issues=queries.items_of(here, ListName.ISSUE),
    )
    if "age_reason" in request.POST:
        form.ask_reason()
    if request.method == "POST" and form.is_valid():
        done: list[entering.Entered] = []
        people = lists.chosen_people(here, ticked, by=request.actor)
        if carried_out(
            form,
            lambda: done.append(
                entering.enter_mentees(people, **form.cleaned_data, today=today, by=request.actor)
            ),
        ):
            return _done(request, done[0], form, here, bank=Mentee)
    return _page(request, here, form, ticked, bank=Mentee)


@requires(Permission.BANK_EDIT)
def add_mentors(request: Request) -> HttpResponse:
    here, today = here_of(request), timezone.localdate()
    request.actor.require(Permission.BANK_EDIT, here)
    ticked = request.POST.getlist("person") or request.GET.getlist("person")
    sources = queries.items_of(here, ListName.SOURCE)
    form = EnterMentorsForm(request.POST or None, chosen=ticked, sources=sources)
    if request.method == "POST" and form.is_valid():
        done: list[entering.Entered] = []
        people = lists.chosen_people(here, ticked, by=request.actor)
        if carried_out(
            form,
            lambda: done.append(
                entering.enter_mentors(people, **form.cleaned_data, today=today, by=request.actor)
            ),
        ):
            return _done(request, done[0], form, here, bank=Mentor)
    return _page(request, here, form, ticked, bank=Mentor)


def _done(
    request: Request,
    done: entering.Entered,
    form: EnterForm,
    here: Organisation,
    *,
    bank: type[Mentee] | type[Mentor],
) -> HttpResponse:
    """All entered: to the list. Somebody refused: the page stays with the reasons and the rest still ticked."""
    entered = len(done.mentees) + len(done.mentors)
    if entered:
        sheets = "В банке они считаются, когда согласие получено."
        messages.success(request, f"Добавлено: {counted(entered, PEOPLE)}. {sheets}")
    for person, words in done.warnings:
        messages.warning(request, f"{person.short_name}: {words}")
    if not done.refused:
        return redirect("bank:mentees" if bank is Mentee else "bank:mentors")
    for person, words in done.refused:
        form.add_error(None, f"{person.short_name}: {words}")
    if isinstance(form, EnterMenteesForm) and any(is_about_age(words) for _, words in done.refused):
        form.ask_reason()
    left = [str(person.pk) for person, _ in done.refused]
    return _page(request, here, form, left, bank=bank)


def _page(
    request: Request,
    here: Organisation,
    form: EnterForm,
    ticked: list[str],
    *,
    bank: type[Mentee] | type[Mentor],
) -> HttpResponse:
    q = request.GET.get("q", "")
    people = lists.people_to_enter(here, bank, q=q, today=timezone.localdate(), by=request.actor)
    rows, pager = paged(people, request.GET)
    title = "Добавить наставляемых" if bank is Mentee else "Добавить наставников"
    context: dict[str, Any] = {
        "form": form,
        "people": [(person, _words(person), str(person.pk) in ticked) for person in rows],
        "pager": pager,
        "search": SearchForm(request.GET),
        "reset_url": request.path if q else "",
        "title": title,
        "submit": title,
        "back_url": reverse("bank:mentees" if bank is Mentee else "bank:mentors"),
        "here": here,
    }
    return render(request, "bank/enter.html", context)


def _words(person: Person) -> str:
    jobs = "; ".join(str(job) for job in person.employments.all() if job.ends_on is None)
    return " · ".join(part for part in (person.get_kind_display(), jobs or person.group_name) if part)
