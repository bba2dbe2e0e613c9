"""A run as JSON for the command line and other programmes: names, words and points, never an id of a person."""

from typing import Any

from .models import LeftOut, MatchRun, Proposal
from .rules import ProposalState


def as_json(run: MatchRun) -> dict[str, Any]:
    """`{"run", "pairs": [{"mentor", "mentee", "issue", "parts": [{"name", "points", "of", "words"}], "fits", "gaps"}],
    "left_out": [{"mentee", "issue", "reason", "next_step"}], "proved"}`; parts add up to the points of the pair."""
    proposals = run.proposals.exclude(state=ProposalState.STALE).select_related(
        "request__mentee__person", "request__issue", "mentor__person"
    )
    # By ids of the banks, so that the same banks give the same answer to the letter.
    proposals = proposals.order_by("-points", "request_id", "mentor_id")
    left = run.left_out.select_related("request__mentee__person", "request__issue").order_by("request_id")
    return {
        "run": str(run.pk),
        "pairs": [_pair(proposal) for proposal in proposals],
        "left_out": [_left(one) for one in left],
        "proved": run.proved,
    }


def _pair(proposal: Proposal) -> dict[str, Any]:
    return {
        "mentor": proposal.mentor.person.full_name,
        "mentee": proposal.request.mentee.person.full_name,
        "issue": proposal.request.issue.title,
        "parts": [{key: part[key] for key in ("name", "points", "of", "words")} for part in proposal.parts],
        "fits": [line["words"] for line in proposal.fits],
        "gaps": [line["words"] for line in proposal.gaps],
    }


def _left(one: LeftOut) -> dict[str, Any]:
    return {
        "mentee": one.request.mentee.person.full_name,
        "issue": one.request.issue.title,
        "reason": one.reason,
        "next_step": one.next_step,
    }
