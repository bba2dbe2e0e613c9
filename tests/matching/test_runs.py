"""Running matching over the banks: who takes part, what is proposed, in what words, with what proof."""

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nastavnik.bank.models import ProblemMark, Request
from nastavnik.core import jobs
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import Job, JobState, LogEntry
from nastavnik.matching import report, services, terms
from nastavnik.matching.engine import wide
from nastavnik.matching.engine.progress import Step
from nastavnik.matching.gathering import gather
from nastavnik.matching.jobs import tell
from nastavnik.matching.models import LeftOut, MatchRun, Proposal
from nastavnik.matching.rules import ProposalState
from nastavnik.organisations.models import ListItem
from nastavnik.pairs import gates
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Side
from tests.cast import TODAY, Cast, make_person
from tests.pairs.world import formed

from .world import asks, crowd, line, offers, proposed, ran, sheet, simple


def test_a_run_proposes_the_best_pairs_and_says_that_it_is_proved(cast: Cast) -> None:
    simple(cast)
    run = ran(cast)

    assert proposed(run) == {("Мещерякова", "Зимин"), ("Мещерякова", "Вершинина")}
    assert run.proved
    assert run.matched == 2
    assert len(run.digest) == 64
    assert run.certificate["bound"] == run.certificate["value"]
    assert run.certificate["unique"] is True
    assert LogEntry.objects.filter(event="match.run", subject_id=run.pk).count() == 1


def test_parts_add_up_to_the_points_and_speak_russian(cast: Cast) -> None:
    simple(cast)
    for proposal in ran(cast).proposals.all():
        assert sum(part["points"] for part in proposal.parts) == proposal.points
        assert all(0 <= part["points"] <= part["of"] for part in proposal.parts)
        assert sum(part["of"] for part in proposal.parts) == 10_000
        assert all(part["name"] and part["words"] for part in proposal.parts)


@pytest.mark.req("R135")
def test_requests_of_a_mentee_decide_and_are_named(cast: Cast) -> None:
    asks(cast.kirill, "digital")
    asks(cast.kirill, "parents")
    offers(cast.galina, "digital")
    savina = make_person("Савина Ольга Петровна", cast.school)
    offers(savina, "parents")
    run = ran(cast)

    by_issue = {p.request.issue.code: p.mentor.person for p in run.proposals.all()}
    assert by_issue == {"digital": cast.galina, "parents": savina}
    words = {p.request.issue.code: [fit["words"] for fit in p.fits] for p in run.proposals.all()}
    assert "Готова помочь по этому вопросу: Цифровые средства и технологии" in words["digital"]


@pytest.mark.req("R105")
def test_pairs_are_formed_by_issue_and_issues_are_a_list_of_the_organisation(cast: Cast) -> None:
    shipped = ListItem.objects.filter(organisation=cast.school, list="issue").count()
    assert shipped >= 8  # the seven issues and «other»
    ListItem.objects.create(
        organisation=cast.school, list="issue", code="own-theatre", title="Школьный театр"
    )
    asks(cast.kirill, "upbringing")
    asks(cast.kirill, "own-theatre")
    offers(cast.galina, "upbringing", capacity=1)
    offers(cast.rodion, "own-theatre", capacity=1)
    by = cast.as_actor(cast.vera)
    for proposal in ran(cast).proposals.all():
        choice = terms.default_choice(proposal.request, proposal.mentor, today=TODAY)
        services.approve(proposal, choice, today=TODAY, by=by)

    mine = Mentorship.objects.filter(participations__person=cast.kirill)
    assert {(m.issue.title, gates.people_of(gates.takers_of(m), Side.MENTOR)[0]) for m in mine} == {
        ("Воспитательная работа", cast.galina),
        ("Школьный театр", cast.rodion),
    }


def test_the_strong_in_what_is_hard_comes_first(cast: Cast) -> None:
    sheet(cast.kirill, {"methods": 0})
    asks(cast.kirill)
    sheet(cast.galina, {"methods": 2})
    sheet(cast.rodion, {"methods": 4})
    offers(cast.galina)
    offers(cast.rodion)
    (proposal,) = ran(cast).proposals.all()
    assert proposal.mentor.person == cast.rodion
    assert proposal.fits[0]["words"] == "Силён в том, где нужна помощь: методическая область"


def test_the_words_name_the_subject_and_the_free_place(cast: Cast) -> None:
    asks(cast.kirill)
    offers(cast.galina)
    formed(cast, cast.darya)
    (proposal,) = ran(cast).proposals.all()
    fits = [fit["words"] for fit in proposal.fits]
    assert "Ведёт тот же предмет: физика" in fits
    assert "Свободна: ведёт 1 из 2" in fits
    gaps = [gap["words"] for gap in proposal.gaps]
    assert "О наставляемом нет данных диагностики" in gaps


