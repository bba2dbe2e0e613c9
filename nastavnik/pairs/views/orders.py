"""The order on pairs: choose rows, change what it says, see it as paper, issue it, prepare its next version."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.wording import counted, in_words
from nastavnik.core.ways import with_back
from nastavnik.documents import services as documents
from nastavnik.documents.drawing.papers import draw
from nastavnik.documents.drawing.preview import preview
from nastavnik.documents.models import Paper
from nastavnik.documents.rules import CERTIFICATE, PaperState, warnings_about
from nastavnik.pairs import order_draft, orders, queries
from nastavnik.pairs.forms.orders import IssueForm, OrderForm, RowsForm
from nastavnik.pairs.order_facts import Loaded, facts_from, load
from nastavnik.pairs.rules import Gap

from . import showing
from .forming import here_of

ONE_FOR_ALL = "Один приказ на все пары, которые готовы. Отмечены те, у кого есть всё."
INITIALS = (
    "вместо имени и отчества инициалы. Впишите их в карточке: приказ должен назвать человека полностью."
)
STATUS: dict[PaperState, ui.Kind] = {
    PaperState.DRAFT: "wait",
    PaperState.ISSUED: "ok",
    PaperState.SUPERSEDED: "rest",
    PaperState.CANCELLED: "rest",
}


@requires(Permission.PAPER_DRAFT)
def new(request: Request) -> HttpResponse:
    here, today = here_of(request, Permission.PAPER_DRAFT), timezone.localdate()
    offered = orders.offered(here, today=today)
    sent = request.POST if request.method == "POST" else None  # no row marked is an answer too
    form = RowsForm(sent, options=offered.options, initial={"rows": offered.ready})
    if sent is not None and form.is_valid():
        made: list[Paper] = []
        chosen = [offered.by_id[pk] for pk in form.cleaned_data["rows"]]
        if carried_out(
            form,
            lambda: made.append(
                order_draft.begin(here, chosen, today=timezone.localdate(), by=request.actor)
            ),
        ):
            return redirect("pairs:order", pk=made[0].pk)
    context = {
        "form": form,
        "offered": offered,
        "lead": ONE_FOR_ALL if offered.options else "",
        "empty": None if offered.options else _nobody(queries.draft_of(here)),
        "back_url": reverse("pairs:list"),
    }
    return render(request, "pairs/order_new.html", context)


def _nobody(drafted: Paper | None) -> dict[str, Any]:
    """Why there is nobody to name: all stand in a draft already, or there is no pair yet."""
    if drafted:
        text = "Все пары, которые ждут приказа, уже стоят в черновике. Его осталось проверить и издать."
        return {
            "title": "Черновик уже есть",
            "text": text,
            "action": ui.Action("Открыть черновик", reverse("pairs:order", args=[drafted.pk]), primary=True),
        }
    return {
        "title": "Пока некого закреплять",
        "text": "В приказ входят утверждённые пары. Сначала создайте пару или утвердите предложенную.",
        "action": ui.Action("Создать пару", reverse("pairs:form"), primary=True),
    }


@requires(Permission.PAPER_VIEW)
def order(request: Request, pk: UUID) -> HttpResponse:
    paper, today = queries.order_for(request.actor, pk), timezone.localdate()
    return render(request, "pairs/order.html", _page(request, paper, today))


def _page(request: Request, paper: Paper, today: date) -> dict[str, Any]:
    state = PaperState(paper.state)
    loaded = load(paper, today=today) if state is PaperState.DRAFT else None
    lines = orders.lines_from(loaded) if loaded else []
    lacking = sum(bool(line.missing) for line in lines)
    may_draft = request.actor.can(Permission.PAPER_DRAFT, paper) and state is PaperState.DRAFT
    sheet, trouble = _sheet(paper, loaded, today)
    return {
        "paper": paper,
        "status": ui.Status(STATUS[state], _state_words(paper, lacking)),
        "steps": _steps(paper, lacking),
        "gates": showing.order_lines(
            lines,
            loaded.gathered.sheets if loaded else {},
            request.actor,
            reverse("pairs:order", args=[paper.pk]),
        ),
        "papers_url": _papers_url(request, paper, lines),
        "warnings": _warnings(paper, loaded),
        "lines": lines if may_draft else [],
        "done": len(lines) - lacking,
        "all": len(lines),
        "facts": _facts(paper, may_change=may_draft),
        "sheet": sheet,
        "trouble": trouble,
        "actions": _actions(request, paper, lines),
        "may_draft": may_draft,
        "later": None if state is PaperState.DRAFT else paper.later.order_by("version_no").last(),
    }


def _papers_url(request: Request, paper: Paper, lines: Sequence[orders.Line]) -> str:
    """Where many sheets that came signed are marked at once."""
    sheets = sum(m.gap in {Gap.DUTIES, Gap.PROCESSING} for line in lines for m in line.missing)
    if sheets < 2 or not request.actor.can(Permission.CONSENT_MARK, paper.organisation):
        return ""
    return with_back(reverse("people:consents-mark"), reverse("pairs:order", args=[paper.pk]))


def _warnings(paper: Paper, loaded: Loaded | None) -> list[str]:
    """What does not stop the order, but had better be seen before it is signed."""
    if loaded is None:
        return []
    found = warnings_about(basis.act for basis in paper.bases.all() if basis.act)
    people = {t.person_id: t.person for takers in loaded.gathered.takers.values() for t in takers}
    return found + [f"{person.full_name}: {INITIALS}" for person in people.values() if person.has_initials]


def _sheet(paper: Paper, loaded: Loaded | None, today: date) -> tuple[SafeString | None, str]:
    """The paper as HTML of our own walker (every text escaped there), or the sentence why it cannot be drawn yet."""
    try:
        if loaded is None:
            return SafeString(preview(documents.docx_of(paper, today=today))), ""
        return SafeString(preview(draw(facts_from(paper, loaded, today=today)).docx)), ""
    except Refusal as refusal:
        return None, str(refusal)


def _state_words(paper: Paper, lacking: int) -> str:
    if paper.state == PaperState.DRAFT and lacking:
        return f"Черновик, не готово строк: {lacking}"
    return paper.get_state_display()


def _steps(paper: Paper, lacking: int) -> list[ui.Step]:
    issued = paper.state != PaperState.DRAFT
    checked: Any = "done" if issued or not lacking else "now"
    return [
        ui.Step("Черновик", f"версия {paper.version_no}", "done"),
        ui.Step("Проверка строк", "" if checked == "done" else f"осталось {lacking}", checked),
        ui.Step(
            "Подпись руководителя",
            f"№ {paper.number}" if issued else "",
            "done" if issued else ("ahead" if lacking else "now"),
        ),
        ui.Step("Пары работают", "", "done" if issued else "ahead"),
    ]


def _facts(paper: Paper, *, may_change: bool) -> list[ui.Line]:
    change = reverse("pairs:order_edit", args=[paper.pk]) if may_change else ""
    bases = paper.bases.all()
    earlier = paper.previous
    lines = [
        ui.Line("Заголовок", paper.title, change_url=change, change_what="заголовок"),
        ui.Line("Номер", paper.number or "присвоят при подписании"),
        ui.Line("Дата", in_words(paper.on) if paper.on else "при подписании"),
        *_signed(paper),
        ui.Line(
            "Основания",
            counted(len(bases), "основание,основания,оснований"),
            change_url=change,
            change_what="основания",
        ),
    ]
    if earlier:
        words = f"№ {earlier.number} от {in_words(earlier.on)}" if earlier.on else earlier.title
        lines.insert(
            1,
            ui.Line(
                "Заменит приказ" if not paper.number else "Заменил приказ",
                words,
                reverse("pairs:order", args=[earlier.pk]),
            ),
        )
    if paper.scan_id:
        lines.append(ui.Line("Подписанная копия", "посмотреть", reverse("documents:scan", args=[paper.pk])))
    return lines


def _signed(paper: Paper) -> list[ui.Line]:
    certificate = paper.draft.get(CERTIFICATE)
    return [ui.Line("Подпись", f"электронная, сертификат {certificate['number']}")] if certificate else []


def _actions(request: Request, paper: Paper, lines: Sequence[orders.Line]) -> list[ui.Action]:
    lacking, any_rows = [line for line in lines if line.missing], bool(lines)
    actor, address, actions = request.actor, [paper.pk], []
    if paper.state == PaperState.DRAFT and actor.can(Permission.PAPER_ISSUE, paper):
        why = "Закройте то, что не готово в «Перед подписью», или уберите эти строки." if lacking else ""
        why = why if any_rows else "В приказе нет ни одной пары."
        actions.append(
            ui.Action("Издать приказ", reverse("pairs:order_issue", args=address), why_not=why, primary=True)
        )
        if lacking and len(lacking) < len(lines):
            who = lacking[0].names if len(lacking) == 1 else counted(len(lacking), "строку,строки,строк")
            ready_only = reverse("pairs:order_ready_only", args=address)
            actions.append(ui.Action(f"Убрать {who} и издать", ready_only, post=True))
    if paper.state == PaperState.ISSUED and actor.can(Permission.PAPER_ISSUE, paper):
        label = "Заменить подписанную копию" if paper.scan_id else "Приложить подписанную копию"
        scan = with_back(reverse("documents:scan-add", args=address), reverse("pairs:order", args=address))
        actions.append(ui.Action(label, scan, icon="upload", primary=not paper.scan_id))
    if paper.state == PaperState.ISSUED and actor.can(Permission.PAPER_DRAFT, paper):
        actions.append(
            ui.Action("Подготовить новую версию", reverse("pairs:order_version", args=address), post=True)
        )
    if paper.state == PaperState.DRAFT and actor.can(Permission.PAPER_DRAFT, paper):
        actions.append(ui.Action("Удалить черновик", reverse("pairs:order_cancel", args=address), post=True))
    return actions


@requires(Permission.PAPER_DRAFT)
def edit(request: Request, pk: UUID) -> HttpResponse:
    paper = queries.order_for(request.actor, pk, Permission.PAPER_DRAFT)
    options = order_draft.options_for(paper, today=timezone.localdate())
    form = OrderForm(request.POST or None, initial=order_draft.initial_of(paper), **options)

    def act() -> None:
        order_draft.save(
            paper,
            title=form.cleaned_data["title"],
            chosen=form.draft(),
            acts=form.cleaned_data.get("acts", []),
            decisions=form.cleaned_data.get("decisions", []),
            words=form.cleaned_data["basis_words"],
            seen=form.cleaned_data["version"],
            by=request.actor,
        )

    if request.method == "POST" and form.is_valid() and carried_out(form, act, paper):
        messages.success(request, "Черновик сохранён.")
        return redirect("pairs:order", pk=pk)
    context = {"form": form, "paper": paper, "back_url": reverse("pairs:order", args=[pk])}
    return render(request, "pairs/order_edit.html", context)


@requires(Permission.PAPER_DRAFT)
@require_POST
def remove_row(request: Request, pk: UUID, row: UUID) -> HttpResponse:
    paper = queries.order_for(request.actor, pk, Permission.PAPER_DRAFT)
    _told(request, lambda: orders.remove_row(paper, row, by=request.actor), "Строка убрана из приказа.")
    return redirect("pairs:order", pk=pk)


@requires(Permission.PAPER_ISSUE)
@require_POST
def ready_only(request: Request, pk: UUID) -> HttpResponse:
    """«Убрать Дарью Вершинину и издать»: the lines that are not ready leave, the next page issues the rest."""
    paper = queries.order_for(request.actor, pk, Permission.PAPER_ISSUE)
    try:
        gone = orders.remove_unready(paper, today=timezone.localdate(), by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("pairs:order", pk=pk)
    messages.success(
        request, f"Убрали из приказа {counted(gone, 'строку,строки,строк')}: они ждут следующего."
    )
    return redirect("pairs:order_issue", pk=pk)


@requires(Permission.PAPER_ISSUE)
def issue(request: Request, pk: UUID) -> HttpResponse:
    """Check what will be signed, give the number and the date, issue."""
    paper, today = queries.order_for(request.actor, pk, Permission.PAPER_ISSUE), timezone.localdate()
    last = documents.last_number(paper.organisation, on=today)
    form = IssueForm(request.POST or None, initial={"on": today}, last_number=last)

    def act() -> None:
        data = form.cleaned_data
        given = {"number": data["number"], "on": data["on"], "certificate": form.signed_with()}
        orders.issue(paper, **given, today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, f"Приказ № {paper.number} издан. Пары работают.")
        return redirect("pairs:order", pk=pk)
    lines = orders.lines_of(paper, today=today)
    context = {"form": form, "paper": paper, "lines": lines, "back_url": reverse("pairs:order", args=[pk])}
    return render(request, "pairs/order_issue.html", context)


@requires(Permission.PAPER_DRAFT)
@require_POST
def version(request: Request, pk: UUID) -> HttpResponse:
    paper = queries.order_for(request.actor, pk, Permission.PAPER_DRAFT)
    try:
        later = orders.new_version(paper, by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("pairs:order", pk=pk)
    messages.success(request, "Готовится новая версия. Прежняя остаётся как подписана.")
    return redirect("pairs:order", pk=later.pk)


@requires(Permission.PAPER_DRAFT)
@require_POST
def cancel(request: Request, pk: UUID) -> HttpResponse:
    paper = queries.order_for(request.actor, pk, Permission.PAPER_DRAFT)
    _told(
        request,
        lambda: documents.cancel_draft(paper, by=request.actor),
        "Черновик удалён. Пары ждут приказа.",
    )
    return redirect("pairs:list")


def _told(request: Request, act: Any, done: str) -> None:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
