"""What the two sides are shown, what they have wished, and the wishes as rows of the engine's problem."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank import queries as bank
from nastavnik.bank.models import Mentor, Request
from nastavnik.bank.rules import RequestState
from nastavnik.matching.models import MenteeWish, MentorWish, Openness, WishRound
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person
from nastavnik.people.rules import PersonKind

from .rules import may_show


def round_of(organisation: Organisation) -> WishRound | None:
    return WishRound.objects.filter(organisation=organisation).first()


def own_request(actor: Actor, pk: UUID) -> Request:
    """One's own open request, or 404."""
    rows = Request.objects.select_related("mentee__person", "organisation", "issue", "subject")
    return rows.pick(actor, Permission.REQUEST_OWN, pk=pk)


def own_mentor(actor: Actor, pk: UUID) -> Mentor:
    """One's own entry in the bank of mentors, or 404."""
    return Mentor.objects.select_related("person", "organisation").pick(actor, Permission.OFFER_OWN, pk=pk)


def opened(people: Sequence[Person]) -> frozenset[UUID]:
    """Those who agreed to be shown to the other side, and may be. One query."""
    agreed = set(Openness.objects.filter(person__in=people).values_list("person_id", flat=True))
    return frozenset(
        one.pk for one in people if may_show(agreed=one.pk in agreed, is_pupil=one.kind == PersonKind.PUPIL)
    )


def is_open(person: Person) -> bool:
    return person.pk in opened([person])


def mentors_shown(request: Request, *, today: date) -> list[Mentor]:
    """Offering mentors of the organisation who opened their card; nobody is shown to themselves."""
    offering = bank.offering_mentors(request.organisation, today=today)
    seen = opened([row.person for row in offering])
    return [row for row in offering if row.person_id in seen and row.person_id != request.mentee.person_id]


def requests_shown(mentor: Mentor, *, today: date) -> list[Request]:
    """Open requests of the organisation by others; with a name only where the mentee agreed (`opened`)."""
    rows = bank.open_requests(mentor.organisation, today=today)
    return [row for row in rows if row.mentee.person_id != mentor.person_id]


@dataclass(frozen=True)
class Wished:
    """Keys of the other side: those wished for, the dearest first, and those put out of sight."""

    order: tuple[UUID, ...] = ()
    hidden: frozenset[UUID] = frozenset()


def of_request(request: Request) -> Wished:
    rows = (
        MenteeWish.objects.filter(request=request).order_by("rank").values_list("mentor_id", "rank", "hidden")
    )
    return _wished(list(rows))


def of_mentor(mentor: Mentor) -> Wished:
    rows = (
        MentorWish.objects.filter(mentor=mentor).order_by("rank").values_list("request_id", "rank", "hidden")
    )
    return _wished(list(rows))


def _wished(rows: Sequence[tuple[UUID, int | None, bool]]) -> Wished:
    order = tuple(pk for pk, rank, _ in rows if rank is not None)
    return Wished(order, frozenset(pk for pk, _, hidden in rows if hidden))


@dataclass(frozen=True)
class Rows:
    """Wishes as the engine takes them: (row of the request, row of the mentor, rank); who of the mentors has wished."""

    mentee: list[tuple[int, int, int]]
    mentor: list[tuple[int, int, int]]
    wishing: list[bool]


def rows_of(asking: Sequence[Request], offering: Sequence[Mentor]) -> Rows:
    """Two queries. A wish for somebody who is not in the run is left aside."""
    left = {row.pk: place for place, row in enumerate(asking)}
    right = {row.pk: place for place, row in enumerate(offering)}
    mentee = MenteeWish.objects.filter(request__in=asking, rank__isnull=False)
    mentor = MentorWish.objects.filter(mentor__in=offering, rank__isnull=False)
    open_ones = mentor.filter(request__state=RequestState.OPEN).values_list("request_id", "mentor_id", "rank")
    theirs = list(open_ones)
    wishing = {who for _, who, _ in theirs}
    return Rows(
        _placed(mentee.values_list("request_id", "mentor_id", "rank"), left, right),
        _placed(theirs, left, right),
        [row.pk in wishing for row in offering],
    )


def _placed(
    rows: Iterable[tuple[UUID, UUID, int | None]], left: Mapping[UUID, int], right: Mapping[UUID, int]
) -> list[tuple[int, int, int]]:
    return sorted(
        (left[request], right[mentor], rank)
        for request, mentor, rank in rows
        if rank and request in left and mentor in right
    )


@dataclass(frozen=True)
class Invited:
    """Whom an open round asks: the own open requests and the own entries among the mentors."""

    until: date
    requests: Sequence[Request] = ()
    mentors: Sequence[Mentor] = ()


def invitations(actor: Actor, *, today: date) -> list[Invited]:
    """Rounds that go on in the organisations of the actor's own cards; one query where there is none."""
    cards = Person.objects.filter(pk__in=actor.person_ids).values("organisation")
    going = list(WishRound.objects.filter(organisation__in=cards, until__gte=today))
    if not going:
        return []
    here = [one.organisation_id for one in going]
    asked = Request.objects.visible_to(actor, Permission.REQUEST_OWN)
    asked = asked.filter(organisation__in=here, state=RequestState.OPEN).select_related("issue")
    mentors = Mentor.objects.visible_to(actor, Permission.OFFER_OWN).filter(organisation__in=here)
    mentors = mentors.filter(left_on__isnull=True)
    requests, entries = list(asked), list(mentors)
    return [
        Invited(
            one.until,
            [row for row in requests if row.organisation_id == one.organisation_id],
            [row for row in entries if row.organisation_id == one.organisation_id],
        )
        for one in going
    ]


def all_of(organisation: Organisation, *, by: Actor) -> tuple[list[MenteeWish], list[MentorWish]]:
    """Everything wished about open requests, for the curator."""
    by.require(Permission.WISHES_VIEW, organisation)
    related = ("request__mentee__person", "request__issue", "mentor__person")
    about = {"organisation": organisation, "request__state": RequestState.OPEN}
    mentees = MenteeWish.objects.visible_to(by, Permission.WISHES_VIEW).filter(**about)
    mentors = MentorWish.objects.visible_to(by, Permission.WISHES_VIEW).filter(**about)
    return (
        list(mentees.select_related(*related).order_by("request__mentee__person__search_text", "rank", "id")),
        list(mentors.select_related(*related).order_by("mentor__person__search_text", "rank", "id")),
    )


def figures(organisation: Organisation, *, today: date) -> list[tuple[str, str]]:
    """How many cards are open and how many have wished."""
    offering = bank.offering_mentors(organisation, today=today)
    asking = bank.open_requests(organisation, today=today)
    rows = rows_of(asking, offering)
    wished = len({request for request, _, _ in rows.mentee})
    return [
        (
            "наставников открыли карточку",
            f"{len(opened([row.person for row in offering]))} из {len(offering)}",
        ),
        ("запросов с пожеланиями", f"{wished} из {len(asking)}"),
        ("наставников назвали, кому помочь", f"{sum(rows.wishing)} из {len(offering)}"),
    ]
