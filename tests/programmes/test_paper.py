"""The paper of a programme: two pages by default, read back from Word and opened by LibreOffice."""

import re

import pytest

from nastavnik.bank.models import Mentee, ProblemMark
from nastavnik.diagnostics.rules import Mastery
from nastavnik.documents.drawing.pdf import office, to_pdf
from nastavnik.documents.drawing.readback import Grid, blocks
from nastavnik.programmes.models import Goal
from tests.cast import TODAY, Cast
from tests.documents.drawing.samples import said
from tests.programmes.conftest import SignedIn

from . import world


def words_of(docx: bytes) -> str:
    found: list[str] = []
    for one in blocks(docx):
        found += [cell for row in one.rows for cell in row] if isinstance(one, Grid) else [one.text]
    return said("\n".join(found))


@pytest.mark.req_part("R214", "the paper holds the four sections")
def test_the_paper_holds_what_the_programme_says_and_no_more(cast: Cast, enter: SignedIn) -> None:
    programme = world.started(cast)
    entry = Mentee.objects.create(organisation=cast.school, person=cast.kirill, entered_on=TODAY)
    burnout = world.item(cast, "problem", "burnout")
    ProblemMark.objects.create(organisation=cast.school, mentee=entry, problem=burnout)
    docx = enter(cast.galina).get(f"/programmes/{programme.pk}/docx/").content
    text = words_of(docx)
    for piece in (
        "УТВЕРЖДАЮ",
        "Р. П. Рощин",
        "ПЕРСОНАЛИЗИРОВАННАЯ ПРОГРАММА НАСТАВНИЧЕСТВА",
        "Мещерякова Галина Викторовна",
        "Зимин Кирилл Андреевич",
        "педагог — педагог",
        "Методическая грамотность",
        "Профессиональное становление",
        "с 16.09.2026 по 28.05.2027",
        "Перечень мероприятий",
        "Программу составили и согласовали",
    ):
        assert piece in text
    for each in (*programme.goals.all(), *programme.activities.all()):
        assert said(each.words) in text
    assert burnout.title not in text
    assert "Устранить трудность" not in text
    assert [label for label in Mastery.labels if label in text] == []


def test_the_paper_of_an_approved_programme_stays_as_it_was(cast: Cast, enter: SignedIn) -> None:
    programme = world.approved(cast)
    Goal.objects.filter(programme=programme).update(words="Тихо изменённая цель")
    cast.kirill.last_name = "Зиминский"
    cast.kirill.save()
    text = words_of(enter(cast.vera).get(f"/programmes/{programme.pk}/docx/").content)
    assert "Тихо изменённая цель" not in text
    assert "Зимин Кирилл Андреевич" in text
    assert "15.09.2026" in text


@pytest.mark.skipif(office() is None, reason="LibreOffice is missing: programmes were NOT opened by it")
def test_by_default_it_takes_two_pages_at_most(cast: Cast, enter: SignedIn) -> None:
    programme = world.approved(cast)
    docx = enter(cast.vera).get(f"/programmes/{programme.pk}/docx/").content
    pdf = to_pdf(docx)
    pages = len(re.findall(rb"/Type\s*/Page[^s]", pdf))
    assert 1 <= pages <= 2
