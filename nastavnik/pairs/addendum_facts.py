"""Addendum to a mentor's employment contract, from the labour basis of the mentorship (ТК РФ, ст. 351.8)."""

import re
from datetime import date
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.errors import Refusal
from nastavnik.documents import kinds
from nastavnik.documents.common_facts import head_in_genitive, organisation_facts, signer_facts
from nastavnik.documents.drawing.facts import AddendumFacts
from nastavnik.documents.models import Paper
from nastavnik.people.declension import job_of, signature
from nastavnik.people.models import Employment

from . import gates
from .models import LabourBasis, Mentorship
from .order_facts import issue_words, person_line
from .rules import LabourKind, Side

_NUMBER = re.compile(r"№\s*(\S+)")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def mentorship_of_addendum(actor: Actor, pk: UUID, today: date) -> Mentorship:  # noqa: ARG001
    """The mentorship whose addendum is asked for, or 404."""
    return Mentorship.objects.select_related("organisation").pick(actor, Permission.PAIR_FORM, pk=pk)


def addendum_facts(paper: Paper, today: date) -> AddendumFacts:
    """`paper.about` is the mentorship. What the basis does not say yet stays a blank to fill by hand."""
    mentorship = Mentorship.objects.select_related("issue", "form", "subject", "organisation").get(
        pk=kinds.about(paper)
    )
    basis = _basis_of(mentorship)
    takers = gates.takers_of(mentorship)
    mentor = gates.people_of(takers, Side.MENTOR)[0]
    job = job_of(mentor, today=today)
    number, signed = contract_of(job)
    employer, acts = head_in_genitive(mentorship.organisation, today=today)
    mentees = gates.people_of(takers, Side.MENTEE)
    return AddendumFacts(
        organisation=organisation_facts(mentorship.organisation),
        signer=signer_facts(mentorship.organisation, today=today),
        employee=mentor.full_name,
        employee_position=job.position if job else "",
        employee_short=signature(mentor),
        employer=employer,
        employer_acts=acts,
        contract_number=number,
        contract_date=signed,
        number=basis.number,
        dated=basis.on,
        mentees=tuple(person_line(person, mentorship, today) for person in mentees),
        content=tuple(line.strip() for line in basis.content.splitlines() if line.strip()),
        issue=issue_words(mentorship),
        form=basis.form_words,
        starts=basis.starts_on or mentorship.starts_on,
        ends=basis.ends_on or mentorship.ends_on,
        payment_size=basis.payment,
    )


def _basis_of(mentorship: Mentorship) -> LabourBasis:
    basis = LabourBasis.objects.filter(mentorship=mentorship).first()
    if basis is not None and basis.kind != LabourKind.ADDENDUM:
        raise Refusal("Для этой пары указано другое основание, соглашение не нужно.")
    return basis or LabourBasis(mentorship=mentorship, kind=LabourKind.ADDENDUM)


def contract_of(job: Employment | None) -> tuple[str, date | None]:
    """Number and day out of «№ 45 от 25.08.2015»; what cannot be read stays a blank on the paper."""
    words = job.contract if job else ""
    number, day = _NUMBER.search(words), _DAY.search(words)
    return number.group(1) if number else "", _as_date(day)


def _as_date(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
