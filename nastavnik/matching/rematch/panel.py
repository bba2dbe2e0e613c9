"""«Пересмотреть подбор» on the page of a run."""

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.matching.models import MatchRun
from nastavnik.matching.run_panels import Panel


def build(run: MatchRun, actor: Actor) -> Panel | None:
    if not actor.can(Permission.MATCH_RUN, run):
        return None
    return Panel(
        name="review",
        title="Что-то изменилось?",
        text="Кто-то отказался, ушёл или появился новый запрос: посмотрите, что изменится, прежде чем менять пары.",
        actions=[ui.Action("Пересмотреть подбор", reverse("matching:review"))],
    )
