"""From the question to the pair: who votes on what, who closes, what comes of each pair, and what is never sent before."""

from datetime import timedelta

import pytest

from nastavnik.access.roles import Role
from nastavnik.bank.models import Request
from nastavnik.bank.rules import RequestState
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import OutgoingMessage
from nastavnik.council.models import Ballot, Care, Letter, Line, Question, Seat
from nastavnik.council.rules import LetterState, LineState, Majority, Measure, QuestionState, Voice, Way
from nastavnik.council.services import asking, caring, letters, voting
from nastavnik.council.services.voting import Given
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

from .world import DUE, NEXT, Council, asked, cared, closed, decided, lines, says, two_pairs


def told(*people: Person) -> set[str]:
    """Subjects of everything these people have been told."""
    rows = OutgoingMessage.objects.filter(person_id__in=[person.pk for person in people])
    return set(rows.values_list("subject", flat=True))


def kirills(question: Question) -> Line:
    return next(line for line in lines(question) if line.proposal.request.mentee.person.last_name == "Зимин")


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


def test_a_side_of_a_pair_does_not_vote_on_it_but_on_the_others(cast: Cast, council: Council) -> None:
    Appointment.objects.create(
        organisation=cast.school, person=cast.kirill, role=Role.COUNCIL_MEMBER, starts_on=TODAY
    )
    question = asked(cast)
    own = kirills(question)
    rest = [line for line in lines(question) if line != own]
    with pytest.raises(Refusal, match="участник одной из этих пар"):
        says(cast, question, cast.kirill)
    assert not Ballot.objects.exists()
    assert says(cast, question, cast.kirill, only=rest) == 1


def test_a_childs_parent_does_not_vote_on_the_childs_pair(cast: Cast, council: Council) -> None:
    question = asked(cast)
    Representative.objects.create(
        organisation=cast.school, minor=cast.kirill, person=council.anna, kinship="мать"
    )
    with pytest.raises(Refusal, match="участник"):
        says(cast, question, council.anna, only=[kirills(question)])


def test_only_members_vote_each_for_oneself(cast: Cast, council: Council) -> None:
    question = asked(cast)
    given = {line.pk: Given(Voice.FOR) for line in lines(question)}
    for person in (cast.rodion, cast.galina, cast.oleg):
        with pytest.raises(Denied):
            voting.vote(question, given, member=person.pk, today=TODAY, by=cast.as_actor(person))
    with pytest.raises(Denied):  # a member writes down nobody's voice
        voting.vote(question, given, member=council.inna.pk, today=TODAY, by=cast.as_actor(council.anna))
    with pytest.raises(Refusal, match="голосует сам"):
        voting.vote(question, given, member=council.anna.pk, today=TODAY, by=cast.as_actor(cast.vera))
    with pytest.raises(Refusal, match="не входит в совет"):
        voting.vote(question, given, member=cast.galina.pk, today=TODAY, by=cast.as_actor(cast.vera))
    # Without an account: the secretary writes it down, and it is seen who did.
    assert voting.vote(question, given, member=council.inna.pk, today=TODAY, by=cast.as_actor(cast.vera)) == 2
    assert {ballot.entered_by for ballot in Ballot.objects.all()} == {cast.as_actor(cast.vera).name}


def test_a_voice_may_be_changed_until_the_end_and_counts_once(cast: Cast, council: Council) -> None:
    question = asked(cast)
    says(cast, question, council.anna, Voice.AGAINST)
    says(cast, question, council.anna)
    assert {ballot.voice for ballot in Ballot.objects.filter(person=council.anna)} == {Voice.FOR}
    assert Ballot.objects.count() == 2


def test_without_a_quorum_a_question_is_not_closed(cast: Cast, council: Council) -> None:
    question = asked(cast)
    says(cast, question, council.maria)
    with pytest.raises(Refusal, match="участвуют 1 из 3"):
        closed(cast, question, council.maria)
    assert not BodyDecision.objects.exists()
    assert question.state == QuestionState.OPEN


def test_a_pair_that_is_not_adopted_is_declined_with_a_reason_or_goes_back(
    cast: Cast, council: Council
) -> None:
    question = asked(cast)
    first, second = lines(question)
    for person in (council.maria, council.anna):
        says(cast, question, person, Voice.AGAINST)
    with pytest.raises(Refusal, match="решение не принято"):
        closed(cast, question, council.maria)
    closed(
        cast,
        question,
        council.maria,
        unadopted={
            first.pk: (LineState.DECLINED, "Работают в разные смены"),
            second.pk: (LineState.RETURNED, ""),
        },
    )
    states = [line.proposal.state for line in lines(question)]
    assert states == [ProposalState.DECLINED, ProposalState.PENDING]
    assert lines(question)[0].proposal.reason == "Работают в разные смены"
    assert BodyDecision.objects.get().decided == "отклонено — 1, возвращено в работу — 1"
    assert not Mentorship.objects.exists()
    # What went back may be sent again, the declined pair may not.
    again = asked(cast, question.run)
    assert [line.proposal for line in lines(again)] == [second.proposal]


