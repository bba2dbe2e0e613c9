"""Sheets of consents to processing, transfer and publication, from the consent, the person and the organisation."""

from datetime import date
from typing import Literal
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.documents.drawing.facts import ConsentFacts, Recipient
from nastavnik.organisations.models import Organisation
from nastavnik.people.consent_state import representative_of
from nastavnik.people.declension import position_words
from nastavnik.people.models import Consent
from nastavnik.people.queries import consents as queries
from nastavnik.people.rules import ConsentKind
from nastavnik.people.services.consents import mark_printed

from . import kinds
from .common_facts import organisation_facts, represented
from .models import Paper
from .rules import PaperKind

SHEETS: dict[ConsentKind, PaperKind] = {
    ConsentKind.PROCESSING: PaperKind.CONSENT_PROCESSING,
    ConsentKind.TRANSFER: PaperKind.CONSENT_TRANSFER,
    ConsentKind.PUBLICATION: PaperKind.CONSENT_PUBLICATION,
    ConsentKind.DUTIES: PaperKind.CONSENT_DUTIES,
}
_WORDS: dict[str, Literal["processing", "transfer", "publication"]] = {
    "processing": "processing",
    "transfer": "transfer",
    "publication": "publication",
}


def register() -> None:
    for kind in (ConsentKind.PROCESSING, ConsentKind.TRANSFER, ConsentKind.PUBLICATION):
        kinds.register(
            kinds.Kind(SHEETS[kind], consent_facts, ConsentFacts, owner=owner_of_sheet, taken=sheet_taken)
        )


def consent_facts(paper: Paper, today: date) -> ConsentFacts:
    """`paper.about` is the consent. Address and identity document stay blank lines: they are never stored."""
    consent = queries.of_sheet(kinds.about(paper))
    person = consent.person
    representative, relation = represented(person, representative_of(person, today=today), today=today)
    is_transfer, is_public = consent.kind == ConsentKind.TRANSFER, consent.kind == ConsentKind.PUBLICATION
    site = consent.organisation.site
    return ConsentFacts(
        kind=_WORDS[consent.kind],
        organisation=organisation_facts(consent.organisation),
        subject=person.full_name,
        position=position_words(person, today=today),
        representative=representative,
        relation=relation,
        gender=person.gender,
        pupil_signs=person.signs_together(today),
        recipients=_recipients(consent) if is_transfer else (),
        sites=(site,) if is_public and site else (),
    )


def _recipients(consent: Consent) -> tuple[Recipient, ...]:
    """As written in the consent; else the nearest authority above the organisation."""
    if consent.recipients:
        return tuple(Recipient(name=line) for line in consent.recipients.splitlines() if line.strip())
    above: Organisation | None = consent.organisation.parent
    return (Recipient(name=above.full_name, address=above.address),) if above else ()


def owner_of_sheet(actor: Actor, pk: UUID, today: date) -> Consent:
    """The consent whose sheet is asked for, or 404."""
    return queries.consent_for(actor, pk, today=today)


def sheet_taken(consent: Consent, today: date, by: Actor) -> None:
    mark_printed(consent, today=today, by=by)
