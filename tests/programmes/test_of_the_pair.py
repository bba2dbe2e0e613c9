"""What a programme is to the page of its pair: a paper with a file, and results before the pair is completed."""

from datetime import date

import pytest

from nastavnik.core.errors import Refusal
from nastavnik.pairs import pair_papers
from nastavnik.pairs.changing.rules import ChangeKind
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person
from nastavnik.programmes.models import Programme
from nastavnik.programmes.rules import State
from tests.cast import TODAY, Cast
from tests.pairs.living import change, working

from . import world

NOW = date(2026, 11, 2)


def titles(cast: Cast, programme: Programme, reader: Person) -> list[tuple[str, str]]:
    found = pair_papers.papers_of(cast.as_actor(reader), programme.mentorship, today=TODAY)
    return [(paper.title, paper.status.word) for paper in found if "рограмма" in paper.title]


def test_a_programme_stands_among_the_papers_of_its_pair(cast: Cast) -> None:
    programme = world.started(cast)
    for reader in (cast.galina, cast.kirill, cast.vera):
        assert titles(cast, programme, reader) == [("Персонализированная программа", "Готовится")]
    assert titles(cast, programme, cast.rodion) == []  # a draft belongs to those who write it
    world.approved(cast, programme)
    assert titles(cast, programme, cast.rodion) == [("Персонализированная программа", "Утверждена")]
    paper = next(
        paper
        for paper in pair_papers.papers_of(cast.as_actor(cast.rodion), programme.mentorship, today=TODAY)
        if "рограмма" in paper.title
    )
    assert [file.url for file in paper.files] == [f"/programmes/{programme.pk}/docx/"]


def test_a_pair_is_completed_after_its_programme(cast: Cast) -> None:
    pair = working(cast)
    world.told(cast, cast.kirill, methods=0)
    programme = world.approved(cast, world.started(cast, pair))
    with pytest.raises(Refusal, match="Сначала завершите программу"):
        change(cast, pair, ChangeKind.COMPLETION, NOW, today=NOW)
    Programme.objects.filter(pk=programme.pk).update(state=State.COMPLETED)
    change(cast, pair, ChangeKind.COMPLETION, NOW, today=NOW)
    assert pair.state == PairState.FINISHED
