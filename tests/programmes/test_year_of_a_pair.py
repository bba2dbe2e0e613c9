"""A year of one pair by the clock of its school, in four time zones: what falls on a day falls on the day of the school."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.core.models import OutgoingMessage
from nastavnik.meetings import services as meetings
from nastavnik.meetings.models import Meeting, Task
from nastavnik.meetings.rules import Agreed, Doer, MeetingState
from nastavnik.meetings.services import Plan, recording
from nastavnik.meetings.services.recording import Told
from nastavnik.notifications import ladder
from nastavnik.organisations.calendar import exceptions
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.working_days import is_working
from nastavnik.pairs.changing import due
from nastavnik.pairs.changing import services as changing
from nastavnik.pairs.changing.rules import ChangeKind
from nastavnik.pairs.changing.services import Wanted
from nastavnik.pairs.life import lives_of
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person
from nastavnik.people.queries import actor_for
from nastavnik.programmes.models import Activity, Goal
from nastavnik.programmes.rules import GoalState, State
from nastavnik.programmes.services import moving, progress
from tests.cast import TODAY, Cast
from tests.pairs.living import working

from . import world

pytestmark = pytest.mark.slow

ZONES = ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Vladivostok", "Asia/Kamchatka")
EARLY, LATE = time(0, 30), time(23, 30)
MONTHS = [(2026, month) for month in (10, 11, 12)] + [(2027, month) for month in (2, 3, 4, 5)]
PAUSED_FROM, BACK_ON, LAST_DAY = date(2027, 1, 12), date(2027, 1, 26), date(2027, 5, 28)


@pytest.fixture(autouse=True)
def _today() -> None:
    """Here the clock of the folder goes on: instead of that of its other tests, which stands."""


class Clock:
    """The wall clock of the school: time stands still between the steps of the story."""

    def __init__(self, zone: str) -> None:
        self.zone, self.travel = ZoneInfo(zone), time_machine.travel(TODAY, tick=False)
        self.hand = self.travel.start()

    def at(self, day: date, hour: time) -> datetime:
        """It is now this hour of this day in the school."""
        now = datetime.combine(day, hour, self.zone)
        self.hand.move_to(now)
        return now.astimezone(UTC)


@pytest.fixture(params=ZONES)
def clock(request: pytest.FixtureRequest, cast: Cast) -> Iterator[Clock]:
    Organisation.objects.filter(pk=cast.school.pk).update(time_zone=request.param)
    cast.school.refresh_from_db()
    clock = Clock(request.param)
    with timezone.override(clock.zone):  # as the middleware does for every page of this school
        yield clock
    clock.travel.stop()


def who(person: Person, now: datetime) -> Actor:
    """With the rights of that day."""
    assert person.account is not None
    return actor_for(person.account, today=timezone.localdate(now))


def fresh(pair: Mentorship) -> Mentorship:
    return Mentorship.objects.select_related("organisation").get(pk=pair.pk)


def by_the_clock(now: datetime) -> None:
    """What the worker does without being asked."""
    moving.settle(now)
    due.apply_due(now)
    ladder.remind(now)


def meet(cast: Cast, pair: Mentorship, clock: Clock, day: date) -> Meeting:
    """At seven in the morning of the school, which in the east is yesterday by Greenwich; recorded in the evening."""
    now = clock.at(day - timedelta(days=3), time(16))
    plan = Plan(datetime.combine(day, time(7), clock.zone))
    meeting = meetings.propose(fresh(pair), plan, now=now, by=who(cast.galina, now))
    meetings.accept(meeting, now=now, by=who(cast.kirill, now))
    now = clock.at(day, time(18))
    agreed = (Agreed("Попробовать приём на уроке", Doer.MENTEE, day + timedelta(days=7)),)
    told = Told(words="Разобрали урок", agreed=agreed, mark=4)
    recording.record(Meeting.objects.get(pk=meeting.pk), told, now=now, by=who(cast.galina, now))
    return Meeting.objects.get(pk=meeting.pk)


def test_a_year_of_a_pair(cast: Cast, clock: Clock) -> None:
    clock.at(TODAY, time(12))
    pair = working(cast)
    world.told(cast, cast.kirill, methods=0)
    programme = world.approved(cast, world.started(cast, pair))

    # The programme begins with its first day, not an hour earlier.
    by_the_clock(clock.at(world.STARTS - timedelta(days=1), LATE))
    programme.refresh_from_db()
    assert programme.state == State.APPROVED
    by_the_clock(clock.at(world.STARTS, EARLY))
    programme.refresh_from_db()
    assert programme.state == State.RUNNING
    Activity.objects.filter(programme=programme).update(done_on=world.STARTS)  # late are only the tasks

    # A meeting a month, and a task after it: held on the day of the school, the task is late only after its day.
    for number, (year, month) in enumerate(MONTHS, 1):
        if month == 2:
            pause(cast, pair, clock)
        day = date(year, month, 16)
        meeting = meet(cast, pair, clock, day)
        life = lives_of([fresh(pair)], today=day)[pair.pk]
        assert (meeting.state, life.met, life.last_met_on) == (MeetingState.HELD, number, day)
        task = Task.objects.get(meeting=meeting)
        assert task.due_on == day + timedelta(days=7)
        by_the_clock(clock.at(task.due_on, time(12)))
        clock.at(task.due_on, LATE)
        assert late_things(pair) == 0
        now = clock.at(task.due_on + timedelta(days=1), EARLY)
        by_the_clock(now)
        assert late_things(pair) == 1
        recording.finish_task(task, now=now, by=who(cast.kirill, now))
    # Each task was reminded of on its day, but for the days off of the calendar.
    days = Task.objects.filter(mentorship=pair).values_list("due_on", flat=True)
    asked = OutgoingMessage.objects.filter(person_id=cast.kirill.pk, kind="task_due")
    on = {timezone.localdate(message.created_at) for message in asked}
    assert on == {day for day in days if is_working(day, exceptions())}
    assert len(on) < len(days)

    # The last day: results first, then the pair; after it nothing is asked of anybody.
    now = clock.at(LAST_DAY, LATE)
    galina = who(cast.galina, now)
    for goal in Goal.objects.filter(programme=programme, state=GoalState.OPEN):
        progress.note_goal(
            programme, goal, now="", state=GoalState.REACHED, result="Вышло", today=LAST_DAY, by=galina
        )
    programme.refresh_from_db()
    moving.finish(programme, words="Цели достигнуты", why_early="", today=timezone.localdate(), by=galina)
    changing.record(
        fresh(pair),
        Wanted(ChangeKind.COMPLETION, LAST_DAY),
        today=timezone.localdate(),
        by=who(cast.vera, now),
    )
    ended = fresh(pair)
    assert (ended.state, ended.ended_on, programme.ended_on) == (PairState.FINISHED, LAST_DAY, LAST_DAY)
    before = OutgoingMessage.objects.count()
    for later in (1, 8, 30):
        by_the_clock(clock.at(LAST_DAY + timedelta(days=later), time(12)))
    about_the_pair = OutgoingMessage.objects.order_by("-created_at")[
        : OutgoingMessage.objects.count() - before
    ]
    assert [m.kind for m in about_the_pair if str(pair.pk) in m.link] == []


def late_things(pair: Mentorship) -> int:
    return lives_of([fresh(pair)], today=timezone.localdate())[pair.pk].overdue


def pause(cast: Cast, pair: Mentorship, clock: Clock) -> None:
    """Written down ahead; takes effect on its day of the school and not before."""
    now = clock.at(PAUSED_FROM - timedelta(days=4), time(12))
    wanted = Wanted(ChangeKind.PAUSE, PAUSED_FROM, until=BACK_ON, ground="vacation")
    changing.record(fresh(pair), wanted, today=timezone.localdate(), by=who(cast.vera, now))
    by_the_clock(clock.at(PAUSED_FROM - timedelta(days=1), LATE))
    assert fresh(pair).state == PairState.ACTIVE
    by_the_clock(clock.at(PAUSED_FROM, EARLY))
    assert fresh(pair).state == PairState.PAUSED
    now = clock.at(BACK_ON, EARLY)
    changing.record(
        fresh(pair), Wanted(ChangeKind.RESUME, BACK_ON), today=timezone.localdate(), by=who(cast.vera, now)
    )
    assert fresh(pair).state == PairState.ACTIVE
