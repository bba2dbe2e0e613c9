"""Pairs that worked before the system: one by hand, many from a table shown before anything is written."""

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
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.core.files import SCANS, accept, discard
from nastavnik.core.models import StoredFile
from nastavnik.core.russian.wording import counted
from nastavnik.organisations.models import Organisation
from nastavnik.pairs import existing_sample, existing_table, queries
from nastavnik.pairs.existing_plan import Plan, Planned
from nastavnik.pairs.forms.forming import ExistingGroupForm, ExistingPairForm, PairForm, TableForm
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.taking_in import FormerOrder, take_in

from .forming import here_of, people_form, tell_oddities

PAIRS = "пару,пары,пар"


@requires(Permission.PAIR_FORM)
def by_hand(request: Request) -> HttpResponse:
    here, today = here_of(request, Permission.PAIR_FORM), timezone.localdate()
    is_group = request.GET.get("shape") == "group"
    form = people_form(request, here, today, ExistingGroupForm if is_group else ExistingPairForm)
    if request.method == "POST" and form.is_valid():
        made: list[Mentorship] = []
        if carried_out(form, lambda: made.append(_take_in(form, here, today, request))):
            tell_oddities(request, made[0], form)
            messages.success(request, "Записано, пара работает. Чего не хватает, показано ниже.")
            return redirect("pairs:pair", pk=made[0].pk)
    context = {"form": form, "is_group": is_group, "back_url": reverse("pairs:list")}
    return render(request, "pairs/existing.html", context)


def _take_in(form: PairForm, here: Organisation, today: date, request: Request) -> Mentorship:
    """A refused pair leaves no copy of its order behind."""
    data, scan = form.cleaned_data, None
    if data["scan"]:
        scan = accept(data["scan"], allowed=SCANS, organisation=here)
    try:
        return take_in(
            form.chosen_mentor(),
            form.chosen_mentees(),
            form.terms(here.pk),
            FormerOrder(data["former_number"], data["former_on"], scan),
            organisation=here,
            today=today,
            by=request.actor,
        )
    except Refusal:
        if scan is not None:
            discard(scan)
        raise


@requires(Permission.PAIR_FORM)
def table(request: Request) -> HttpResponse:
    """Choose the file; it is read at once and kept for a day."""
    here, today = here_of(request, Permission.PAIR_FORM), timezone.localdate()
    form = TableForm(request.POST or None, request.FILES or None)
    kept: list[StoredFile] = []

    def act() -> None:
        kept.append(existing_table.upload(here, form.cleaned_data["file"], today=today, by=request.actor))

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        return redirect("pairs:existing_preview", pk=kept[0].pk)
    return render(request, "pairs/existing_table.html", {"form": form, "back_url": reverse("pairs:existing")})


@requires(Permission.PAIR_FORM)
def preview(request: Request, pk: UUID) -> HttpResponse:
    """What will be written, row by row; nothing is written till the button."""
    here, today = here_of(request, Permission.PAIR_FORM), timezone.localdate()
    stored = queries.table_for(here, pk)
    if request.method == "POST":
        try:
            taken = existing_table.take_in_table(stored, organisation=here, today=today, by=request.actor)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("pairs:existing_preview", pk=pk)
        messages.success(
            request, f"Записали {counted(len(taken), PAIRS)}. Чего им не хватает, показано в списке."
        )
        return redirect(f"{reverse('pairs:list')}?lacking=basis")
    plan = existing_table.plan_of(stored, here, today=today)
    return render(request, "pairs/existing_preview.html", _shown(plan, stored))


def _shown(plan: Plan, stored: StoredFile) -> dict[str, object]:
    return {
        "title": stored.name,
        "back_url": reverse("pairs:existing_table"),
        "figures": [
            ("Готово к записи", str(len(plan.ready))),
            ("Строк с вопросами", str(len(plan.troubles))),
        ],
        "errors": [f"Строка {t.row}, {t.person}. {t.cell}: {t.message}" for t in plan.troubles],
        "table": _table(plan.ready) if plan.ready else None,
        "submit": f"Записать {counted(len(plan.ready), PAIRS)}" if plan.ready else "",
    }


def _table(ready: Sequence[Planned]) -> ui.Table:
    columns = [ui.Column("Наставник"), ui.Column("Наставляемые", wide=True), ui.Column("Вопрос")]
    columns += [ui.Column("Срок"), ui.Column("Приказ"), ui.Column("Строки таблицы")]
    return ui.Table(
        "Что будет записано",
        columns,
        [
            ui.Row(
                [
                    ui.Cell(p.mentor.full_name),
                    ui.Cell(", ".join(mentee.full_name for mentee in p.mentees)),
                    ui.Cell(p.terms.issue.title),
                    ui.Cell(f"{p.terms.starts_on:%d.%m.%Y} — {p.terms.ends_on:%d.%m.%Y}"),
                    ui.Cell(f"№ {p.former.number} от {p.former.on:%d.%m.%Y}"),
                    ui.Cell(", ".join(map(str, p.rows))),
                ]
            )
            for p in ready
        ],
        quiet=False,
    )


@requires(Permission.PAIR_FORM)
def sample(request: Request) -> HttpResponse:  # noqa: ARG001
    answer = HttpResponse(existing_sample.sample(), content_type=existing_sample.XLSX)
    answer["Content-Disposition"] = 'attachment; filename="pairs.xlsx"'
    return answer
