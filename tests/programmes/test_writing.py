"""A programme begins from what is known, is written by two, and nobody's words are lost."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from nastavnik.access.roles import Role
from nastavnik.bank.models import Mentee, ProblemMark
from nastavnik.core.deadlines import parse
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import OutgoingMessage
from nastavnik.organisations.models import ListItem
from nastavnik.pairs import first_steps
from nastavnik.pairs.models import Activity as FirstStep
from nastavnik.pairs.models import LabourBasis, Mentorship
from nastavnik.people import own_data
from nastavnik.people.models import Appointment
from nastavnik.programmes import queries, suggestions
from nastavnik.programmes.models import Activity, Agreement, Goal, Programme, Section, TypedText
from nastavnik.programmes.rules import Aim, GoalKind, Part, State
from nastavnik.programmes.services import moving, starting, writing
from tests.cast import TODAY, Cast
from tests.programmes.conftest import SignedIn

from . import world


@pytest.mark.req("R218")
def test_a_pair_has_exactly_one_current_programme(cast: Cast) -> None:
    pair = world.at_work(cast, methods=0)
    assert list(queries.without_programme(cast.school)) == [pair]
    programme = world.started(cast, pair)
    assert list(queries.without_programme(cast.school)) == []
    with pytest.raises(Refusal, match="уже есть программа"):
        world.started(cast, pair)
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.create(
            organisation=cast.school, mentorship=pair, starts_on=world.STARTS, ends_on=world.ENDS
        )
    assert queries.current_of(pair) == programme


def test_the_page_of_a_new_programme_is_ticked_already_and_one_press_makes_it(
    cast: Cast, enter: SignedIn
) -> None:
    pair, mentor = world.at_work(cast, methods=0, law=1), enter(cast.galina)
    page = mentor.get(f"/programmes/pair/{pair.pk}/new/")
    html = page.content.decode()
    ticked = [
        line.split('value="')[1].split('"')[0]
        for line in html.split("<input")
        if 'name="picks"' in line and "checked" in line
    ]
    assert len(ticked) >= 8
    directions = [str(world.item(cast, "direction", "becoming").pk)]
    sent = {
        "picks": ticked,
        "topic": str(world.item(cast, "topic", "methodical").pk),
        "directions": directions,
        "starts_on": "2026-09-16",
        "ends_on": "2027-05-28",
    }
    assert mentor.post(f"/programmes/pair/{pair.pk}/new/", sent).status_code == 302
    sheet = queries.sheet_of(Programme.objects.get())
    assert not sheet.readiness.missing
    assert {(a.aim, a.domain.code) for a in sheet.activities} >= {("remove", "methods"), ("remove", "law")}


@pytest.mark.req_part("R163", "activities of the programme come from the diagnosis")
def test_first_steps_move_into_the_programme_whole_and_return_when_it_is_dropped(cast: Cast) -> None:
    pair = world.at_work(cast, methods=0, law=1)
    first_steps.take_suggested(pair, today=TODAY, by=cast.as_actor(cast.galina))
    steps = {
        step.pk: (step.words, step.domain_id, step.aim, step.deadline) for step in first_steps.steps_of(pair)
    }
    first_steps.mark_done(first_steps.steps_of(pair)[0], today=TODAY, by=cast.as_actor(cast.galina))
    programme = world.started(cast, pair)
    assert not FirstStep.objects.exists()
    moved = {a.pk: (a.words, a.domain_id, a.aim, a.deadline) for a in Activity.objects.filter(pk__in=steps)}
    assert moved == steps
    assert Activity.objects.filter(pk__in=steps, done_on=TODAY).count() == 1
    # As another page would read the pair: what one has read is remembered by its row.
    assert first_steps.suggested(Mentorship.objects.get(pk=pair.pk), today=TODAY) == []
    moving.drop(programme, by=cast.as_actor(cast.galina))
    assert {s.pk: (s.words, s.domain_id, s.aim, s.deadline) for s in first_steps.steps_of(pair)} == steps


@pytest.mark.req("R164")
def test_an_activity_of_a_programme_serves_a_difficulty_or_a_strength(cast: Cast) -> None:
    programme = world.started(cast)
    assert all(each.aim and each.domain_id for each in Activity.objects.all())
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.create(
            organisation=cast.school,
            programme=programme,
            words="без связи",
            aim="",
            domain=world.item(cast, "domain", "law"),
            due_kind="year",
        )


@pytest.mark.req("R175")
@pytest.mark.parametrize(
    ("problem", "title"),
    [("new-team", "Первые месяцы в новой школе"), ("new-technologies", "Новые технологии без спешки")],
)
def test_suggestions_depend_on_the_problem_of_the_mentee(cast: Cast, problem: str, title: str) -> None:
    pair = world.at_work(cast, methods=0)
    entry = Mentee.objects.create(organisation=cast.school, person=cast.kirill, entered_on=TODAY)
    ProblemMark.objects.create(
        organisation=cast.school, mentee=entry, problem=world.item(cast, "problem", problem)
    )
    first = suggestions.templates_for(cast.as_actor(cast.galina), pair)[0]
    assert first.title == title
    shelf = suggestions.shelf_of(first, cast.school, world.STARTS, world.ENDS)
    assert {pick.kind for pick in shelf.picks} >= {"goal", "task", "activity"}


@pytest.mark.req("R174")
@pytest.mark.parametrize(("who", "offered"), [("vera", True), ("kirill", True), ("galina", False)])
def test_a_sensitive_problem_is_offered_to_those_who_may_see_it_and_named_to_nobody(
    cast: Cast, enter: SignedIn, who: str, *, offered: bool
) -> None:
    pair = world.at_work(cast, methods=0)
    entry = Mentee.objects.create(organisation=cast.school, person=cast.kirill, entered_on=TODAY)
    burnout = world.item(cast, "problem", "burnout")
    ProblemMark.objects.create(organisation=cast.school, mentee=entry, problem=burnout)
    page = enter(getattr(cast, who)).get(f"/programmes/pair/{pair.pk}/new/").content.decode()
    assert ("Бережный режим и поддержка" in page) is offered
    assert burnout.title not in page
    assert "кризис" not in page.lower()


@pytest.mark.req("R177")
def test_the_topic_is_chosen_with_its_sub_items_from_the_organisations_list(
    cast: Cast, enter: SignedIn
) -> None:
    pair, mentor = world.at_work(cast), enter(cast.galina)
    topic = world.item(cast, "topic", "methodical")
    ListItem.objects.filter(pk=topic.pk).update(hint="документация; проектирование занятия")
    sent = {
        "topic": str(topic.pk),
        "parts": [f"{topic.pk}:1", f"{world.item(cast, 'topic', 'personal').pk}:0"],
        "directions": [str(world.item(cast, "direction", "becoming").pk)],
        "starts_on": "2026-09-16",
        "ends_on": "2027-05-28",
    }
    mentor.post(f"/programmes/pair/{pair.pk}/new/", sent)
    programme = Programme.objects.get()
    assert (programme.topic, programme.topic_parts) == (topic, "проектирование занятия")


@pytest.mark.req_part("R215", "both edit, a clash shows both texts, agreement is asked anew")
def test_two_write_one_section_and_nobodys_text_is_lost(cast: Cast, enter: SignedIn) -> None:
    programme = world.started(cast)
    galina, kirill = enter(cast.galina), enter(cast.kirill)
    address = f"/programmes/{programme.pk}/sections/note/"
    for client in (galina, kirill):
        assert client.get(address).status_code == 200
    galina.post(address, {"text": "Текст наставника", "version": "0"})
    clash = kirill.post(address, {"text": "Текст наставляемого", "version": "0"})
    page = clash.content.decode()
    assert clash.status_code == 409
    assert "Текст наставника" in page
    assert "Текст наставляемого" in page
    assert "Текст наставника\n\nТекст наставляемого" in page
    assert Section.objects.get(part="note").text == "Текст наставника"
    kirill.post(address, {"text": "Текст наставника\n\nТекст наставляемого", "version": "1"})
    assert Section.objects.get(part="note").text == "Текст наставника\n\nТекст наставляемого"


def test_two_change_one_goal_and_the_second_sees_both(cast: Cast, enter: SignedIn) -> None:
    programme = world.started(cast)
    goal = Goal.objects.filter(programme=programme).first()
    assert goal is not None
    address, sent = f"/programmes/{programme.pk}/goals/{goal.pk}/", {"kind": "goal", "version": "1"}
    enter(cast.galina).post(address, {**sent, "words": "Цель от наставника"})
    page = enter(cast.kirill).post(address, {**sent, "words": "Цель от наставляемого"}).content.decode()
    assert "Сохранено: Цель от наставника" in page
    assert 'value="Цель от наставляемого"' in page
    goal.refresh_from_db()
    assert goal.words == "Цель от наставника"


def test_what_is_typed_is_kept_for_its_writer_only(cast: Cast, enter: SignedIn) -> None:
    programme = world.started(cast)
    galina, kirill = enter(cast.galina), enter(cast.kirill)
    address = f"/programmes/{programme.pk}/sections/note/"
    answer = galina.post(f"{address}typed/", {"text": "Недописанное", "version": "0"})
    assert answer.content.decode().startswith("Сохранено в ")
    assert "Недописанное" in galina.get(address).content.decode()
    assert "Недописанное" not in kirill.get(address).content.decode()
    assert not Section.objects.filter(part="note").exists()
    galina.post(address, {"text": "Дописанное", "version": "0"})
    assert not TypedText.objects.exists()
    galina.post(f"{address}typed/", {"text": "Ещё", "version": "1"})
    galina.post(f"{address}forget/")
    assert not TypedText.objects.exists()


def test_a_change_of_the_text_takes_the_agreement_back(cast: Cast) -> None:
    programme = world.started(cast)
    kirill = cast.as_actor(cast.kirill)
    moving.agree(programme, today=TODAY, by=kirill)
    assert OutgoingMessage.objects.filter(kind="programme", person_id=cast.galina.pk).exists()
    writing.save_goal(
        programme,
        None,
        kind=GoalKind.TASK,
        words="Общая задача",
        measure="",
        start="",
        target="",
        seen=0,
        by=cast.as_actor(cast.galina),
    )
    assert not Agreement.objects.exists()
    assert programme.state == State.DRAFT


@pytest.mark.req("R193")
def test_goals_of_the_mentee_and_common_tasks_stand_apart_with_start_and_target(
    cast: Cast, enter: SignedIn
) -> None:
    programme = world.started(cast)
    for kind in GoalKind:
        writing.save_goal(
            programme,
            None,
            kind=kind,
            words=f"Своими словами: {kind.label}",
            measure="уроков с практикой",
            start="2",
            target="6",
            seen=0,
            by=cast.as_actor(cast.kirill),
        )
    page = enter(cast.kirill).get(f"/programmes/pair/{programme.mentorship_id}/").content.decode()
    assert "Цель · уроков с практикой: 2 → 6" in page
    assert "Задача · уроков с практикой: 2 → 6" in page


@pytest.mark.parametrize(
    "typed", ["01.10.2026", "октябрь 2026", "октябрь — ноябрь 2026", "в течение года", "10 рабочих дней"]
)
def test_an_activity_takes_each_kind_of_date(cast: Cast, typed: str) -> None:
    programme = world.started(cast)
    deadline = parse(typed, TODAY)
    assert deadline is not None
    made = writing.save_activity(
        programme,
        None,
        words="Разобрать занятие",
        aim=Aim.REMOVE,
        domain=world.item(cast, "domain", "methods"),
        deadline=deadline,
        responsible=cast.galina,
        product="план",
        goal=None,
        seen=0,
        today=TODAY,
        by=cast.as_actor(cast.kirill),
    )
    assert made.deadline.words == deadline.words
    assert made.due_on is not None
    assert TODAY < made.due_on <= world.ENDS


def test_what_is_agreed_is_not_changed_by_the_way(cast: Cast) -> None:
    programme, by = world.agreed(cast), cast.as_actor(cast.galina)
    with pytest.raises(Refusal, match="Верните программу в работу"):
        writing.write_section(programme, Part.NOTE, text="тихая правка", seen=0, by=by)
    moving.reopen(programme, by=by)
    writing.write_section(programme, Part.NOTE, text="открытая правка", seen=0, by=by)
    with pytest.raises(Conflict):
        writing.write_section(programme, Part.NOTE, text="по старому", seen=0, by=by)


@pytest.mark.parametrize("who", ["darya", "oleg", "rodion"])
def test_strangers_of_the_pair_write_nothing(cast: Cast, who: str) -> None:
    programme, by = world.started(cast), cast.as_actor(getattr(cast, who))
    for act in (
        lambda: writing.write_section(programme, Part.NOTE, text="чужое", seen=0, by=by),
        lambda: moving.agree(programme, today=TODAY, by=by),
        lambda: starting.correct(programme, reason="чужое", by=by),
        lambda: moving.drop(programme, by=by),
    ):
        with pytest.raises(Denied):
            act()


def test_an_unusual_term_asks_its_reason_and_keeps_it(cast: Cast) -> None:
    pair = world.at_work(cast)
    short = replace(world.terms(cast), ends_on=world.STARTS.replace(month=10))
    with pytest.raises(Refusal, match="короче трёх месяцев"):
        starting.start(pair, short, (), today=TODAY, by=cast.as_actor(cast.galina))
    made = starting.start(
        pair, replace(short, why_length="краткосрочная пара"), (), today=TODAY, by=cast.as_actor(cast.galina)
    )
    assert made.why_length == "краткосрочная пара"


def test_a_page_opened_before_the_agreement_changes_nothing_after_it(cast: Cast) -> None:
    programme = world.started(cast)
    stale = Programme.objects.get(pk=programme.pk)
    world.sent(cast, programme)
    with pytest.raises(Conflict, match="согласовали или отправили"):
        writing.write_section(stale, Part.NOTE, text="Другое", seen=0, by=cast.as_actor(cast.kirill))
    assert not Section.objects.filter(programme=programme, text="Другое").exists()
    assert Agreement.objects.filter(programme=programme).count() == 2


def test_nobody_approves_the_programme_of_the_own_pair(cast: Cast, enter: SignedIn) -> None:
    Appointment.objects.create(
        organisation=cast.school, person=cast.galina, role=Role.CURATOR, starts_on=TODAY
    )
    programme = world.sent(cast)
    with pytest.raises(Refusal, match="утверждает другой человек"):
        moving.approve(programme, today=TODAY, by=cast.as_actor(cast.galina))
    client = enter(cast.galina)
    page = client.get(f"/programmes/pair/{programme.mentorship_id}/").content.decode()
    assert "/approve/" not in page
    client.post(f"/programmes/{programme.pk}/approve/")
    programme.refresh_from_db()
    assert programme.state == State.SENT
    moving.approve(programme, today=TODAY, by=cast.as_actor(cast.vera))


def test_agreement_is_to_the_text_that_was_read(cast: Cast, enter: SignedIn) -> None:
    programme = world.started(cast)
    client = enter(cast.kirill)
    page = client.get(f"/programmes/pair/{programme.mentorship_id}/").content.decode()
    address = page.split("/agree/")[1].split('"')[0]
    by = cast.as_actor(cast.galina)
    writing.write_section(programme, Part.NOTE, text="Другое", seen=0, by=by)
    client.post(f"/programmes/{programme.pk}/agree/{address}")
    assert not Agreement.objects.filter(programme=programme).exists()
    page = client.get(f"/programmes/pair/{programme.mentorship_id}/").content.decode()
    address = page.split("/agree/")[1].split('"')[0]
    client.post(f"/programmes/{programme.pk}/agree/{address}")
    assert Agreement.objects.filter(programme=programme, person=cast.kirill).exists()


def test_own_data_hold_neither_what_came_after_leaving_nor_the_pay_of_the_other_side(cast: Cast) -> None:
    programme = world.started(cast)
    Section.objects.create(
        organisation=cast.school, programme=programme, part=Part.NOTE, text="Написано позже"
    )
    LabourBasis.objects.update_or_create(
        mentorship=programme.mentorship,
        defaults={"organisation": cast.school, "root": cast.school.root, "payment": "9 876 рублей"},
    )
    told = {who: str(own_data.about(cast.as_actor(who))) for who in (cast.galina, cast.kirill)}
    assert "9 876 рублей" in told[cast.galina]
    assert "9 876 рублей" not in told[cast.kirill]
    assert "Написано позже" in told[cast.kirill]
    programme.mentorship.participations.filter(person=cast.kirill).update(left_on=TODAY)
    assert "Написано позже" not in str(own_data.about(cast.as_actor(cast.kirill)))
