"""«Пожаловаться»: the message is kept, the reporter is not named, the case moves one way (explored by hypothesis)."""

from contextlib import suppress
from typing import Any

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.access.roles import Role
from nastavnik.conversations.models import Complaint, Message
from nastavnik.conversations.queries import complaints as queries
from nastavnik.conversations.queries import threads
from nastavnik.conversations.rules import ComplaintState, Reason
from nastavnik.conversations.services import complaints, talk
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import LogEntry, OutgoingMessage
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Appointment, Person
from tests.cast import TODAY, Cast

from .world import LATER, NOW, pdf, say, thread, working

pytestmark = pytest.mark.django_db


def reported(cast: Cast, author: Person | None = None, by: Person | None = None) -> Complaint:
    pair = Mentorship.objects.first() or working(cast)
    message = say(cast, pair, author or cast.galina, "Вы ничего не умеете")
    reporter = by or cast.kirill
    return complaints.complain(
        message, thread(cast, pair, reporter), Reason.RUDE, "Обидно", now=NOW, by=cast.as_actor(reporter)
    )


def test_the_message_is_kept_as_it_was(cast: Cast) -> None:
    complaint = reported(cast)
    message = complaint.message
    assert complaint.frozen_text == "Вы ничего не умеете"
    with pytest.raises(Refusal):
        talk.delete(message, now=NOW, by=cast.as_actor(cast.galina))
    with pytest.raises(Refusal):
        talk.edit(message, "Вы молодец", now=NOW, by=cast.as_actor(cast.galina))
    message.refresh_from_db()
    assert message.text == "Вы ничего не умеете"


def test_a_page_opened_before_the_complaint_deletes_nothing(cast: Cast) -> None:
    pair = working(cast)
    say(cast, pair, cast.galina, "Вы ничего не умеете")
    stale = Message.objects.get()
    complaints.complain(
        Message.objects.get(),
        thread(cast, pair, cast.kirill),
        Reason.RUDE,
        "",
        now=NOW,
        by=cast.as_actor(cast.kirill),
    )
    with pytest.raises(Refusal):
        talk.delete(stale, now=NOW, by=cast.as_actor(cast.galina))
    assert Message.objects.get().text


def test_curator_and_head_hear_of_it_the_other_side_does_not(cast: Cast) -> None:
    complaint = reported(cast)
    told = OutgoingMessage.objects.filter(kind="talk.complaint").values_list("person_id", flat=True)
    assert set(told) == {cast.vera.pk, cast.rodion.pk}
    assert queries.complaint_for(cast.as_actor(cast.vera), complaint.pk) == complaint
    for person in (cast.galina, cast.oleg, cast.darya, cast.kirill):
        with pytest.raises(Http404):
            queries.complaint_for(cast.as_actor(person), complaint.pk)


def test_nothing_names_the_reporter_but_the_case(cast: Cast) -> None:
    reported(cast)
    lines = LogEntry.objects.filter(event__startswith="talk.complaint")
    told = repr(list(lines.values())) + repr(list(OutgoingMessage.objects.values("subject", "text", "why")))
    assert "Зимин" not in told
    assert str(cast.kirill.account_id) not in told


def test_a_curator_who_is_complained_of_neither_sees_nor_decides(cast: Cast) -> None:
    Appointment.objects.create(
        organisation=cast.school, person=cast.galina, role=Role.CURATOR, starts_on=TODAY
    )
    complaint = reported(cast)
    galina = cast.as_actor(cast.galina)
    with pytest.raises(Http404):
        queries.complaint_for(galina, complaint.pk)
    with pytest.raises(Denied):
        complaints.take_up(complaint, now=NOW, by=galina)
    told = OutgoingMessage.objects.filter(kind="talk.complaint").values_list("person_id", flat=True)
    assert cast.galina.pk not in set(told)


