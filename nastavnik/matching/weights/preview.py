"""What other settings would do with today's requests and mentors: two runs that nobody keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentor, Request
from nastavnik.core.errors import Refusal
from nastavnik.matching.comparing.rules import Change, Seen, average, changes
from nastavnik.matching.engine import api
from nastavnik.matching.engine.model import Infeasible, Result
from nastavnik.matching.gathering import Gathered, gather, reweigh
from nastavnik.matching.models import MatchRun
from nastavnik.organisations.models import Organisation

from . import rules
from .rules import Settings

MOST_CELLS = 200_000
"""Possible pairs that are worked out twice while the person waits."""
TOO_LARGE = (
    "Предпросмотр работает, пока запросов и наставников не очень много. "
    "Сохраните важности и подберите заново: прежний подбор останется, и их можно будет сравнить."
)
NOBODY = (
    "Сравнивать пока нечего: нужны открытые запросы и наставники в банке. Важности можно сохранить и сейчас."
)


@dataclass(frozen=True)
class Foreseen:
    """Pairs now and with the changed settings; fits are averages of a hundred, by the changed and by the present weights."""

    requests: int
    pairs_before: int
    pairs_after: int
    by_new: tuple[int, int]
    by_old: tuple[int, int]
    changes: list[Change[UUID]]
    asking: Mapping[UUID, Request]
    offering: Mapping[UUID, Mentor]
    since_last: bool
    """The last run that is kept gave other pairs than a run today would: people have changed since."""


def foresee(organisation: Organisation, settings: Settings, *, today: date, by: Actor) -> Foreseen:
    """Nothing is stored. Raise Refusal where there is nothing to match or too much."""
    by.require(Permission.MATCH_RUN, organisation)
    old = gather(organisation, today=today)
    if not old.requests or not old.mentors:
        raise Refusal(NOBODY)
    if len(old.requests) * len(old.mentors) > MOST_CELLS:
        raise Refusal(TOO_LARGE)
    new = reweigh(old, settings)
    before, after = _matched(old), _matched(new)
    return Foreseen(
        requests=len(old.requests),
        pairs_before=before.matched,
        pairs_after=after.matched,
        by_new=_fits(new, before, after),
        by_old=_fits(old, before, after),
        changes=changes(_seen(new, before), _seen(new, after)),
        asking={row.pk: row for row in old.requests},
        offering={row.pk: row for row in old.mentors},
        since_last=_outdated(organisation, before),
    )


def _matched(gathered: Gathered) -> Result:
    try:
        return api.match(gathered.problem, rules.goals_of(gathered.settings))
    except Infeasible as impossible:
        raise Refusal(
            "С такими условиями расставить наставников нельзя. Смягчите одно из них."
        ) from impossible


def _seen(gathered: Gathered, result: Result) -> dict[UUID, Seen[UUID]]:
    """The pairs of a result in the points of the problem given."""
    found = {}
    for mentee, mentor in result.pairs.tolist():
        why = api.why(gathered.problem, mentee, mentor)
        parts = {part.code: part.points for part in why.parts}
        found[gathered.requests[mentee].pk] = Seen(gathered.mentors[mentor].pk, why.score, parts)
    return found


def _fits(gathered: Gathered, before: Result, after: Result) -> tuple[int, int]:
    totals = [sum(seen.points for seen in _seen(gathered, result).values()) for result in (before, after)]
    return average(totals[0], before.matched), average(totals[1], after.matched)


def _outdated(organisation: Organisation, before: Result) -> bool:
    last = MatchRun.objects.filter(organisation=organisation).order_by("-run_at", "-id").first()
    return last is not None and last.digest != before.digest
