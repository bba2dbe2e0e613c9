"""Questions, their lines and ballots: one way of reading for screens, services and minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.bank.rules import RequestState
from nastavnik.council import rules
from nastavnik.council.models import Ballot, Care, Letter, Line, Question, Regulation, Seat
from nastavnik.council.rules import LetterState, LineState, QuestionState, Tally, Verdict, Voice, Way
from nastavnik.matching.models import MatchRun, Proposal
from nastavnik.matching.rules import ProposalState
from nastavnik.organisations.models import BodyDecision, CollegialBody, Organisation

from .members import Member, barred_from, composition, member_of

P = Permission


def regulation_of(organisation: Organisation) -> Regulation:
    """As the organisation has set it; an unsaved row of defaults where it has set nothing."""
    kept = Regulation.objects.filter(organisation=organisation).first()
    return kept or Regulation(organisation=organisation, root_id=organisation.root_id)


def question_for(actor: Actor, pk: UUID, permission: Permission = P.COUNCIL_VIEW) -> Question:
    rows = Question.objects.select_related("organisation", "body", "run", "decision")
    return rows.pick(actor, permission, pk=pk)


def questions_of(organisation: Organisation, *, by: Actor) -> QuerySet[Question]:
    """Those that wait first, the earliest due on top; then the latest decided. `pairs` is how many lines each has."""
    rows = Question.objects.visible_to(by, P.COUNCIL_VIEW).filter(organisation=organisation)
    decided = ~Q(state=QuestionState.OPEN)
    rows = rows.annotate(pairs=Count("lines"), decided=decided).select_related("decision")
    return rows.order_by("decided", "-closed_at", "due_on", "-id")


def open_lines_of(run: MatchRun) -> QuerySet[Line]:
    """Pairs of a run that the council has before it now."""
    return Line.objects.filter(proposal__run=run, state=LineState.WAITING)


def free_proposals(run: MatchRun) -> QuerySet[Proposal]:
    """Pairs of a run that wait for a decision and are not before the council."""
    rows = Proposal.objects.filter(run=run, state=ProposalState.PENDING)
    return (
        rows.exclude(pk__in=open_lines_of(run).values("proposal"))
        .select_related("mentor__person", "request__mentee__person", "request__issue", "request__subject")
        .order_by("-points", "id")
    )


def lines_of(question: Question) -> QuerySet[Line]:
    """With the people of each pair, their jobs, the issue and the areas."""
    return (
        Line.objects.filter(question=question)
        .select_related(
            *("proposal__mentor__person", "proposal__mentor__organisation", "proposal__organisation"),
            *("proposal__request__mentee__person", "proposal__request__issue", "proposal__request__subject"),
            *("proposal__request__organisation", "proposal__run", "mentorship"),
        )
        .prefetch_related(
            *("proposal__request__domains", "proposal__mentor__person__employments"),
            "proposal__request__mentee__person__employments",
        )
        .order_by("order", "id")
    )


def is_live(line: Line) -> bool:
    """The pair is still to be decided: nobody has decided it elsewhere and no newer run has replaced it."""
    pending = line.proposal is not None and line.proposal.state == ProposalState.PENDING
    return line.state == LineState.WAITING and pending


def cares_of(question: Question) -> QuerySet[Care]:
    return (
        Care.objects.filter(question=question)
        .select_related(
            "request__mentee__person", "request__issue", "request__subject", "left", "organisation"
        )
        .prefetch_related("request__mentee__person__employments")
    )


def undecided_cares(question: Question) -> list[Care]:
    """Those who still look for a mentor and about whom nothing is decided."""
    waiting = cares_of(question).filter(request__state=RequestState.OPEN)
    return [care for care in waiting if not care.is_decided]


@dataclass(frozen=True)
class Sitting:
    """Everything about the vote on a question: the same values count it, show it and write the minutes."""

    question: Question
    regulation: rules.Regulation
    members: Sequence[Member]
    lines: Sequence[Line]
    present: frozenset[UUID]
    barred: Mapping[UUID, set[UUID]]
    ballots: Mapping[UUID, Mapping[UUID, Ballot]] = field(default_factory=dict)  # line → person → ballot

    @property
    def chair(self) -> Member | None:
        return next((member for member in self.members if member.is_chair), None)

    @property
    def here(self) -> int:
        """Members who take part."""
        return len(self.present & {member.person.pk for member in self.members})

    @property
    def has_quorum(self) -> bool:
        return rules.has_quorum(self.regulation.quorum, present=self.here, members=len(self.members))

    @property
    def live(self) -> list[Line]:
        return [line for line in self.lines if is_live(line)]

    def tally(self, line: Line) -> Tally:
        return rules.tally(
            {who: Voice(ballot.voice) for who, ballot in self.ballots.get(line.pk, {}).items()},
            members={member.person.pk for member in self.members},
            present=self.present,
            barred=self.barred.get(line.pk, set()),
            chair=self.chair.person.pk if self.chair else None,
        )

    def verdict(self, line: Line) -> Verdict:
        return rules.verdict(self.tally(line), self.regulation)

    def left_to_vote(self, person: UUID) -> list[Line]:
        """Pairs on which this member may vote and has not."""
        return [
            line
            for line in self.live
            if person not in self.barred.get(line.pk, ()) and person not in self.ballots.get(line.pk, {})
        ]


def sitting_of(question: Question, *, today: date, lines: Sequence[Line] | None = None) -> Sitting:
    """Of an open question with the members of today; of a closed one with those who sat at its close."""
    found = list(lines_of(question)) if lines is None else list(lines)
    seats = list(
        Seat.objects.filter(question=question).select_related("person").order_by("person__search_text")
    )
    if question.state == QuestionState.OPEN:
        members = composition(question.organisation, today=today)
    else:
        members = sorted(
            (Member(s.person, Role(s.role)) for s in seats), key=lambda member: not member.is_chair
        )
    ballots: dict[UUID, dict[UUID, Ballot]] = {}
    for ballot in Ballot.objects.filter(line__question=question):
        ballots.setdefault(ballot.line_id, {})[ballot.person_id] = ballot
    return Sitting(
        question=question,
        regulation=regulation_of(question.organisation).rules,
        members=members,
        lines=found,
        present=frozenset(seat.person_id for seat in seats if seat.present),
        barred=barred_from(found, members, today=today),
        ballots=ballots,
    )


def numbers_taken(body: CollegialBody, year: int) -> list[str]:
    """Numbers of minutes that the body has used in a calendar year."""
    rows = BodyDecision.objects.filter(body=body, on__year=year)
    return list(rows.order_by().values_list("protocol", flat=True))


def may_see_votes(actor: Actor, question: Question) -> bool:
    """The chair and the curator while it is open; everybody who may see the question once it is closed."""
    if question.state == QuestionState.CLOSED:
        return True
    return actor.can(P.COUNCIL_CLOSE, question) or actor.can(P.COUNCIL_ASK, question)


def may_close(actor: Actor, question: Question) -> bool:
    """The chair; for a sitting, on which the chair decided by word of mouth, the curator too."""
    written = question.way == Way.SITTING and actor.can(P.COUNCIL_ASK, question)
    return actor.can(P.COUNCIL_CLOSE, question) or written


def left_to_vote(actor: Actor, found: Sequence[Question], *, today: date) -> dict[UUID, int]:
    """Open question → on how many pairs this member has not voted; four queries for any number of questions."""
    if not found:
        return {}
    organisations = {question.organisation_id: question.organisation for question in found}
    seats = {
        pk: member_of(actor, composition(organisation, today=today))
        for pk, organisation in organisations.items()
        if actor.can(P.COUNCIL_VOTE, organisation)
    }
    mine = [question for question in found if seats.get(question.organisation_id)]
    if not mine:
        return {}
    me = {seat.person.pk: seat for seat in seats.values() if seat}
    rows = Line.objects.filter(
        question__in=mine, state=LineState.WAITING, proposal__state=ProposalState.PENDING
    ).exclude(pk__in=Ballot.objects.filter(person__in=me, line__question__in=mine).values("line"))
    waiting = list(rows.select_related("proposal__mentor__person", "proposal__request__mentee__person"))
    barred = barred_from(waiting, me.values(), today=today)
    left: dict[UUID, int] = {}
    for line in waiting:
        if not barred[line.pk]:
            left[line.question_id] = left.get(line.question_id, 0) + 1
    return left


def waiting_votes(actor: Actor, here: Organisation, *, today: date) -> int:
    """How many pairs wait for this member's voice here."""
    if not actor.can(P.COUNCIL_VOTE, here):
        return 0
    rows = Question.objects.visible_to(actor, P.COUNCIL_VIEW).filter(
        organisation=here, state=QuestionState.OPEN
    )
    return sum(left_to_vote(actor, list(rows.select_related("organisation")), today=today).values())