def test_nobody_judges_the_own_complaint(cast: Cast) -> None:
    Appointment.objects.create(
        organisation=cast.school, person=cast.kirill, role=Role.CURATOR, starts_on=TODAY
    )
    complaint = reported(cast)
    with pytest.raises(Refusal, match="другой человек"):
        complaints.take_up(complaint, now=NOW, by=cast.as_actor(cast.kirill))


def test_the_decision_is_in_words_and_reaches_the_reporter(cast: Cast) -> None:
    complaint, vera = reported(cast), cast.as_actor(cast.vera)
    complaints.take_up(complaint, now=NOW, by=vera)
    with pytest.raises(Refusal, match="решение"):
        complaints.decide(complaint, "  ", now=NOW, by=vera)
    complaints.decide(complaint, "Поговорили с автором", hide=True, now=NOW + LATER, by=vera)
    assert (complaint.state, complaint.decided_by) == (ComplaintState.DECIDED, cast.vera)
    complaint.message.refresh_from_db()
    assert complaint.message.deleted_at
    assert complaint.frozen_text == "Вы ничего не умеете"
    told = OutgoingMessage.objects.get(kind="talk.complaint_decided")
    assert told.person_id == cast.kirill.pk
    assert "Поговорили" not in told.text


def test_ones_own_words_and_the_same_words_twice_are_not_complained_of(cast: Cast) -> None:
    complaint = reported(cast)
    pair = complaint.message.mentorship
    for person in (cast.kirill, cast.galina):
        with pytest.raises(Refusal):
            complaints.complain(
                complaint.message,
                thread(cast, pair, person),
                Reason.OTHER,
                "",
                now=NOW,
                by=cast.as_actor(person),
            )
    assert Complaint.objects.count() == 1


STEPS = st.lists(st.sampled_from(["take_up", "decide", "edit", "delete"]), max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_only_declared_moves_succeed(cast: Cast, steps: list[str]) -> None:
    """new → seen → decided and nothing else, whatever is pressed and in whatever order; the words stay."""
    Complaint.objects.all().delete()
    Message.objects.all().delete()
    complaint, vera, galina = reported(cast), cast.as_actor(cast.vera), cast.as_actor(cast.galina)
    acts: dict[str, Any] = {
        "take_up": lambda: complaints.take_up(complaint, now=NOW, by=vera),
        "decide": lambda: complaints.decide(complaint, "Решено", now=NOW, by=vera),
        "edit": lambda: talk.edit(complaint.message, "Иначе", now=NOW, by=galina),
        "delete": lambda: talk.delete(complaint.message, now=NOW, by=galina),
    }
    state = ComplaintState.NEW
    after = {"take_up": (ComplaintState.NEW, ComplaintState.SEEN)}
    after["decide"] = (ComplaintState.SEEN, ComplaintState.DECIDED)
    for step in steps:
        with suppress(Refusal):
            acts[step]()
        if step in after and after[step][0] == state:
            state = after[step][1]
        complaint.refresh_from_db()
        assert complaint.state == state
        assert Message.objects.get(pk=complaint.message_id).text == "Вы ничего не умеете"


def test_a_file_that_was_taken_out_by_decision_is_given_to_the_judge_alone(cast: Cast) -> None:
    pair = working(cast)
    message = say(cast, pair, cast.galina, "Смотрите", files=[pdf()])
    kirill, vera = cast.as_actor(cast.kirill), cast.as_actor(cast.vera)
    complaint = complaints.complain(
        message, thread(cast, pair, cast.kirill), Reason.PRIVATE, "", now=NOW, by=kirill
    )
    complaints.take_up(complaint, now=NOW, by=vera)
    file = message.attachments.get()
    assert threads.attachment_for(kirill, file.pk, today=TODAY) == file
    complaints.decide(complaint, "Убрано", hide=True, now=NOW, by=vera)
    for who in (kirill, cast.as_actor(cast.galina)):
        with pytest.raises(Http404):
            threads.attachment_for(who, file.pk, today=TODAY)
    assert threads.attachment_for(vera, file.pk, today=TODAY) == file
