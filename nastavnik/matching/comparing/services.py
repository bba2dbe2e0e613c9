"""Naming a run, so that it is found again."""

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.matching.models import MatchRun


@transaction.atomic
def name(run: MatchRun, words: str, *, seen: int, by: Actor) -> None:
    """Empty words take the name away. Raise Conflict when somebody has named it meanwhile."""
    by.require(Permission.MATCH_RUN, run)
    before, after = run.name, words.strip()[:100]
    if before == after:
        return
    MatchRun.objects.revise(run, seen=seen, name=after)
    journal.record(
        "match.named",
        "Подбор назван",
        subject=run,
        by=by,
        before={"название": before},
        after={"название": after},
    )
