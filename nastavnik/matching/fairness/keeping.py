"""The sheet as JSON of a run: ids and numbers, never a name."""

from typing import Any

from nastavnik.matching.engine import api
from nastavnik.matching.engine.model import Result
from nastavnik.matching.gathering import Gathered

NAMED = 20
"""So many blocking pairs are kept by name; all are counted."""


def kept(gathered: Gathered, result: Result) -> dict[str, Any]:
    """Keys: loads [[mentor, mentees, places]], waits, wishes, least and blocking [[request, mentor, points]],
    blocking_all, schools [[organisation, served, asked]]."""
    sheet = api.fairness(gathered.problem, result)
    mentors = [str(mentor.pk) for mentor in gathered.mentors]
    requests = [str(request.pk) for request in gathered.requests]
    homes = dict(
        zip(
            gathered.problem.mentees.organisation.tolist(),
            (str(request.organisation_id) for request in gathered.requests),
            strict=True,
        )
    )
    return {
        "loads": [list(row) for row in zip(mentors, sheet.loads, sheet.places, strict=True)],
        "waits": {
            "median": sheet.served_median,
            "longest": sheet.served_longest,
            "left": sheet.left_longest,
        },
        "wishes": {"asked": sheet.wished, "first": sheet.first_wishes, "any": sheet.any_wishes},
        "schools": [[homes[one.organisation], one.served, one.asked] for one in sheet.schools],
        "least": [[requests[i], mentors[j], points] for i, j, points in sheet.least],
        "blocking": [[requests[i], mentors[j], gain] for i, j, gain in sheet.blocking[:NAMED]],
        "blocking_all": len(sheet.blocking),
    }
