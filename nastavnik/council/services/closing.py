"""The chair closes a question: pairs are formed, refused or go back; the minutes are frozen; letters are drafted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.council import drafting, minutes, rules, telling
from nastavnik.council.models import Line, Question
from nastavnik.council.queries import questions as queries
from nastavnik.council.queries.questions import Sitting
from nastavnik.council.rules import LineState, QuestionState, Verdict
from nastavnik.documents.drawing.facts import to_dict
from nastavnik.matching import services as matching
from nastavnik.matching.rules import check_term
from nastavnik.matching.terms import Choice, default_choice
from nastavnik.organisations.models import BodyDecision
from nastavnik.organisations.services.bodies import keep_decision
from nastavnik.pairs.telling import tell_representatives
from nastavnik.people.models import Person

from .asking import take_seat
from .claiming import hold

OUTDATED = "Решение не понадобилось: пара уже решена или подбор устарел"
NOTHING_LEFT = (
    "Решать больше нечего: все пары решены иначе или подбор устарел. Куратор может отозвать вопрос."
)


@dataclass(frozen=True)
class Closing:
    """What the chair says: minutes, the term of the pairs, and what becomes of each pair that was not adopted."""

    number: str
    held_on: date
    starts: date
    ends: date
    secretary: Person | None = None
    unadopted: Mapping[UUID, tuple[LineState, str]] = field(default_factory=dict)


@transaction.atomic
def close(question: Question, said: Closing, *, today: date, by: Actor) -> BodyDecision:
    """Everything or nothing; one pair that cannot be formed any more goes back to work and stops no other."""
    if not queries.may_close(by, question):
        by.require(Permission.COUNCIL_CLOSE, question)
    question = hold(question)
    sitting = queries.sitting_of(question, today=today)
    _check(question, sitting, said, today)
    decision = keep_decision(
        question.body,
        on=said.held_on,
        protocol=said.number.strip(),
        question=question.title,
        decided="",
        by=by,
    )
    for line in sitting.lines:
        _decide(line, sitting, said, decision, today=today, by=by)
    _freeze(question, sitting, said, decision, today=today, by=by)
    drafting.draft_letters(sitting.lines, decision=decision)
    journal.record("council.closed", f"Совет решил: {decision.decided}", subject=question, by=by)
    telling.tell_decided(question, [member.person for member in sitting.members], today=today, by=by)
    return decision


def _check(question: Question, sitting: Sitting, said: Closing, today: date) -> None:
    if not sitting.live:
        raise Refusal(NOTHING_LEFT)
    taken = queries.numbers_taken(question.body, said.held_on.year)
    rules.check_number(said.number, said.held_on, asked_on=question.asked_on, today=today, taken=taken)
    check_term(said.starts, said.ends, ())
    rules.check_quorum(sitting.regulation.quorum, present=sitting.here, members=len(sitting.members))
    for line in sitting.live:
        if sitting.verdict(line) is not Verdict.ADOPTED:
            state, reason = said.unadopted.get(line.pk, (None, ""))
            rules.check_unadopted(state, reason, names_of(line))
    rules.check_care([care.request.mentee.person.short_name for care in queries.undecided_cares(question)])


def names_of(line: Line) -> str:
    """«Мещерякова Г. В. и Зимин К. А.»"""
    if line.proposal is None:
        return ""
    return f"{line.proposal.mentor.person.short_name} и {line.proposal.request.mentee.person.short_name}"


def _decide(
    line: Line, sitting: Sitting, said: Closing, decision: BodyDecision, *, today: date, by: Actor
) -> None:
    count = sitting.tally(line)
    line.given_for, line.against, line.abstained = count.given_for, count.against, count.abstained
    if not queries.is_live(line):
        line.state, line.reason = LineState.VOID, OUTDATED
    elif sitting.verdict(line) is Verdict.ADOPTED:
        _approve(line, said, decision, today=today, by=by)
    else:
        line.state, line.reason = said.unadopted[line.pk]
    # The line is no longer before the council, so matching may decide its proposal.
    line.reason = line.reason.strip()[:300]
    line.save()
    if line.state == LineState.DECLINED and line.proposal is not None:
        matching.decline(line.proposal, reason=line.reason, by=by)


def _approve(line: Line, said: Closing, decision: BodyDecision, *, today: date, by: Actor) -> None:
    """Form the pair; a refusal of matching (a consent withdrawn, no place left) sends it back with its reason."""
    proposal = line.proposal
    assert proposal is not None  # noqa: S101 — a live line has one
    usual = default_choice(proposal.request, proposal.mentor, today=today)
    choice = Choice(usual.form, usual.kinds, said.starts, said.ends)
    Line.objects.filter(pk=line.pk).update(state=LineState.APPROVED)
    line.state = LineState.APPROVED
    try:
        line.mentorship = matching.approve(
            proposal, choice, today=today, decision=decision, tell=tell_representatives, by=by
        )
    except Refusal as refusal:
        line.state, line.reason = LineState.RETURNED, f"Совет согласен, но пару создать нельзя: {refusal}"


def _freeze(
    question: Question, sitting: Sitting, said: Closing, decision: BodyDecision, *, today: date, by: Actor
) -> None:
    for member in sitting.members:
        take_seat(question, member, present=member.person.pk in sitting.present)
    decision.decided = summary(sitting.lines)
    decision.save(update_fields=["decided"])
    facts = minutes.facts_of(sitting, decision=decision, secretary=said.secretary, today=today)
    question.state, question.decision, question.facts = QuestionState.CLOSED, decision, to_dict(facts)
    question.closed_at, question.closed_by = timezone.now(), by.name
    question.save()


def summary(lines: Sequence[Line]) -> str:
    """«утверждено пар — 2, отклонено — 1»: numbers only, for this is read on the page of the body too."""
    words = {
        LineState.APPROVED: "утверждено пар",
        LineState.DECLINED: "отклонено",
        LineState.RETURNED: "возвращено в работу",
        LineState.VOID: "снято с рассмотрения",
    }
    counts = {state: sum(line.state == state for line in lines) for state in words}
    return ", ".join(f"{words[state]} — {number}" for state, number in counts.items() if number)
