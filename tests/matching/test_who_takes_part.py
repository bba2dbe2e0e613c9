"""Who stands in a run and who is left out of it: consents, admission, places, those together already, other schools."""

from datetime import date

import pytest

from nastavnik.bank.models import Request
from nastavnik.bank.rules import RequestState
from nastavnik.matching.gathering import gather
from nastavnik.pairs.rules import Answer, Side
from nastavnik.people.consent_state import in_force
from nastavnik.people.models import Consent
from nastavnik.people.rules import ConsentKind
from tests.cast import TODAY, Cast
from tests.pairs.world import formed, give, withdraw

from .world import asks, offers, proposed, ran


def test_without_a_consent_nobody_takes_part(cast: Cast) -> None:
    asks(cast.kirill)
    asks(cast.darya, consent=False)
    offers(cast.galina)
    offers(cast.rodion, consent=False)
    gathered = gather(cast.school, today=TODAY)
    assert [r.mentee.person for r in gathered.requests] == [cast.kirill]
    assert [m.person for m in gathered.mentors] == [cast.galina]


def test_a_candidate_is_not_proposed_before_admission(cast: Cast) -> None:
    asks(cast.kirill)
    mentor = offers(cast.galina, state="candidate")
    assert not gather(cast.school, today=TODAY).mentors
    mentor.state = "admitted"
    mentor.save()
    assert gather(cast.school, today=TODAY).mentors == (mentor,)


def test_nobody_is_proposed_to_oneself(cast: Cast) -> None:
    asks(cast.galina)
    offers(cast.galina)
    run = ran(cast)
    assert not run.proposals.exists()
    left = run.left_out.get()
    assert left.reason == "Подходящего наставника нет: единственный подходящий — сам этот человек."
    assert left.next_step


def test_a_served_request_is_not_matched_again(cast: Cast) -> None:
    request = asks(cast.kirill)
    offers(cast.galina)
    assert len(gather(cast.school, today=TODAY).requests) == 1
    Request.objects.filter(pk=request.pk).update(state=RequestState.SERVED)
    assert len(gather(cast.school, today=TODAY).requests) == 0


def test_the_load_takes_places(cast: Cast) -> None:
    asks(cast.kirill)
    mentor = offers(cast.galina, capacity=1)
    assert ran(cast).matched == 1
    formed(cast, cast.darya)
    run = ran(cast)
    assert run.matched == 0
    assert run.left_out.get().reason == "Подходящего наставника нет: нет свободных мест у одного."
    assert mentor.capacity == 1


def test_two_who_work_together_by_the_same_issue_are_not_proposed_again(cast: Cast) -> None:
    asks(cast.kirill)
    offers(cast.galina, capacity=3)
    assert ran(cast).matched == 1
    formed(cast, cast.kirill)
    assert ran(cast).matched == 0


def test_who_said_no_before_is_not_proposed_again(cast: Cast) -> None:
    request = asks(cast.kirill)
    offers(cast.galina, capacity=3)
    pair = formed(cast, cast.kirill, requests={cast.kirill.pk: request})
    pair.participations.filter(side=Side.MENTOR).update(answer=Answer.DECLINED)
    pair.state = "stopped"
    pair.save()
    Request.objects.update(state=RequestState.OPEN)
    assert ran(cast).left_out.get().reason == "Подходящего наставника нет: уже отказались от одного."


@pytest.mark.req_part("R190", "matching over organisations of the contour")
@pytest.mark.parametrize("lacks", ["", "mentor", "mentee", "transfer"])
def test_a_mentor_of_another_school_is_proposed_when_all_agree(cast: Cast, lacks: str) -> None:
    asks(cast.kirill, distance_ok=lacks != "mentee")
    offers(cast.oleg, distance_ok=lacks != "mentor")
    if lacks != "transfer":
        give(cast.oleg, ConsentKind.TRANSFER)
    assert proposed(ran(cast)) == (set() if lacks else {("Савин", "Зимин")})


def test_a_withdrawn_consent_takes_the_mentor_out(cast: Cast) -> None:
    asks(cast.kirill)
    offers(cast.galina)
    assert ran(cast).matched == 1
    consent = in_force([cast.galina.pk], today=TODAY).find(cast.galina.pk, ConsentKind.PROCESSING)
    assert isinstance(consent, Consent)
    withdraw(consent, on=date(2026, 9, 1))
    assert ran(cast).matched == 0
