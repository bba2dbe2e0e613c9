"""What comes of each pair when the chair closes: approved, declined, sent back, taken off the table."""

import pytest

from nastavnik.access.roles import Role
from nastavnik.core.errors import Denied, Refusal
from nastavnik.council.models import Letter
from nastavnik.council.rules import LetterState, LineState, QuestionState
from nastavnik.council.services import asking, letters
from nastavnik.matching import services as matching
from nastavnik.matching.models import Proposal
from nastavnik.matching.rules import ProposalState
from nastavnik.matching.terms import default_choice
from nastavnik.organisations.models import BodyDecision, CollegialBody
from nastavnik.pairs import order_draft
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people.consent_state import in_force
from nastavnik.people.models import Appointment, Person, Representative
from nastavnik.people.rules import ConsentKind
from tests.cast import TODAY, Cast, make_person
from tests.matching.world import asks, offers, ran
from tests.pairs.world import give, withdraw

from .world import DUE, Council, asked, closed, decided, kirills, lines, says, told, two_pairs


@pytest.mark.req("R105")
def test_approved_pairs_wait_for_consents_and_the_order_cites_the_decision(
    cast: Cast, council: Council
) -> None:
    question = decided(cast, council)
    decision = BodyDecision.objects.get()
    assert question.state == QuestionState.CLOSED
    assert question.decision == decision
    assert (decision.body, decision.protocol, decision.on) == (council.body, "3", TODAY)
    assert decision.decided == "утверждено пар — 2"
    assert [line.state for line in lines(question)] == [LineState.APPROVED] * 2
    pairs = list(Mentorship.objects.all())
    assert {pair.state for pair in pairs} == {PairState.AWAITS_CONSENTS}
    assert {pair.decision for pair in pairs} == {decision}
    order = order_draft.begin(cast.school, pairs, today=TODAY, by=cast.as_actor(cast.vera))
    cited = [str(basis) for basis in order.bases.all()]
    assert "решение совета наставников (протокол от 15.09.2026 № 3)" in cited


def test_nobody_of_a_pair_hears_anything_before_the_approval(cast: Cast, council: Council) -> None:
    sides = (cast.galina, cast.kirill, cast.darya)
    before = told(*sides)
    question = asked(cast)
    for person in council.people:
        says(cast, question, person)
    assert told(*sides) == before
    assert told(council.anna) == {"Вопрос совету наставников"}
    closed(cast, question, council.maria)
    assert told(*sides) == before  # the letters are still drafts
    assert Letter.objects.filter(state=LetterState.DRAFT).count() == 4
    letters.send_all(question, by=cast.as_actor(cast.vera))
    assert told(cast.kirill) - before == {"Вам предлагают наставника"}
    assert told(cast.galina) - before == {"Вам предлагают стать наставником"}


def test_a_childs_parent_hears_of_the_approval_at_once(cast: Cast, council: Council) -> None:
    question = asked(cast)
    parent = make_person("Зимина Алла Петровна", cast.school, position="")
    Person.objects.filter(pk=cast.kirill.pk).update(kind="pupil", birth_year=2012)
    Representative.objects.create(organisation=cast.school, minor=cast.kirill, person=parent, kinship="мать")
    cast.kirill.refresh_from_db()
    give(cast.kirill, ConsentKind.PROCESSING)
    says(cast, question, council.maria)
    says(cast, question, council.anna)
    closed(cast, question, council.maria)
    assert "Ребёнку предлагают наставничество" in told(parent)


def test_a_newer_run_takes_the_pairs_off_the_table(cast: Cast, council: Council) -> None:
    question = asked(cast)
    says(cast, question, council.anna)
    ran(cast)
    with pytest.raises(Refusal, match="Голосовать не за что"):
        says(cast, question, council.maria)
    with pytest.raises(Refusal, match="Решать больше нечего"):
        closed(cast, question, council.maria)
    asking.withdraw(question, today=TODAY, by=cast.as_actor(cast.vera))
    assert {line.state for line in lines(question)} == {LineState.VOID}
    assert not Mentorship.objects.exists()


def test_a_pair_decided_meanwhile_is_taken_off_and_the_rest_is_decided(cast: Cast, council: Council) -> None:
    question = asked(cast)
    own = kirills(question)
    for person in council.people:
        says(cast, question, person)
    request, by = own.proposal.request, cast.as_actor(cast.vera)
    choice = default_choice(request, own.proposal.mentor, today=TODAY)
    matching.assign(request, own.proposal.mentor, choice, today=TODAY, by=by)  # chosen by hand
    closed(cast, question, council.maria)
    states = {line.pk: line.state for line in lines(question)}
    assert states.pop(own.pk) == LineState.VOID
    assert set(states.values()) == {LineState.APPROVED}