def test_a_tie_is_decided_by_the_chair(cast: Cast, council: Council) -> None:
    question = asked(cast)
    says(cast, question, council.maria)
    says(cast, question, council.anna, Voice.AGAINST)
    closed(cast, question, council.maria)
    assert {line.state for line in lines(question)} == {LineState.APPROVED}


def test_the_regulation_of_the_organisation_decides(cast: Cast, council: Council) -> None:
    head = cast.as_actor(cast.rodion)
    asking.set_regulation(cast.school, seen=1, majority=Majority.OF_MEMBERS, chair_decides=False, by=head)
    question = asked(cast)
    says(cast, question, council.maria)
    says(cast, question, council.anna, Voice.ABSTAIN)
    with pytest.raises(Refusal, match="решение не принято"):
        closed(cast, question, council.maria)
    with pytest.raises(Denied):
        asking.set_regulation(cast.school, seen=2, chair_decides=True, by=cast.as_actor(council.anna))
    with pytest.raises(Conflict):
        asking.set_regulation(cast.school, seen=1, chair_decides=True, by=head)


def test_the_chair_closes_once_and_nobody_votes_after(cast: Cast, council: Council) -> None:
    question = asked(cast)
    seen_by_another = Question.objects.get(pk=question.pk)
    for person in council.people:
        says(cast, question, person)
    for person in (council.anna, cast.vera, cast.rodion):
        with pytest.raises(Denied):
            closed(cast, question, person)
    closed(cast, question, council.maria)
    with pytest.raises(Conflict, match="уже решил"):
        closed(cast, seen_by_another, council.maria, number="4")
    with pytest.raises(Conflict):
        says(cast, seen_by_another, council.anna, Voice.AGAINST)
    with pytest.raises(Conflict):
        asking.withdraw(seen_by_another, today=TODAY, by=cast.as_actor(cast.vera))
    assert Mentorship.objects.count() == 2
    assert BodyDecision.objects.count() == 1


def test_after_a_sitting_the_curator_writes_everything_down(cast: Cast, council: Council) -> None:
    by = cast.as_actor(cast.vera)
    question = asked(cast, way=Way.SITTING)
    with pytest.raises(Refusal, match="кто был"):
        voting.vote_unanimously(question, today=TODAY, by=by)
    asking.mark_present(question, [council.maria.pk, council.inna.pk], today=TODAY, by=by)
    says_no = {lines(question)[0].pk: Given(Voice.AGAINST, "Далеко живёт")}
    voting.vote(question, says_no, member=council.inna.pk, today=TODAY, by=by)
    assert voting.vote_unanimously(question, today=TODAY, by=by) == 3
    closed(cast, question, cast.vera, secretary=cast.vera)
    seats = {seat.person: (seat.role, seat.present) for seat in Seat.objects.filter(question=question)}
    assert seats == {
        council.maria: (Role.COUNCIL_CHAIR, True),
        council.inna: (Role.COUNCIL_MEMBER, True),
        council.anna: (Role.COUNCIL_MEMBER, False),
    }
    assert [(line.given_for, line.against) for line in lines(question)] == [(1, 1), (2, 0)]


def test_who_has_voted_cannot_be_marked_absent(cast: Cast, council: Council) -> None:
    question = asked(cast, way=Way.SITTING)
    says(cast, question, council.anna)
    asking.mark_present(question, [], today=TODAY, by=cast.as_actor(cast.vera))
    assert [seat.person for seat in Seat.objects.filter(present=True)] == [council.anna]


def test_in_a_vote_apart_nobody_is_written_down_as_unanimous(cast: Cast, council: Council) -> None:
    with pytest.raises(Refusal, match="каждый голосует сам"):
        voting.vote_unanimously(asked(cast), today=TODAY, by=cast.as_actor(cast.vera))


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


@pytest.mark.req("R188", "R189")
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
    assert letters.send_all(question, by=by) == letters.Sent(3, 1)
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


def test_an_approval_through_the_council_needs_a_mentor_with_room(cast: Cast, council: Council) -> None:
    """Two questions of two runs never give a mentor more than they take."""
    asks(cast.kirill)
    offers(cast.galina, capacity=1)
    question = decided(cast, council, run=ran(cast))
    assert [line.state for line in lines(question)] == [LineState.APPROVED]
    asks(cast.darya)
    assert ran(cast).matched == 0
