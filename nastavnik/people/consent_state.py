"""Which consents are in force: paper received, or a click where the law and the organisation allow it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.dispatch import Signal

from .models import Consent, ESignAgreement, Person, Representative
from .rules import ADULT, ConsentKind, ConsentState, ConsentWay, PersonKind

# Sent after a consent was given, expressed or withdrawn: consent, today. Heard on the floors above.
consent_changed = Signal()

Key = tuple[UUID, ConsentKind, UUID | None]


@dataclass(frozen=True)
class InForce:
    """Consents that count today, by person, kind and what they concern (None = everything)."""

    by_key: Mapping[Key, Consent]

    def find(self, person_id: UUID, kind: ConsentKind, about: UUID | None = None) -> Consent | None:
        return self.by_key.get((person_id, kind, about))


def in_force(people: Iterable[UUID], *, today: date) -> InForce:
    """One query for any number of people (two when somebody has clicked)."""
    return of_sheets(sheets_of(people), today=today)


def sheets_of(people: Iterable[UUID], *, about: Iterable[UUID] = ()) -> list[Consent]:
    """All sheets of these people and those about these rows, withdrawn ones too, in the order they were made."""
    rows = Consent.objects.filter(Q(person__in=people) | Q(about__in=about)).order_by("created_at", "id")
    return list(rows.select_related("person", "organisation", "signed_by__person"))


def of_sheets(sheets: Iterable[Consent], *, today: date) -> InForce:
    """Those of the sheets that count today; a query more when somebody has clicked."""
    lasting = [c for c in sheets if c.withdrawn_on is None or c.withdrawn_on > today]
    signers = _agreed_to_esign(lasting, today)
    counting_now = (c for c in lasting if counts(c, today=today, agreed=signers))
    return InForce({(c.person_id, ConsentKind(c.kind), c.about): c for c in counting_now})


def counts(consent: Consent, *, today: date, agreed: frozenset[UUID]) -> bool:
    """A paper counts when received; a click only under the organisation's act and the signer's own agreement to it.

    A minor's consent counts only when a representative has signed it (152-ФЗ, ст. 9, ч. 6); from the day of
    coming of age the person decides alone, and what the representative has signed counts no more.
    """
    if consent.person.is_minor(today) != (consent.signed_by_id is not None):
        return False
    state = consent.state(today)
    if state is ConsentState.GIVEN:
        return consent.way != ConsentWay.OTHER_BASIS or consent.kind == ConsentKind.PROCESSING
    if state is not ConsentState.EXPRESSED:
        return False
    act = consent.organisation.esign_act_number and consent.organisation.esign_act_date
    return bool(act) and signer_of(consent).pk in agreed


def counting(*, today: date) -> QuerySet[Consent]:
    """The rule of `counts` told to the database, for numbers over whole banks; a test keeps the two in agreement."""
    lasting = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=today)
    lasting &= Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    minor, adult = _of_age(today)
    signed = (minor & Q(signed_by__isnull=False)) | (adult & Q(signed_by__isnull=True))
    paper = Q(given_on__lte=today) & (~Q(way=ConsentWay.OTHER_BASIS) | Q(kind=ConsentKind.PROCESSING))
    agreed = ESignAgreement.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=today), person=OuterRef("signer"), agreed_on__lte=today
    )
    click = Q(given_on__isnull=True, expressed_at__isnull=False, organisation__esign_act_date__isnull=False)
    click &= Q(Exists(agreed), organisation__esign_act_number__gt="")
    rows = Consent.objects.annotate(signer=Coalesce("signed_by__person", "person"))
    return rows.filter(lasting, signed, paper | click).order_by()


def _of_age(today: date) -> tuple[Q, Q]:
    """Minor and adult: by the date of birth, else by its year, else by what kind of person it is."""
    came_of_age = date(today.year - ADULT, today.month, min(today.day, 28 if today.month == 2 else 31))
    by_date = Q(person__birth_date__isnull=False)
    by_year = Q(person__birth_date__isnull=True, person__birth_year__isnull=False)
    unknown = Q(person__birth_date__isnull=True, person__birth_year__isnull=True)
    pupil, last = Q(person__kind=PersonKind.PUPIL), today.year - ADULT - 1
    return (
        (by_date & Q(person__birth_date__gt=came_of_age))
        | (by_year & Q(person__birth_year__gt=last))
        | (unknown & pupil),
        (by_date & Q(person__birth_date__lte=came_of_age))
        | (by_year & Q(person__birth_year__lte=last))
        | (unknown & ~pupil),
    )


def signer_of(consent: Consent) -> Person:
    return consent.signed_by.person if consent.signed_by else consent.person


def _agreed_to_esign(consents: Iterable[Consent], today: date) -> frozenset[UUID]:
    signers = {signer_of(c).pk for c in consents if c.expressed_at and not c.given_on}
    if not signers:
        return frozenset()
    lasting = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    rows = ESignAgreement.objects.filter(lasting, person__in=signers, agreed_on__lte=today)
    return frozenset(rows.values_list("person_id", flat=True))


def representative_of(person: Person, *, today: date) -> Representative | None:
    """Who signs for a minor today; the first linked if several."""
    acting = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return person.representatives.filter(acting).select_related("person").order_by("created_at").first()
