"""A run as rows: what it was run with, its proof, its proposals in words, who is left out and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.organisations.models import Organisation

from . import wording
from .engine import api
from .engine.model import Result
from .fairness import keeping as sheet
from .gathering import Gathered
from .models import LeftOut, MatchRun, Proposal
from .rules import ProposalState
from .weights import rules as weights
from .weights.queries import about_request

ENGINE_VERSION = 1


def create(
    organisation: Organisation,
    gathered: Gathered,
    result: Result,
    parameters: Mapping[str, Any],
    *,
    pairs: Iterable[tuple[int, int]] | None = None,
    by: Actor,
) -> MatchRun:
    """Inside the transaction of the caller. `pairs` are the rows that are proposed, all of the result by default."""
    kept = MatchRun.objects.create(
        organisation=organisation,
        run_at=timezone.now(),
        run_by=by.name,
        parameters={**parameters, **_weights(gathered), "engine": ENGINE_VERSION},
        digest=result.digest,
        certificate=_certificate(gathered, result),
        proved=result.proved,
        matched=result.matched,
        fit=result.fit,
    )
    proposed = ((i, j) for i, j in result.pairs.tolist()) if pairs is None else pairs
    Proposal.objects.bulk_create(_proposals(kept, gathered, proposed))
    LeftOut.objects.bulk_create(_left_out(kept, gathered, result))
    return kept


def _weights(gathered: Gathered) -> dict[str, Any]:
    """Points of the usual weights; and in words all that were used, by «kind:…», «form:…» or "" for the usual ones."""
    settings = gathered.settings
    used = {weights.COMMON, *map(about_request, gathered.requests)}
    return {
        "budgets": dict(gathered.problem.rules.budgets),
        "cut_off": settings.cut_off,
        "words": {about: weights.words_of(settings, about) for about in sorted(used)},
    }


def _certificate(gathered: Gathered, result: Result) -> dict[str, Any]:
    """Enough to check the claim without the solver: prices by mentor, bound and value."""
    prices = zip(gathered.mentors, result.prices.tolist(), strict=True)
    return {
        "prices": {str(mentor.pk): price for mentor, price in prices},
        "premium": result.premium,
        "bound": str(result.bound),  # may be greater than a number of JSON holds exactly
        "value": str(result.value),
        "proof": result.proof,
        "unique": result.unique,
        "proved": result.proved,
        "requests": len(gathered.requests),
        "mentors": len(gathered.mentors),
        "engine": ENGINE_VERSION,
        "backend": result.backend,
        "fairness": sheet.kept(gathered, result),
    }


def _proposals(kept: MatchRun, gathered: Gathered, pairs: Iterable[tuple[int, int]]) -> Iterable[Proposal]:
    for mentee, mentor in pairs:
        told = wording.tell(gathered, api.why(gathered.problem, mentee, mentor))
        yield Proposal(
            organisation=kept.organisation,
            run=kept,
            request=gathered.requests[mentee],
            mentor=gathered.mentors[mentor],
            points=told.points,
            parts=told.parts,
            fits=told.fits,
            gaps=told.gaps,
        )


def _left_out(kept: MatchRun, gathered: Gathered, result: Result) -> Iterable[LeftOut]:
    for one in result.unmatched:
        reason, step = wording.left_out(gathered, one)
        yield LeftOut(
            organisation=kept.organisation,
            run=kept,
            request=gathered.requests[one.mentee],
            code=one.code,
            reason=reason[:400],
            next_step=step[:400],
            step=one.next_step if gathered.mentors else "train_mentor",
            mentor=wording.ask(gathered, one),
        )


def outdate(proposals: QuerySet[Proposal]) -> None:
    """Those that wait for a decision are stale from now on."""
    proposals.filter(state=ProposalState.PENDING).update(state=ProposalState.STALE)
