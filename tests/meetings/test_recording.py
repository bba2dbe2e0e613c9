"""A record is three fields: nobody's text is lost, a rating is private, what was agreed becomes tasks."""

from datetime import timedelta
from typing import Any

import pytest

from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import OutgoingMessage
from nastavnik.meetings import agenda, life, queries
from nastavnik.meetings.models import Meeting, MeetingRating, MeetingRecord, Task
from nastavnik.meetings.queries import sides as people
from nastavnik.meetings.rules import Doer, Fit, MeetingState
from nastavnik.meetings.services import Plan, recording
from nastavnik.meetings.services.recording import Told
from nastavnik.notifications.reminders import KINDS
from nastavnik.pairs import life as lives
from nastavnik.pairs.head import head_of
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.queries import own_pairs
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast

from .world import NOW, agreed, at, held, proposed, to_do, working

LATER = at(16, 16)


def record(meeting: Meeting, cast: Cast, by: Person, **told: Any) -> MeetingRecord:
    return recording.record(meeting, Told(**told), now=LATER, by=cast.as_actor(by))


def test_a_record_makes_the_meeting_held_and_its_lines_tasks(cast: Cast) -> None:
    meeting = agreed(cast, working(cast))
    lines = (to_do("Составить карточки"), to_do("Показать свой урок", Doer.MENTOR))
    record(meeting, cast, cast.galina, words="План урока", agreed=lines, mark=4)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD
    told = [(t.words, t.doer, t.meeting, t.due_on) for t in Task.objects.order_by("-words")]
    assert told == [
        ("Составить карточки", "mentee", meeting, TODAY + timedelta(days=7)),
        ("Показать свой урок", "mentor", meeting, TODAY + timedelta(days=7)),
    ]


def test_two_people_record_the_same_meeting_and_nobodys_text_is_lost(cast: Cast) -> None:
    meeting = agreed(cast, working(cast))
    one = Meeting.objects.select_related("mentorship__organisation").get(pk=meeting.pk)
    other = Meeting.objects.select_related("mentorship__organisation").get(pk=meeting.pk)
    record(one, cast, cast.galina, words="Разобрали план", agreed=(to_do("Карточки"),), mark=4)
    record(
        other, cast, cast.kirill, words="Понял про цели", agreed=(to_do("карточки"), to_do("Урок")), mark=2
    )
    texts = {r.author: r.words for r in queries.records_of(meeting)}
    assert texts == {cast.galina: "Разобрали план", cast.kirill: "Понял про цели"}
    assert sorted(t.words for t in Task.objects.all()) == ["Карточки", "Урок"]
    assert MeetingRating.objects.count() == 2


def test_the_same_person_in_two_windows_loses_nothing(cast: Cast) -> None:
    meeting = agreed(cast, working(cast))
    record(meeting, cast, cast.galina, words="Первое окно")
    record(meeting, cast, cast.galina, words="Второе окно")
    (kept,) = queries.records_of(meeting)
    assert kept.words == "Первое окно\nВторое окно"
    record(meeting, cast, cast.galina, words="Исправлено", seen=kept.version)
    with pytest.raises(Refusal, match="в другом окне"):
        record(meeting, cast, cast.galina, words="Старое окно", seen=kept.version)
    assert queries.records_of(meeting)[0].words == "Исправлено"


def test_one_says_it_was_and_the_other_that_it_was_not(cast: Cast) -> None:
    meeting = agreed(cast, working(cast))
    record(meeting, cast, cast.kirill, was=False)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.MISSED
    record(meeting, cast, cast.galina, was=True)
    record(meeting, cast, cast.kirill, was=False, words="Я болел")
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD
    assert {r.author: r.was for r in queries.records_of(meeting)} == {cast.galina: True, cast.kirill: False}


def test_a_missed_meeting_has_neither_tasks_nor_marks(cast: Cast) -> None:
    meeting = agreed(cast, working(cast))
    record(meeting, cast, cast.galina, was=False, agreed=(to_do("Карточки"),), mark=1)
    assert not Task.objects.exists()
    assert not MeetingRating.objects.exists()


def test_what_nobody_planned_is_recorded_in_the_same_way(cast: Cast) -> None:
    pair = working(cast)
    meeting = held(cast, pair, words="Зашла после урока", agreed=(to_do("Прочитать"),))
    assert (meeting.state, meeting.minutes, meeting.starts_at) == ("held", 45, at(15, 11))
    with pytest.raises(Refusal, match="ещё впереди"):
        held(cast, pair, when=at(15, 13))


