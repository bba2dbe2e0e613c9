"""The papers of one mentorship, each with its state and its file; packages above add theirs.

`register(30, source)` in `AppConfig.ready()`. Usual order: 10 order, 20 basis, 30 consents, 40 programme, 50 changes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.russian.wording import in_words
from nastavnik.core.ui import Action, Status
from nastavnik.documents.rules import PaperKind, PaperState
from nastavnik.people.models import Consent
from nastavnik.people.rules import ConsentState

from . import queries
from .changing.queries import changes_of
from .changing.rules import ChangeState, OrderNeed
from .models import LabourBasis, Mentorship, MentorshipChange
from .rules import LabourKind


@dataclass(frozen=True)
class PairPaper:
    """`files` are links of download («DOCX»), `action` is what the paper lacks."""

    title: str
    status: Status
    note: str = ""
    url: str = ""
    files: tuple[Action, ...] = ()
    action: Action | None = None


# The source itself asks what the actor may see.
Source = Callable[[Actor, Mentorship, date], Iterable[PairPaper]]
_SOURCES: dict[Source, int] = {}


def register(order: int, source: Source) -> None:
    """Registering the same function again changes nothing."""
    _SOURCES[source] = order


def papers_of(actor: Actor, mentorship: Mentorship, *, today: date) -> list[PairPaper]:
    sources = sorted(_SOURCES, key=lambda each: _SOURCES[each])
    return [paper for source in sources for paper in source(actor, mentorship, today)]


PAPER_STATUS: dict[PaperState, Status] = {
    PaperState.DRAFT: Status("wait", "Черновик"),
    PaperState.ISSUED: Status("ok", "Издан"),
    PaperState.SUPERSEDED: Status("rest", "Заменён новой версией"),
}


def orders(actor: Actor, mentorship: Mentorship, today: date) -> Iterable[PairPaper]:  # noqa: ARG001
    """Orders that name this mentorship, drafts too; the order that was before the system."""
    for paper in queries.orders_naming(mentorship):
        state = PaperState(paper.state)
        if state not in PAPER_STATUS:
            continue
        may = actor.can(Permission.PAPER_VIEW, paper)
        if state is PaperState.DRAFT and not may:
            continue
        number = f" № {paper.number} от {in_words(paper.on)}" if paper.number and paper.on else ""
        files = (Action("DOCX", reverse("documents:docx", args=[paper.pk])),) if may else ()
        url = reverse("pairs:order", args=[paper.pk]) if may else ""
        yield PairPaper(f"Приказ о закреплении{number}", PAPER_STATUS[state], "", url, files)
    if mentorship.former_order_number:
        on = f" от {in_words(mentorship.former_order_date)}" if mentorship.former_order_date else ""
        note = "Издан до того, как пару записали в систему"
        title = f"Прежний приказ № {mentorship.former_order_number}{on}"
        yield PairPaper(title, Status("ok", "Издан"), note)


def basis(actor: Actor, mentorship: Mentorship, today: date) -> Iterable[PairPaper]:  # noqa: ARG001
    """On what basis the mentor works, with the blank of the agreement."""
    found: LabourBasis | None = LabourBasis.objects.filter(mentorship=mentorship).first()
    may = actor.can(Permission.PAIR_FORM, mentorship)
    change = reverse("pairs:basis", args=[mentorship.pk])
    if found is None:
        action = Action("Записать основание", change, small=True) if may else None
        yield PairPaper("Основание работы наставника", Status("wait", "Не указано"), "", action=action)
        return
    number = f" № {found.number}" if found.number else ""
    on = f" от {in_words(found.on)}" if found.on else ""
    sheet = reverse("documents:sheet", args=[PaperKind.ADDENDUM.value, mentorship.pk])
    files = (Action("DOCX", sheet),) if may and found.kind == LabourKind.ADDENDUM else ()
    title = f"{found.get_kind_display()}{number}{on}"
    yield PairPaper(title, Status("ok", "Указано"), found.explanation, change if may else "", files)


CONSENT_STATUS: dict[ConsentState, Status] = {
    ConsentState.GIVEN: Status("ok", "Получено"),
    ConsentState.WITHDRAWN: Status("stop", "Отозвано"),
    ConsentState.EXPIRED: Status("stop", "Срок истёк"),
}


def consents(actor: Actor, mentorship: Mentorship, today: date) -> Iterable[PairPaper]:
    """Sheets of consent to the duties of this mentorship."""
    sheets = queries.sheets_about(mentorship)
    for taker in queries.named_takers(mentorship):
        sheet = sheets.get(taker.person_id)
        if sheet is None:
            continue
        if sheet.organisation_id == mentorship.organisation_id:
            sheet.organisation = mentorship.organisation
        may = actor.can(Permission.CONSENT_VIEW, sheet)
        url = reverse("people:consent", args=[sheet.pk]) if may else ""
        title = f"Согласие на обязанности: {taker.person.short_name}"
        yield PairPaper(title, _consent_status(sheet, today), _when(sheet), url)


def _consent_status(sheet: Consent, today: date) -> Status:
    state = sheet.state(today)
    return CONSENT_STATUS.get(state, Status("wait", state.label))


def _when(sheet: Consent) -> str:
    if sheet.withdrawn_on:
        return f"отозвано {in_words(sheet.withdrawn_on)}"
    return f"получено {in_words(sheet.given_on)}" if sheet.given_on else ""


def changes(actor: Actor, mentorship: Mentorship, today: date) -> Iterable[PairPaper]:  # noqa: ARG001
    """Changes that an order must follow, and the orders that have followed them."""
    for change in changes_of(mentorship):
        if change.order_need == OrderNeed.NONE or change.state not in {ChangeState.AHEAD, ChangeState.DONE}:
            continue
        yield _order_of(actor, mentorship, change)


def _order_of(actor: Actor, mentorship: Mentorship, change: MentorshipChange) -> PairPaper:
    what = f"{change.get_kind_display()}, {in_words(change.effective_on)}"
    if change.order_number:
        on = f" от {in_words(change.order_on)}" if change.order_on else ""
        return PairPaper(f"Приказ № {change.order_number}{on}", Status("ok", "Издан"), what)
    action = None
    if actor.can(Permission.PAPER_DRAFT, mentorship):
        url = reverse("pairs:change_order", args=[mentorship.pk, change.pk])
        action = Action("Записать номер и дату", url, small=True, about=what)
    return PairPaper(OrderNeed(change.order_need).label, Status("wait", "Приказа нет"), what, action=action)
