"""A member votes, or the secretary writes down the votes of a sitting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.council.models import Ballot, Line, Question
from nastavnik.council.queries import members as council
from nastavnik.council.queries import questions as queries
from nastavnik.council.rules import Voice, Way

from .asking import take_seat
from .claiming import hold

NO_MEMBER = "Этот человек сейчас не входит в совет. Проверьте его роль в карточке."
OWN_PAIR = "Вы участник одной из этих пар, поэтому по ней не голосуете. По остальным голос можно дать."
VOTES_ONESELF = (
    "У этого члена совета есть вход в систему, и голосование заочное: он голосует сам. "
    "Для заседания отправьте вопрос на совет очно."
)


@dataclass(frozen=True)
class Given:
    """What a member says of one pair."""

    voice: Voice
    comment: str = ""


@transaction.atomic
def vote(question: Question, given: Mapping[UUID, Given], *, member: UUID, today: date, by: Actor) -> int:
    """Voices by line; may be given again until the question is closed. Returns how many were taken.

    Pairs that are decided elsewhere or outdated are passed over; a pair of one's own is a refusal.
    """
    own = member in by.person_ids
    by.require(Permission.COUNCIL_VOTE if own else Permission.COUNCIL_ASK, question)
    question = hold(question)
    seat = _seat_of(question, member, today)
    if not own and question.way != Way.SITTING and seat.person.account_id:
        raise Refusal(VOTES_ONESELF)
    lines = list(queries.lines_of(question).filter(pk__in=given))
    barred = council.barred_from(lines, [seat], today=today)
    if any(member in barred[line.pk] for line in lines):
        raise Refusal(OWN_PAIR)
    live = [line for line in lines if queries.is_live(line)]
    if not live:
        raise Refusal("Голосовать не за что: отметьте голос хотя бы по одной паре, которая ждёт решения.")
    for line in live:
        _cast(line, seat, given[line.pk], entered_by="" if own else by.name)
    take_seat(question, seat, present=True)
    journal.record("council.voted", "Учтён голос члена совета", subject=question, by=by)
    return len(live)


@transaction.atomic
def vote_unanimously(question: Question, *, today: date, by: Actor) -> int:
    """At a sitting all present are «за»: written for those who have no voice yet. Returns how many voices."""
    by.require(Permission.COUNCIL_ASK, question)
    question = hold(question)
    if question.way != Way.SITTING:
        raise Refusal("Так записывают голоса заседания. В заочном голосовании каждый голосует сам.")
    sitting = queries.sitting_of(question, today=today)
    written = 0
    for member in sitting.members:
        if member.person.pk not in sitting.present:
            continue
        for line in sitting.left_to_vote(member.person.pk):
            _cast(line, member, Given(Voice.FOR), entered_by=by.name)
            written += 1
    if not written:
        raise Refusal("Отметьте, кто был на заседании: записывать больше нечего.")
    journal.record("council.voted", f"Записаны голоса заседания: {written}", subject=question, by=by)
    return written


def _seat_of(question: Question, member: UUID, today: date) -> council.Member:
    members = council.composition(question.organisation, today=today)
    found = next((each for each in members if each.person.pk == member), None)
    if found is None:
        raise Refusal(NO_MEMBER)
    return found


def _cast(line: Line, member: council.Member, given: Given, *, entered_by: str) -> None:
    Ballot.objects.update_or_create(
        organisation_id=line.organisation_id,
        line=line,
        person=member.person,
        defaults={
            "root_id": line.root_id,
            "voice": given.voice,
            "comment": given.comment.strip()[:300],
            "entered_by": entered_by,
        },
    )
