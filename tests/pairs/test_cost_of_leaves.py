"""Every leaf of a pair takes few queries, the same for a young pair and for one with years of meetings."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nastavnik.conversations.models import Message
from nastavnik.meetings.models import DiaryEntry, Meeting, Task
from nastavnik.meetings.rules import Doer, MeetingState
from nastavnik.pairs.models import Mentorship
from nastavnik.programmes.services import moving
from tests.cast import TODAY, Cast
from tests.meetings.world import NOW, at, held, to_do, working
from tests.meetings.world import agreed as meet
from tests.people.conftest import Enter, enter
from tests.programmes.world import started, told

__all__ = ["enter"]

# Three of these tell who has signed in, four read the head that all leaves share.
MOST = {
    "/": 12,
    "/pairs/{pair}/": 12,
    "/pairs/{pair}/papers/": 11,
    "/programmes/pair/{pair}/": 12,
    "/programmes/pair/{pair}/results/": 12,
    "/meetings/pairs/{pair}/": 11,
    "/meetings/pairs/{pair}/diary/": 12,
    "/talk/{pair}/": 12,
    "/meetings/{meeting}/": 12,
}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def taken(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found.captured_queries)


@pytest.fixture
def pair(cast: Cast) -> Mentorship:
    """A pair with a programme at work."""
    told(cast, cast.kirill, methods=0)
    pair = working(cast)
    programme = started(cast, pair)
    for side in (cast.galina, cast.kirill):
        moving.agree(programme, today=TODAY, by=cast.as_actor(side))
    moving.send(programme, today=TODAY, by=cast.as_actor(cast.kirill))
    moving.approve(programme, today=TODAY, by=cast.as_actor(cast.rodion))
    return pair


@pytest.mark.parametrize("who", ["galina", "kirill", "vera"])
def test_a_leaf_takes_the_same_few_queries_for_any_number_of_rows(
    cast: Cast, pair: Mentorship, enter: Enter, who: str
) -> None:
    client, meeting = enter(getattr(cast, who)), meet(cast, pair)
    held(cast, pair, when=at(14, 9), words="Слова", agreed=(to_do("Дело"),), mark=3)
    _said(cast, pair, NOW)
    closed = {"/talk/{pair}/"} if who == "vera" else set()
    addresses = {
        each.format(pair=pair.pk, meeting=meeting.pk): n for each, n in MOST.items() if each not in closed
    }
    for each in addresses:
        client.get(each)  # what is new is marked as read
    few = {each: taken(client, each) for each in addresses}
    assert {each: n for each, n in few.items() if n > addresses[each]} == {}
    _years_of(cast, pair)
    for each in addresses:
        client.get(each)  # what is new is marked as read
    assert {each: taken(client, each) for each in addresses} == few


def _years_of(cast: Cast, pair: Mentorship) -> None:
    """Hundreds of meetings, tasks, notes and messages."""
    whose: dict[str, Any] = {"organisation": cast.school, "mentorship": pair}
    moments = [at(14, 9) - timedelta(days=n + 1) for n in range(500)]
    Meeting.objects.bulk_create(
        Meeting(**whose, starts_at=when, ends_at=when + timedelta(hours=1), state=MeetingState.HELD)
        for when in moments
    )
    Task.objects.bulk_create(
        Task(**whose, words=f"Дело {n}", doer=Doer.MENTEE, due_on=TODAY) for n in range(500)
    )
    DiaryEntry.objects.bulk_create(
        DiaryEntry(**whose, author=cast.kirill, on=when.date(), words="Мысль") for when in moments
    )
    _said(cast, pair, *moments)


def _said(cast: Cast, pair: Mentorship, *moments: datetime) -> None:
    words: dict[str, Any] = {"organisation": cast.school, "mentorship": pair, "author": cast.kirill}
    Message.objects.bulk_create(Message(**words, text="Добрый день", sent_at=when) for when in moments)