def test_a_subject_that_the_mentor_does_not_teach_is_a_gap(cast: Cast) -> None:
    asks(cast.darya)
    offers(cast.galina)
    (proposal,) = ran(cast).proposals.all()
    assert "Не ведёт предмет: английский язык" in [gap["words"] for gap in proposal.gaps]


def test_what_the_mentor_was_not_asked_is_named_as_unknown(cast: Cast) -> None:
    asks(cast.kirill, domains=["ict"])
    offers(cast.galina)
    (proposal,) = ran(cast).proposals.all()
    assert "О наставнике нет данных диагностики: ИКТ-компетенции" in [gap["words"] for gap in proposal.gaps]


def test_words_for_those_who_see_no_levels_name_only_what_the_request_names(cast: Cast) -> None:
    sheet(cast.kirill, {"methods": 0, "ict": 0})
    sheet(cast.galina, {"methods": 4, "ict": 4})
    asks(cast.kirill)
    offers(cast.galina)
    (proposal,) = ran(cast).proposals.all()
    assert proposal.fits[0]["words"].endswith("ИКТ-компетенции, методическая область")
    assert proposal.fits[0]["open"] == ""


# Who takes part


def test_a_request_left_out_says_why_and_what_to_do(cast: Cast) -> None:
    asks(cast.kirill)
    asks(cast.darya)
    offers(cast.galina, capacity=1)
    run = ran(cast)
    left = run.left_out.get()
    assert run.matched == 1
    assert left.reason.startswith(
        "Свободных мест меньше, чем запросов: 2\u00a0запроса претендуют на 1\u00a0место"
    )
    assert left.next_step.startswith("Увеличьте предел")


def test_help_with_a_subject_needs_one_who_teaches_it(cast: Cast) -> None:
    request = asks(cast.kirill, "subject-content", subject="chemistry")
    offers(cast.galina, "subject-content")
    assert ran(cast).left_out.get().reason == "Подходящего наставника нет: другой предмет у одного."
    request.subject = line(cast.school, "subject", "physics")
    request.save()
    assert ran(cast).matched == 1


def test_an_empty_bank_gives_an_empty_run_with_the_next_step(cast: Cast) -> None:
    asks(cast.kirill)
    run = ran(cast)
    assert run.matched == 0
    assert "Добавьте наставника в банк" in run.left_out.get().next_step
    Request.objects.all().delete()
    empty = ran(cast)
    assert report.as_json(empty) == {"run": str(empty.pk), "pairs": [], "left_out": [], "proved": True}


# Repeatable


def _ordered(cast: Cast, order: list[int]) -> MatchRun:
    people = [cast.kirill, cast.darya, cast.galina, cast.rodion]
    for person, level in zip(people, (0, 1, 4, 3), strict=True):
        sheet(person, {"methods": level})
    makers: list[Callable[[], object]] = [
        lambda: asks(cast.kirill, pk=UUID(int=11)),
        lambda: asks(cast.darya, pk=UUID(int=12)),
        lambda: offers(cast.galina, pk=UUID(int=13), capacity=1),
        lambda: offers(cast.rodion, pk=UUID(int=14), capacity=1),
    ]
    for place in order:
        makers[place]()
    return ran(cast)


def test_the_order_of_entering_changes_nothing(cast: Cast) -> None:
    first = _ordered(cast, [0, 1, 2, 3])
    pairs, digest = proposed(first), first.digest
    for model in (Proposal, LeftOut, MatchRun, Request):
        model.objects.all().delete()
    from nastavnik.bank.models import Mentee, Mentor

    Mentor.objects.all().delete()
    Mentee.objects.all().delete()
    again = _ordered(cast, [3, 1, 2, 0])
    assert (proposed(again), again.digest) == (pairs, digest)


def test_the_same_banks_give_the_same_digest_and_a_change_another(cast: Cast) -> None:
    simple(cast)
    first, second = ran(cast), ran(cast)
    assert first.digest == second.digest
    assert proposed(first) == proposed(second)
    told = services.match_now(cast.school, today=TODAY, by=cast.as_actor(cast.vera))
    assert told | {"run": ""} == report.as_json(ran(cast)) | {"run": ""}
    asks(cast.vera)
    assert ran(cast).digest != first.digest


def test_a_new_run_makes_what_waited_stale(cast: Cast) -> None:
    simple(cast)
    first = ran(cast)
    assert set(first.proposals.values_list("state", flat=True)) == {ProposalState.PENDING}
    ran(cast)
    assert set(first.proposals.values_list("state", flat=True)) == {ProposalState.STALE}


def test_a_school_of_forty_is_proved(cast: Cast) -> None:
    crowd(cast.school, 24, 16)
    run = ran(cast)
    assert run.proved
    assert run.certificate["unique"]
    assert run.matched + run.left_out.count() == 24


