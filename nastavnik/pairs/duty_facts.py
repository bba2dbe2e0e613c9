"""Sheet of a participant's written consent to the duties of mentoring: from the mentorship it is about."""

from collections.abc import Sequence
from datetime import date

from nastavnik.core.errors import Refusal
from nastavnik.core.russian.names import Case
from nastavnik.documents import kinds
from nastavnik.documents.common_facts import head_in_dative, organisation_facts, represented
from nastavnik.documents.drawing.facts import DutiesConsentFacts
from nastavnik.documents.models import Paper
from nastavnik.people.consent_state import representative_of
from nastavnik.people.declension import name_in, position_words
from nastavnik.people.queries import consents as queries

from . import gates
from .models import LabourBasis, Mentorship, Participation
from .order_facts import issue_words, person_line
from .rules import EMPLOYED, LabourKind, Side


def duty_facts(paper: Paper, today: date) -> DutiesConsentFacts:
    """`paper.about` is the consent, and the consent is about a mentorship. Refuses when there is none any more."""
    consent = queries.of_sheet(kinds.about(paper))
    rows = Mentorship.objects.select_related("issue", "form", "subject", "organisation")
    row = rows.filter(pk=consent.about).first() if consent.about else None
    if row is None:
        raise Refusal("Это согласие даётся на участие в паре, а пары уже нет. Отзовите лист.")
    return _facts(row, gates.takers_of(row), consent.person_id, today)


def _facts(
    mentorship: Mentorship, takers: Sequence[Participation], person_id: object, today: date
) -> DutiesConsentFacts:
    own = next((t for t in takers if t.person_id == person_id), None)
    if own is None:
        raise Refusal("Этого человека в паре уже нет. Согласие не требуется.")
    person, is_mentor = own.person, own.side == Side.MENTOR
    link = representative_of(person, today=today)
    representative, relation = represented(person, link, today=today)
    signer = link.person if representative and link else person
    return DutiesConsentFacts(
        organisation=organisation_facts(mentorship.organisation),
        person=person.full_name,
        head=head_in_dative(mentorship.organisation, today=today),
        sender=name_in(signer, Case.GENITIVE).text,
        position=position_words(person, today=today),
        role="mentor" if is_mentor else "mentee",
        employee=person.kind in EMPLOYED,
        others=tuple(person_line(t.person, mentorship, today) for t in takers if t.side != own.side),
        form=mentorship.form.title,
        issue=issue_words(mentorship),
        starts=mentorship.starts_on,
        ends=mentorship.ends_on,
        payment=_payment(mentorship) if is_mentor else "",
        representative=representative,
        relation=relation,
        gender=person.gender,
        representative_gender=link.person.gender if link else "",
        pupil_signs=person.signs_together(today),
    )


def _payment(mentorship: Mentorship) -> str:
    basis = LabourBasis.objects.filter(mentorship=mentorship, kind=LabourKind.ADDENDUM).first()
    return basis.payment if basis else ""
