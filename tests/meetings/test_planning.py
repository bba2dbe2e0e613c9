"""Meetings are proposed, answered, moved and cancelled by those they belong to; a room holds one at a time."""

import threading
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.access.actor import Actor
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import Channel, LogEntry, OutgoingMessage
from nastavnik.meetings import queries, services
from nastavnik.meetings.models import Meeting, MeetingMove
from nastavnik.meetings.queries import times
from nastavnik.meetings.rules import MOVES, MeetingState, Way
from nastavnik.meetings.services import Plan, places, recording
from nastavnik.meetings.services.recording import Told
from nastavnik.organisations.models import SchoolHoliday
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast, make_cast, make_person

from .world import NOW, agreed, at, free, proposed, room, working


def accept(meeting: Meeting, cast: Cast, by: Person) -> None:
    services.accept(meeting, now=NOW, by=cast.as_actor(by))


def news(person: Person) -> list[str]:
    rows = OutgoingMessage.objects.filter(person_id=person.pk, channel=Channel.INSIDE)
    return [m.subject.replace("\u00a0", " ") for m in rows.order_by("created_at")]


def test_one_side_proposes_and_the_other_agrees(cast: Cast) -> None:
    meeting = proposed(cast, working(cast))
    assert (meeting.state, meeting.proposed_by, meeting.minutes) == ("proposed", cast.galina, 45)
    assert news(cast.kirill) == ["Предложена встреча: 16 сентября, 14:30"]
    with pytest.raises(Refusal, match="другая сторона"):
        accept(meeting, cast, cast.galina)
    accept(meeting, cast, cast.kirill)
    assert (meeting.state, meeting.sequence) == ("agreed", 1)
    assert news(cast.galina) == ["Встреча согласована: 16 сентября, 14:30"]
    assert LogEntry.objects.filter(subject_id=meeting.pk).count() == 2


def test_the_mentee_may_propose_too(cast: Cast) -> None:
    meeting = proposed(cast, working(cast), by=cast.kirill)
    accept(meeting, cast, cast.galina)
    assert meeting.state == MeetingState.AGREED


def test_in_a_group_the_mentor_decides(cast: Cast) -> None:
    group = working(cast, cast.kirill, cast.darya)
    assert proposed(cast, group).state == MeetingState.AGREED
    asked = proposed(cast, group, by=cast.kirill, starts_at=at(17, 15))
    with pytest.raises(Refusal, match="другая сторона"):
        accept(asked, cast, cast.darya)
    accept(asked, cast, cast.galina)
    assert asked.state == MeetingState.AGREED


def test_who_cannot_sign_in_is_not_waited_for(cast: Cast) -> None:
    guest = make_person("Белова Инна Петровна", cast.school, account=False)
    assert proposed(cast, working(cast, guest)).state == MeetingState.AGREED


@pytest.mark.req("R232")
def test_a_meeting_with_one_of_the_group_is_hidden_from_the_others(cast: Cast) -> None:
    group = working(cast, cast.kirill, cast.darya)
    meeting = proposed(cast, group, only_with=cast.kirill)
    for person, count in ((cast.galina, 1), (cast.kirill, 1), (cast.darya, 0), (cast.vera, 1)):
        assert queries.meetings_of(cast.as_actor(person), group).count() == count, person
    accept(meeting, cast, cast.kirill)
    assert news(cast.darya) == []
    # Whoever is not in it is free at that time.
    assert queries.taken_by([cast.darya.pk], at(16, 14), at(16, 16)).count() == 0
    with pytest.raises(Refusal, match="назначает наставник"):
        proposed(cast, group, by=cast.darya, only_with=cast.kirill, starts_at=at(18, 14))


def test_another_time_is_asked_for_and_offered(cast: Cast) -> None:
    meeting = proposed(cast, working(cast))
    services.ask_another(meeting, words="В четверг после уроков", by=cast.as_actor(cast.kirill))
    assert (meeting.state, meeting.wish) == ("proposed", "В четверг после уроков")
    plan = Plan(at(17, 15))
    services.move(meeting, plan, reason="Четверг удобнее", now=NOW, by=cast.as_actor(cast.galina))
    assert (meeting.state, meeting.wish, meeting.starts_at) == ("proposed", "", at(17, 15))
    (moved,) = MeetingMove.objects.all()
    assert (moved.from_at, moved.to_at, moved.reason) == (at(16, 14, 30), at(17, 15), "Четверг удобнее")
    assert moved.moved_by == cast.galina.short_name


