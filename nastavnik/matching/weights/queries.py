"""The settings of an organisation, and the problem of a run weighed by them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nastavnik.bank.models import Mentor, Request
from nastavnik.matching.engine.model import Problem
from nastavnik.matching.engine.model.checks import array, rows
from nastavnik.matching.models import Aims, Proposal, Weight
from nastavnik.matching.rules import ProposalState
from nastavnik.organisations.models import Organisation

from . import rules
from .rules import Aim, Keep, Settings, Word


def aims_of(organisation: Organisation) -> Aims | None:
    return Aims.objects.filter(organisation=organisation).first()


def settings_of(organisation: Organisation) -> Settings:
    """Two queries."""
    words: dict[str, dict[str, Word]] = {}
    for row in Weight.objects.filter(organisation=organisation):
        if row.about in (rules.COMMON, *rules.SPECIAL) and row.part in rules.MODEL:
            words.setdefault(row.about, {})[row.part] = Word(row.word)
    aims = aims_of(organisation)
    if aims is None:
        return Settings(words)
    return Settings(words, Aim(aims.aim), aims.cut_off, Keep(aims.keep))


def about_request(request: Request) -> str:
    """Whose weights score it."""
    kinds, forms = ({item.code for item in getattr(request, name).all()} for name in ("kinds", "forms"))
    return rules.about_of(kinds, forms)


def weigh(
    problem: Problem, asking: Sequence[Request], offering: Sequence[Mentor], settings: Settings
) -> Problem:
    """The same people under these settings. Asks the database only where earlier proposals are to be kept."""
    abouts = [about_request(row) for row in asking]
    weighed, places = rules.scaled(settings, abouts)
    scale = array("scale", [places[about] for about in abouts], np.int64, (len(abouts),), 0)
    standing = [] if settings.keep is Keep.FREE else _waiting(asking, offering)
    return replace(
        problem,
        mentees=replace(problem.mentees, scale=scale),
        rules=weighed,
        standing=rows("standing", standing, 2, len(asking), len(offering)),
    )


def _waiting(asking: Sequence[Request], offering: Sequence[Mentor]) -> list[tuple[int, int]]:
    """Rows of the pairs that were proposed and wait for a decision."""
    left = {row.pk: place for place, row in enumerate(asking)}
    right = {row.pk: place for place, row in enumerate(offering)}
    waiting = Proposal.objects.filter(request__in=asking, state=ProposalState.PENDING)
    pairs = waiting.values_list("request_id", "mentor_id")
    return sorted((left[request], right[mentor]) for request, mentor in pairs if mentor in right)
