"""Deciding about proposals: approval makes a pair, refusal is remembered, nobody decides twice."""

from datetime import date

import pytest

from nastavnik.access.roles import Role
from nastavnik.bank.models import Request
from nastavnik.bank.rules import RequestState
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import LogEntry
from nastavnik.matching import rules, services, terms
from nastavnik.matching.models import Proposal
from nastavnik.matching.rules import ProposalState
from nastavnik.matching.terms import Choice
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Origin, PairState
from nastavnik.people.consent_state import in_force
from nastavnik.people.models import Consent
from nastavnik.people.rules import ConsentKind, PersonKind
from tests.cast import TODAY, Cast, make_person
from tests.pairs.world import formed, withdraw

from .world import asks, line, offers, proposed, ran, simple


def usual(proposal: Proposal) -> Choice:
    return terms.default_choice(proposal.request, proposal.mentor, today=TODAY)


def one(cast: Cast) -> Proposal:
    asks(cast.kirill)
    offers(cast.galina)
    return ran(cast).proposals.get()


def test_approval_makes_a_pair_that_waits_for_consents(cast: Cast) -> None:
    proposal = one(cast)
    mentorship = services.approve(proposal, usual(proposal), today=TODAY, by=cast.as_actor(cast.vera))

    proposal.refresh_from_db()
    assert mentorship.state == PairState.AWAITS_CONSENTS
    assert mentorship.origin == Origin.MATCHED
    assert (mentorship.starts_on, mentorship.ends_on) == (TODAY, date(2027, 5, 31))
    assert [kind.code for kind in mentorship.kinds.all()] == ["traditional"]
    assert proposal.state == ProposalState.APPROVED
    assert proposal.mentorship == mentorship
    assert proposal.request.state == RequestState.PROPOSED
    assert mentorship.participations.get(side="mentee").request == proposal.request
    assert Consent.objects.filter(kind=ConsentKind.DUTIES, about=mentorship.pk).count() == 2
    assert LogEntry.objects.filter(event="match.approved").count() == 1


def test_approval_twice_says_that_it_is_decided(cast: Cast) -> None:
    proposal, by = one(cast), cast.as_actor(cast.vera)
    seen_by_another = Proposal.objects.get(pk=proposal.pk)
    services.approve(proposal, usual(proposal), today=TODAY, by=by)
    with pytest.raises(Conflict, match="уже принято решение"):
        services.approve(seen_by_another, usual(proposal), today=TODAY, by=by)
    assert Mentorship.objects.count() == 1


def test_the_chair_of_the_council_approves_and_a_member_does_not(cast: Cast) -> None:
    proposal = one(cast)
    chair = make_person("Осинина Мария Львовна", cast.school, Role.COUNCIL_CHAIR)
    member = make_person("Лугова Анна Игоревна", cast.school, Role.COUNCIL_MEMBER)
    for person in (member, cast.galina, cast.oleg):
        with pytest.raises(Denied):
            services.approve(proposal, usual(proposal), today=TODAY, by=cast.as_actor(person))
    services.approve(proposal, usual(proposal), today=TODAY, by=cast.as_actor(chair))
    assert Mentorship.objects.get().state == PairState.AWAITS_CONSENTS


def test_a_stale_proposal_is_not_approved(cast: Cast) -> None:
    proposal = one(cast)
    ran(cast)
    with pytest.raises(Conflict):
        services.approve(proposal, usual(proposal), today=TODAY, by=cast.as_actor(cast.vera))


def test_a_consent_withdrawn_after_the_run_stops_the_approval(cast: Cast) -> None:
    proposal = one(cast)
    for person, words in ((cast.galina, "Наставник вышел"), (cast.kirill, "Наставляемый вышел")):
        consent = in_force([person.pk], today=TODAY).find(person.pk, ConsentKind.PROCESSING)
        assert consent
        withdraw(consent)
        with pytest.raises(Refusal, match=words):
            services.approve(proposal, usual(proposal), today=TODAY, by=cast.as_actor(cast.vera))
        Consent.objects.filter(pk=consent.pk).update(withdrawn_on=None)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PENDING


def test_a_place_taken_after_the_run_stops_the_approval(cast: Cast) -> None:
    asks(cast.kirill)
    offers(cast.galina, capacity=1)
    proposal = ran(cast).proposals.get()
    formed(cast, cast.darya)
    with pytest.raises(Refusal, match="предел"):
        services.approve(proposal, usual(proposal), today=TODAY, by=cast.as_actor(cast.vera))
    assert Request.objects.get(pk=proposal.request_id).state == RequestState.OPEN


def test_a_declined_pair_is_not_proposed_again(cast: Cast) -> None:
    proposal = one(cast)
    with pytest.raises(Refusal, match="причину"):
        services.decline(proposal, reason=" ", by=cast.as_actor(cast.vera))
    services.decline(proposal, reason="Работают в разные смены", by=cast.as_actor(cast.vera))
    assert (proposal.state, proposal.reason) == (ProposalState.DECLINED, "Работают в разные смены")
    again = ran(cast)
    assert again.matched == 0
    assert again.left_out.get().reason == "Подходящего наставника нет: уже отказались от одного."
    offers(cast.rodion)
    assert proposed(ran(cast)) == {("Рощин", "Зимин")}


