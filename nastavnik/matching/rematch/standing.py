"""What stands today: proposals that wait for a decision, pairs without an order, and pairs that work."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from nastavnik.bank.rules import RequestState
from nastavnik.matching.models import Proposal
from nastavnik.matching.rules import ProposalState
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.changing.rules import ChangeKind, ChangeState
from nastavnik.pairs.models import Mentorship, MentorshipChange, Participation
from nastavnik.pairs.rules import WORKING, Answer, PairState, Side

UNSIGNED = (PairState.PROPOSED, PairState.AWAITS_CONSENTS, PairState.AWAITS_ORDER)


@dataclass(frozen=True)
class Standing:
    """A request and the person who is its mentor now, not yet by an order. `asked`: one of the two has said no."""

    request: UUID
    mentor: UUID
    mentorship: UUID | None = None
    asked: bool = False


def standing(organisation: Organisation) -> list[Standing]:
    """Pairs that are not signed yet. A request has one; a pair goes before a proposal. Two queries."""
    found = {one.request: one for one in [*_proposed(organisation), *_unsigned(organisation)]}
    return [found[key] for key in sorted(found)]


def _proposed(organisation: Organisation) -> list[Standing]:
    rows = Proposal.objects.filter(
        organisation=organisation, state=ProposalState.PENDING, request__state=RequestState.OPEN
    )
    return [Standing(*row) for row in rows.values_list("request_id", "mentor__person_id")]


def _unsigned(organisation: Organisation) -> list[Standing]:
    """Single pairs whose mentee has a request; a group is changed on its own page."""
    pairs = Mentorship.objects.filter(organisation=organisation, state__in=UNSIGNED, is_group=False)
    found: list[Standing] = []
    for pair in pairs.prefetch_related("participations"):
        takers = [one for one in pair.participations.all() if one.left_on is None]
        mentors = [one for one in takers if one.side == Side.MENTOR]
        mentees = [one for one in takers if one.side == Side.MENTEE and one.request_id]
        request = mentees[0].request_id if len(mentees) == 1 else None
        if len(mentors) == 1 and request is not None:
            asked = any(one.answer == Answer.DECLINED for one in takers)
            found.append(Standing(request, mentors[0].person_id, pair.pk, asked))
    return found


def asking_to_part(organisation: Organisation) -> list[Mentorship]:
    """Pairs that work and in which somebody has asked for another; who it was is not said."""
    asked = MentorshipChange.objects.filter(
        organisation=organisation, kind=ChangeKind.REMATCH, state=ChangeState.ASKED
    )
    rows = Mentorship.objects.filter(pk__in=asked.values("mentorship"), state__in=WORKING)
    return list(rows.select_related("issue").prefetch_related("participations__person"))


def names(pair: Mentorship, side: Side) -> str:
    takers: Sequence[Participation] = list(pair.participations.all())
    return ", ".join(one.person.short_name for one in takers if one.side == side and one.left_on is None)
