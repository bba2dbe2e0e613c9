"""A draft order as its author sees it: begun with usual bases, shown in a form, saved back."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core.deadlines import Deadline
from nastavnik.documents import services as documents
from nastavnik.documents.models import LegalAct, Paper, PaperBasis
from nastavnik.organisations.models import BodyDecision, Organisation
from nastavnik.people.models import Appointment, Person
from nastavnik.people.queries import acting_on
from nastavnik.people.queries.responsibility import default_responsible
from nastavnik.people.rules import Duty

from . import orders
from .models import Mentorship
from .rules import text_of

CONSENTS = "письменные согласия участников на дополнительные обязанности"


@transaction.atomic
def begin(organisation: Organisation, mentorships: Sequence[Mentorship], *, today: date, by: Actor) -> Paper:
    """A draft that already cites the organisation's usual acts, the council's decisions and the consents."""
    paper = orders.draft(organisation, mentorships, by=by)
    acts = LegalAct.objects.filter(organisation=organisation, cite=True)
    decisions = {m.decision_id for m in mentorships if m.decision_id}
    set_bases(paper, acts=[a.pk for a in acts], decisions=list(decisions), words=CONSENTS, by=by)
    # R091: whoever runs the programmes by the matrix answers for the accompaniment, until the author says otherwise.
    if responsible := default_responsible(Duty.PROGRAMMES, organisation, today=today):
        chosen = {**paper.draft, "responsible_id": str(responsible.pk)}
        documents.change_draft(paper, seen=paper.version, by=by, draft=chosen)
    return paper


@transaction.atomic
def set_bases(
    paper: Paper, *, acts: Sequence[UUID | str], decisions: Sequence[UUID | str], words: str, by: Actor
) -> None:
    """Acts first, decisions next, words last; only rows of the paper's own organisation."""
    by.require(Permission.PAPER_DRAFT, paper)
    own = {"organisation": paper.organisation}
    rows = [PaperBasis(paper=paper, act=act, **own) for act in LegalAct.objects.filter(pk__in=acts, **own)]
    rows += [
        PaperBasis(paper=paper, decision=d, **own)
        for d in BodyDecision.objects.filter(pk__in=decisions, **own)
    ]
    rows += [PaperBasis(paper=paper, words=words.strip(), **own)] if words.strip() else []
    for order, row in enumerate(rows):
        row.order = order
    paper.bases.all().delete()
    PaperBasis.objects.bulk_create(rows)


@transaction.atomic
def save(
    paper: Paper,
    *,
    title: str,
    chosen: dict[str, Any],
    acts: Sequence[str],
    decisions: Sequence[str],
    words: str,
    seen: int,
    by: Actor,
) -> None:
    documents.change_draft(paper, seen=seen, by=by, title=title, draft=chosen)
    set_bases(paper, acts=acts, decisions=decisions, words=words, by=by)


def options_for(paper: Paper, *, today: date) -> dict[str, Any]:
    """What the form offers: acts and decisions of the organisation, people who may be made responsible."""
    leading = Appointment.objects.filter(
        acting_on(today), organisation=paper.organisation, role__in=(Role.CURATOR, Role.DEPUTY, Role.HEAD)
    )
    people = Person.objects.filter(pk__in=leading.values("person")).order_by("search_text")
    acts = LegalAct.objects.filter(organisation=paper.organisation)
    decisions = BodyDecision.objects.filter(organisation=paper.organisation).select_related("body")
    return {
        "acts": [(str(a.pk), _act_words(a)) for a in acts],
        "decisions": [(str(d.pk), str(d)) for d in decisions],
        "people": list(people),
        "today": today,
    }


def _act_words(act: LegalAct) -> str:
    number = f" № {act.number}" if act.number else ""
    on = f" от {act.on:%d.%m.%Y}" if act.on else ""
    return f"{act.kind}{on}{number} «{act.title}»"


def initial_of(paper: Paper) -> dict[str, Any]:
    bases = list(paper.bases.all())
    chosen = paper.draft
    return {
        "title": paper.title,
        "purpose": chosen.get("purpose", ""),
        "programmes_due": Deadline.from_dict(due).typed if (due := chosen.get("programmes_due")) else "",
        "responsible_id": chosen.get("responsible_id", ""),
        "control_id": chosen.get("control_id", ""),
        "items": text_of(chosen.get("items", ())),
        "acts": [str(b.act_id) for b in bases if b.act_id],
        "decisions": [str(b.decision_id) for b in bases if b.decision_id],
        "basis_words": next((b.words for b in bases if b.words), ""),
        "version": paper.version,
    }
