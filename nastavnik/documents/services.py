"""What can be done to papers: opened as drafts, issued with frozen facts, replaced by a new version."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.core.models import StoredFile
from nastavnik.documents.drawing.facts import Facts, from_dict, to_dict
from nastavnik.documents.drawing.papers import draw
from nastavnik.organisations.models import Organisation

from . import kinds, rules
from .models import NumberCounter, Paper
from .rules import PaperKind, PaperState


def facts_of(paper: Paper, *, today: date) -> Facts:
    """Frozen facts of an issued paper, or what the live data say about a draft."""
    kind = kinds.of(paper)
    if paper.facts:
        return from_dict(kind.facts_type, paper.facts)
    return kind.facts_of(paper, today)


def docx_of(paper: Paper, *, today: date) -> bytes:
    return draw(facts_of(paper, today=today)).docx


@transaction.atomic
def open_draft(kind: PaperKind, *, organisation: Organisation, title: str, by: Actor) -> Paper:
    by.require(Permission.PAPER_DRAFT, organisation)
    paper = Paper.objects.create(organisation=organisation, kind=kind, title=title)
    journal.record("paper.drafted", "Подготовлен черновик", subject=paper, by=by)
    return paper


@transaction.atomic
def change_draft(paper: Paper, *, seen: int, by: Actor, **values: object) -> None:
    """Change what the author chose; `seen` is the version of the row on the screen."""
    by.require(Permission.PAPER_DRAFT, paper)
    if paper.state != PaperState.DRAFT:
        raise Refusal("Изданную бумагу не меняют. Подготовьте её новую версию.")
    Paper.objects.all().revise(paper, seen=seen, **values)
    journal.record("paper.changed", "Изменён черновик", subject=paper, by=by)


@transaction.atomic
def issue(
    paper: Paper, *, number: str, on: date, today: date, scan: StoredFile | None = None, by: Actor
) -> None:
    """Freeze the facts, give the number and the date; an earlier version becomes superseded."""
    by.require(Permission.PAPER_ISSUE, paper)
    rules.check_issue(number=number, on=on, today=today)
    paper.number, paper.on = number.strip(), on
    frozen = to_dict(kinds.of(paper).facts_of(paper, today))
    _claim_draft(paper, facts=frozen, scan=scan, by=by)
    if paper.previous_id:
        Paper.objects.filter(pk=paper.previous_id, state=PaperState.ISSUED).update(
            state=PaperState.SUPERSEDED
        )
    _count(paper)
    journal.record(
        "paper.issued", "Издан", subject=paper, by=by, after={"number": paper.number, "on": str(on)}
    )


def _claim_draft(paper: Paper, *, facts: Mapping[str, object], scan: StoredFile | None, by: Actor) -> None:
    """Issued exactly once, however many people press the button."""
    try:
        moved = Paper.objects.filter(pk=paper.pk, state=PaperState.DRAFT).update(
            state=PaperState.ISSUED,
            number=paper.number,
            on=paper.on,
            facts=facts,
            scan=scan,
            issued_at=timezone.now(),
            issued_by=by.name,
        )
    except IntegrityError as clash:
        raise Refusal(f"Приказ № {paper.number} с этой датой уже есть. Укажите другой номер.") from clash
    if not moved:
        raise Conflict("Эта бумага уже издана или черновик удалён. Откройте её заново.")
    paper.refresh_from_db()


@transaction.atomic
def new_version(paper: Paper, *, by: Actor) -> Paper:
    """A draft that will replace an issued paper when it is issued itself."""
    by.require(Permission.PAPER_DRAFT, paper)
    if paper.state != PaperState.ISSUED:
        raise Refusal("Новую версию готовят только из изданной бумаги.")
    if paper.later.filter(state=PaperState.DRAFT).exists():
        raise Refusal("Новая версия уже готовится. Откройте её черновик.")
    later = Paper.objects.create(
        organisation=paper.organisation,
        kind=paper.kind,
        title=paper.title,
        draft=paper.draft,
        version_no=paper.version_no + 1,
        previous=paper,
        about=paper.about,
    )
    journal.record("paper.versioned", f"Готовится версия {later.version_no}", subject=later, by=by)
    return later


@transaction.atomic
def cancel_draft(paper: Paper, *, by: Actor) -> None:
    by.require(Permission.PAPER_DRAFT, paper)
    moved = Paper.objects.filter(pk=paper.pk, state=PaperState.DRAFT).update(state=PaperState.CANCELLED)
    if not moved:
        raise Conflict("Черновика уже нет: он издан или удалён.")
    journal.record("paper.cancelled", "Черновик удалён", subject=paper, by=by)


@transaction.atomic
def attach_scan(paper: Paper, scan: StoredFile, *, by: Actor) -> None:
    by.require(Permission.PAPER_ISSUE, paper)
    Paper.objects.filter(pk=paper.pk).update(scan=scan)
    paper.refresh_from_db()
    journal.record("paper.scanned", "Приложена подписанная копия", subject=paper, by=by)


def suggest_number(organisation: Organisation, *, on: date) -> str:
    """The next number of the organisation's orders in the year of `on`: a suggestion, any string may be typed."""
    counter = NumberCounter.objects.filter(organisation=organisation, series="order", year=on.year).first()
    return str((counter.last if counter else 0) + 1)


def _count(paper: Paper) -> None:
    """Remember a plain number so that the next one can be suggested; «14-а» does not move the counter."""
    if paper.on is None or not paper.number.isdigit() or len(paper.number) > 6:
        return
    counter, _ = NumberCounter.objects.get_or_create(
        organisation=paper.organisation, series="order", year=paper.on.year
    )
    NumberCounter.objects.filter(pk=counter.pk, last__lt=int(paper.number)).update(last=int(paper.number))
