"""The round of reminders is killed −9 in the middle: the next one ends it, nothing is lost and nothing comes twice."""

import json

import pytest

from tests.installations import Installation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
THINGS = 3


@pytest.mark.parametrize("point", ["reminder.marked", "reminder.written", "digest.marked", "digest.written"])
def test_a_round_that_was_killed_is_ended_by_the_next(place: Installation, point: str) -> None:
    done = place.script("reminders.py", "order")
    assert done.returncode == 0, done.stderr
    assert place.script("reminders.py", "work", CRASH_AT=point).returncode == 137
    for _ in range(2):
        done = place.script("reminders.py", "work")
        assert done.returncode == 0, done.stderr
    told = json.loads(place.script("reminders.py", "tell").stdout)
    every = told["people"] * THINGS
    assert (told["marks"], told["most"], told["inside"], told["doubled"]) == (every, 1, every, 0)
    assert (told["folded"], told["held"], told["digests"]) == (every, 0, told["people"])