def test_a_record_is_refused_before_its_time_after_the_end_of_the_pair_and_to_strangers(cast: Cast) -> None:
    meeting = agreed(cast, working(cast))
    with pytest.raises(Refusal, match="ещё впереди"):
        recording.record(meeting, Told(), now=NOW, by=cast.as_actor(cast.galina))
    with pytest.raises(Denied):
        record(meeting, cast, cast.darya)
    Mentorship.objects.update(state=PairState.FINISHED)
    meeting.mentorship.refresh_from_db()
    with pytest.raises(Refusal, match="только для чтения"):
        record(meeting, cast, cast.galina)


def test_a_rating_is_read_by_its_author_and_the_curator_only(cast: Cast) -> None:
    meeting = agreed(cast, working(cast))
    record(meeting, cast, cast.galina, mark=4, fit=Fit.FITS)
    record(meeting, cast, cast.kirill, mark=1, fit=Fit.UNSURE)
    seen = {
        who: {r.person for r in queries.ratings_for(cast.as_actor(who), meeting)}
        for who in (cast.galina, cast.kirill, cast.vera, cast.rodion)
    }
    assert seen == {
        cast.galina: {cast.galina},
        cast.kirill: {cast.kirill},
        cast.vera: {cast.galina, cast.kirill},
        cast.rodion: set(),
    }


def test_unfit_goes_to_the_curator_once_and_to_nobody_else(cast: Cast) -> None:
    pair = working(cast)
    meeting = agreed(cast, pair)
    record(meeting, cast, cast.kirill, fit=Fit.UNFIT)
    record(meeting, cast, cast.kirill, fit=Fit.UNFIT)
    told = OutgoingMessage.objects.filter(kind="pair_unfit")
    assert [m.person_id for m in told] == [cast.vera.pk]
    assert told[0].link == f"/pairs/{pair.pk}/"
    assert lives.lives_of([pair], today=TODAY)[pair.pk].unfit
    for who, sees in ((cast.vera, True), (cast.galina, False), (cast.kirill, False)):
        head = head_of(cast.as_actor(who), pair, today=TODAY, current="meetings")
        assert head.life.unfit is sees
    record(meeting, cast, cast.kirill, fit=Fit.FITS)
    assert not lives.lives_of([pair], today=TODAY)[pair.pk].unfit


def test_the_life_of_a_pair_is_told_for_many_in_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    pair, other = working(cast), working(cast, cast.darya)
    held(cast, pair, mark=3, agreed=(to_do("Сделать", due_on=TODAY - timedelta(days=1)),))
    coming = proposed(cast, pair)
    Meeting.objects.filter(pk=proposed(cast, pair, starts_at=at(17, 9)).pk).update(
        starts_at=at(14, 9), ends_at=at(14, 10)
    )
    with django_assert_num_queries(1):
        told = lives.lives_of([pair, other], today=TODAY)
    assert told[pair.pk] == lives.Life(
        met=1,
        last_met_on=TODAY,
        next_meeting_at=coming.starts_at,
        unrecorded=1,
        rating=3,
        overdue=1,
    )
    assert told[other.pk] == lives.Life()


def test_the_next_step_is_to_plan_then_to_record(cast: Cast) -> None:
    pair, actor = working(cast), cast.as_actor(cast.galina)

    def step() -> Any:
        now = lives.lives_of([pair], today=TODAY)[pair.pk]
        return life.next_step(actor, pair, now, TODAY)

    assert step().label == "Запланировать встречу"
    meeting = agreed(cast, pair)
    assert step() is None
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(14, 9), ends_at=at(14, 10))
    assert (step().label, step().url) == ("Записать встречу", f"/meetings/{meeting.pk}/record/")
    assert life.next_step(cast.as_actor(cast.rodion), pair, lives.Life(), TODAY) is None


@pytest.mark.req("R234")
def test_after_a_single_meeting_no_other_is_asked_for(cast: Cast) -> None:
    pair = working(cast)
    meeting = proposed(cast, pair, is_single=True)
    record(meeting, cast, cast.galina)
    told = lives.lives_of([pair], today=TODAY)[pair.pk]
    assert life.next_step(cast.as_actor(cast.galina), pair, told, TODAY) is None