def waiting_closes(actor: Actor, here: Organisation, *, today: date) -> int:
    """Questions that the chair may close now: the time to vote is over, or everybody has voted."""
    if not actor.can(P.COUNCIL_CLOSE, here):
        return 0
    rows = Question.objects.filter(organisation=here, state=QuestionState.OPEN)
    found = list(rows.select_related("organisation", "body", "run"))
    return sum(_is_ripe(sitting_of(question, today=today), today) for question in found)


def _is_ripe(sitting: Sitting, today: date) -> bool:
    over = sitting.question.due_on < today
    return bool(sitting.live) and (
        over or not any(sitting.left_to_vote(m.person.pk) for m in sitting.members)
    )


def waiting_letters(actor: Actor, here: Organisation) -> int:
    if not actor.can(P.COUNCIL_ASK, here):
        return 0
    return Letter.objects.filter(organisation=here, state=LetterState.DRAFT).count()


def care_for(actor: Actor, pk: UUID) -> Care:
    rows = Care.objects.select_related(
        "question__organisation", "request__mentee__person", "request__issue", "request__subject", "left"
    )
    return rows.pick(actor, P.COUNCIL_VIEW, pk=pk)


def letters_of(question: Question) -> QuerySet[Letter]:
    return (
        Letter.objects.filter(line__question=question)
        .select_related("person")
        .order_by("line__order", "side")
    )


def letter_for(actor: Actor, pk: UUID) -> Letter:
    rows = Letter.objects.select_related("person", "line__question", "organisation", "line__mentorship")
    return rows.pick(actor, P.COUNCIL_ASK, pk=pk)


def own_letter(actor: Actor, pk: UUID) -> Letter:
    """A letter that has been sent to this person, or 404."""
    mine = Letter.objects.filter(pk=pk, person__in=actor.person_ids).exclude(state=LetterState.DRAFT)
    found = mine.select_related("organisation", "line__mentorship", "person").first()
    if found is None:
        raise Http404
    return found
