"""What follows the close: care for those left without a mentor, and letters to the sides."""

from datetime import timedelta

import pytest

from nastavnik.bank.models import Request
from nastavnik.bank.rules import RequestState
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import OutgoingMessage
from nastavnik.council.models import Care, Letter
from nastavnik.council.rules import LetterState, Measure
from nastavnik.council.services import caring, letters
from nastavnik.people import own_data
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast, make_person
from tests.matching.world import asks

from .world import NEXT, Council, asked, cared, closed, decided, says


@pytest.mark.req_part(
    "R188", "what the council decided for each of them, and when the search is taken up again"
)
@pytest.mark.req_part("R189", "that support is decided on and dated; no psychologist is assigned by it yet")
def test_nobody_stays_without_a_mentor_and_without_a_decision(cast: Cast, council: Council) -> None:
    left = asks(make_person("Хромов Пётр Львович", cast.school, account=False), "digital")
    question = asked(cast)
    for person in council.people:
        says(cast, question, person)
    with pytest.raises(Refusal, match=r"без наставника \(Хромов"):
        closed(cast, question, council.maria)
    care, by = Care.objects.get(), cast.as_actor(council.maria)
    assert care.request == left
    for measures, next_on in (([], NEXT), ([Measure.SUPPORT], TODAY), ([Measure.SUPPORT], None)):
        with pytest.raises(Refusal):
            caring.decide(care, measures, next_on=next_on, seen=1, today=TODAY, by=by)
    with pytest.raises(Denied):
        caring.decide(
            care, [Measure.WIDER], next_on=NEXT, seen=1, today=TODAY, by=cast.as_actor(council.anna)
        )
    caring.decide(care, [Measure.WIDER, Measure.SUPPORT], next_on=NEXT, seen=1, today=TODAY, by=by)
    closed(cast, question, council.maria)
    care.refresh_from_db()
    assert care.measures == [Measure.SUPPORT, Measure.WIDER]
    caring.decide(  # the search goes on
        care, [Measure.WIDER], next_on=NEXT + timedelta(days=30), seen=2, today=TODAY, by=by
    )
    assert Request.objects.get(pk=left.pk).state == RequestState.OPEN


def test_one_decision_may_be_taken_for_all_who_are_left(cast: Cast, council: Council) -> None:
    for number in range(3):
        asks(make_person(f"Хромов Пётр Львович{number}", cast.school, account=False), "digital")
    question = asked(cast)
    cared(cast, question)
    assert {care.next_on for care in Care.objects.all()} == {NEXT}


# Letters


def test_letters_are_edited_by_the_curator_and_leave_once(cast: Cast, council: Council) -> None:
    Person.objects.filter(pk=cast.darya.pk).update(account=None)
    question = decided(cast, council)
    by = cast.as_actor(cast.vera)
    letter = Letter.objects.get(person=cast.kirill)
    assert "Мещерякова Галина Викторовна" in letter.text
    assert "протокол от 15 сентября 2026 г. № 3" in letter.text.replace("\N{NO-BREAK SPACE}", " ")
    with pytest.raises(Denied):
        letters.edit(letter, subject="С", text="Т", seen=1, by=cast.as_actor(council.anna))
    with pytest.raises(Refusal, match="пустое"):
        letters.edit(letter, subject="С", text=" ", seen=1, by=by)
    letters.edit(letter, subject="Наставник для вас", text="Зайдите ко мне в среду.", seen=1, by=by)
    kirill = cast.as_actor(cast.kirill)
    assert "в среду" not in str(own_data.about(kirill))  # a draft is the curator's
    assert letters.send_all(question, by=by) == letters.Sent(3, 1)
    assert "в среду" in str(own_data.about(kirill))
    assert letters.send_all(question, by=by) == letters.Sent(0, 1)
    message = OutgoingMessage.objects.get(person_id=cast.kirill.pk, kind="council.letter")
    assert message.subject == "Наставник для вас"
    assert "Мещерякова" not in message.text  # what leaves by mail names nobody
    letter.refresh_from_db()
    with pytest.raises(Conflict, match="уже отправлено"):
        letters.edit(letter, subject="С", text="Т", seen=letter.version, by=by)
    on_paper = Letter.objects.get(person=cast.darya)
    letters.hand_over(on_paper, by=by)
    with pytest.raises(Conflict):
        letters.hand_over(on_paper, by=by)
    assert on_paper.state == LetterState.HANDED
