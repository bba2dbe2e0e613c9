"""Reminders of the council: told while something waits, to whom it waits for, and no longer once it is done."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from nastavnik.council import due
from nastavnik.council.models import Letter
from nastavnik.council.services import letters
from nastavnik.notifications.reminders import Due
from tests.cast import TODAY, Cast, make_person
from tests.matching.world import asks

from .world import DUE, NEXT, Council, asked, cared, closed, says

SINCE, UNTIL = TODAY - timedelta(days=30), TODAY + timedelta(days=60)


def told(cast: Cast, source: Callable[..., Iterable[Due]]) -> list[Due]:
    return list(source(cast.school, SINCE, UNTIL))


def test_each_thing_is_reminded_of_until_it_is_done(cast: Cast, council: Council) -> None:
    asks(make_person("Хромов Пётр Львович", cast.school, account=False), "digital")
    question = asked(cast)
    cared(cast, question)
    (vote,) = told(cast, due.votes)
    assert (vote.due_on, set(vote.people)) == (DUE, {person.pk for person in council.people})
    says(cast, question, council.anna)
    (vote,) = told(cast, due.votes)
    assert set(vote.people) == {council.maria.pk, council.inna.pk}
    (close,) = told(cast, due.closes)
    assert (close.due_on, close.people) == (DUE + timedelta(days=1), [council.maria.pk])
    assert list(close.next_people) == [cast.vera.pk]
    assert told(cast, due.cares) == told(cast, due.letters) == []
    says(cast, question, council.maria)
    closed(cast, question, council.maria)
    assert told(cast, due.votes) == told(cast, due.closes) == []
    (care,) = told(cast, due.cares)
    assert (care.due_on, list(care.people)) == (NEXT, [cast.vera.pk])
    Letter.objects.update(created_at=question.closed_at)
    found = list(due.letters(cast.school, SINCE, question.closed_at.date() + timedelta(days=5)))
    assert [list(each.people) for each in found] == [[cast.vera.pk]]
    letters.send_all(question, by=cast.as_actor(cast.vera))
    later = question.closed_at.date() + timedelta(days=5)
    assert list(due.letters(cast.school, SINCE, later)) == []