def test_a_pair_that_cannot_be_formed_any_more_goes_back_and_stops_no_other(
    cast: Cast, council: Council
) -> None:
    question = asked(cast)
    for person in council.people:
        says(cast, question, person)
    consent = in_force([cast.kirill.pk], today=TODAY).find(cast.kirill.pk, ConsentKind.PROCESSING)
    assert consent
    withdraw(consent)
    closed(cast, question, council.maria)
    line = kirills(question)
    assert line.state == LineState.RETURNED
    assert "отозвал согласие" in line.reason
    assert Proposal.objects.get(council_lines=line).state == ProposalState.PENDING
    assert Mentorship.objects.count() == 1
    assert Letter.objects.count() == 2


def test_while_the_council_considers_the_curator_does_not_decide_alone(cast: Cast, council: Council) -> None:
    question = asked(cast)
    by, proposal = cast.as_actor(cast.vera), lines(question)[0].proposal
    choice = default_choice(proposal.request, proposal.mentor, today=TODAY)
    with pytest.raises(Refusal, match="на рассмотрении совета"):
        matching.approve(proposal, choice, today=TODAY, by=by)
    with pytest.raises(Refusal, match="на рассмотрении совета"):
        matching.decline(proposal, reason="нет", by=by)
    asking.withdraw(question, today=TODAY, by=by)
    matching.approve(proposal, choice, today=TODAY, by=by)
    assert Mentorship.objects.count() == 1


def test_where_the_regulation_says_so_only_the_council_approves(cast: Cast, council: Council) -> None:
    by = cast.as_actor(cast.vera)
    asking.set_regulation(cast.school, seen=1, only_council=True, by=by)
    run = two_pairs(cast)
    proposal = run.proposals.first()
    assert proposal
    choice = default_choice(proposal.request, proposal.mentor, today=TODAY)
    with pytest.raises(Refusal, match="только совет"):
        matching.approve(proposal, choice, today=TODAY, by=by)
    question = asked(cast, run)
    for person in council.people:
        says(cast, question, person)
    closed(cast, question, council.maria)
    assert Mentorship.objects.count() == 2


def test_without_a_council_the_curator_decides_alone_as_before(cast: Cast) -> None:
    cast.school.has_council = False
    cast.school.save()
    run = two_pairs(cast)
    with pytest.raises(Refusal, match="нет совета"):
        asked(cast, run)
    proposal = run.proposals.first()
    assert proposal
    choice = default_choice(proposal.request, proposal.mentor, today=TODAY)
    matching.approve(proposal, choice, today=TODAY, by=cast.as_actor(cast.vera))
    assert "Вам предлагают пару" in told(cast.galina)


def test_a_question_is_sent_whole_or_in_part_and_a_pair_lies_before_the_council_once(
    cast: Cast, council: Council
) -> None:
    run = two_pairs(cast)
    first, second = run.proposals.all()
    one = asked(cast, run, chosen=[first.pk])
    other = asked(cast, run)
    assert [line.proposal for line in lines(one)] == [first]
    assert [line.proposal for line in lines(other)] == [second]
    with pytest.raises(Refusal, match="Ни одной пары"):
        asked(cast, run)
    for person in (council.maria, cast.rodion, cast.oleg):
        with pytest.raises(Denied):
            asking.ask(run, due_on=DUE, today=TODAY, by=cast.as_actor(person))


@pytest.mark.parametrize("lacks", ["body", "chair"])
def test_a_council_that_is_not_there_is_not_asked(cast: Cast, council: Council, lacks: str) -> None:
    if lacks == "body":
        CollegialBody.objects.all().delete()
    else:
        Appointment.objects.filter(role=Role.COUNCIL_CHAIR).delete()
    with pytest.raises(Refusal, match=r"Совет наставников ещё не записан|нет председателя"):
        asked(cast)


# Those left without a mentor


def test_an_approval_through_the_council_needs_a_mentor_with_room(cast: Cast, council: Council) -> None:
    """Two questions of two runs never give a mentor more than they take."""
    asks(cast.kirill)
    offers(cast.galina, capacity=1)
    question = decided(cast, council, run=ran(cast))
    assert [line.state for line in lines(question)] == [LineState.APPROVED]
    asks(cast.darya)
    assert ran(cast).matched == 0
