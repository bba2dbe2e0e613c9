"""What the first packages remind of, and that it ceases when it is done."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from nastavnik.bank import awaiting as bank
from nastavnik.bank.models import Request
from nastavnik.bank.rules import RequestState
from nastavnik.notifications import kinds, reminders, sources
from nastavnik.notifications.gathered import by_week
from nastavnik.notifications.reminders import Due, Source
from nastavnik.pairs import awaiting as pairs
from nastavnik.pairs import services
from nastavnik.pairs.models import Participation
from nastavnik.pairs.rules import Answer
from nastavnik.people.models import Consent, Person
from nastavnik.people.rules import ConsentKind
from tests.bank import banks
from tests.cast import TODAY, Cast
from tests.pairs import world

from .things import moscow


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moscow(TODAY, 10), tick=False):
        yield


def told(source: Source, cast: Cast) -> list[Due]:
    """All that is due within two months; nothing is due in the school next door."""
    first, last = TODAY, TODAY + timedelta(days=60)
    assert not list(source(cast.other_school, first, last))
    assert not list(source(cast.school, first - timedelta(days=90), first - timedelta(days=30)))
    return list(source(cast.school, first, last))


def test_consents_of_one_week_are_one_reminder_until_the_last_is_collected(cast: Cast) -> None:
    for person in (cast.galina, cast.kirill):
        Consent.objects.create(organisation=cast.school, person=person, kind=ConsentKind.PROCESSING)
    (due,) = told(sources.consents, cast)
    assert due.people == [cast.vera.pk]
    assert due.next_people == [cast.rodion.pk]
    assert "2\xa0согласия" in due.text
    assert due.due_on == date(2026, 10, 4)
    Consent.objects.filter(person=cast.galina).update(given_on=TODAY)
    (left,) = told(sources.consents, cast)
    assert (left.key, left.due_on) == (due.key, due.due_on)
    Consent.objects.update(given_on=TODAY)
    assert told(sources.consents, cast) == []


def test_a_request_without_a_mentor_is_reminded_of_until_it_is_served(cast: Cast) -> None:
    banks.request(cast, banks.mentee(cast))
    (due,) = told(bank.requests, cast)
    assert due.people == [cast.vera.pk]
    assert "1\xa0запрос" in due.text
    Request.objects.update(state=RequestState.SERVED)
    assert told(bank.requests, cast) == []


def test_each_participant_is_asked_for_an_answer_until_it_comes(cast: Cast) -> None:
    world.approved(cast)
    assert {due.people[0] for due in told(pairs.answers, cast)} == {cast.galina.pk, cast.kirill.pk}
    galina = Participation.objects.get(person=cast.galina)
    services.answer(galina, Answer.AGREED, today=TODAY, by=cast.as_actor(cast.galina))
    (left,) = told(pairs.answers, cast)
    assert left.people == [cast.kirill.pk]
    assert left.next_people == [cast.vera.pk]
    assert "Зимин" not in left.subject + left.text


def test_what_came_in_one_week_is_due_together() -> None:
    monday = date(2026, 9, 14)
    days = [monday, monday + timedelta(days=6), monday + timedelta(days=7)]
    assert list(by_week(days, wait=14)) == [
        ("2026-09-14", date(2026, 10, 4), 2),
        ("2026-09-21", date(2026, 10, 11), 1),
    ]


def test_every_kind_that_is_told_has_a_name_on_the_page_of_settings() -> None:
    shown = {kind.code for kind in kinds.optional()}
    assert set(reminders.KINDS) <= shown
    assert {"consents_awaited", "requests_waiting", "pair_answer", "order_draft", "assessed"} <= shown
    labels = [kind.label for kind in kinds.optional()]
    assert len(set(labels)) == len(labels)


def test_a_person_chooses_only_for_what_may_come_to_them(cast: Cast) -> None:
    def offered(person: Person) -> set[str]:
        return {kind.code for kind in kinds.optional_for(cast.as_actor(person))}

    mentor, curator = offered(cast.galina), offered(cast.vera)
    assert {"meeting_ahead", "task_due", "activity", "talk.message"} <= mentor
    deciders = {"bank_applied", "requests_waiting", "order_draft", "pair_order", "pair_rematch", "pair_term"}
    assert deciders | {"programme_approval", "talk.complaint"} <= curator
    assert not (deciders | {"programme_approval", "talk.complaint", "care_asked"}) & mentor
    assert {"order_draft", "requests_waiting"} <= offered(cast.rodion)
    assert "care_asked" not in curator
