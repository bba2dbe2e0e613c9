"""On a phone: the curator sends the pairs, two members vote, the chair closes, the pairs wait for consents."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from nastavnik.council.models import Letter, Question
from nastavnik.council.rules import LetterState, QuestionState
from nastavnik.documents.drawing.readback import paragraphs
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from tests.browser.conftest import Watched
from tests.browser.hands import Hands
from tests.browser.test_accounts import sign_in
from tests.cast import Cast, make_cast, make_person
from tests.council.world import make_council
from tests.matching.world import asks, offers, ran, sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def test_from_the_run_to_the_letters(cast: Cast, open_browser: Callable[[], Watched]) -> None:
    council = make_council(cast)
    sheet(cast.kirill, {"methods": 1, "ict": 3})
    sheet(cast.galina, {"methods": 4, "ict": 1})
    asks(cast.kirill, domains=("methods",))
    asks(cast.darya)
    asks(make_person("Хромов Пётр Львович", cast.school, account=False), "digital")
    offers(cast.galina)
    run = ran(cast)
    hands = {
        name: _enter(open_browser(), person, name)
        for name, person in (("vera", cast.vera), ("maria", council.maria), ("anna", council.anna))
    }
    vera, maria, anna = hands["vera"], hands["maria"], hands["anna"]

    vera.go(reverse("matching:run", args=[run.pk]))
    vera.follow("Отправить на совет: 2 пары")
    vera.see(narrow=True)
    vera.submit()
    vera.says("Пары на рассмотрении совета")
    question = Question.objects.get()

    for member in (anna, maria):
        member.go("/")
        member.follow("Проголосовать в совете")
        member.follow("О закреплении наставнических пар")
        member.see(narrow=True)
        member.fill(all="for")
        member.submit()
        member.says("Голос учтён")

    maria.follow("Решить, как помочь")
    maria.tick(["Психолого-педагогическая поддержка"])
    maria.fill(next_on="2030-01-15")
    maria.submit()
    maria.follow("Подвести итог")
    maria.see(narrow=True)
    maria.submit()
    maria.says("Вопрос решён, протокол готов")
    maria.see(narrow=True)
    assert "ПРОТОКОЛ № 1" in paragraphs(maria.download("Скачать протокол"))[2:4]
    question.refresh_from_db()
    assert question.state == QuestionState.CLOSED
    assert {pair.state for pair in Mentorship.objects.all()} == {PairState.AWAITS_CONSENTS}

    vera.go(reverse("council:letters", args=[question.pk]))
    vera.see(narrow=True)
    vera.press("Отправить: 4 письма")
    vera.says("Отправлено: 4 письма")
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}


def _enter(watched: Watched, person: object, name: str) -> Hands:
    watched.wide(360)
    sign_in(watched, person.account.email)  # type: ignore[attr-defined]
    return Hands(watched, name)
