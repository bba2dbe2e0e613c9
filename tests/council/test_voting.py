"""Who votes on what, how votes are counted, and who may close."""

import pytest

from nastavnik.access.roles import Role
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.council.models import Ballot, Question, Seat
from nastavnik.council.rules import LineState, Majority, QuestionState, Voice, Way
from nastavnik.council.services import asking, voting
from nastavnik.council.services.voting import Given
from nastavnik.matching.rules import ProposalState
from nastavnik.organisations.models import BodyDecision
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Appointment, Representative
from tests.cast import TODAY, Cast

from .world import Council, asked, closed, kirills, lines, says


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
