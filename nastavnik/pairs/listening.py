"""What pairs hear from below: consents that were given or withdrawn; and the kind of paper that pairs own."""

from datetime import date
from typing import Any

from django.utils import timezone

from nastavnik.documents import kinds
from nastavnik.documents.drawing.facts import OrderFacts
from nastavnik.documents.rules import PaperKind
from nastavnik.people.consent_state import consent_changed, counts
from nastavnik.people.models import Consent
from nastavnik.people.rules import ConsentKind

from . import services
from .models import Participation
from .order_facts import order_facts
from .rules import Answer


def begin() -> None:
    consent_changed.connect(follow_consent, dispatch_uid="pairs.follow_consent")
    kinds.register(kinds.Kind(PaperKind.PAIR_ORDER, order_facts, OrderFacts, address="pairs:order"))


def follow_consent(sender: Any, consent: Consent, today: date, **kwargs: Any) -> None:  # noqa: ARG001
    """A written consent to the duties is a yes; then the pair moves by what it has."""
    takers = Participation.objects.filter(person=consent.person, left_on__isnull=True).select_related(
        "mentorship"
    )
    if consent.kind == ConsentKind.DUTIES:
        takers = takers.filter(mentorship=consent.about)
        if (
            consent.given_on
            and consent.withdrawn_on is None
            and counts(consent, today=today, agreed=frozenset())
        ):
            takers.filter(answer=Answer.WAITING).update(answer=Answer.AGREED, answered_at=timezone.now())
    for taker in takers:
        services.refresh(taker.mentorship, today=today)
