"""Matching on the screen: what each role sees and does there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nastavnik.access.roles import Role
from nastavnik.bank.models import ProblemMark
from nastavnik.bank.rules import RequestState
from nastavnik.matching import services
from nastavnik.matching.models import MatchRun, Proposal
from nastavnik.matching.rules import ProposalState
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person
from tests.cast import Cast, make_person

from .world import asks, crowd, line, offers, ran, sheet, simple

RUNS = "/matching/"


def entered(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def text(response: object) -> str:
    return response.content.decode().replace("\u00a0", " ")  # type: ignore[attr-defined,no-any-return]


def test_the_zero_state_says_what_is_missing(cast: Cast) -> None:
    page = text(entered(cast.vera).get(RUNS))
    assert "Подбирать пока не из кого" in page
    assert "Запросов нет" in page
    assert "Предложений нет" in page

    asks(cast.kirill)
    asks(cast.darya, consent=False)
    offers(cast.galina, state="candidate")
    page = text(entered(cast.vera).get(RUNS))
    assert "1 запрос ждёт согласия" in page
    assert "1 кандидат ждёт отбора" in page
    assert "Запросов нет" not in page


def test_the_curator_runs_matching_and_approves_one(cast: Cast) -> None:
    simple(cast)
    curator = entered(cast.vera)
    answer = curator.post(reverse("matching:start"), follow=True)
    page = text(answer)
    assert "предложено 2 пары" in page
    assert "Доказано: лучше подобрать нельзя" in page
    assert "сильна в том, где нужна помощь: методическая область" in page
    assert "%" not in page

    proposal = Proposal.objects.get(request__mentee__person=cast.kirill)
    address = reverse("matching:approve", args=[proposal.pk])
    form = curator.get(address)
    assert form.status_code == 200
    filled = {name: form.context["form"].initial[name] for name in form.context["form"].fields}
    said = text(curator.post(address, filled, follow=True))
    assert "Пара утверждена" in said
    assert Mentorship.objects.get().state == PairState.AWAITS_CONSENTS
    assert "уже принято решение" in text(curator.post(address, filled, follow=True))


def test_a_term_out_of_bounds_comes_back_with_the_reason(cast: Cast) -> None:
    simple(cast)
    proposal = ran(cast).proposals.all()[0]
    curator = entered(cast.vera)
    address = reverse("matching:approve", args=[proposal.pk])
    form = curator.get(address).context["form"]
    filled = {name: form.initial[name] for name in form.fields} | {"ends_on": "2031-01-01"}
    page = text(curator.post(address, filled))
    assert "не больше чем на двенадцать месяцев" in page
    assert not Mentorship.objects.exists()


def test_a_pair_is_declined_with_a_reason(cast: Cast) -> None:
    simple(cast)
    proposal = ran(cast).proposals.all()[0]
    curator = entered(cast.vera)
    address = reverse("matching:decline", args=[proposal.pk])
    assert "Заполните поле" in text(curator.post(address, {"reason": ""}))
    page = text(curator.post(address, {"reason": "Разные смены"}, follow=True))
    assert "Разные смены" in page
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.DECLINED


def test_all_are_approved_after_a_look_at_the_list(cast: Cast) -> None:
    simple(cast)
    run = ran(cast)
    curator = entered(cast.vera)
    address = reverse("matching:approve-all", args=[run.pk])
    form = curator.get(address)
    assert "Зимин" in text(form)
    assert "Вершинина" in text(form)
    page = text(curator.post(address, form.context["form"].initial, follow=True))
    assert "2 пары утверждены" in page
    assert Mentorship.objects.filter(state=PairState.AWAITS_CONSENTS).count() == 2


@pytest.mark.parametrize("extra", [0, 2])
def test_one_request_has_a_plain_page_with_candidates(cast: Cast, extra: int) -> None:
    request, _, _ = simple(cast)
    for n in range(extra):
        offers(make_person(f"Лугова{'абв'[n]} Анна Игоревна", cast.school))
    candidate = make_person("Осинина Мария Львовна", cast.school)
    offers(candidate, state="candidate")
    curator = entered(cast.vera)
    page = text(curator.get(reverse("matching:for_request", args=[request.pk])))
    assert "Кто поможет Кириллу Андреевичу?" in page
    assert page.count('type="radio"') == 1 + extra
    assert "Свободна, 0 из 2" in page
    assert "Пока кандидат" in page
    assert "Назначить наставника" in page


def test_a_mentor_is_assigned_from_the_plain_page(cast: Cast) -> None:
    request, _, mentor = simple(cast)
    curator = entered(cast.vera)
    address = f"{reverse('matching:assign')}?request={request.pk}&mentor={mentor.pk}"
    form = curator.get(address).context["form"]
    page = text(curator.post(address, {n: form.initial[n] for n in form.fields}, follow=True))
    assert "Наставник назначен" in page
    assert "уже не ищет наставника" in page
    request.refresh_from_db()
    assert request.state == RequestState.PROPOSED


def test_from_the_mentors_side_the_requests_are_seen(cast: Cast) -> None:
    _, _, mentor = simple(cast)
    page = text(entered(cast.vera).get(reverse("matching:for_mentor", args=[mentor.pk])))
    assert "Кому поможет Галина Викторовна?" in page
    assert "Зимин Кирилл Андреевич" in page
    assert "Вершинина Дарья Олеговна" in page


def test_without_candidates_the_page_says_what_to_do(cast: Cast) -> None:
    request = asks(cast.kirill)
    page = text(entered(cast.vera).get(reverse("matching:for_request", args=[request.pk])))
    assert "Подходящего наставника пока нет" in page


def test_the_council_sees_no_domains_that_the_request_does_not_name(cast: Cast) -> None:
    request, _, _ = simple(cast)
    run = ran(cast)
    member = make_person("Лугова Анна Игоревна", cast.school, Role.COUNCIL_MEMBER)
    for address in (
        reverse("matching:run", args=[run.pk]),
        reverse("matching:for_request", args=[request.pk]),
    ):
        assert "методическая область" in text(entered(cast.vera).get(address))
        page = text(entered(member).get(address))
        assert "Ведёт тот же предмет: физика" in page
        assert "методическая область" not in page
        assert "Утвердить" not in page
        assert "Назначить наставника" not in page


def test_strangers_and_those_without_the_right_are_kept_out(cast: Cast) -> None:
    request, _, mentor = simple(cast)
    run = ran(cast)
    proposal = run.proposals.all()[0]
    pages = [
        reverse("matching:run", args=[run.pk]),
        reverse("matching:approve-all", args=[run.pk]),
        reverse("matching:approve", args=[proposal.pk]),
        reverse("matching:decline", args=[proposal.pk]),
        reverse("matching:for_request", args=[request.pk]),
        reverse("matching:for_mentor", args=[mentor.pk]),
        f"{reverse('matching:assign')}?request={request.pk}&mentor={mentor.pk}",
    ]
    assert [entered(cast.vera).get(page).status_code for page in pages] == [200] * len(pages)
    assert [entered(cast.oleg).get(page).status_code for page in pages] == [404] * len(pages)
    assert {entered(cast.kirill).get(page).status_code for page in pages} <= {403}
    member = make_person("Лугова Анна Игоревна", cast.school, Role.COUNCIL_MEMBER)
    assert entered(member).post(reverse("matching:approve", args=[proposal.pk])).status_code == 403
    assert entered(member).post(reverse("matching:start")).status_code == 403
    assert MatchRun.objects.count() == 1


def test_sensitive_trouble_is_on_no_screen(cast: Cast) -> None:
    request, _, mentor = simple(cast)
    for code in ("burnout", "growth-crisis"):
        problem = line(cast.school, "problem", code)
        ProblemMark.objects.create(organisation=cast.school, mentee=request.mentee, problem=problem)
    run = ran(cast)
    curator = entered(cast.vera)
    for address in (
        RUNS,
        reverse("matching:run", args=[run.pk]),
        reverse("matching:for_request", args=[request.pk]),
        reverse("matching:for_mentor", args=[mentor.pk]),
    ):
        page = text(curator.get(address)).lower()
        assert "зимин" in page or address == RUNS
        assert "выгоран" not in page
        assert "кризис" not in page


def test_fifty_proposals_take_as_many_queries_as_two(cast: Cast) -> None:
    simple(cast)
    address = reverse("matching:run", args=[ran(cast).pk])
    curator = entered(cast.vera)
    curator.get(address)
    with CaptureQueriesContext(connection) as few:
        curator.get(address)
    crowd(cast.school, 60, 40)
    big = ran(cast)
    assert big.matched >= 50
    with CaptureQueriesContext(connection) as many:
        page = text(curator.get(reverse("matching:run", args=[big.pk])))
    assert page.count('<ul class="n-parts">') == 50
    assert len(many) == len(few) <= 16


def test_the_best_ten_are_enough_and_the_rest_is_a_link_away(cast: Cast) -> None:
    asking, _ = crowd(cast.school, 2, 14)
    curator = entered(cast.vera)
    address = reverse("matching:for_request", args=[asking[0].pk])
    page = text(curator.get(address))
    assert page.count('type="radio"') == 10
    assert "Показать ещё: 4" in page
    with CaptureQueriesContext(connection) as queries:
        assert text(curator.get(f"{address}?all=yes")).count('type="radio"') == 14
    assert len(queries) <= 40


def test_the_last_run_stands_first_and_the_former_ones_keep_what_came_of_them(cast: Cast) -> None:
    simple(cast)
    first = ran(cast)
    services.decline(first.proposals.all()[0], reason="Разные смены", by=cast.as_actor(cast.vera))
    ran(cast)
    last = ran(cast)
    curator = entered(cast.vera)
    answer = curator.get(RUNS)
    assert answer.context["last"] == last
    assert "Решить: " in text(answer)
    rows = answer.context["history"].rows
    assert [[cell.text for cell in row.cells[3:]] for row in rows] == [[1, 0, 0], [1, 0, 0], [2, 0, 1]]


def test_a_stale_run_says_so(cast: Cast) -> None:
    simple(cast)
    first = ran(cast)
    ran(cast)
    page = text(entered(cast.vera).get(reverse("matching:run", args=[first.pk])))
    assert "не последний" in page
    assert "Утвердить" not in page


def test_words_of_levels_come_from_the_sheet_of_the_expert(cast: Cast) -> None:
    from nastavnik.diagnostics.rules import Assessor

    simple(cast)
    sheet(cast.galina, {"methods": 0}, by=Assessor.EXPERT)
    page = text(entered(cast.vera).get(reverse("matching:run", args=[ran(cast).pk])))
    assert "не самая сильная сторона: методическая область" in page
