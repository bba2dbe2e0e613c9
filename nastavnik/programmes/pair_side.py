"""What programmes add to the papers of a pair and to what a pair needs before its end."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.core.ui import Action, Status
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.pair_papers import PairPaper

from . import queries
from .rules import LIVE, State
from .standing import STATUS

UNFINISHED = "Сначала завершите программу: на её странице «Результаты» запишите, что вышло по каждой цели."


def papers_of(actor: Actor, mentorship: Mentorship, today: date) -> Iterable[PairPaper]:  # noqa: ARG001
    """Every edition that this actor may see, the current one first, each as .docx."""
    for programme in queries.editions_of(actor, mentorship):
        state = State(programme.state)
        edition = f", редакция {programme.edition}" if programme.edition > 1 else ""
        page = (
            reverse("programmes:programme", args=[mentorship.pk])
            if programme.is_current
            else reverse("programmes:edition", args=[programme.pk])
        )
        yield PairPaper(
            f"Персонализированная программа{edition}",
            Status(STATUS[state], state.label),
            programme.why_corrected,
            page,
            (Action("DOCX", reverse("programmes:docx", args=[programme.pk])),),
        )


def lacks_before_the_end(mentorship: Mentorship, today: date) -> Iterable[str]:  # noqa: ARG001
    """A pair is completed with results: its programme is finished first (R228)."""
    programme = queries.current_of(mentorship)
    if programme is not None and State(programme.state) in LIVE:
        yield UNFINISHED
