"""What can be done to a mentorship: formed, approved, answered, given a basis; how it changes and ends is in `changing`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentor, Request
from nastavnik.bank.rules import RequestState
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.core.periods import Period
from nastavnik.organisations.models import BodyDecision, ListItem, Organisation
from nastavnik.people.consent_state import in_force
from nastavnik.people.models import Consent, Person
from nastavnik.people.rules import ConsentKind
from nastavnik.people.services import consents

from . import gates, queries, rules, telling
from .models import LabourBasis, Mentorship, Participation
from .rules import DEFAULT_CAPACITY, OPEN, Answer, LabourKind, Origin, PairState, Side


@dataclass(frozen=True)
class Terms:
    """What a mentorship is about: one issue, a form, kinds, days; `requests` maps a mentee to the request served."""

    issue: ListItem
    form: ListItem
    kinds: Sequence[ListItem]
    starts_on: date
    ends_on: date
    subject: ListItem | None = None
    words: str = ""
    is_group: bool = False
    distance: bool = False
    origin: Origin = Origin.BY_HAND
    requests: Mapping[UUID, Request] = field(default_factory=dict)


@transaction.atomic
def form(
    mentor: Person, mentees: Sequence[Person], terms: Terms, *, organisation: Organisation, by: Actor
) -> Mentorship:
    """A proposed mentorship of `organisation` (the mentees'); the mentor may come from the contour by distance (R190)."""
    by.require(Permission.PAIR_FORM, organisation)
    return _form(mentor, mentees, terms, organisation=organisation, by=by)


@transaction.atomic
def adopt(
    mentor: Person,
    mentees: Sequence[Person],
    terms: Terms,
    *,
    organisation: Organisation,
    today: date,
    decision: BodyDecision | None = None,
    tell: "Tell" = telling.tell_asked,
    by: Actor,
) -> Mentorship:
    """Form and approve in one act what matching has proposed: the council decides, though it forms no pairs by hand."""
    by.require(Permission.PAIR_APPROVE, organisation)
    mentorship = _form(mentor, mentees, terms, organisation=organisation, by=by)
    approve(mentorship, today=today, decision=decision, tell=tell, by=by)
    return mentorship


def _form(
    mentor: Person, mentees: Sequence[Person], terms: Terms, *, organisation: Organisation, by: Actor
) -> Mentorship:
    Period(terms.starts_on, terms.ends_on)
    check_places(mentor, mentees, terms, organisation)
    rules.check_forming(forming_of(mentor, mentees, terms, today=terms.starts_on))
    mentorship = lay(mentor, mentees, terms, organisation=organisation, state=PairState.PROPOSED)
    journal.record("pair.formed", "Предложена", subject=mentorship, by=by, after=names_of(mentor, mentees))
    return mentorship


def lay(
    mentor: Person,
    mentees: Sequence[Person],
    terms: Terms,
    *,
    organisation: Organisation,
    state: PairState,
    **more: Any,
) -> Mentorship:
    """The rows themselves; the callers have asked and checked."""
    mentorship = Mentorship.objects.create(
        organisation=organisation,
        issue=terms.issue,
        form=terms.form,
        subject=terms.subject,
        words=terms.words,
        is_group=terms.is_group,
        distance=terms.distance,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        state=state,
        **({"origin": terms.origin} | more),
    )
    mentorship.kinds.set(terms.kinds)
    _join(mentorship, mentor, mentees, terms)
    return mentorship


@transaction.atomic
def form_and_approve(
    mentor: Person,
    mentees: Sequence[Person],
    terms: Terms,
    *,
    organisation: Organisation,
    today: date,
    by: Actor,
) -> Mentorship:
    """Form a mentorship, and approve it at once when the actor has that right too."""
    mentorship = form(mentor, mentees, terms, organisation=organisation, by=by)
    if by.can(Permission.PAIR_APPROVE, mentorship):
        approve(mentorship, today=today, by=by)
    return mentorship


def check_places(mentor: Person, mentees: Sequence[Person], terms: Terms, organisation: Organisation) -> None:
    if any(m.organisation_id != organisation.pk for m in mentees):
        raise Refusal("Наставляемый — из другой организации. Пару создаёт его организация.")
    if mentor.root_id != organisation.root_id:
        raise Refusal("Наставник — вне вашего муниципалитета или региона. Заведите для него карточку у себя.")
    if mentor.organisation_id != organisation.pk and not terms.distance:
        raise Refusal("Наставник работает в другой организации. Отметьте «дистанционно» или выберите своего.")


def forming_of(mentor: Person, mentees: Sequence[Person], terms: Terms, *, today: date) -> rules.Forming:
    entry = Mentor.objects.filter(person=mentor, left_on__isnull=True).order_by("entered_on").last()
    same = Participation.objects.filter(
        mentorship__in=queries.led_by([mentor.pk]).values("mentorship"),
        mentorship__issue=terms.issue,
        side=Side.MENTEE,
        left_on__isnull=True,
        person__in=mentees,
    )
    return rules.Forming(
        mentor=mentor.pk,
        mentees=frozenset(m.pk for m in mentees),
        mentor_load=queries.loads_of([mentor.pk], today).get(mentor.pk, 0),
        mentor_capacity=entry.capacity if entry else DEFAULT_CAPACITY,
        same_already=same.exists(),
        is_group=terms.is_group,
    )


def terms_of(mentorship: Mentorship) -> Terms:
    """The terms of a mentorship that exists."""
    return Terms(
        issue=mentorship.issue,
        form=mentorship.form,
        kinds=list(mentorship.kinds.all()),
        starts_on=mentorship.starts_on,
        ends_on=mentorship.ends_on,
        subject=mentorship.subject,
        words=mentorship.words,
        is_group=mentorship.is_group,
        distance=mentorship.distance,
    )


def _join(mentorship: Mentorship, mentor: Person, mentees: Sequence[Person], terms: Terms) -> None:
    def taker(person: Person, side: Side) -> Participation:
        return Participation(
            organisation=mentorship.organisation,
            mentorship=mentorship,
            person=person,
            side=side,
            request=terms.requests.get(person.pk) if side is Side.MENTEE else None,
            joined_on=terms.starts_on,
        )

    Participation.objects.bulk_create(
        [taker(mentor, Side.MENTOR), *(taker(mentee, Side.MENTEE) for mentee in mentees)]
    )
    served = [request.pk for request in terms.requests.values()]
    Request.objects.filter(pk__in=served, state=RequestState.OPEN).update(state=RequestState.PROPOSED)


def names_of(mentor: Person, mentees: Sequence[Person]) -> dict[str, Any]:
    return {"наставник": mentor.full_name, "наставляемые": [m.full_name for m in mentees]}


class Tell(Protocol):
    """Who hears at once that a pair is approved."""

    def __call__(self, mentorship: Mentorship, *, today: date) -> None: ...


@transaction.atomic
def approve(
    mentorship: Mentorship,
    *,
    today: date,
    decision: BodyDecision | None = None,
    tell: Tell = telling.tell_asked,
    by: Actor,
) -> None:
    """The curator or the council says yes: the pair now waits for consents, and the sheets for them exist."""
    by.require(Permission.PAIR_APPROVE, mentorship)
    move(
        mentorship,
        PairState.AWAITS_CONSENTS,
        decided_by=by.name,
        decided_at=timezone.now(),
        decision=decision,
    )
    ask_consents(mentorship, today=today, by=by)
    note_no_employment(mentorship)
    journal.record("pair.approved", "Утверждена", subject=mentorship, by=by)
    tell(mentorship, today=today)
    refresh(mentorship, today=today)


def ask_consents(mentorship: Mentorship, *, today: date, by: Actor) -> None:
    """Two sheets for each: processing (R158), and the duties of this very mentorship; one document, one purpose."""
    for taker in gates.takers_of(mentorship):
        consents.need(taker.person, ConsentKind.PROCESSING, today=today, by=by)
        consent, _ = Consent.objects.get_or_create(
            organisation=mentorship.organisation,
            person=taker.person,
            kind=ConsentKind.DUTIES,
            about=mentorship.pk,
            withdrawn_on=None,
            defaults={"about_words": str(mentorship)[:300], "root_id": mentorship.root_id},
        )
        Participation.objects.filter(pk=taker.pk).update(duty_consent=consent)


def note_no_employment(mentorship: Mentorship) -> None:
    """Where a side is no employee, the article binds nobody: the basis is recorded by itself, nobody types it."""
    takers = gates.takers_of(mentorship)
    if gates.both_employed(takers):
        return
    LabourBasis.objects.get_or_create(
        mentorship=mentorship,
        organisation=mentorship.organisation,
        defaults={
            "root_id": mentorship.root_id,
            "kind": LabourKind.NOT_EMPLOYEE,
            "explanation": gates.why_not_employed(takers),
        },
    )


def serve_requests(mentorship: Mentorship) -> None:
    """The mentorship works: the requests it was made for have found their mentor."""
    served = Participation.objects.filter(mentorship=mentorship, request__isnull=False).values("request")
    Request.objects.filter(pk__in=served).update(state=RequestState.SERVED)


def refresh(mentorship: Mentorship, *, today: date) -> None:
    """Let the state follow the consents: forward when all are there, back when one was withdrawn."""
    state = PairState(mentorship.state)
    if state not in {PairState.AWAITS_CONSENTS, PairState.AWAITS_ORDER}:
        return
    parties = [
        m
        for m in gates.missing_in([mentorship], today=today)[mentorship.pk]
        if m.gap not in {rules.Gap.LABOUR, rules.Gap.TERM}
    ]
    target = PairState.AWAITS_CONSENTS if parties else PairState.AWAITS_ORDER
    if target is not state:
        move(mentorship, target)


@transaction.atomic
def answer(taker: Participation, said: Answer, *, words: str = "", today: date, by: Actor) -> None:
    """R049: each participant agrees or declines of their own will; the history stays in the journal."""
    by.require(Permission.PAIR_ANSWER, taker)
    if taker.mentorship.state not in OPEN:
        raise Refusal("Эта пара уже завершена, отвечать не нужно.")
    if taker.left_on is not None:
        raise Refusal("Вы уже вышли из этой группы, отвечать не нужно.")
    Participation.objects.filter(pk=taker.pk).update(
        answer=said, answered_at=timezone.now(), answer_words=words[:300]
    )
    taker.refresh_from_db()
    journal.record(
        "pair.answered", f"{said.label}: {taker.person.short_name}", subject=taker.mentorship, by=by
    )
    refresh(taker.mentorship, today=today)


@transaction.atomic
def set_labour_basis(mentorship: Mentorship, *, kind: LabourKind, by: Actor, **values: Any) -> LabourBasis:
    """Record the basis of the mentor's work; between employees it cannot be «not an employee» (ТК РФ, ст. 351.8)."""
    by.require(Permission.PAIR_FORM, mentorship)
    if kind is LabourKind.NOT_EMPLOYEE and gates.both_employed(gates.takers_of(mentorship)):
        raise Refusal(
            "Наставник и наставляемый — работники, поэтому нужно дополнительное соглашение "
            "или пункт должностной инструкции. Выберите одно из них."
        )
    basis, _ = LabourBasis.objects.update_or_create(
        mentorship=mentorship,
        organisation=mentorship.organisation,
        defaults={"kind": kind, "root_id": mentorship.root_id, **values},
    )
    journal.record("pair.basis", f"Основание работы наставника: {kind.label}", subject=mentorship, by=by)
    return basis


@transaction.atomic
def link_reverse(first: Mentorship, second: Mentorship, *, by: Actor) -> None:
    """Reverse mentoring is two mentorships of the same two people, opposite, each by its own issue (R205)."""
    by.require(Permission.PAIR_FORM, first)
    by.require(Permission.PAIR_FORM, second)
    one, two = gates.takers_of(first), gates.takers_of(second)
    same = {t.person_id: t.side for t in one}.items() ^ {t.person_id: t.side for t in two}.items()
    opposite = {t.person_id for t in one} == {t.person_id for t in two} and len(same) == 4
    if not opposite or first.issue_id == second.issue_id:
        raise Refusal("Встречные пары — это те же двое людей в обратных ролях и по другому вопросу.")
    Mentorship.objects.filter(pk=first.pk).update(reverse_of=second)
    Mentorship.objects.filter(pk=second.pk).update(reverse_of=first)
    journal.record("pair.reversed", "Связана со встречной парой", subject=first, by=by)


def consents_given(mentorship: Mentorship, *, today: date) -> int:
    takers = gates.takers_of(mentorship)
    found = in_force([t.person_id for t in takers], today=today)
    return sum(found.find(t.person_id, ConsentKind.DUTIES, mentorship.pk) is not None for t in takers)


def move(mentorship: Mentorship, target: PairState, **values: Any) -> None:
    """One step of the table, exactly once: a second press finds the row already moved."""
    current = PairState(mentorship.state)
    rules.check_move(current, target)
    moved = Mentorship.objects.filter(pk=mentorship.pk, state=current).update(state=target, **values)
    if not moved:
        raise Conflict("По этой паре уже принято решение. Обновите страницу.")
    mentorship.refresh_from_db()
