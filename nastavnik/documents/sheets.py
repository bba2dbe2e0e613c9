"""Taking a sheet that has no row of its own: whose it is, what it says, and the note that it was printed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.core.errors import Refusal
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Consent
from nastavnik.people.queries import consents as queries
from nastavnik.people.rules import ConsentKind

from . import contents, kinds
from .consent_facts import SHEETS
from .models import Paper
from .rules import PaperKind


@dataclass(frozen=True)
class Taken:
    """`name` is a file name without its ending; `data` is a .docx."""

    name: str
    data: bytes


@transaction.atomic
def take(kind: PaperKind, pk: UUID, *, today: date, by: Actor) -> Taken:
    """404 outside the actor's reach; Refusal when something is missing: a representative, the head."""
    paper = Paper(kind=kind, about=pk)
    registered = kinds.of(paper)
    if registered.owner is None:
        raise Http404
    owner = registered.owner(by, pk, today)
    if isinstance(owner, Consent) and SHEETS[ConsentKind(owner.kind)] is not kind:
        raise Http404
    paper.organisation = owner.organisation
    data = contents.docx_of(paper, today=today)
    if registered.taken:
        registered.taken(owner, today, by)
    whose = owner.person.full_name if isinstance(owner, Consent) else str(owner)
    return Taken(contents.plain_name(f"{kind.label} — {whose}"), data)


def take_awaited(
    organisation: Organisation, *, kind: str, most: int, today: date, by: Actor
) -> tuple[list[Taken], list[str]]:
    """Blanks of all awaited consents and the sentences about those that could not be drawn."""
    taken: list[Taken] = []
    stopped: list[str] = []
    rows = queries.awaited(organisation, kind=kind, today=today, by=by)
    for row in rows[:most]:
        try:
            taken.append(take(SHEETS[ConsentKind(row.kind)], row.pk, today=today, by=by))
        except Refusal as refusal:
            stopped.append(f"{row.person.full_name}: {refusal}")
    if len(rows) > most:
        stopped.append(f"Напечатаны первые {most} листов из {len(rows)}. Отметьте их и скачайте следующие.")
    return taken, stopped