def test_all_are_approved_in_one_go_and_a_refusal_stops_only_itself(cast: Cast) -> None:
    asks(cast.kirill)
    asks(cast.darya)
    offers(cast.galina, capacity=1)
    offers(cast.rodion, capacity=1)
    run = ran(cast)
    galinas = run.proposals.get(mentor__person=cast.galina).request.mentee.person
    formed(cast, cast.vera)  # takes Galina's only place
    told = services.approve_all(
        run, starts=TODAY, ends=date(2027, 5, 31), today=TODAY, by=cast.as_actor(cast.vera)
    )
    assert told.pairs == 1
    assert [p.request.mentee.person for p, _ in told.refused] == [galinas]
    assert "предел" in told.refused[0][1]
    assert run.proposals.filter(state=ProposalState.PENDING).count() == 1


def test_a_mentor_chosen_by_hand_is_assigned_and_the_proposal_becomes_stale(cast: Cast) -> None:
    request, _, mentor = simple(cast)
    other = offers(cast.rodion)
    ran(cast)
    choice = terms.default_choice(request, other, today=TODAY)
    mentorship = services.assign(request, other, choice, today=TODAY, by=cast.as_actor(cast.vera))
    assert {p.person for p in mentorship.participations.all()} == {cast.rodion, cast.kirill}
    states = set(Proposal.objects.filter(request=request).values_list("state", flat=True))
    assert states == {ProposalState.STALE}
    with pytest.raises(Conflict, match="уже не ищет"):
        services.assign(request, mentor, choice, today=TODAY, by=cast.as_actor(cast.vera))


def test_by_hand_the_rules_hold_as_well(cast: Cast) -> None:
    request = asks(cast.galina)
    mentor = offers(cast.galina)
    other = offers(cast.rodion, state="candidate")
    by = cast.as_actor(cast.vera)
    for chosen, words in ((mentor, "самому себе"), (other, "нельзя назначить")):
        choice = terms.default_choice(request, chosen, today=TODAY)
        with pytest.raises(Refusal, match=words):
            services.assign(request, chosen, choice, today=TODAY, by=by)
    assert not Mentorship.objects.exists()


# Terms


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2026, 9, 15), date(2027, 5, 31)),
        (date(2027, 1, 12), date(2027, 5, 31)),
        (date(2027, 4, 10), date(2027, 7, 10)),
        (date(2027, 6, 20), date(2028, 5, 31)),
        (date(2027, 5, 31), date(2027, 8, 31)),
    ],
)
def test_the_usual_term_ends_with_the_school_year_and_is_always_possible(starts: date, ends: date) -> None:
    assert rules.default_end(starts) == ends
    rules.check_term(starts, ends, ["traditional"])


@pytest.mark.parametrize(
    ("ends", "kind", "words"),
    [
        (date(2026, 9, 1), "traditional", "раньше"),
        (date(2026, 11, 1), "traditional", "трёх|три"),
        (date(2027, 9, 30), "traditional", "двенадцать"),
    ],
)
def test_a_term_out_of_bounds_is_refused(ends: date, kind: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        rules.check_term(TODAY, ends, [kind])


def test_a_short_kind_may_last_less_than_three_months() -> None:
    rules.check_term(TODAY, date(2026, 11, 1), ["short-term"])


@pytest.mark.parametrize(
    ("mentor", "mentee", "form"),
    [
        (PersonKind.PEDAGOGUE, PersonKind.PEDAGOGUE, "teacher-teacher"),
        (PersonKind.HEAD, PersonKind.PEDAGOGUE, "head-teacher"),
        (PersonKind.PUPIL, PersonKind.PUPIL, "pupil-pupil"),
        (PersonKind.PEDAGOGUE, PersonKind.PUPIL, "teacher-pupil"),
        (PersonKind.EMPLOYER, PersonKind.STUDENT, "employer-student"),
    ],
)
def test_the_usual_form_follows_from_who_they_are(
    cast: Cast, mentor: PersonKind, mentee: PersonKind, form: str
) -> None:
    cast.galina.kind, cast.kirill.kind = mentor, mentee
    choice = terms.default_choice(asks(cast.kirill), offers(cast.galina), today=TODAY)
    assert choice.form.code == form


def test_what_both_have_named_goes_first(cast: Cast) -> None:
    request, mentor = asks(cast.kirill), offers(cast.galina)
    request.kinds.set([line(cast.school, "kind", "virtual"), line(cast.school, "kind", "traditional")])
    mentor.kinds.set([line(cast.school, "kind", "virtual")])
    choice = terms.default_choice(request, mentor, today=TODAY)
    assert [kind.code for kind in choice.kinds] == ["virtual"]
