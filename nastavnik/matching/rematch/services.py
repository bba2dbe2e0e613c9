"""Accepting a re-run: what was shown, and nothing else, becomes a run whose proposals are the changes."""

from dataclasses import asdict
from datetime import date

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.matching import keeping
from nastavnik.matching.engine import api
from nastavnik.matching.engine.model import NotProved
from nastavnik.matching.models import MatchRun, Proposal
from nastavnik.organisations.models import Organisation

from . import planning
from .planning import Option
from .rules import Way

CHANGED = "Пока вы смотрели, данные изменились. Посмотрите ещё раз, что изменится теперь, и примите заново."


@transaction.atomic
def accept(organisation: Organisation, way: Way, *, token: str, today: date, by: Actor) -> MatchRun:
    """`token` is of the option that was shown. Standing pairs that do not change stay as they are."""
    by.require(Permission.MATCH_RUN, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one run at a time
    option = planning.outlook(organisation, today=today).option(way)
    if option.token != token:
        raise Conflict(CHANGED)
    if not option.shifts:
        raise Refusal("По этому выбору менять нечего: пары остаются как есть.")
    if not api.verify(option.gathered.problem, option.result).ok:
        raise NotProved("verify")
    return _keep(organisation, option, by=by)


def _keep(organisation: Organisation, option: Option, *, by: Actor) -> MatchRun:
    gathered = option.gathered
    changed = [gathered.requests[one.mentee] for one in option.shifts]
    keeping.outdate(Proposal.objects.filter(organisation=organisation, request__in=changed))
    pairs = [(one.mentee, one.after) for one in option.shifts if one.after is not None]
    parameters = {**asdict(option.result.goals), "calm": option.way.value}
    kept = keeping.create(organisation, gathered, option.result, parameters, pairs=pairs, by=by)
    words = f"Подбор пересмотрен: изменений — {len(option.shifts)}"
    journal.record("match.reviewed", words, subject=kept, by=by, after={"как": option.way.label})
    return kept
