"""The leaf «Бумаги»: every paper of a pair with its state and file; an order made outside is written down here."""

from collections.abc import Sequence
from datetime import date
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
from nastavnik.core.paging import paged
from nastavnik.core.russian.wording import in_words
from nastavnik.pairs import queries, reading
from nastavnik.pairs.board.queries import takers_among
from nastavnik.pairs.changing import services
from nastavnik.pairs.changing.queries import change_in, without_order
from nastavnik.pairs.forms.changes import OrderOfChangeForm
from nastavnik.pairs.head import head_of
from nastavnik.pairs.models import MentorshipChange, Participation
from nastavnik.pairs.pair_papers import papers_of

from .forming import here_of


@requires(Permission.PAIR_VIEW)
def papers(request: Request, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    mentorship = reading.pair_for(request.actor, pk, today=today)
    context = {
        "head": head_of(request.actor, mentorship, today=today, current="papers"),
        "papers": papers_of(request.actor, mentorship, today=today),
    }
    return render(request, "pairs/papers.html", context)


@requires(Permission.PAPER_DRAFT)
def orders_needed(request: Request) -> HttpResponse:
    """Changes of pairs that an order must follow: the longest waiting first."""
    here, today = here_of(request, Permission.PAPER_DRAFT), timezone.localdate()
    rows, pager = paged(without_order(here).select_related("mentorship"), request.GET)
    takers = takers_among([row.mentorship for row in rows])
    context = {
        "tasks": [_needed(row, takers[row.mentorship_id], today) for row in rows],
        "pager": pager,
        "back_url": reverse("pairs:list"),
    }
    return render(request, "pairs/orders_needed.html", context)


def _needed(row: MentorshipChange, takers: Sequence[Participation], today: date) -> ui.Task:
    day = "действует с" if row.effective_on <= today else "вступит в силу"
    names = queries.mentorship_words(takers)
    return ui.Task(
        names,
        reverse("pairs:change_order", args=[row.mentorship_id, row.pk]),
        f"{row.get_kind_display()}, {day} {in_words(row.effective_on)}",
        ui.Status("wait", row.get_order_need_display()),
    )


@requires(Permission.PAPER_DRAFT)
def order_of_change(request: Request, pk: UUID, change: UUID) -> HttpResponse:
    """Number and date of the order by which a change was made."""
    mentorship, today = (
        queries.mentorship_for(request.actor, pk, Permission.PAPER_DRAFT),
        timezone.localdate(),
    )
    row = change_in(request.actor, mentorship, change, Permission.PAPER_DRAFT)
    form = OrderOfChangeForm(request.POST or None, initial={"number": row.order_number, "on": row.order_on})

    def act() -> None:
        data = form.cleaned_data
        services.record_order(row, number=data["number"], on=data["on"], today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Приказ записан.")
        return redirect("pairs:papers", pk=pk)
    return form_page(
        request,
        form,
        title="Приказ по изменению пары",
        sub=f"{row.get_kind_display()}, {in_words(row.effective_on)}",
        lead="Подготовьте приказ как обычно, а здесь запишите его номер и дату.",
        back="К бумагам пары",
        back_url=reverse("pairs:papers", args=[pk]),
        submit="Записать приказ",
    )
