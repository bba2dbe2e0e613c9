"""What can be done to papers: opened as drafts, issued with frozen facts, replaced by a new version."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.core.models import StoredFile
from nastavnik.documents.drawing.facts import to_dict
from nastavnik.organisations.models import BodyDecision, Organisation

from . import kinds, rules
from .contents import docx_of, facts_of
from .models import LegalAct, NumberCounter, Paper, PaperBasis
from .rules import ActStatus, Certificate, PaperKind, PaperState
from .shipped_acts import shipped_acts

__all__ = ["docx_of", "facts_of"]


@transaction.atomic
def open_draft(kind: PaperKind, *, organisation: Organisation, title: str, by: Actor) -> Paper:
    by.require(Permission.PAPER_DRAFT, organisation)
    paper = Paper.objects.create(organisation=organisation, kind=kind, title=title)
    if kind is PaperKind.PAIR_ORDER:
        _lay_bases(paper, acts=usual_acts(organisation))
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
    paper: Paper,
    *,
    number: str,
    on: date,
    today: date,
    scan: StoredFile | None = None,
    certificate: Certificate | None = None,
    by: Actor,
) -> None:
    """Freeze the facts, give the number and the date; an earlier version becomes superseded.

    With a `certificate` the paper bears the mark of an electronic signature instead of a line to sign on (R011).
    """
    by.require(Permission.PAPER_ISSUE, paper)
    rules.check_issue(number=number, on=on, today=today)
    paper.number, paper.on = number.strip(), on
    if certificate is not None:
        rules.check_certificate(certificate, on=on)
        paper.draft = {**paper.draft, rules.CERTIFICATE: certificate.as_dict()}
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
            draft=paper.draft,
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
        draft={name: value for name, value in paper.draft.items() if name != rules.CERTIFICATE},
        version_no=paper.version_no + 1,
        previous=paper,
        about=paper.about,
    )
    for basis in paper.bases.all():
        basis.pk, basis.paper = None, later
        basis.save(force_insert=True)
    journal.record("paper.versioned", f"Готовится версия {later.version_no}", subject=later, by=by)
    return later


@transaction.atomic
def cancel_draft(paper: Paper, *, by: Actor) -> None:
    by.require(Permission.PAPER_DRAFT, paper)
    moved = Paper.objects.filter(pk=paper.pk, state=PaperState.DRAFT).update(state=PaperState.CANCELLED)
    if not moved:
        raise Conflict("Черновика уже нет: он издан или удалён.")
    journal.record("paper.cancelled", "Черновик удалён", subject=paper, by=by)


def usual_acts(organisation: Organisation) -> Sequence[LegalAct]:
    """Acts that every order on pairs cites by default."""
    cited = LegalAct.objects.filter(organisation=organisation, cite=True)
    return list(cited.exclude(status=ActStatus.REPEALED))


@transaction.atomic
def set_bases(
    paper: Paper,
    *,
    acts: Iterable[LegalAct] = (),
    decisions: Iterable[BodyDecision] = (),
    words: str = "",
    by: Actor,
) -> list[str]:
    """The grounds of a draft in this order; each line of `words` is a ground. Returns warnings about repealed acts."""
    by.require(Permission.PAPER_DRAFT, paper)
    if paper.state != PaperState.DRAFT:
        raise Refusal("Изданную бумагу не меняют. Подготовьте её новую версию.")
    cited, decided = list(acts), list(decisions)
    if any(row.organisation_id != paper.organisation_id for row in (*cited, *decided)):
        raise Refusal("Основание взято из другой организации. Выберите его из своих списков.")
    paper.bases.all().delete()
    _lay_bases(paper, acts=cited, decisions=decided, words=words)
    journal.record("paper.based", "Указаны основания", subject=paper, by=by)
    return rules.warnings_about(cited)


def _lay_bases(
    paper: Paper, *, acts: Sequence[LegalAct] = (), decisions: Sequence[BodyDecision] = (), words: str = ""
) -> None:
    lines = [line.strip()[:400] for line in words.splitlines() if line.strip()]
    grounds: list[dict[str, Any]] = [
        *({"act": act} for act in acts),
        *({"decision": decision} for decision in decisions),
        *({"words": line} for line in lines),
    ]
    PaperBasis.objects.bulk_create(
        [
            PaperBasis(organisation=paper.organisation, paper=paper, order=order, **ground)
            for order, ground in enumerate(grounds)
        ]
    )


@transaction.atomic
def give_acts(organisation: Organisation) -> None:
    """The shipped catalogue, for an organisation that has none yet."""
    if LegalAct.objects.filter(organisation=organisation).exists():
        return
    given: dict[str, LegalAct] = {}
    for act in shipped_acts():
        given[act.number] = LegalAct.objects.create(
            organisation=organisation,
            level=act.level,
            kind=act.kind,
            issuer=act.issuer,
            on=act.on,
            number=act.number,
            title=act.title,
            status=act.status,
            valid_from=act.valid_from,
            valid_to=act.valid_to,
            replaced_by=given.get(act.by),
            cite=act.cite,
        )


@transaction.atomic
def add_act(organisation: Organisation, *, by: Actor, **values: Any) -> LegalAct:
    by.require(Permission.ACTS_EDIT, organisation)
    act = LegalAct.objects.create(organisation=organisation, **values)
    journal.record("act.added", f"В перечень добавлен акт: {act.words[:200]}", subject=act, by=by)
    return act


@transaction.atomic
def change_act(act: LegalAct, *, seen: int, by: Actor, **values: Any) -> None:
    """`seen` is the version of the row on the screen. Papers already issued keep the words they were issued with."""
    by.require(Permission.ACTS_EDIT, act)
    successor = values.get("replaced_by")
    if successor is not None and successor.pk == act.pk:
        raise Refusal("Акт не может быть заменён самим собой. Выберите другой.")
    LegalAct.objects.all().revise(act, seen=seen, **values)
    journal.record("act.changed", f"Изменён акт: {act.words[:200]}", subject=act, by=by)


@transaction.atomic
def attach_scan(paper: Paper, scan: StoredFile, *, by: Actor) -> None:
    by.require(Permission.PAPER_ISSUE, paper)
    Paper.objects.filter(pk=paper.pk).update(scan=scan)
    paper.refresh_from_db()
    journal.record("paper.scanned", "Приложена подписанная копия", subject=paper, by=by)


def last_number(organisation: Organisation, *, on: date) -> str:
    """The last plain number of the organisation's orders in the year of `on`; the journal of orders is kept on paper."""
    counter = NumberCounter.objects.filter(organisation=organisation, series="order", year=on.year).first()
    return str(counter.last) if counter else ""


def _count(paper: Paper) -> None:
    """Remember a plain number so that it can be told to who types the next; «14-а» does not move the counter."""
    if paper.on is None or not paper.number.isdigit() or len(paper.number) > 6:
        return
    counter, _ = NumberCounter.objects.get_or_create(
        organisation=paper.organisation, series="order", year=paper.on.year
    )
    NumberCounter.objects.filter(pk=counter.pk, last__lt=int(paper.number)).update(last=int(paper.number))
