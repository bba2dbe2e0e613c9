"""The order on pairs and groups: one paper over all mentorships that are ready, gated row by row (R018)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.core.models import StoredFile
from nastavnik.documents import services as documents
from nastavnik.documents.models import Paper
from nastavnik.documents.rules import Certificate, PaperKind, PaperState
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person

from . import gates, rules, services, telling
from .appointing import appoint
from .models import Mentorship, OrderRow, Participation
from .order_facts import Loaded, load
from .queries import mentorship_words
from .rules import Missing, PairState

TITLE = "О закреплении наставнических пар (групп)"


@dataclass(frozen=True)
class Line:
    """A line of a draft order: the mentorship and what it still lacks."""

    row: OrderRow
    mentorship: Mentorship
    missing: Sequence[Missing]
    names: str = ""


class GateClosed(Refusal):
    """The order cannot be issued: these lines lack something."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        what = "; ".join(missing.words for line in lines for missing in line.missing)
        super().__init__(f"Приказ пока нельзя издать. {what}. Устраните это или уберите строку из приказа.")


def candidates(organisation: Organisation) -> Iterable[Mentorship]:
    """Mentorships that wait for an order and stand in no draft."""
    drafted = OrderRow.objects.filter(paper__state=PaperState.DRAFT).values("mentorship")
    waiting = Mentorship.objects.filter(
        organisation=organisation, state__in=(PairState.AWAITS_ORDER, PairState.AWAITS_CONSENTS)
    )
    return waiting.exclude(pk__in=drafted).select_related("issue").order_by("created_at")


@dataclass(frozen=True)
class Offered:
    """What may stand in a new order: options for the form, those without gaps ticked beforehand."""

    options: Sequence[tuple[str, str]]
    ready: Sequence[str]
    by_id: Mapping[str, Mentorship]


def offered(organisation: Organisation, *, today: date) -> Offered:
    rows = list(candidates(organisation))
    gathered = gates.gather(rows, today=today)
    takers, missing = gathered.takers, {row.pk: gathered.missing(row) for row in rows}

    def words(row: Mentorship) -> str:
        names = f"{mentorship_words(takers[row.pk])} — {row.issue.title.lower()}"
        lacking = "; ".join(each.words for each in missing[row.pk])
        return f"{names}. Не хватает: {lacking}" if lacking else names

    return Offered(
        options=[(str(row.pk), words(row)) for row in rows],
        ready=[str(row.pk) for row in rows if not missing[row.pk]],
        by_id={str(row.pk): row for row in rows},
    )


@transaction.atomic
def draft(organisation: Organisation, mentorships: Sequence[Mentorship], *, by: Actor) -> Paper:
    """A draft over the chosen mentorships; `draft` keeps purpose, control, responsible, items."""
    if not mentorships:
        raise Refusal("Выберите хотя бы одну пару или группу для приказа.")
    paper = documents.open_draft(PaperKind.PAIR_ORDER, organisation=organisation, title=TITLE, by=by)
    for mentorship in mentorships:
        add_row(paper, mentorship, by=by)
    return paper


@transaction.atomic
def add_row(paper: Paper, mentorship: Mentorship, *, by: Actor) -> None:
    by.require(Permission.PAPER_DRAFT, paper)
    if paper.state != PaperState.DRAFT:
        raise Refusal("Изданный приказ не меняют. Подготовьте его новую версию.")
    if mentorship.organisation_id != paper.organisation_id:
        raise Refusal("Эта пара принадлежит другой организации.")
    if mentorship.state not in {PairState.AWAITS_CONSENTS, PairState.AWAITS_ORDER, PairState.ACTIVE}:
        raise Refusal("В приказ входят пары, которые утверждены. Сначала утвердите пару.")
    OrderRow.objects.get_or_create(
        organisation=paper.organisation,
        paper=paper,
        mentorship=mentorship,
        defaults={"line": paper.order_rows.count() + 1, "root_id": paper.root_id},
    )


@transaction.atomic
def remove_row(paper: Paper, row_id: UUID, *, by: Actor) -> None:
    by.require(Permission.PAPER_DRAFT, paper)
    if paper.state != PaperState.DRAFT:
        raise Refusal("Изданный приказ не меняют. Подготовьте его новую версию.")
    OrderRow.objects.filter(paper=paper, pk=row_id).delete()


@transaction.atomic
def remove_unready(paper: Paper, *, today: date, by: Actor) -> int:
    """Lines that lack something leave the draft and wait for the next order; how many left."""
    unready = [line for line in lines_of(paper, today=today) if line.missing]
    if len(unready) == paper.order_rows.count():
        raise Refusal("Ни одна строка не готова. Закройте хотя бы одну, и приказ можно будет издать.")
    for line in unready:
        remove_row(paper, line.row.pk, by=by)
    return len(unready)


def lines_of(paper: Paper, *, today: date) -> list[Line]:
    return lines_from(load(paper, today=today))


def lines_from(loaded: Loaded) -> list[Line]:
    gathered = loaded.gathered
    return [
        Line(
            row,
            row.mentorship,
            gathered.missing(row.mentorship),
            mentorship_words(gathered.takers[row.mentorship_id]),
        )
        for row in loaded.rows
    ]


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
    """Gate every line, freeze the facts, start the mentorships, give mentors and mentees their appointments."""
    by.require(Permission.PAPER_ISSUE, paper)
    lines = lines_of(paper, today=today)
    if not lines:
        raise Refusal("В приказе нет ни одной пары. Добавьте хотя бы одну.")
    closed = [line for line in lines if line.missing]
    if closed:
        raise GateClosed(closed)
    documents.issue(paper, number=number, on=on, today=today, scan=scan, certificate=certificate, by=by)
    fresh = [line.mentorship for line in lines if line.mentorship.state == PairState.AWAITS_ORDER]
    for line in lines:
        _start(line.mentorship, paper)
        appoint(line.mentorship, number=number.strip(), on=on)
    named = Participation.objects.filter(mentorship__order_rows__paper=paper).values("person")
    paper.people.set(Person.objects.filter(pk__in=named))
    telling.tell_started(fresh, number=paper.number, on=on, today=today)


def _start(mentorship: Mentorship, paper: Paper) -> None:
    if mentorship.state != PairState.ACTIVE:
        rules.check_move(PairState(mentorship.state), PairState.ACTIVE)
    moved = Mentorship.objects.filter(pk=mentorship.pk, state=mentorship.state).update(
        state=PairState.ACTIVE, order=paper
    )
    if not moved:
        raise Conflict("Одна из пар приказа только что изменилась. Проверьте строки ещё раз.")
    services.serve_requests(mentorship)


@transaction.atomic
def new_version(paper: Paper, *, by: Actor) -> Paper:
    """The same lines, to be changed and issued again; the earlier version stays as it was signed."""
    later = documents.new_version(paper, by=by)
    for row in paper.order_rows.order_by("line"):
        OrderRow.objects.create(
            organisation=paper.organisation, paper=later, mentorship=row.mentorship, line=row.line
        )
    journal.record("order.versioned", "Подготовлена новая версия приказа", subject=later, by=by)
    return later