def test_gathering_asks_as_many_queries_for_forty_as_for_two(cast: Cast) -> None:
    simple(cast)
    with CaptureQueriesContext(
        connection,
    ) as few:
        gather(cast.school, today=TODAY)
    crowd(cast.school, 24, 16)
    with CaptureQueriesContext(connection) as many:
        gather(cast.school, today=TODAY)
    assert len(many) == len(few) <= 32


# What must not leave


def test_kinds_of_trouble_that_are_nobodys_business_never_appear(cast: Cast) -> None:
    simple(cast)
    request = Request.objects.get(mentee__person=cast.kirill)
    for code in ("burnout", "growth-crisis"):
        problem = line(cast.school, "problem", code)
        ProblemMark.objects.create(organisation=cast.school, mentee=request.mentee, problem=problem)
    Request.objects.update(words="выгорание и кризис")
    run = ran(cast)
    kept = (
        json.dumps(report.as_json(run), ensure_ascii=False)
        + str([(p.parts, p.fits, p.gaps) for p in run.proposals.all()])
        + str(run.certificate)
        + str(run.parameters)
    )
    assert "выгоран" not in kept.lower()
    assert "кризис" not in kept.lower()


def test_only_ids_and_levels_enter_the_engine(cast: Cast) -> None:
    simple(cast)
    gathered = gather(cast.school, today=TODAY)
    assert "Зимин" not in repr(gathered.problem)
    assert all(isinstance(each, int) for each in gathered.problem.mentees.person.tolist())


def test_as_json_is_as_promised(cast: Cast) -> None:
    simple(cast)
    asks(cast.vera)
    told = services.match_now(cast.school, today=TODAY, by=cast.as_actor(cast.vera))
    assert set(told) == {"run", "pairs", "left_out", "proved"}
    for pair in told["pairs"]:
        assert set(pair) == {"mentor", "mentee", "issue", "parts", "fits", "gaps"}
        assert all(set(part) == {"name", "points", "of", "words"} for part in pair["parts"])
        assert all(isinstance(words, str) for words in pair["fits"] + pair["gaps"])
    assert [set(one) for one in told["left_out"]] == [{"mentee", "issue", "reason", "next_step"}]
    assert told["pairs"][0]["mentor"] == "Мещерякова Галина Викторовна"
    json.dumps(told)


# Who may


def test_only_who_may_runs_matching(cast: Cast) -> None:
    simple(cast)
    for person in (cast.rodion, cast.galina, cast.oleg):
        with pytest.raises(Denied):
            services.run(cast.school, today=TODAY, by=cast.as_actor(person))
    assert not MatchRun.objects.exists()


def test_nothing_to_match_is_refused_with_the_next_step(cast: Cast) -> None:
    by = cast.as_actor(cast.vera)
    with pytest.raises(Refusal, match="Открытых запросов нет"):
        services.begin(cast.school, today=TODAY, by=by)
    asks(cast.kirill)
    with pytest.raises(Refusal, match="Нет наставников"):
        services.begin(cast.school, today=TODAY, by=by)
    offers(cast.galina)
    assert isinstance(services.begin(cast.school, today=TODAY, by=by), MatchRun)


def test_a_large_bank_is_matched_by_a_job(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    simple(cast)
    monkeypatch.setattr(services, "AT_ONCE", 1)
    ordered = services.begin(cast.school, today=TODAY, by=cast.as_actor(cast.vera))
    assert isinstance(ordered, Job)
    assert not MatchRun.objects.exists()
    jobs.run_all()
    ordered.refresh_from_db()
    assert ordered.result == {"run": str(MatchRun.objects.get().pk)}


def test_a_matching_under_way_shows_how_far_it_is_and_can_be_stopped(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    simple(cast)
    monkeypatch.setattr(services, "AT_ONCE", 1)
    monkeypatch.setattr(wide, "FROM_PAIRS", 0)
    curator = Client()
    curator.force_login(cast.vera.account)
    ordered = services.begin(cast.school, today=TODAY, by=cast.as_actor(cast.vera))
    assert isinstance(ordered, Job)
    seen: list[str] = []

    def told(work: jobs.Work, step: Step) -> None:
        tell(work, step)
        seen.append(curator.get(reverse("matching:runs")).content.decode())
        assert curator.post(reverse("matching:stop"), follow=True).status_code == 200
        tell(work, step)

    monkeypatch.setattr("nastavnik.matching.jobs.tell", told)
    jobs.run_all()
    ordered.refresh_from_db()
    assert (ordered.state, MatchRun.objects.count()) == (JobState.CANCELLED, 0)
    assert len(seen) == 1
    assert "Сравниваем пары: осталось проверить" in seen[0]
    assert 'action="/matching/stop/"' in seen[0]
    assert "Остановить" in seen[0]
    with pytest.raises(Refusal, match="уже закончился"):
        services.stop(cast.school, by=cast.as_actor(cast.vera))
    with pytest.raises(Denied):
        services.stop(cast.school, by=cast.as_actor(cast.galina))
