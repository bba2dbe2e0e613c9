"""Two kept runs read for comparing."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentor, Request
from nastavnik.matching.models import LeftOut, MatchRun, Proposal
from nastavnik.matching.queries import run_for

from .rules import Seen


@dataclass(frozen=True)
class RunSide:
    """A run with its pairs by request, and the requests that it left out."""

    run: MatchRun
    pairs: Mapping[UUID, Seen[UUID]]
    left: frozenset[UUID]


@dataclass(frozen=True)
class Sides:
    """Two runs of one organisation, the earlier first, and whom their keys mean."""

    first: RunSide
    second: RunSide
    asking: Mapping[UUID, Request]
    offering: Mapping[UUID, Mentor]


def sides_for(actor: Actor, one: UUID, other: UUID) -> Sides:
    """Both within reach and of one organisation, or 404. Six queries."""
    runs = [run_for(actor, Permission.MATCH_VIEW, pk) for pk in (one, other)]
    if runs[0].organisation_id != runs[1].organisation_id:
        raise Http404
    first, second = sorted(runs, key=lambda run: (run.run_at, run.pk))
    proposals = list(
        Proposal.objects.filter(run__in=runs).select_related(
            "request__mentee__person", "request__issue", "mentor__person"
        )
    )
    left = list(
        LeftOut.objects.filter(run__in=runs).select_related("request__mentee__person", "request__issue")
    )
    asking = {row.request_id: row.request for row in left}
    asking |= {row.request_id: row.request for row in proposals}
    offering = {row.mentor_id: row.mentor for row in proposals}
    sides = [
        RunSide(
            run,
            {row.request_id: _seen(row) for row in proposals if row.run_id == run.pk},
            frozenset(row.request_id for row in left if row.run_id == run.pk),
        )
        for run in (first, second)
    ]
    return Sides(sides[0], sides[1], asking, offering)


def _seen(row: Proposal) -> Seen[UUID]:
    return Seen(row.mentor_id, row.points, {part["code"]: part["points"] for part in row.parts})
