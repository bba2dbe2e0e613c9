"""Runs, proposals and candidates for screens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank import queries as bank
from nastavnik.bank.loads import loads_of
from nastavnik.bank.models import Mentor, Request
from nastavnik.bank.rules import BankState, RequestState
from nastavnik.core.models import UNFINISHED, Job, JobState
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.models import Participation

from . import wording
from .engine import api
from .engine.model import Candidate as Found
from .gathering import Gathered, gather, mentors_for, open_requests
from .models import LeftOut, MatchRun, Proposal
from .rules import ProposalState

JOB = "matching.run"


def runs_of(organisation: Organisation, *, by: Actor) -> QuerySet[MatchRun]:
    """Newest first, each with `waiting`, `approved` and `declined` counted."""
    counted = {
        name: Count("proposals", filter=Q(proposals__state=state))
        for name, state in (
            ("waiting", ProposalState.PENDING),
            ("approved", ProposalState.APPROVED),
            ("declined", ProposalState.DECLINED),
        )
    }
    rows = MatchRun.objects.visible_to(by, Permission.MATCH_VIEW).filter(organisation=organisation)
    return rows.annotate(**counted).order_by("-run_at", "-id")  # counting drops the order of the table


def run_for(actor: Actor, permission: Permission, pk: UUID) -> MatchRun:
    """With `is_stale`: matched again since. A re-run does not make the proposals before it stale."""
    later = MatchRun.objects.filter(organisation=OuterRef("organisation"), run_at__gt=OuterRef("run_at"))
    rows = MatchRun.objects.select_related("organisation").annotate(
        is_stale=Exists(later.exclude(parameters__has_key="calm"))
    )
    return rows.pick(actor, permission, pk=pk)


def proposal_for(actor: Actor, pk: UUID) -> Proposal:
    """One that the actor may decide, or 404."""
    rows = Proposal.objects.select_related(
        *("organisation", "run", "request__organisation", "request__issue", "request__subject"),
        *("request__mentee__person", "mentor__person", "mentor__organisation"),
    )
    return rows.pick(actor, Permission.MATCH_APPROVE, pk=pk)


def proposals_of(run: MatchRun, *, pending_only: bool = False) -> QuerySet[Proposal]:
    """With people, their jobs and issues; those that wait come first."""
    rows = Proposal.objects.filter(run=run)
    if pending_only:
        rows = rows.filter(state=ProposalState.PENDING)
    rows = rows.select_related(
        *("request__mentee__person", "request__issue", "mentor__person", "mentor__organisation", "mentorship")
    ).prefetch_related("mentor__person__employments", "request__mentee__person__employments")
    return rows.annotate(decided=Q(state__in=(ProposalState.APPROVED, ProposalState.DECLINED))).order_by(
        "decided", "-points", "request_id", "mentor_id"
    )


def left_out_of(run: MatchRun) -> list[LeftOut]:
    rows = LeftOut.objects.filter(run=run).select_related(
        "request__mentee__person", "request__issue", "mentor__person"
    )
    return list(rows.order_by("request__opened_on", "request_id"))


def request_for(actor: Actor, pk: UUID, permission: Permission = Permission.MATCH_VIEW) -> Request:
    rows = Request.objects.select_related("mentee__person", "organisation", "issue", "subject")
    rows = rows.prefetch_related(
        "domains", "forms", "kinds", "mentee__person__windows", "mentee__person__employments"
    )
    return rows.pick(actor, permission, pk=pk)


def mentor_for(actor: Actor, pk: UUID) -> Mentor:
    """A mentor of an organisation within reach."""
    return Mentor.objects.select_related("person", "organisation").pick(actor, Permission.MATCH_VIEW, pk=pk)


def mentor_among(request: Request, pk: UUID, *, today: date) -> Mentor | None:
    """One who may be proposed for the request, from the own organisation or from the contour."""
    found = mentors_for(request.organisation, [request], today=today)
    return next((mentor for mentor in found if mentor.pk == pk), None)


def pair_of(request: Request) -> Participation | None:
    """Who serves the request now."""
    taken = Participation.objects.filter(request=request, left_on__isnull=True).select_related("mentorship")
    return taken.order_by("-joined_on", "-created_at").first()


def job_of(organisation: Organisation) -> Job | None:
    """The matching of a large organisation that is under way, or the last one when it failed."""
    mine = Job.objects.filter(kind=JOB, organisation_id=organisation.pk)
    under_way = mine.filter(state__in=UNFINISHED).first()
    if under_way:
        return under_way
    last = mine.order_by("-created_at").first()
    return last if last and last.state in (JobState.PARKED, JobState.REFUSED) else None


@dataclass(frozen=True)
class Readiness:
    """What there is to match: numbers of both sides, and of those who are kept out by something missing."""

    requests: int
    requests_without_consent: int
    mentors: int
    candidates: int
    mentors_not_ready: int

    @property
    def ready(self) -> bool:
        return bool(self.requests and self.mentors)


def readiness(organisation: Organisation, *, today: date) -> Readiness:
    asking = open_requests(organisation, today=today)
    offering = mentors_for(organisation, asking, today=today)
    all_open = Request.objects.filter(
        organisation=organisation,
        state=RequestState.OPEN,
        mentee__in=bank.mentees_here(organisation, today=today),
    ).count()
    mine = bank.mentors_here(organisation, today=today)
    candidates = mine.filter(state=BankState.CANDIDATE).count()
    own = sum(mentor.organisation_id == organisation.pk for mentor in offering)
    return Readiness(
        requests=len(asking),
        requests_without_consent=max(0, all_open - len(asking)),
        mentors=len(offering),
        candidates=candidates,
        mentors_not_ready=max(0, mine.count() - candidates - own),
    )


@dataclass(frozen=True)
class Candidate:
    """One row of a choice: who, with what words, or why not."""

    request: Request | None
    mentor: Mentor
    load: int
    told: wording.Told | None
    why_not: str = ""


@dataclass(frozen=True)
class Choice:
    """Those who can be chosen, the best first; how many more there are; those who cannot be, with the reason."""

    able: list[Candidate]
    more: int
    barred: list[Candidate]


def mentors_for_request(request: Request, *, today: date, show: int | None = None) -> Choice:
    """Everyone of the bank for one request; `show` limits how many of the eligible are told of."""
    gathered = gather(request.organisation, today=today, requests=[request])
    choice = _choice(gathered, api.candidates(gathered.problem, mentee=0), show)
    return replace(choice, barred=choice.barred + _not_offering(request.organisation, gathered, today=today))


def requests_for_mentor(mentor: Mentor, *, today: date, show: int | None = None) -> Choice:
    """Every open request of the organisation for one mentor; nothing when the mentor may not be proposed now."""
    gathered = gather(mentor.organisation, today=today)
    column = next((j for j, one in enumerate(gathered.mentors) if one.pk == mentor.pk), None)
    if column is None or not gathered.requests:
        return Choice([], 0, [])
    return _choice(gathered, api.candidates(gathered.problem, mentor=column), show)


def _choice(gathered: Gathered, found: Sequence[Found], show: int | None) -> Choice:
    able = [one for one in found if not one.failing]
    told = [
        candidate_of(gathered, one, wording.tell(gathered, api.why(gathered.problem, one.mentee, one.mentor)))
        for one in able[:show]
    ]
    return Choice(
        told, len(able) - len(told), [candidate_of(gathered, one, None) for one in found if one.failing]
    )


def candidate_of(gathered: Gathered, one: Found, told: wording.Told | None) -> Candidate:
    mentor = gathered.mentors[one.mentor]
    load = gathered.loads[mentor.person_id]
    why_not = wording.barred(gathered, one.mentee, one.mentor, one.failing)
    return Candidate(gathered.requests[one.mentee], mentor, load, told, why_not)


def _not_offering(organisation: Organisation, gathered: Gathered, *, today: date) -> list[Candidate]:
    taken = {mentor.pk for mentor in gathered.mentors}
    rows = bank.mentors_here(organisation, today=today).exclude(pk__in=taken)
    rest = list(
        rows.select_related("person", "organisation").prefetch_related("person__employments", "offers")
    )
    loads = loads_of([mentor.person_id for mentor in rest], today=today)
    lawful = bank.consented((mentor.person_id for mentor in rest), today=today)
    return [
        Candidate(None, mentor, loads[mentor.person_id], None, not_ready(mentor, mentor.person_id in lawful))
        for mentor in rest
    ]


def why_not_offering(mentor: Mentor, *, today: date) -> str:
    """Why a mentor of the bank is not proposed to anybody; nothing when nothing stands in the way."""
    able = {one.pk for one in bank.offering_mentors(mentor.organisation, today=today)}
    if mentor.pk in able:
        return ""
    return not_ready(mentor, mentor.person_id in bank.consented([mentor.person_id], today=today))


def not_ready(mentor: Mentor, has_consent: bool) -> str:
    if mentor.state == BankState.CANDIDATE:
        return "Пока кандидат: отметьте критерии отбора и примите в банк"
    if not has_consent:
        return "Нет согласия на обработку персональных данных"
    return "Не отмечено, с какими вопросами готов помогать"
