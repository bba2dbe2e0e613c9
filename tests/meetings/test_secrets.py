"""What one side says is kept from the other: a curator who is one of the pair, mentees of one group; and bounds."""

from datetime import timedelta

import pytest

from nastavnik.access.roles import Role
from nastavnik.core.errors import Refusal
from nastavnik.meetings import queries, rules
from nastavnik.meetings.queries import diary as diaries
from nastavnik.meetings.rules import Doer, Fit
from nastavnik.meetings.services import diary, recording
from nastavnik.meetings.services.diary import Note
from nastavnik.meetings.services.recording import Told
from nastavnik.pairs.board.queries import Wanted, board_of
from nastavnik.pairs.head import head_of
from nastavnik.people.models import Appointment, Person
from tests.cast import TODAY, Cast

from .world import NOW, at, held, proposed, working

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=20)


def curates(cast: Cast, person: Person) -> None:
    Appointment.objects.create(organisation=cast.school, person=person, role=Role.CURATOR, starts_on=TODAY)


def test_a_curator_who_is_one_of_the_pair_reads_no_rating_of_the_other_side(cast: Cast) -> None:
    curates(cast, cast.galina)
    pair = working(cast)
    meeting = held(cast, pair)
    told = Told(mark=1, fit=Fit.UNFIT)
    recording.record(meeting, told, now=NOW, by=cast.as_actor(cast.kirill))
    for who, sees in ((cast.galina, False), (cast.vera, True)):
        actor = cast.as_actor(who)
        assert (cast.kirill in {r.person for r in queries.ratings_for(actor, meeting)}) is sees
        head = head_of(actor, pair, today=LATER, current="overview")
        assert (head.life.unfit, head.life.rating == 1) == (sees, sees)
        assert head.health
        assert ("не подходит" in head.health.words) is sees
        board = board_of(actor, cast.school, Wanted(), today=LATER)
        assert ("не подходит" in board.health[pair.pk].words) is sees


def test_in_a_group_a_mentee_reads_no_note_of_another_mentee(cast: Cast) -> None:
    group = working(cast, cast.kirill, cast.darya)
    for who in (cast.galina, cast.kirill):
        diary.write(group, Note(TODAY, who.last_name), today=TODAY, by=cast.as_actor(who))
    seen = {
        who: {note.author for note in diaries.notes_of(cast.as_actor(who), group)}
        for who in (cast.galina, cast.kirill, cast.darya, cast.vera)
    }
    both = {cast.galina, cast.kirill}
    assert seen == {
        cast.galina: both,
        cast.kirill: both,
        cast.darya: {cast.galina},
        cast.vera: both,
    }


def test_one_record_lays_no_thousand_tasks_and_no_meeting_is_planned_for_another_century(cast: Cast) -> None:
    with pytest.raises(Refusal, match="договорённостей"):
        rules.agreed_from("дело\n" * 2000, doer=Doer.MENTEE, due_on=TODAY, today=TODAY)
    with pytest.raises(Refusal, match="больше чем через два года"):
        proposed(cast, working(cast), starts_at=at(16, 14).replace(year=9999))
