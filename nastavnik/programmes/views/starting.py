"""Beginning a programme from ticks, its terms, a correction, the copy for the next year."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out, form_page
from nastavnik.pairs import gates
from nastavnik.pairs import queries as pairs
from nastavnik.pairs.models import Mentorship
from nastavnik.programmes import queries, rules, suggestions
from nastavnik.programmes.forms.terms import CorrectionForm, PicksForm, TermsForm, initial_of
from nastavnik.programmes.models import Programme
from nastavnik.programmes.services import starting, writing
from nastavnik.programmes.suggestions import Shelf

from . import editable, to_page, told
from .pages import back_to


@requires(Permission.PROGRAMME_EDIT)
def start(request: Request, pk: UUID) -> HttpResponse:
    """One page: everything is ticked already by the diagnosis and the topic; adjust and send."""
    mentorship, today = _mentorship(request, pk), timezone.localdate()
    current = queries.current_of(mentorship)
    if current is not None and current.state not in rules.OVER:
        return redirect("programmes:programme", pk=pk)
    starts_on, ends_on = _days(mentorship, today)
    topic = suggestions.usual_topic(mentorship)
    directions = queries.directions_of(mentorship.organisation)
    form = TermsForm(
        request.POST or None,
        topics=queries.topics_of(mentorship.organisation),
        directions=directions,
        initial={
            "topic": str(topic.pk) if topic else "",
            "directions": [str(each.pk) for each in directions[:1]],
            "starts_on": starts_on,
            "ends_on": ends_on,
        },
    )
    dates = (starts_on, ends_on)
    if request.method == "POST" and form.is_valid():
        dates = (form.cleaned_data["starts_on"], form.cleaned_data["ends_on"])
    shelves = shelves_for(request, mentorship, today, dates)
    keys = PicksForm(request.POST).keys() if request.method == "POST" else []

    def act() -> None:
        picks = suggestions.chosen_of(shelves, keys)
        starting.start(mentorship, form.terms(), picks, today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Программа составлена. Проверьте её и согласуйте вдвоём.")
        return redirect("programmes:programme", pk=pk)
    context = {
        "form": form,
        "shelves": _marked(shelves, keys if request.method == "POST" else None),
        "title": "Новая программа",
        "back_url": reverse("programmes:programme", args=[pk]),
        "names": pairs.mentorship_words(gates.takers_of(mentorship)),
    }
    return render(request, "programmes/start.html", context)


def _mentorship(request: Request, pk: UUID) -> Mentorship:
    """Seen but not one's own to write: 403; unseen: 404."""
    mentorship = pairs.mentorship_for(request.actor, pk)
    request.actor.require(Permission.PROGRAMME_EDIT, mentorship)
    return mentorship


def _days(mentorship: Mentorship, today: date) -> tuple[date, date]:
    """From the beginning of the pair (or from today, when it has begun) to its end, a year at most."""
    first = max(mentorship.starts_on, today) if mentorship.ends_on > today else mentorship.starts_on
    return first, max(first, min(mentorship.ends_on, rules.months_after(first, rules.MONTHS_AT_MOST)))


def shelves_for(
    request: Request, mentorship: Mentorship, today: date, dates: tuple[date, date]
) -> list[Shelf]:
    first = suggestions.diagnosed_shelf(request.actor, mentorship, today=today, dates=dates)
    templates = suggestions.templates_for(request.actor, mentorship)
    rest = [suggestions.shelf_of(each, mentorship.organisation, *dates) for each in templates]
    return [each for each in (first, *rest) if each is not None and each.picks]


def _marked(shelves: list[Shelf], keys: list[str] | None) -> list[dict[str, Any]]:
    """Shelves for the page: what is ticked, which are open. At first: the diagnosis and the fittest template."""
    found: list[dict[str, Any]] = []
    fittest = next((each.key for each in shelves if each.key != "diagnosis"), "")
    for shelf in shelves:
        is_open = shelf.key in {"diagnosis", fittest}
        picks = [
            {"pick": each, "checked": each.key in keys if keys is not None else each.chosen and is_open}
            for each in shelf.picks
        ]
        is_open = is_open or any(each["checked"] for each in picks)
        found.append({"shelf": shelf, "picks": picks, "open": is_open})
    return found


@requires(Permission.PROGRAMME_EDIT)
def suggest(request: Request, pk: UUID) -> HttpResponse:
    """The same ticks for a draft that exists."""
    row, today = editable(request, pk), timezone.localdate()
    shelves = shelves_for(request, row.mentorship, today, (row.starts_on, row.ends_on))
    form, keys = PicksForm(request.POST or None), PicksForm(request.POST).keys() if request.POST else []

    def act() -> None:
        writing.add_picks(row, suggestions.chosen_of(shelves, keys), today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Добавлено в программу.")
        return to_page(row)
    context = {
        "form": form,
        "shelves": _marked(shelves, keys),
        "title": "Добавить из предложенных",
        "back_url": back_to(row),
        "adding": True,
    }
    return render(request, "programmes/start.html", context)


@requires(Permission.PROGRAMME_EDIT)
def terms(request: Request, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    chosen = list(row.directions.all())
    form = TermsForm(
        request.POST or None,
        topics=queries.topics_of(row.organisation),
        directions=queries.directions_of(row.organisation),
        initial=initial_of(row, chosen),
    )

    def act() -> None:
        seen = form.cleaned_data["version"] or 0
        writing.change_terms(row, form.terms(), seen=seen, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act, row):
        messages.success(request, "Сохранено.")
        return to_page(row)
    return form_page(
        request,
        form,
        title="Сроки, предмет и направления",
        back="К программе",
        back_url=back_to(row),
        submit="Сохранить",
    )


@requires(Permission.PROGRAMME_EDIT)
def correct(request: Request, pk: UUID) -> HttpResponse:
    """Open a correction: why, and maybe another last day."""
    row = editable(request, pk)
    form = CorrectionForm(request.POST or None, initial={"ends_on": row.ends_on})
    made: list[Programme] = []

    def act() -> None:
        data = form.cleaned_data
        made.append(
            starting.correct(
                row,
                reason=data["reason"],
                ends_on=data["ends_on"],
                why_length=data["why_length"],
                by=request.actor,
            )
        )

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Поправка готовится. Измените нужное, потом согласуйте её вдвоём.")
        return to_page(made[0])
    return form_page(
        request,
        form,
        title="Поправка к программе",
        lead="Действующая программа останется, пока поправку не согласуют оба и не утвердят.",
        back="К программе",
        back_url=back_to(row),
        submit="Начать поправку",
    )


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def next_year(request: Request, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    told(
        request,
        lambda: starting.copy_to_next_year(row, today=timezone.localdate(), by=request.actor),
        "Программа скопирована, сроки сдвинуты на год. Проверьте её и согласуйте.",
    )
    return redirect("programmes:programme", pk=row.mentorship_id)
