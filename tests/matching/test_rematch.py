"""A calm re-run: what would change is shown, then stored as shown; pairs with an order are never touched."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.bank.rules import RequestState
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.matching import services as matching
from nastavnik.matching.models import Aims, MatchRun, Proposal
from nastavnik.matching.rematch import planning, services
from nastavnik.matching.rematch.rules import Kind, Way
from nastavnik.matching.rules import ProposalState
from nastavnik.matching.terms import default_choice
from nastavnik.pairs import services as pairs
from nastavnik.pairs.changing import services as changing
from nastavnik.pairs.changing.rules import ChangeKind
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import Answer, PairState, Side
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast, make_person

from .world import asks, offers, ran, sheet

REVIEW = "/matching/review/"


def outlook(cast: Cast) -> planning.Outlook:
    return planning.outlook(cast.school, today=TODAY)


def two_mentors(cast: Cast) -> Person:
    """Kirill and Darya ask; Galina has one place and is strong, Raisa has two and is weaker."""
    second = make_person("Тихонова Раиса Павловна", cast.school)
    for person, level in ((cast.galina, 4), (second, 2), (cast.kirill, 0), (cast.darya, 1)):
        sheet(person, {"methods": level})
    asks(cast.kirill)
    asks(cast.darya)
    offers(cast.galina, capacity=1)
    offers(second, capacity=2)
    return second


def approve_all(cast: Cast, run: MatchRun) -> list[Mentorship]:
    made = []
    for proposal in run.proposals.all():
        choice = default_choice(proposal.request, proposal.mentor, today=TODAY)
        made.append(matching.approve(proposal, choice, today=TODAY, by=cast.as_actor(cast.vera)))
    return made


def accept(cast: Cast, way: Way) -> MatchRun:
    token = outlook(cast).option(way).token
    return services.accept(cast.school, way, token=token, today=TODAY, by=cast.as_actor(cast.vera))


def pair_of(cast: Cast, mentee: Person) -> Mentorship:
    rows = Mentorship.objects.open().filter(participations__person=mentee, participations__side=Side.MENTEE)
    return rows.get()


def test_where_nothing_has_changed_nothing_would_change(cast: Cast) -> None:
    two_mentors(cast)
    approve_all(cast, ran(cast))
    for way in Way:
        option = outlook(cast).option(way)
        assert option.shifts == []
        assert option.served == 2
        with pytest.raises(Refusal, match="менять нечего"):
            services.accept(cast.school, way, token=option.token, today=TODAY, by=cast.as_actor(cast.vera))


def test_a_new_request_gets_a_free_place_and_nobody_else_is_touched(cast: Cast) -> None:
    two_mentors(cast)
    first = ran(cast)
    newcomer = make_person("Ершова Инна Юрьевна", cast.school)
    sheet(newcomer, {"methods": 0})
    asked = asks(newcomer)
    option = outlook(cast).option(Way.NOBODY)
    assert [one.kind for one in option.shifts] == [Kind.GAINS]
    run = accept(cast, Way.NOBODY)
    assert [one.request_id for one in run.proposals.all()] == [asked.pk]
    assert set(first.proposals.values_list("state", flat=True)) == {ProposalState.PENDING}
    assert run.is_calm


def test_only_those_who_said_no_are_moved(cast: Cast) -> None:
    second = two_mentors(cast)
    approve_all(cast, ran(cast))
    broken = pair_of(cast, cast.kirill)
    taker = Participation.objects.get(mentorship=broken, person=cast.kirill)
    pairs.answer(taker, Answer.DECLINED, today=TODAY, by=cast.as_actor(cast.kirill))
    ways = outlook(cast)
    assert ways.option(Way.NOBODY).shifts == []
    [shift] = ways.option(Way.ASKED).shifts
    assert ways.gathered.requests[shift.mentee].mentee.person == cast.kirill
    run = accept(cast, Way.ASKED)
    [proposal] = run.proposals.all()
    assert proposal.mentor.person in (second, cast.galina)
    broken.refresh_from_db()
    assert broken.state != PairState.STOPPED

    choice = default_choice(proposal.request, proposal.mentor, today=TODAY)
    made = matching.approve(proposal, choice, today=TODAY, by=cast.as_actor(cast.vera))
    broken.refresh_from_db()
    assert broken.state == PairState.STOPPED
    assert "отказ" not in broken.end_reason.lower()
    assert pair_of(cast, cast.kirill) == made


def test_the_best_way_moves_an_unsigned_pair_only_for_a_gain(cast: Cast) -> None:
    two_mentors(cast)
    asks(cast.rodion)
    sheet(cast.rodion, {"methods": 0})
    approve_all(cast, ran(cast))
    ways = outlook(cast)
    assert ways.option(Way.BEST).points >= ways.option(Way.ASKED).points >= 0
    third = make_person("Чернова Зоя Петровна", cast.school)
    sheet(third, {"methods": 4})
    offers(third, capacity=2)
    better = outlook(cast).option(Way.BEST)
    assert better.moved
    assert all(one.kind is Kind.MOVES for one in better.shifts)
    assert outlook(cast).option(Way.NOBODY).shifts == []
    run = accept(cast, Way.BEST)
    for proposal in run.proposals.all():
        choice = default_choice(proposal.request, proposal.mentor, today=TODAY)
        matching.approve(proposal, choice, today=TODAY, by=cast.as_actor(cast.vera))
    assert outlook(cast).option(Way.BEST).shifts == []


def test_it_aims_where_the_organisation_aims(cast: Cast) -> None:
    two_mentors(cast)
    Aims.objects.create(organisation=cast.school, aim="quality", keep="first")
    for way in Way:
        goals = outlook(cast).option(way).result.goals
        assert (goals.aim, goals.keep) == ("quality", "last")  # what is kept is what the way says


def test_a_pair_with_an_order_is_never_changed_by_a_re_run(cast: Cast) -> None:
    two_mentors(cast)
    approve_all(cast, ran(cast))
    Mentorship.objects.update(state=PairState.ACTIVE)
    Proposal.objects.filter(state=ProposalState.PENDING).update(state=ProposalState.STALE)
    third = make_person("Чернова Зоя Петровна", cast.school)
    sheet(third, {"methods": 4})
    offers(third, capacity=2)
    assert outlook(cast).option(Way.BEST).shifts == []

    taker = Participation.objects.get(mentorship=pair_of(cast, cast.kirill), person=cast.kirill)
    changing.ask_rematch(taker, today=TODAY, by=cast.as_actor(cast.kirill))
    page = entered(cast.vera).get(REVIEW).content.decode()
    assert "Просят другую пару" in page
    assert reverse("pairs:pair", args=[taker.mentorship_id]) in page


def test_a_broken_pair_is_met_by_the_next_candidates_at_once(cast: Cast) -> None:
    second = two_mentors(cast)
    approve_all(cast, ran(cast))
    Mentorship.objects.update(state=PairState.ACTIVE)
    pair = pair_of(cast, cast.kirill)
    request = Participation.objects.get(mentorship=pair, person=cast.kirill).request
    assert request is not None
    wanted = changing.Wanted(ChangeKind.REMATCH, max(TODAY, pair.starts_on))
    changing.record(pair, wanted, today=TODAY, by=cast.as_actor(cast.vera))
    request.refresh_from_db()
    assert request.state == RequestState.OPEN
    page = entered(cast.vera).get(reverse("matching:next", args=[request.pk])).content.decode()
    assert "Больше ни у кого ничего не изменится" in page
    assert second.last_name in page or cast.galina.last_name in page


def test_what_was_shown_and_nothing_else_is_stored(cast: Cast) -> None:
    two_mentors(cast)
    ran(cast)
    newcomer = make_person("Ершова Инна Юрьевна", cast.school)
    asks(newcomer)
    token = outlook(cast).option(Way.NOBODY).token
    another = make_person("Ветрова Лада Игоревна", cast.school)
    asks(another)
    with pytest.raises(Conflict, match="данные изменились"):
        services.accept(cast.school, Way.NOBODY, token=token, today=TODAY, by=cast.as_actor(cast.vera))
    accept(cast, Way.NOBODY)
    with pytest.raises((Refusal, Conflict)):
        accept(cast, Way.NOBODY)
    with pytest.raises(Denied):
        services.accept(cast.school, Way.BEST, token=token, today=TODAY, by=cast.as_actor(cast.galina))


def entered(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def test_the_curator_looks_chooses_and_accepts(cast: Cast) -> None:
    two_mentors(cast)
    run = ran(cast)
    curator = entered(cast.vera)
    assert REVIEW in curator.get(reverse("matching:run", args=[run.pk])).content.decode()
    newcomer = make_person("Ершова Инна Юрьевна", cast.school)
    sheet(newcomer, {"methods": 0})
    asks(newcomer)
    before = MatchRun.objects.count()
    page = curator.get(REVIEW).content.decode()
    for words in ("Никого не трогать", "Тронуть только тех, кто просил", "Лучший подбор", "Ершова"):
        assert words in page
    assert MatchRun.objects.count() == before
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token is not None
    answer = curator.post(REVIEW, {"way": "nobody", "token": token[1]}, follow=True)
    assert "1 новая пара ждёт утверждения" in answer.content.decode().replace("\u00a0", " ")
    again = curator.post(REVIEW, {"way": "nobody", "token": token[1]}, follow=True)
    assert MatchRun.objects.count() == before + 1
    assert "Посмотрите ещё раз" in again.content.decode()