@pytest.mark.req("R204")
def test_a_task_between_meetings_is_done_once_and_may_be_opened_again(cast: Cast) -> None:
    pair, mentee = working(cast), cast.as_actor(cast.kirill)
    task = recording.add_task(
        pair, to_do("Составить план"), person=cast.kirill, by=cast.as_actor(cast.galina)
    )
    recording.finish_task(task, now=NOW, by=mentee)
    assert task.done_on == TODAY
    with pytest.raises(Refusal, match="уже отмечено"):
        recording.finish_task(task, now=NOW, by=mentee)
    recording.reopen_task(task, by=mentee)
    assert task.done_on is None
    with pytest.raises(Denied):
        recording.finish_task(task, now=NOW, by=cast.as_actor(cast.darya))
    with pytest.raises(Refusal, match="участник пары"):
        recording.add_task(pair, to_do("Чужое"), person=cast.darya, by=cast.as_actor(cast.galina))


def test_tasks_of_one_mentee_are_not_told_to_another_of_the_group(cast: Cast) -> None:
    group = working(cast, cast.kirill, cast.darya)
    plan = Plan(at(15, 10), only_with=cast.kirill)
    lines = (to_do("Личное"), to_do("Помочь с личным", Doer.MENTOR))
    recording.record_unplanned(group, plan, Told(agreed=lines), now=NOW, by=cast.as_actor(cast.galina))
    held(cast, group, agreed=(to_do("Общее", Doer.BOTH),))
    recording.add_task(group, to_do("Поручение"), person=cast.kirill, by=cast.as_actor(cast.galina))

    def seen(who: Person) -> list[str]:
        return sorted(t.words for t in queries.tasks_of(cast.as_actor(who), group))

    assert seen(cast.galina) == seen(cast.kirill) == ["Личное", "Общее", "Помочь с личным", "Поручение"]
    assert seen(cast.darya) == ["Общее"]
    Participation.objects.filter(mentorship=group, person=cast.kirill).update(left_on=TODAY)
    assert seen(cast.kirill) == []


def test_own_tasks_of_the_home_page_are_those_to_do(cast: Cast) -> None:
    pair = working(cast)
    lines = (to_do("Мне"), to_do("Наставнику", Doer.MENTOR), to_do("Обоим", Doer.BOTH))
    held(cast, pair, agreed=lines)
    told = {
        who: sorted(
            t.words for t in queries.own_of(cast.as_actor(who), own_pairs(cast.as_actor(who)), now=NOW).tasks
        )
        for who in (cast.kirill, cast.galina, cast.vera)
    }
    assert told == {cast.kirill: ["Мне", "Обоим"], cast.galina: ["Наставнику", "Обоим"], cast.vera: []}


def test_the_agenda_holds_goals_of_other_packages_open_agreements_and_a_question(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = working(cast)
    held(cast, pair, agreed=(to_do("Карточки"),))
    monkeypatch.setattr(agenda, "_SOURCES", [])
    agenda.register(lambda _pair, _today: ["Научиться ставить цели урока"])
    told = agenda.agenda_of(pair, list(Task.objects.all()), met=1, today=TODAY)
    assert told.goals == ["Научиться ставить цели урока"]
    assert told.agreements == ["Карточки"]
    assert told.question.endswith("?")


def test_reminders_cease_when_the_thing_is_done(cast: Cast) -> None:
    pair = working(cast)
    meeting = agreed(cast, pair)
    task = recording.add_task(
        pair, to_do("Составить план"), person=cast.kirill, by=cast.as_actor(cast.galina)
    )

    def told(code: str) -> list[Any]:
        first, last = TODAY - timedelta(days=30), TODAY + timedelta(days=30)
        return list(KINDS[code].source(cast.school, first, last))

    (coming,), (due,) = told("meeting_ahead"), told("task_due")
    assert set(coming.people) == {cast.galina.pk, cast.kirill.pk}
    assert (due.people, due.next_people) == ([cast.kirill.pk], [cast.galina.pk])
    assert not any(p.last_name in f"{due.subject}{due.text}{coming.text}" for p in (cast.galina, cast.kirill))
    assert "Составить" not in due.text
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(14, 9), ends_at=at(14, 10))
    (late,) = told("meeting_record")
    assert (late.people, late.next_people, late.key) == ([cast.galina.pk], [cast.vera.pk], str(meeting.pk))
    assert told("meeting_ahead") == []
    meeting.refresh_from_db()
    recording.record(meeting, Told(), now=NOW, by=cast.as_actor(cast.galina))
    recording.finish_task(task, now=NOW, by=cast.as_actor(cast.kirill))
    assert told("meeting_record") == told("task_due") == []


def test_sides_are_told_in_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    group = working(cast, cast.kirill, cast.darya)
    with django_assert_num_queries(1):
        sides = people.sides_of(group)
        assert sides.everybody[0].full_name == cast.galina.full_name
    assert sides.own(cast.as_actor(cast.darya)) == cast.darya
