"""An approved programme: what is done, what is corrected, who sees what, how it ends and goes on."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nastavnik.core.deadlines import Deadline, DeadlineKind
from nastavnik.core.errors import Denied, Refusal
from nastavnik.organisations.models import BodyDecision, CollegialBody
from nastavnik.programmes import comparison, life, outcomes, queries, rules
from nastavnik.programmes.models import Activity, Characteristic, Goal, Programme
from nastavnik.programmes.rules import Aim, GoalKind, GoalState, Mark, Part, ProjectKind, Satisfaction, State
from nastavnik.programmes.services import catalogue, moving, progress, starting, writing
from tests.cast import TODAY, Cast, make_person
from tests.programmes.conftest import SignedIn

from . import world

LATER = date(2026, 11, 10)


def corrected(cast: Cast, programme: Programme, **more: Any) -> Programme:
    by = cast.as_actor(cast.galina)
    return starting.correct(programme, reason="диагностика показала новую трудность", by=by, **more)


@pytest.mark.req("R106")
@pytest.mark.req("R215")
def test_a_correction_has_its_reason_is_agreed_by_both_and_only_then_replaces(
    cast: Cast, enter: SignedIn
) -> None:
    programme = world.running(cast)
    first = programme.activities.first()
    assert first is not None
    later = corrected(cast, programme)
    writing.save_goal(
        later,
        None,
        kind=GoalKind.GOAL,
        words="Новая цель",
        measure="",
        start="",
        target="",
        seen=0,
        by=cast.as_actor(cast.kirill),
    )
    progress.mark_done(
        programme, first, fact="сделано, пока писали поправку", today=LATER, by=cast.as_actor(cast.kirill)
    )
    with pytest.raises(Refusal, match="Поправка уже готовится"):
        corrected(cast, programme)
    diff = enter(cast.kirill).get(f"/programmes/{later.pk}/diff/").content.decode()
    assert "Новая цель" in diff
    assert "диагностика показала новую трудность" in diff
    assert queries.current_of(programme.mentorship) == programme
    moving.agree(later, today=LATER, by=cast.as_actor(cast.galina))
    assert later.state == State.DRAFT
    world.sent(cast, later)
    assert queries.current_of(programme.mentorship) == programme
    moving.approve(later, today=LATER, by=cast.as_actor(cast.vera))
    programme.refresh_from_db()
    assert (programme.state, programme.is_current) == (State.REPLACED, False)
    assert queries.current_of(programme.mentorship) == later
    done = Activity.objects.get(programme=later, lineage=first.lineage)
    assert (done.done_on, done.fact) == (LATER, "сделано, пока писали поправку")
    old = enter(cast.kirill).get(f"/programmes/{programme.pk}/").content.decode()
    assert "Новая цель" not in old
    assert "Редакции" in old


def test_a_programme_is_extended_and_shortened_by_a_correction(cast: Cast) -> None:
    programme = world.running(cast)
    longer = corrected(cast, programme, ends_on=date(2027, 8, 31))
    world.approved(cast, longer, on=LATER)
    current = world.fresh(programme)
    assert (current.ends_on, current.edition) == (date(2027, 8, 31), 2)
    with pytest.raises(Refusal, match="короче трёх месяцев"):
        corrected(cast, current, ends_on=date(2026, 10, 31))


@pytest.mark.req("R220")
def test_a_completed_programme_is_copied_to_the_next_year_with_its_dates_shifted(cast: Cast) -> None:
    programme, by = world.running(cast), cast.as_actor(cast.galina)
    Activity.objects.filter(programme=programme).update(done_on=LATER)
    Goal.objects.filter(programme=programme).update(state=GoalState.REACHED)
    with pytest.raises(Refusal, match="Сначала завершите"):
        starting.copy_to_next_year(programme, today=LATER, by=by)
    moving.finish(programme, words="Получилось", why_early="", today=world.ENDS, by=by)
    later = starting.copy_to_next_year(programme, today=world.ENDS, by=by)
    assert (later.starts_on, later.ends_on) == (date(2027, 9, 16), date(2028, 5, 28))
    assert (later.state, later.is_current, later.continues) == (State.DRAFT, True, programme)
    assert not later.activities.filter(done_on__isnull=False).exists()
    assert set(later.goals.values_list("state", flat=True)) == {GoalState.OPEN}
    before, after = programme.activities.order_by("lineage"), later.activities.order_by("lineage")
    moved = [(a.due_day, b.due_day) for a, b in zip(before, after, strict=True) if a.due_day and b.due_day]
    assert moved
    assert all(b == a.replace(year=a.year + 1) for a, b in moved)


@pytest.mark.req("R228")
@pytest.mark.req("R229")
def test_the_end_has_a_result_for_each_goal_and_stays_readable(cast: Cast, enter: SignedIn) -> None:
    programme, by = world.running(cast), cast.as_actor(cast.galina)
    with pytest.raises(Refusal, match="результат по каждой цели"):
        moving.finish(programme, words="", why_early="", today=world.ENDS, by=by)
    for goal in queries.goals_of(programme):
        progress.note_goal(
            programme, goal, now="6", state=GoalState.REACHED, result="Ведёт уроки сам", today=LATER, by=by
        )
    with pytest.raises(Refusal, match="раньше"):
        moving.finish(programme, words="", why_early="", today=LATER, by=by)
    moving.finish(programme, words="Справился", why_early="Цели достигнуты", today=LATER, by=by)
    assert (programme.state, programme.ended_on) == (State.COMPLETED, LATER)
    page = enter(cast.rodion).get(f"/programmes/pair/{programme.mentorship_id}/results/").content.decode()
    assert "Ведёт уроки сам" in page
    assert "Справился" in page
    told = [h.title for h in life.happenings_of(by, programme.mentorship, LATER)]
    assert "Программа завершена" in told


@pytest.mark.req("R230")
def test_intermediate_results_come_from_the_pair_and_from_those_who_look_after_it(cast: Cast) -> None:
    programme = world.running(cast)
    values = {"on": LATER, "words": "Дважды провёл занятие", "hinders": "расписание", "today": LATER}
    own = progress.add_interim(programme, **values, by=cast.as_actor(cast.kirill))
    control = progress.add_interim(programme, **values, by=cast.as_actor(cast.vera))
    assert (own.by_organisers, control.by_organisers) == (False, True)
    for stranger in (cast.darya, cast.oleg):
        with pytest.raises(Denied):
            progress.add_interim(programme, **values, by=cast.as_actor(stranger))
    with pytest.raises(Refusal, match="ещё не наступил"):
        progress.add_interim(programme, **{**values, "on": world.ENDS}, by=cast.as_actor(cast.kirill))


@pytest.mark.req("R381")
@pytest.mark.req("R064")
def test_the_characteristic_tells_of_independence_quality_and_responsibility(
    cast: Cast, enter: SignedIn
) -> None:
    programme = world.running(cast)
    values = {
        "independence": Mark.ALWAYS,
        "quality": Mark.MOSTLY,
        "responsibility": Mark.ALWAYS,
        "words": "Добросовестный и вдумчивый",
    }
    progress.characterise(programme, cast.kirill, **values, by=cast.as_actor(cast.galina))
    with pytest.raises(Refusal, match="наставник или куратор"):
        progress.characterise(programme, cast.kirill, **values, by=cast.as_actor(cast.kirill))
    address = f"/programmes/pair/{programme.mentorship_id}/results/"
    for who in (cast.kirill, cast.galina, cast.vera, cast.rodion):
        assert "Добросовестный и вдумчивый" in enter(who).get(address).content.decode()
    member = make_person("Петрова Анна Ивановна", cast.school, "council_member")
    assert "Добросовестный" not in enter(member).get(address).content.decode()
    assert Characteristic.objects.get().get_independence_display() == "Всегда"


def test_private_words_of_a_feedback_are_for_the_curator(cast: Cast, enter: SignedIn) -> None:
    programme = world.running(cast)
    progress.say(
        programme,
        helped=Satisfaction.MUCH,
        words="Спасибо за разборы",
        private_words="Мало времени у наставника",
        learned="Планировать",
        by=cast.as_actor(cast.kirill),
    )
    address = f"/programmes/pair/{programme.mentorship_id}/results/"
    seen = {
        who: enter(getattr(cast, who)).get(address).content.decode()
        for who in ("kirill", "galina", "vera", "rodion")
    }
    assert {who: "Мало времени у наставника" in page for who, page in seen.items()} == {
        "kirill": True,
        "galina": False,
        "vera": True,
        "rodion": False,
    }
    assert {who: "Спасибо за разборы" in page for who, page in seen.items()} == {
        "kirill": True,
        "galina": True,
        "vera": True,
        "rodion": False,
    }


@pytest.mark.req_part("R061", "entry and exit by domain for those who may see levels")
def test_difficulties_at_entry_and_exit_are_compared_for_those_who_may_see_them(cast: Cast) -> None:
    programme = world.running(cast)
    world.told(cast, cast.kirill, on=LATER, methods=3)
    found = comparison.compared(cast.as_actor(cast.galina), programme, today=LATER)
    assert [each.person for each in found] == [cast.kirill]
    shift = {each.domain: each for each in found[0].shifts}[world.item(cast, "domain", "methods").title]
    assert (shift.before, shift.now, found[0].again) == (0, 3, True)
    for who in (cast.rodion, cast.darya, cast.oleg):
        assert comparison.compared(cast.as_actor(who), programme, today=LATER) == []


@pytest.mark.req("R235")
def test_joint_projects_have_a_kind_and_a_result(cast: Cast, enter: SignedIn) -> None:
    programme = world.running(cast)
    progress.save_project(
        programme.mentorship,
        None,
        kind=ProjectKind.CULTURAL,
        title="Музей физики",
        starts_on=TODAY,
        ends_on=LATER,
        result="Три стенда",
        done_on=LATER,
        by=cast.as_actor(cast.kirill),
    )
    page = enter(cast.vera).get(f"/programmes/pair/{programme.mentorship_id}/results/").content.decode()
    assert "Музей физики" in page
    assert "Культурный" in page
    assert "Три стенда" in page


@pytest.mark.req("R104")
def test_a_trial_ends_with_the_councils_conclusion(cast: Cast, enter: SignedIn) -> None:
    programme, by = world.running(cast), cast.as_actor(cast.vera)
    body = CollegialBody.objects.create(organisation=cast.school, kind="council", title="Совет наставников")
    decision = BodyDecision.objects.create(
        organisation=cast.school, body=body, on=LATER, protocol="3", question="Апробация программы"
    )
    with pytest.raises(Refusal, match="не начиналась"):
        progress.conclude_trial(programme, decision=decision, by=by)
    progress.begin_trial(programme, words="посильна ли", today=TODAY, by=by)
    programme.refresh_from_db()
    progress.conclude_trial(programme, decision=decision, by=by)
    page = enter(cast.kirill).get(f"/programmes/pair/{programme.mentorship_id}/").content.decode()
    assert "Апробация" in page
    assert "протокол от 10.11.2026 № 3" in page
    with pytest.raises(Denied):
        progress.begin_trial(programme, words="", today=TODAY, by=cast.as_actor(cast.kirill))


@pytest.mark.req("R219")
def test_the_council_advises_on_a_draft_and_strangers_do_not(cast: Cast, enter: SignedIn) -> None:
    programme = world.started(cast)
    member = make_person("Петрова Анна Ивановна", cast.school, "council_member")
    progress.advise(
        programme, part=Part.ACTIVITIES, words="Добавьте посещение урока", by=cast.as_actor(member)
    )
    page = enter(cast.kirill).get(f"/programmes/pair/{programme.mentorship_id}/").content.decode()
    assert "Добавьте посещение урока" in page
    with pytest.raises(Denied):
        progress.advise(programme, part=Part.GOALS, words="чужое", by=cast.as_actor(cast.oleg))


@pytest.mark.parametrize("stage", ["started", "running"])
def test_the_page_asks_as_much_for_five_activities_as_for_fifty(
    cast: Cast, enter: SignedIn, stage: str
) -> None:
    programme, client = getattr(world, stage)(cast), enter(cast.galina)
    address = f"/programmes/pair/{programme.mentorship_id}/"
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(50):
        Activity.objects.create(
            organisation=cast.school,
            programme=programme,
            words=f"Дело {number}",
            aim=Aim.REMOVE,
            domain=world.item(cast, "domain", "law"),
            due_kind=DeadlineKind.YEAR,
            due_day=TODAY,
            due_on=world.ENDS,
        )
    with CaptureQueriesContext(connection) as many:
        answer = client.get(address)
    assert len(many) == len(few)
    assert len(answer.content) < 150_000


@pytest.mark.req("R222")
def test_planned_results_are_a_section_that_the_organisation_turns_on(cast: Cast, enter: SignedIn) -> None:
    programme = world.started(cast)
    address = f"/programmes/pair/{programme.mentorship_id}/"
    assert "Планируемые результаты" not in enter(cast.galina).get(address).content.decode()
    parts = [
        rules.Setting(each.part, each.title, each.enabled or each.part is Part.RESULTS, each.order)
        for each in queries.settings_of(cast.school)
    ]
    catalogue.arrange(cast.school, parts, by=cast.as_actor(cast.vera))
    page = enter(cast.galina).get(address).content.decode()
    assert "Планируемые результаты" in page
    with pytest.raises(Denied):
        catalogue.arrange(cast.school, parts, by=cast.as_actor(cast.galina))


def test_working_days_are_counted_from_the_first_day_of_the_programme(cast: Cast) -> None:
    programme = world.started(cast)
    found = starting.due_fields(programme, Deadline(DeadlineKind.WORKING_DAYS, count=10))
    assert found["due_on"] == date(2026, 9, 30)


def test_outcomes_hide_closed_words_from_a_curator_who_takes_part(cast: Cast) -> None:
    programme = world.running(cast)
    assert outcomes.is_curator_of(cast.as_actor(cast.vera), programme.mentorship)
    programme.mentorship.participations.filter(person=cast.galina).update(person=cast.vera)
    again = Programme.objects.get(pk=programme.pk).mentorship  # a row knows its people for one request
    assert not outcomes.is_curator_of(cast.as_actor(cast.vera), again)
