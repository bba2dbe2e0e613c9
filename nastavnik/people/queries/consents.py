"""Consents for the list of work, for a card and for the person; which sheets still have to be collected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.russian.folding import fold
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Consent, ESignAgreement, Person, Representative
from nastavnik.people.rules import ConsentKind, ConsentState

AWAITED = (ConsentState.NEEDED, ConsentState.PRINTED, ConsentState.EXPRESSED)


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed by; `state` is a ConsentState or «awaited»."""

    q: str = ""
    kind: str = ""
    state: str = ""


def with_state(rows: QuerySet[Consent], today: date) -> QuerySet[Any]:
    """`state_now` in SQL: the same table as `Consent.state`, so that lists can be counted and filtered."""
    told = Case(
        When(withdrawn_on__lte=today, then=Value(ConsentState.WITHDRAWN)),
        When(valid_until__lt=today, then=Value(ConsentState.EXPIRED)),
        When(given_on__lte=today, then=Value(ConsentState.GIVEN)),
        When(expressed_at__isnull=False, then=Value(ConsentState.EXPRESSED)),
        When(printed_on__isnull=False, then=Value(ConsentState.PRINTED)),
        default=Value(ConsentState.NEEDED),
        output_field=CharField(),
    )
    return rows.annotate(state_now=told)


def processing_awaited(person: Person, *, today: date) -> Consent | None:
    """The sheet of consent to processing that is still to be signed by the person or for them."""
    rows = Consent.objects.filter(person=person, kind=ConsentKind.PROCESSING)
    found: Consent | None = (
        with_state(rows, today)
        .filter(state_now__in=AWAITED)
        .select_related("person", "organisation")
        .order_by("-pk")
        .first()
    )
    return found


def consents_in(organisation: Organisation, wanted: Wanted, *, today: date, by: Actor) -> QuerySet[Any]:
    """Consents of one organisation by surname; people who have left are not chased."""
    found = Consent.objects.visible_to(by, Permission.CONSENT_VIEW).filter(
        organisation=organisation, person__archived_on__isnull=True
    )
    rows = with_state(found, today)
    if wanted.q:
        rows = rows.filter(person__search_text__contains=fold(wanted.q))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state == "awaited":
        rows = rows.filter(state_now__in=AWAITED)
    elif wanted.state:
        rows = rows.filter(state_now=wanted.state)
    return rows.select_related("person", "organisation").order_by("person__search_text", "kind", "id")


def all_awaited(*, today: date) -> QuerySet[Any]:
    """Sheets that wait for a paper, of people who have not left; of any organisations, for counting."""
    return with_state(Consent.objects.filter(person__archived_on__isnull=True), today).filter(
        state_now__in=AWAITED
    )


def counts_by_state(organisation: Organisation, *, today: date, by: Actor) -> dict[ConsentState, int]:
    """One query."""
    rows = consents_in(organisation, Wanted(), today=today, by=by)
    counted = rows.order_by().values_list("state_now").annotate(n=Count("pk"))
    found: dict[str, int] = dict(counted)
    return {state: found.get(state.value, 0) for state in ConsentState}


def consent_for(
    actor: Actor, pk: UUID, *, today: date, permission: Permission = Permission.CONSENT_VIEW
) -> Consent:
    """One consent, or 404: within the right, one's own, or of a child whom one represents today."""
    found = _all().filter(
        Q(pk__in=Consent.objects.visible_to(actor, permission)) | _of_children(actor, today)
    )
    consent = found.filter(pk=pk).first()
    if consent is None or not (actor.can(permission, consent) or consent.person.is_minor(today)):
        raise Http404
    return consent


def own_consents(actor: Actor, *, today: date) -> list[Consent]:
    """Of the person and of the children whom the person represents today; what waits stands first."""
    found = _all().filter(Q(person__in=actor.person_ids) | _of_children(actor, today)).distinct()
    mine = [c for c in found if c.person_id in actor.person_ids or c.person.is_minor(today)]
    return sorted(mine, key=lambda c: (c.state(today) not in AWAITED, c.person.search_text, c.kind, c.pk))


def of_sheet(pk: UUID) -> Consent:
    """The consent behind a sheet; who may have it was asked before."""
    return _all().select_related("organisation__parent").get(pk=pk)


def consents_of(person: Person) -> list[Consent]:
    return list(
        person.consents.select_related("organisation", "signed_by__person").order_by("kind", "-created_at")
    )


def awaited(
    organisation: Organisation, *, ids: Iterable[UUID] | None = None, kind: str = "", today: date, by: Actor
) -> list[Consent]:
    """Sheets that are not on paper yet; `ids` narrows to the chosen ones."""
    rows = consents_in(organisation, Wanted(kind=kind, state="awaited"), today=today, by=by)
    return list(rows if ids is None else rows.filter(pk__in=ids))


def has_agreed(person_id: UUID, *, today: date) -> bool:
    """Has the person an agreement to simple electronic signature in force today?"""
    return person_id in agreed_among([person_id], today=today)


def agreed_among(people: Iterable[UUID], *, today: date) -> frozenset[UUID]:
    lasting = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    rows = ESignAgreement.objects.filter(lasting, person__in=people, agreed_on__lte=today)
    return frozenset(rows.values_list("person_id", flat=True))


def person_to_ask(actor: Actor, pk: UUID) -> Person:
    return Person.objects.select_related("organisation").pick(actor, Permission.CONSENT_MARK, pk=pk)


def _all() -> QuerySet[Consent]:
    return Consent.objects.select_related("organisation", "person", "signed_by__person", "scan")


def _of_children(actor: Actor, today: date) -> Q:
    links: QuerySet[Any] = Representative.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), person__in=actor.person_ids
    )
    return Q(person__in=links.values("minor"))


def kinds_to_ask(sheets: Iterable[Consent], *, today: date) -> list[ConsentKind]:
    """Kinds of which a person with these sheets has none that waits or is in force; duties come with a pair."""
    standing = {c.kind for c in sheets if c.state(today) in {*AWAITED, ConsentState.GIVEN}}
    return [k for k in ConsentKind if k is not ConsentKind.DUTIES and k not in standing]
