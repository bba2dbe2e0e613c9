"""Running matching, and deciding about what it proposed."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentor, Request
from nastavnik.bank.rules import RequestState
from nastavnik.core import jobs, journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.core.models import UNFINISHED, Job
from nastavnik.organisations.models import BodyDecision, Organisation
from nastavnik.organisations.rules import Level
from nastavnik.pairs import services as pairs
from nastavnik.pairs import telling
from nastavnik.pairs.models import Mentorship
from nastavnik.people.consent_state import in_force
from nastavnik.people.rules import ConsentKind

from . import decisions, keeping, report, rules, wording
from .engine import api
from .engine.model import Goals, NotProved, Result
from .engine.progress import Progress, silent
from .gathering import Gathered, gather, mentors_for, open_requests
from .held import check_free
from .models import MatchRun, Proposal
from .rematch.giving_way import give_way
from .rules import DecisionKind, ProposalState
from .terms import Choice, default_choice, terms_of
from .weights import rules as weights

AT_ONCE = 2000  # pairs of a request and a mentor that are worked out while the person waits
JOB = "matching.run"
DECIDED = "По этой паре уже принято решение. Обновите страницу."


def begin(organisation: Organisation, *, today: date, by: Actor) -> MatchRun | Job:
    """Run here and now, or as a job where the organisation is large. Nothing to match is a refusal."""
    by.require(Permission.MATCH_RUN, organisation)
    asking = open_requests(organisation, today=today)
    if not asking:
        raise Refusal("Открытых запросов нет. Добавьте запрос наставляемому и проверьте согласия.")
    offering = mentors_for(organisation, asking, today=today)
    if not offering:
        raise Refusal(
            "Нет наставников, которых можно предложить. Отметьте в банке, кто и в чём поможет, и проверьте согласия."
        )
    if len(asking) * len(offering) <= AT_ONCE:
        return run(organisation, today=today, by=by)
    return jobs.enqueue(
        JOB,
        key=str(organisation.pk),
        payload={"organisation": organisation.pk, "today": today.isoformat()},
        organisation=organisation,
        by=by,
    )


def stop(organisation: Organisation, *, by: Actor) -> None:
    """End the matching that is under way; nothing of it is kept, the last run stays as it was."""
    by.require(Permission.MATCH_RUN, organisation)
    under_way = Job.objects.filter(kind=JOB, organisation_id=organisation.pk, state__in=UNFINISHED).first()
    if under_way is None or not jobs.cancel(under_way.pk):
        raise Refusal("Подбор уже закончился. Обновите страницу.")


def run(organisation: Organisation, *, today: date, by: Actor, progress: Progress = silent) -> MatchRun:
    """Propose the best set of pairs with its proof; approves nothing. What waited from the last run becomes stale.

    `progress` is told of every round; what it raises ends the run before anything is kept.
    """
    by.require(Permission.MATCH_RUN, organisation)
    if organisation.level != Level.ORGANISATION:
        raise Refusal("Подбор идёт внутри одной организации. Выберите школу, детский сад или колледж.")
    gathered = gather(organisation, today=today)
    goals = weights.goals_of(gathered.settings)
    result = api.match(gathered.problem, goals, progress=progress)
    if not api.verify(gathered.problem, result).ok:
        raise NotProved("verify")
    return _keep(organisation, gathered, result, goals, by=by)


def match_now(organisation: Organisation, *, today: date, by: Actor) -> dict[str, Any]:
    """The same for the command line: a run as JSON."""
    return report.as_json(run(organisation, today=today, by=by))


@transaction.atomic
def _keep(
    organisation: Organisation, gathered: Gathered, result: Result, goals: Goals, *, by: Actor
) -> MatchRun:
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one run at a time
    keeping.outdate(Proposal.objects.filter(organisation=organisation))
    kept = keeping.create(organisation, gathered, result, asdict(goals), by=by)
    words = f"Подбор: предложено пар — {result.matched}, без наставника — {len(result.unmatched)}"
    journal.record("match.run", words, subject=kept, by=by, after={"отпечаток": result.digest})
    return kept


@transaction.atomic
def approve(
    proposal: Proposal,
    choice: Choice,
    *,
    today: date,
    decision: BodyDecision | None = None,
    tell: pairs.Tell = telling.tell_asked,
    by: Actor,
) -> Mentorship:
    """The curator or the council says yes: the pair is formed and waits for consents."""
    by.require(Permission.MATCH_APPROVE, proposal)
    check_free(proposal, ProposalState.APPROVED)
    _claim(proposal, ProposalState.APPROVED, by=by)
    give_way(proposal, today=today, by=by)
    mentorship = _pair(
        proposal.request, proposal.mentor, choice, today=today, decision=decision, tell=tell, by=by
    )
    Proposal.objects.filter(pk=proposal.pk).update(mentorship=mentorship)
    proposal.refresh_from_db()
    journal.record("match.approved", "Предложенная пара утверждена", subject=proposal, by=by)
    return mentorship


@transaction.atomic
def assign(request: Request, mentor: Mentor, choice: Choice, *, today: date, by: Actor) -> Mentorship:
    """A mentor chosen by a person, from either side. The rules of matching hold as well."""
    by.require(Permission.MATCH_APPROVE, request)
    gathered = gather(request.organisation, today=today, requests=[request])
    able = {m.pk: j for j, m in enumerate(gathered.mentors)}
    if mentor.pk not in able:
        raise Refusal(
            "Этого наставника сейчас нельзя назначить: проверьте его согласия и предложения в банке."
        )
    found = api.candidates(gathered.problem, mentee=0, mentor=able[mentor.pk])[0]
    if found.failing:
        why = wording.barred(gathered, found.mentee, found.mentor, found.failing)
        raise Refusal(f"{why}. Выберите другого наставника.")
    mentorship = _pair(request, mentor, choice, today=today, by=by)
    keeping.outdate(Proposal.objects.filter(request=request))
    journal.record("match.assigned", "Наставник назначен", subject=mentorship, by=by)
    return mentorship


def _pair(
    request: Request,
    mentor: Mentor,
    choice: Choice,
    *,
    today: date,
    decision: BodyDecision | None = None,
    tell: pairs.Tell = telling.tell_asked,
    by: Actor,
) -> Mentorship:
    rules.check_term(choice.starts_on, choice.ends_on, [kind.code for kind in choice.kinds])
    _check_still_stands(request, mentor, today)
    _check_decisions(request, mentor)
    claimed = Request.objects.filter(pk=request.pk, state=RequestState.OPEN).update(
        state=RequestState.PROPOSED
    )
    if not claimed:
        raise Conflict("Этот запрос уже не ищет наставника. Обновите страницу.")
    return pairs.adopt(
        mentor.person,
        [request.mentee.person],
        terms_of(request, mentor, choice),
        organisation=request.organisation,
        today=today,
        decision=decision,
        tell=tell,
        by=by,
    )


def _check_still_stands(request: Request, mentor: Mentor, today: date) -> None:
    """Between the run and the approval a consent may have been withdrawn or a person may have left."""
    if mentor not in mentors_for(request.organisation, [request], today=today):
        raise Refusal("Наставник вышел из банка или отозвал согласие. Подберите пары ещё раз.")
    mentee = request.mentee
    left = mentee.left_on is not None and mentee.left_on <= today
    if left or not has_consent(request, today=today):
        raise Refusal("Наставляемый вышел из банка или отозвал согласие. Подберите пары ещё раз.")


def _check_decisions(request: Request, mentor: Mentor) -> None:
    """What the curator has decided after the run holds for its pairs as well."""
    for one in decisions.about([request]):
        if one.kind == DecisionKind.LOCK and one.request_id == request.pk and one.mentor_id != mentor.pk:
            raise Refusal(
                f"Запрос закреплён: наставник — {one.mentor.person.short_name}. Сначала отмените закрепление."
            )
        if one.mentor_id == mentor.pk and (
            one.kind == DecisionKind.APART or (one.kind == DecisionKind.HIDE and one.request_id == request.pk)
        ):
            raise Refusal(f"{wording.SET_APART}. Отмените это решение или выберите другого наставника.")


def has_consent(request: Request, *, today: date) -> bool:

    person = request.mentee.person_id
    return in_force([person], today=today).find(person, ConsentKind.PROCESSING) is not None


@transaction.atomic
def decline(proposal: Proposal, *, reason: str, by: Actor) -> None:
    """This pair is not proposed again; the reason stays with it."""
    by.require(Permission.MATCH_APPROVE, proposal)
    check_free(proposal, ProposalState.DECLINED)
    if not reason.strip():
        raise Refusal("Напишите причину: одной фразы достаточно.")
    _claim(proposal, ProposalState.DECLINED, by=by, reason=reason.strip()[:300])
    proposal.refresh_from_db()
    journal.record(
        "match.declined", "Предложенная пара отклонена", subject=proposal, by=by, after={"причина": reason}
    )


@dataclass(frozen=True)
class Approved:
    """What came of approving all: how many pairs, and in whose case it was refused, with the reason."""

    pairs: int
    refused: list[tuple[Proposal, str]]


def approve_all(match_run: MatchRun, *, starts: date, ends: date, today: date, by: Actor) -> Approved:
    """Approve each pending proposal of a run with terms by default; one refusal does not stop the others."""
    by.require(Permission.MATCH_APPROVE, match_run)
    done, refused = 0, []
    waiting = match_run.proposals.filter(state=ProposalState.PENDING).select_related(
        *("request__mentee__person", "request__organisation", "request__issue"),
        *("mentor__person", "organisation", "run"),
    )
    for proposal in waiting:
        usual = default_choice(proposal.request, proposal.mentor, today=today)
        try:
            approve(proposal, Choice(usual.form, usual.kinds, starts, ends), today=today, by=by)
            done += 1
        except Refusal as refusal:
            refused.append((proposal, str(refusal)))
    return Approved(done, refused)


def _claim(proposal: Proposal, target: ProposalState, *, by: Actor, reason: str = "") -> None:
    claimed = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.PENDING).update(
        state=target, decided_by=by.name, decided_at=timezone.now(), reason=reason
    )
    if not claimed:
        raise Conflict(DECIDED)
