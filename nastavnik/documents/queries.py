"""Papers and acts for screens and for the console."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.russian.folding import fold
from nastavnik.core.search import RuFold
from nastavnik.organisations.models import Organisation

from . import contents, rules
from .models import LegalAct, Paper
from .rules import PaperState


@dataclass(frozen=True)
class Wanted:
    """What the list of papers is narrowed by; empty is everything but deleted drafts."""

    q: str = ""
    kind: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None


def papers_in(organisation: Organisation | None, wanted: Wanted, *, by: Actor) -> QuerySet[Paper]:
    """Papers that the actor may see, the latest first; drafts without a date stand above."""
    rows = Paper.objects.visible_to(by, Permission.PAPER_VIEW)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    rows = rows.filter(state=wanted.state) if wanted.state else rows.exclude(state=PaperState.CANCELLED)
    if wanted.q:
        rows = rows.alias(folded=_words("title", "number")).filter(folded__contains=fold(wanted.q))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.since:
        rows = rows.filter(on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(on__lte=wanted.until)
    return rows.order_by("-created_at")


def _words(*fields: str) -> RuFold:
    """The fields as one folded text, alike on both databases."""
    return RuFold(Concat(*(part for field in fields for part in (Value(" "), field))))


def paper_for(actor: Actor, pk: UUID, permission: Permission = Permission.PAPER_VIEW) -> Paper:
    """One paper, or 404."""
    rows = Paper.objects.select_related("organisation", "scan", "previous")
    return rows.visible_to(actor, Permission.PAPER_VIEW).pick(actor, permission, pk=pk)


def versions_of(paper: Paper) -> list[Paper]:
    """The chain of versions, the first one first; two queries a step, and steps are few."""
    chain = [paper]
    while chain[0].previous is not None:
        chain.insert(0, chain[0].previous)
    while later := chain[-1].later.exclude(state=PaperState.CANCELLED).order_by("-created_at").first():
        chain.append(later)
    return chain


def bases_of(paper: Paper) -> list[str]:
    return [str(basis) for basis in paper.bases.select_related("act", "decision__body")]


def warnings_of(paper: Paper) -> list[str]:
    """About repealed and unchecked acts among the grounds of a draft; an issued paper is not judged."""
    if paper.state != PaperState.DRAFT:
        return []
    acts = LegalAct.objects.filter(paperbasis__paper=paper).select_related("replaced_by").distinct()
    return rules.warnings_about(acts)


def papers_of(organisation: Organisation, *, by: Actor) -> list[dict[str, Any]]:
    """For the console: id, kind, number, date, state, title; dates in ISO."""
    return [
        {
            "id": str(paper.pk),
            "kind": paper.kind,
            "number": paper.number,
            "date": paper.on.isoformat() if paper.on else None,
            "state": paper.state,
            "title": paper.title,
        }
        for paper in papers_in(organisation, Wanted(), by=by)
    ]


def docx_of(pk: UUID, *, by: Actor) -> bytes:
    return contents.docx_of(paper_for(by, pk), today=timezone.localdate())


def acts_in(
    organisation: Organisation, *, q: str = "", level: str = "", status: str = ""
) -> QuerySet[LegalAct]:
    """The catalogue of one organisation; the caller has asked whether the actor may see it."""
    rows = LegalAct.objects.filter(organisation=organisation).select_related("replaced_by")
    if q:
        words = _words("kind", "issuer", "number", "title")
        rows = rows.alias(folded=words).filter(folded__contains=fold(q))
    if level:
        rows = rows.filter(level=level)
    if status:
        rows = rows.filter(status=status)
    return rows.order_by("-cite", "level", "-on", "id")


def act_to_change(actor: Actor, pk: UUID) -> LegalAct:
    return LegalAct.objects.select_related("organisation").pick(actor, Permission.ACTS_EDIT, pk=pk)


def warning_of(act: LegalAct) -> str:
    return rules.warning_about(act)
