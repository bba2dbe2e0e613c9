"""What the workspace reads: the best set of pairs as of now, under the decisions in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentor, Request
from nastavnik.matching.engine import api
from nastavnik.matching.engine.model import Candidate, Goals, Result, Unmatched
from nastavnik.matching.gathering import Gathered, gather, honour
from nastavnik.matching.models import Decision, MatchRun
from nastavnik.matching.queries import mentor_among
from nastavnik.matching.weights.rules import goals_of
from nastavnik.organisations.models import Organisation

from . import rules


@dataclass(frozen=True, eq=False)
class Plan:
    """Everybody of one organisation and the best set of pairs for today; the next run would propose it."""

    gathered: Gathered
    result: Result

    @cached_property
    def rows(self) -> Mapping[UUID, int]:
        return {row.pk: place for place, row in enumerate(self.gathered.requests)}

    @cached_property
    def columns(self) -> Mapping[UUID, int]:
        return {row.pk: place for place, row in enumerate(self.gathered.mentors)}

    @cached_property
    def mentors_of(self) -> Mapping[int, tuple[int, ...]]:
        """Row of a request → its mentors of the plan."""
        return _grouped(self.result.pairs.tolist())

    @cached_property
    def mentees_of(self) -> Mapping[int, tuple[int, ...]]:
        return _grouped([[mentor, mentee] for mentee, mentor in self.result.pairs.tolist()])

    @cached_property
    def unmatched(self) -> Mapping[int, Unmatched]:
        return {one.mentee: one for one in self.result.unmatched}

    def load(self, mentor: int) -> int:
        """Mentees led now, the plan left aside."""
        return self.gathered.loads[self.gathered.mentors[mentor].person_id]


def _grouped(pairs: Sequence[Sequence[int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found


def plan_of(organisation: Organisation, *, today: date) -> Plan:
    """A dozen queries and one solution."""
    return solved(gather(organisation, today=today))


def solved(gathered: Gathered, goals: Goals | None = None) -> Plan:
    return Plan(gathered, api.match(gathered.problem, goals or goals_of(gathered.settings)))


def effect_of(plan: Plan, would_be: Gathered) -> tuple[Plan, rules.Effect]:
    """The plan under other decisions, and what it has otherwise."""
    other = solved(would_be, plan.result.goals)
    return other, rules.effect(plan.result, other.result)


def without(plan: Plan, decision: Decision) -> Gathered:
    """The problem as if this decision had been lifted."""
    return honour(plan.gathered, [one for one in plan.gathered.decided if one.pk != decision.pk])


def waiting_order(gathered: Gathered) -> list[int]:
    """Rows of requests, those who wait longest first; one day by surnames."""
    return sorted(
        range(len(gathered.requests)),
        key=lambda row: (
            gathered.requests[row].opened_on,
            gathered.requests[row].mentee.person.full_name,
            gathered.requests[row].pk,
        ),
    )


def free_mentors(plan: Plan) -> list[int]:
    """Columns of mentors with a free place today, those with most places first, then by surnames."""
    columns = [j for j, room in enumerate(plan.gathered.problem.mentors.capacity.tolist()) if room > 0]
    mentors = plan.gathered.mentors
    return sorted(columns, key=lambda j: (-mentors[j].capacity + plan.load(j), mentors[j].person.full_name))


def candidates(plan: Plan, *, mentee: int | None = None, mentor: int | None = None) -> list[Candidate]:
    """Everyone for one row, able first, best first. A pair of the plan stands first whatever its points."""
    chosen = {tuple(pair) for pair in plan.result.pairs.tolist()}
    found = api.candidates(plan.gathered.problem, mentee=mentee, mentor=mentor)
    return sorted(found, key=lambda one: (bool(one.failing), (one.mentee, one.mentor) not in chosen))


def request_for(actor: Actor, pk: UUID, permission: Permission) -> Request:
    """A request within reach, or 404: who asks about what, the rest comes with the plan."""
    rows = Request.objects.select_related("mentee__person", "organisation", "issue")
    return rows.pick(actor, permission, pk=pk)


def home_of(model: type[Request] | type[Mentor], actor: Actor, pk: UUID) -> Organisation | None:
    """The organisation of a request or a mentor within reach."""
    row = (
        model.objects.visible_to(actor, Permission.MATCH_VIEW)
        .select_related("organisation")
        .filter(pk=pk)
        .first()
    )
    return row.organisation if row else None


def decision_for(actor: Actor, pk: UUID) -> Decision:
    rows = Decision.objects.select_related(
        *("organisation", "request__mentee__person", "request__issue", "mentor__person")
    )
    return rows.pick(actor, Permission.MATCH_RUN, pk=pk)


def mentor_beside(actor: Actor, request: Request, pk: UUID, *, today: date) -> Mentor | None:
    """A mentor within reach, in the run or not; of another organisation only one who may be proposed here."""
    mine = Mentor.objects.select_related("person", "organisation").visible_to(actor, Permission.MATCH_RUN)
    return mine.filter(pk=pk).first() or mentor_among(request, pk, today=today)


def decided_since(run: MatchRun) -> int:
    """Decisions made or lifted after the run, which its pairs do not know."""
    later = Q(made_at__gt=run.run_at) | Q(lifted_at__gt=run.run_at)
    return Decision.objects.filter(later, organisation=run.organisation_id).count()
