"""A working pair and group of the cast, and moments of their autumn."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from nastavnik.bank.models import TimeWindow
from nastavnik.meetings import services
from nastavnik.meetings.models import Meeting, Room
from nastavnik.meetings.rules import Agreed, Doer
from nastavnik.meetings.services import Plan, recording
from nastavnik.meetings.services.recording import Told
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast
from tests.pairs.world import formed

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 9, 15, 9, 0, tzinfo=UTC)  # noon in Moscow, a Tuesday


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    """A moment of September by the clock of the school."""
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW)


def working(cast: Cast, *mentees: Person, **more: Any) -> Mentorship:
    """An active mentorship of Galina."""
    pair = formed(cast, *mentees, **more)
    Mentorship.objects.filter(pk=pair.pk).update(state=PairState.ACTIVE)
    Participation.objects.filter(mentorship=pair).update(joined_on=TODAY)
    pair.refresh_from_db()
    return pair


def proposed(cast: Cast, pair: Mentorship, by: Person | None = None, **plan: Any) -> Meeting:
    values = {"starts_at": at(16, 14, 30), **plan}
    return services.propose(pair, Plan(**values), now=NOW, by=cast.as_actor(by or cast.galina))


def agreed(cast: Cast, pair: Mentorship, **plan: Any) -> Meeting:
    meeting = proposed(cast, pair, **plan)
    if meeting.state == "proposed":
        services.accept(meeting, now=NOW, by=cast.as_actor(cast.kirill))
    return meeting


def held(
    cast: Cast, pair: Mentorship, by: Person | None = None, *, when: datetime | None = None, **told: Any
) -> Meeting:
    """A meeting that was recorded without a plan."""
    plan = Plan(when or at(15, 11))
    record = recording.record_unplanned(
        pair, plan, Told(**told), now=NOW, by=cast.as_actor(by or cast.galina)
    )
    return record.meeting


def to_do(words: str, doer: Doer = Doer.MENTEE, due_on: date | None = None) -> Agreed:
    return Agreed(words, doer, due_on or TODAY + timedelta(days=7))


def room(cast: Cast, title: str = "кабинет 312") -> Room:
    return Room.objects.create(organisation=cast.school, title=title)


def free(person: Person, weekday: int, starts: time, ends: time) -> None:
    TimeWindow.objects.create(
        organisation=person.organisation, person=person, weekday=weekday, starts=starts, ends=ends
    )


def text(client: Client, path: str, **sent: Any) -> str:
    answer = client.get(path, sent)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode().replace("\u00a0", " ")