def test_a_moved_meeting_is_agreed_anew_but_a_new_place_is_not(cast: Cast) -> None:
    meeting = agreed(cast, working(cast))
    actor = cast.as_actor(cast.kirill)
    services.move(meeting, Plan(meeting.starts_at, place="библиотека"), now=NOW, by=actor)
    assert (meeting.state, meeting.place, meeting.proposed_by) == ("agreed", "библиотека", cast.galina)
    services.move(meeting, Plan(at(18, 12)), now=NOW, by=actor)
    assert (meeting.state, meeting.proposed_by, meeting.moves.count()) == ("proposed", cast.kirill, 1)
    accept(meeting, cast, cast.galina)


def test_a_cancelled_meeting_has_its_reason_and_frees_the_room(cast: Cast) -> None:
    pair, place = working(cast), room(cast)
    meeting = agreed(cast, pair, room=place)
    with pytest.raises(Refusal, match="причину"):
        services.cancel(meeting, reason=" ", by=cast.as_actor(cast.kirill))
    services.cancel(meeting, reason="Замена урока", by=cast.as_actor(cast.kirill))
    assert (meeting.state, meeting.cancel_reason) == ("cancelled", "Замена урока")
    assert "Встреча отменена: 16 сентября, 14:30" in news(cast.galina)
    assert agreed(cast, pair, room=place).room == place


def test_no_meeting_is_planned_outside_a_working_pair(cast: Cast) -> None:
    pair = working(cast)
    meeting = proposed(cast, pair)
    for state in set(PairState) - {PairState.ACTIVE, PairState.PAUSED}:
        Mentorship.objects.filter(pk=pair.pk).update(state=state)
        for row in (pair, meeting.mentorship):
            row.refresh_from_db()
        with pytest.raises(Refusal, match="только для чтения"):
            proposed(cast, pair, starts_at=at(20, 10))
        with pytest.raises(Refusal, match="только для чтения"):
            accept(meeting, cast, cast.kirill)
    Mentorship.objects.filter(pk=pair.pk).update(state=PairState.PAUSED)
    pair.refresh_from_db()
    proposed(cast, pair, starts_at=at(20, 10))


@pytest.mark.parametrize("who", ["darya", "oleg", "rodion"])
def test_strangers_and_the_head_plan_nothing(cast: Cast, who: str) -> None:
    pair = working(cast)
    meeting = proposed(cast, pair)
    actor = cast.as_actor(getattr(cast, who))
    acts: list[Callable[[], Any]] = [
        lambda: services.propose(pair, Plan(at(18, 10)), now=NOW, by=actor),
        lambda: services.accept(meeting, now=NOW, by=actor),
        lambda: services.ask_another(meeting, words="позже", by=actor),
        lambda: services.move(meeting, Plan(at(18, 10)), now=NOW, by=actor),
        lambda: services.cancel(meeting, reason="так", by=actor),
        lambda: recording.record(meeting, Told(), now=at(17, 10), by=actor),
    ]
    for act in acts:
        with pytest.raises(Denied):
            act()
    assert not queries.meetings_of(actor, pair).exists() or who == "rodion"


def test_nobody_is_in_two_meetings_at_once(cast: Cast) -> None:
    agreed(cast, working(cast))
    second = working(cast, cast.darya)
    with pytest.raises(Refusal, match="уже есть встреча"):
        proposed(cast, second, starts_at=at(16, 15))
    proposed(cast, second, starts_at=at(16, 15, 15))


def test_a_room_is_never_taken_twice(cast: Cast) -> None:
    place = room(cast)
    first = proposed(cast, working(cast), room=place)
    other = working(cast, cast.darya, mentor=cast.rodion)
    with pytest.raises(Refusal, match="занято"):
        proposed(cast, other, by=cast.vera, room=place, starts_at=at(16, 15))
    later = proposed(cast, other, by=cast.vera, room=place, starts_at=at(16, 15, 15))
    with pytest.raises(Refusal, match="занято"):
        services.move(later, Plan(at(16, 15), room=place), now=NOW, by=cast.as_actor(cast.vera))
    # A meeting does not stand in its own way.
    services.move(first, Plan(at(16, 14, 20), room=place), now=NOW, by=cast.as_actor(cast.galina))
    places.close_room(place, today=TODAY, by=cast.as_actor(cast.vera))
    with pytest.raises(Refusal, match="больше не используется"):
        proposed(cast, other, by=cast.vera, room=place, starts_at=at(25, 10))


def test_a_room_of_another_school_is_refused(cast: Cast) -> None:
    cast.school, cast.other_school = cast.other_school, cast.school
    foreign = room(cast)
    cast.school, cast.other_school = cast.other_school, cast.school
    with pytest.raises(Refusal, match="другой организации"):
        proposed(cast, working(cast), room=foreign)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_do_not_share_a_room() -> None:
    cast = make_cast()
    place = room(cast)
    pairs = [(working(cast), cast.galina), (working(cast, cast.darya, mentor=cast.rodion), cast.rodion)]
    actors = [(pair, cast.as_actor(person)) for pair, person in pairs]
    start, results = threading.Barrier(2), []

    def press(pair: Mentorship, actor: Actor) -> None:
        start.wait()
        try:
            services.propose(pair, Plan(at(16, 14, 30), room=place), now=NOW, by=actor)
            results.append("booked")
        except Refusal as refusal:
            results.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=each) for each in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == [
        "booked",
        "«кабинет 312» в это время занято. Выберите другое помещение или время.",
    ]
    assert Meeting.objects.filter(room=place).count() == 1
    assert connection.vendor in {"sqlite", "postgresql"}


