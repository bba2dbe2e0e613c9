"""What other packages add to the page of a run stands there in order, for whom its builder lets see it."""

import pytest
from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.ui import Action, Line
from nastavnik.matching import run_panels
from nastavnik.matching.models import MatchRun
from nastavnik.matching.run_panels import Panel
from tests.cast import Cast

from .test_screens import entered, text
from .world import ran, simple


def council(run: MatchRun, actor: Actor) -> Panel | None:
    if not actor.can(Permission.MATCH_APPROVE, run):
        return None
    return Panel("council", "Совет", lines=[Line("Решает", "совет")], actions=[Action("Отправить", "/x/")])


def two(_run: MatchRun, _actor: Actor) -> list[Panel]:
    return [Panel("one", "Первая"), Panel("two", "Вторая", text="Слова панели")]


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_panels, "_BUILDERS", {})


def test_panels_stand_in_order_and_a_builder_may_hide_its_own(cast: Cast) -> None:
    simple(cast)
    run = ran(cast)
    run_panels.register(20, two)
    run_panels.register(10, council)
    run_panels.register(10, council)
    seen = run_panels.panels_of(run, cast.as_actor(cast.vera))
    assert [panel.name for panel in seen] == ["council", "one", "two"]
    assert [p.name for p in run_panels.panels_of(run, cast.as_actor(cast.kirill))] == ["one", "two"]

    page = text(entered(cast.vera).get(reverse("matching:run", args=[run.pk])))
    assert page.index("Совет") < page.index("Первая") < page.index("Слова панели")
    assert "Отправить" in page
