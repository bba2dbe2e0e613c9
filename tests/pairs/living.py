"""Working pairs of the cast, and what other packages would tell of their lives."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from nastavnik.bank.models import Mentee, Request
from nastavnik.bank.rules import RequestState
from nastavnik.organisations.models import ListItem
from nastavnik.pairs import life, orders
from nastavnik.pairs.changing import services as changing
from nastavnik.pairs.changing.rules import ChangeKind
from nastavnik.pairs.changing.services import Wanted
from nastavnik.pairs.models import Mentorship, MentorshipChange
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast

from .world import ready


def working(cast: Cast, *mentees: Person, **more: object) -> Mentorship:
    """A pair with its order issued today; the mentee's request is served."""
    people = list(mentees) or [cast.kirill]
    requests = {person.pk: request_of(cast, person) for person in people}
    pair = ready(cast, *people, requests=requests, **more)
    by = cast.as_actor(cast.vera)
    paper = orders.draft(cast.school, [pair], by=by)
    orders.issue(paper, number=f"{Mentorship.objects.count()}-ОД", on=TODAY, today=TODAY, by=by)
    pair.refresh_from_db()
    return pair


def request_of(cast: Cast, person: Person) -> Request:
    mentee, _ = Mentee.objects.get_or_create(
        organisation=cast.school, person=person, left_on=None, defaults={"entered_on": TODAY}
    )
    issue = ListItem.objects.get(organisation=cast.school, list="issue", code="teaching-methods")
    found = Request.objects.filter(mentee=mentee, issue=issue).exclude(state=RequestState.CLOSED).first()
    return found or Request.objects.create(
        organisation=cast.school, mentee=mentee, issue=issue, opened_on=TODAY
    )


def change(
    cast: Cast, pair: Mentorship, kind: ChangeKind, day: date, *, today: date, **more: Any
) -> MentorshipChange:
    """As the curator writes it."""
    made = changing.record(pair, Wanted(kind, day, **more), today=today, by=cast.as_actor(cast.vera))
    pair.refresh_from_db()
    return made


@contextmanager
def told(facts: Mapping[str, Any]) -> Iterator[None]:
    """Another package tells the same of every pair."""
    kept = list(life._SOURCES)
    life._SOURCES[:] = [life.Source(lambda today: {}, lambda values: facts)]  # noqa: ARG005
    try:
        yield
    finally:
        life._SOURCES[:] = kept