def test_a_link_of_the_video_service_is_made_by_its_template(cast: Cast) -> None:
    pair, curator = working(cast), cast.as_actor(cast.vera)
    assert proposed(cast, pair, way=Way.VIDEO).link == ""
    places.set_video_template(cast.school, "https://video.school.example/{code}", by=curator)
    links = [proposed(cast, pair, way=Way.VIDEO, starts_at=at(20 + n, 10)).link for n in range(3)]
    assert len(set(links)) == 3
    assert all(link.startswith("https://video.school.example/") and len(link) >= 45 for link in links)
    own = proposed(cast, pair, way=Way.VIDEO, starts_at=at(25, 10), place="https://meet.example/abc")
    assert (own.link, own.place) == ("https://meet.example/abc", "")
    with pytest.raises(Denied):
        places.set_video_template(cast.school, "", by=cast.as_actor(cast.galina))


def test_times_that_suit_both_are_offered(cast: Cast) -> None:
    pair = working(cast)
    people = [cast.galina, cast.kirill]
    assert times.free_times(people, minutes=45, now=NOW) == []
    free(cast.galina, 3, time(14), time(16))
    free(cast.kirill, 3, time(15), time(17))
    places.set_lessons(cast.kirill, {3: [(time(15), time(15, 10))]}, by=cast.as_actor(cast.kirill))
    told = [starts for starts, _ in times.free_times(people, minutes=45, now=NOW)]
    assert told == [at(16, 15, 10), at(23, 15, 10), at(30, 15, 10)]
    proposed(cast, pair, starts_at=at(16, 15, 10))
    SchoolHoliday.objects.create(
        organisation=cast.school, title="Каникулы", starts_on=at(21, 0).date(), ends_on=at(25, 0).date()
    )
    assert [starts for starts, _ in times.free_times(people, minutes=45, now=NOW)] == [at(30, 15, 10)]


def test_a_stale_page_loses_to_the_one_that_was_faster(cast: Cast) -> None:
    meeting = proposed(cast, working(cast))
    stale = Meeting.objects.select_related("mentorship__organisation").get(pk=meeting.pk)
    services.ask_another(meeting, words="Позже", by=cast.as_actor(cast.kirill))
    with pytest.raises(Conflict, match="Обновите страницу"):
        services.cancel(stale, reason="Болезнь", by=cast.as_actor(cast.galina))


ACTS = ("accept", "another", "move", "cancel", "was", "was_not")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.booleans()), max_size=7))
def test_whatever_people_press_only_declared_moves_happen(
    cast: Cast, presses: list[tuple[str, bool]]
) -> None:
    Meeting.objects.all().delete()
    pair = Mentorship.objects.first() or working(cast)
    meeting = proposed(cast, pair)
    for number, (act, by_mentor) in enumerate(presses):
        actor = cast.as_actor(cast.galina if by_mentor else cast.kirill)
        before = MeetingState(meeting.state)
        was = (meeting.state, meeting.starts_at, meeting.sequence)
        try:
            _press(act, meeting, number, actor)
        except Refusal:
            meeting.refresh_from_db()
            assert (meeting.state, meeting.starts_at, meeting.sequence) == was
            continue
        meeting.refresh_from_db()
        after = MeetingState(meeting.state)
        assert after in MOVES[before] or (after is before is MeetingState.HELD) or after is before
        if after is MeetingState.AGREED and act == "accept":
            assert meeting.proposed_by_id not in actor.person_ids


def _press(act: str, meeting: Meeting, number: int, actor: Actor) -> None:
    later = Plan(at(17, 10) + timedelta(days=number))
    over = meeting.starts_at + timedelta(hours=1)
    acts: dict[str, Callable[[], Any]] = {
        "accept": lambda: services.accept(meeting, now=NOW, by=actor),
        "another": lambda: services.ask_another(meeting, words="позже", by=actor),
        "move": lambda: services.move(meeting, later, now=NOW, by=actor),
        "cancel": lambda: services.cancel(meeting, reason="так вышло", by=actor),
        "was": lambda: recording.record(meeting, Told(was=True), now=over, by=actor),
        "was_not": lambda: recording.record(meeting, Told(was=False), now=over, by=actor),
    }
    acts[act]()
