"""One organisation's open requests and offering mentors as the engine's problem: only ids and levels go in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

import numpy as np
from django.db.models import Prefetch, Q
from numpy.typing import NDArray

from nastavnik.bank import queries as bank
from nastavnik.bank.loads import loads_of
from nastavnik.bank.models import Mentor, Offer, Request
from nastavnik.bank.rules import BankState
from nastavnik.core.periods import full_years
from nastavnik.core.russian.folding import fold
from nastavnik.diagnostics.queries import profiles
from nastavnik.diagnostics.rules import Profile
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName
from nastavnik.pairs.models import Participation
from nastavnik.pairs.rules import OPEN, Answer, Side
from nastavnik.people.consent_state import in_force
from nastavnik.people.models import Employment, Person
from nastavnik.people.rules import ConsentKind

from . import decisions, encoding, past
from .decisions import Locks, Pair
from .encoding import Bits, number
from .engine.model import Mentees, Mentors, Problem
from .engine.model.checks import rows as table
from .models import Decision, Proposal
from .rules import ProposalState
from .weights import queries as weights
from .weights.rules import Settings
from .wishes import queries as wishes


@dataclass(frozen=True)
class Vocabulary:
    """What the bits and columns of a problem mean; titles are the organisation's own words."""

    domains: tuple[str, ...]
    issues: Bits
    subjects: Bits
    forms: Bits
    kinds: Bits
    titles: Mapping[tuple[str, str], str]

    def title(self, list_name: ListName, code: str) -> str:
        """Words of a list's line; nothing for a line that must not be shown."""
        return self.titles.get((list_name, code), "")


@dataclass(frozen=True)
class Gathered:
    """Rows of the problem and who they are: `requests[i]` is row i of the mentees, `mentors[j]` of the mentors."""

    problem: Problem
    requests: tuple[Request, ...]
    mentors: tuple[Mentor, ...]
    loads: Mapping[UUID, int]
    words: Vocabulary
    paired: frozenset[Pair]
    """Rows of two who are already together by the very same issue."""
    settings: Settings = field(default_factory=Settings)
    decided: tuple[Decision, ...] = ()
    apart: Mapping[Pair, Decision] = field(default_factory=dict)
    """Pairs of rows that the curator has decided not to propose."""
    locks: Locks = field(default_factory=lambda: Locks({}))
    """Pairs of rows that the curator has decided to keep, and those that cannot be kept now."""


def gather(organisation: Organisation, *, today: date, requests: Sequence[Request] | None = None) -> Gathered:
    """Everything of one organisation under its settings; `requests` narrows the left side to some of them."""
    asking = sorted(
        open_requests(organisation, today=today) if requests is None else requests, key=lambda r: r.pk
    )
    offering = sorted(mentors_for(organisation, asking, today=today), key=lambda m: m.pk)
    people = {r.mentee.person_id for r in asking} | {m.person_id for m in offering}
    known, loads = profiles(people, today=today), loads_of([m.person_id for m in offering], today=today)
    words, paired = _vocabulary(organisation, asking), _paired(asking, offering)
    wished = wishes.rows_of(asking, offering)
    problem = Problem.build(
        _mentees(asking, known, words, today),
        _mentors(offering, known, loads, words, today),
        declined=_declined(asking, offering),
        forbidden=paired,
        mentee_wishes=wished.mentee,
        mentor_wishes=wished.mentor,
    )
    problem = replace(problem, mentors=replace(problem.mentors, wishing=np.array(wished.wishing, np.bool_)))
    settings = weights.settings_of(organisation)
    problem = weights.weigh(problem, asking, offering, settings)
    found = Gathered(problem, tuple(asking), tuple(offering), loads, words, frozenset(paired), settings)
    return honour(found, decisions.about(asking))


def reweigh(gathered: Gathered, settings: Settings) -> Gathered:
    """The same people and decisions under other settings; they need not be saved."""
    problem = weights.weigh(gathered.problem, gathered.requests, gathered.mentors, settings)
    return honour(replace(gathered, problem=problem, settings=settings), gathered.decided)


def honour(gathered: Gathered, decided: Sequence[Decision]) -> Gathered:
    """The same people under these decisions and no others; they need not be saved yet."""
    asking, offering = gathered.requests, gathered.mentors
    apart = decisions.apart(decided, asking, offering)
    apart = {pair: one for pair, one in apart.items() if pair not in gathered.paired}
    forbidden = table("forbidden", sorted({*gathered.paired, *apart}), 2, len(asking), len(offering))
    free = replace(
        gathered.problem, bans=replace(gathered.problem.bans, forbidden=forbidden), locks=forbidden[:0]
    )
    locks = decisions.locks(free, decided, asking, offering)
    held = table("locks", sorted(locks.held), 2, len(asking), len(offering))
    return replace(
        gathered, problem=replace(free, locks=held), decided=tuple(decided), apart=apart, locks=locks
    )


def open_requests(organisation: Organisation, *, today: date, also: Collection[UUID] = ()) -> list[Request]:
    """Requests that look for a mentor (and those named in `also`), of people whose consent to processing is in force."""
    rows = bank.open_requests(organisation, today=today, also=also)
    for row in rows:
        row.organisation = organisation
    return rows


def mentors_for(organisation: Organisation, asking: Sequence[Request], *, today: date) -> list[Mentor]:
    """Admitted mentors with an offer and a consent in force; those of the contour when somebody agrees to distance.

    A mentor of another organisation agrees to distance too, and to the transfer of data to the contour (R190).
    """
    rows = bank.offering_mentors(organisation, today=today)
    for row in rows:
        row.organisation = organisation
    return rows + (_from_the_contour(organisation, today) if any(r.distance_ok for r in asking) else [])


def _from_the_contour(organisation: Organisation, today: date) -> list[Mentor]:
    stays = Q(left_on__isnull=True) | Q(left_on__gt=today)
    rows = list(
        Mentor.objects.filter(stays, root_id=organisation.root_id, distance_ok=True)
        .filter(state=BankState.ADMITTED, offers__isnull=False, person__archived_on__isnull=True)
        .exclude(organisation=organisation)
        .distinct()
        .select_related("person", "organisation")
        .prefetch_related(
            Prefetch("offers", Offer.objects.select_related("issue", "subject")),
            *("forms", "kinds", "person__windows", "person__employments"),
        )
    )
    consents = in_force({row.person_id for row in rows}, today=today)
    wanted = (ConsentKind.PROCESSING, ConsentKind.TRANSFER)
    return [row for row in rows if all(consents.find(row.person_id, kind) for kind in wanted)]


def _vocabulary(organisation: Organisation, asking: Sequence[Request]) -> Vocabulary:
    lists = (ListName.DOMAIN, ListName.ISSUE, ListName.FORM, ListName.KIND)
    items = ListItem.objects.filter(organisation=organisation, list__in=lists, sensitive=False)
    titles = {(item.list, item.code): item.title for item in items}
    return Vocabulary(
        domains=tuple(sorted(code for name, code in titles if name == ListName.DOMAIN)),
        issues=Bits.of(row.issue.code for row in asking),
        subjects=Bits.of(subject for row in asking for subject in _asked_subjects(row)),
        forms=Bits.of(item.code for row in asking for item in row.forms.all()),
        kinds=Bits.of(item.code for row in asking for item in row.kinds.all()),
        titles=titles,
    )


def _asked_subjects(row: Request) -> frozenset[str]:
    if row.subject:
        return frozenset({fold(row.subject.title)})
    return frozenset(
        lesson for job in row.mentee.person.employments.all() for lesson in encoding.lessons(job.subjects)
    )


def _taught(mentor: Mentor) -> frozenset[str]:
    named = {fold(offer.subject.title) for offer in mentor.offers.all() if offer.subject}
    jobs = {lesson for job in mentor.person.employments.all() for lesson in encoding.lessons(job.subjects)}
    return encoding.with_broader(named | jobs)


def _jobs_now(person: Person, today: date) -> list[Employment]:
    return [
        job
        for job in person.employments.all()
        if (job.starts_on is None or job.starts_on <= today) and (job.ends_on is None or today <= job.ends_on)
    ]


def _common(people: Sequence[Person], owners: Sequence[Organisation], today: date) -> dict[str, list[int]]:
    """Columns that both sides have, by rows."""
    return {
        "person": [number(person.account_id or person.pk) for person in people],
        "years": [full_years(p.career_start, today) if p.career_start else -1 for p in people],
        "category": [encoding.category_of(job.category for job in _jobs_now(p, today)) for p in people],
        "windows": [encoding.week((w.weekday, w.starts, w.ends) for w in p.windows.all()) for p in people],
        "organisation": [number(owner.pk) for owner in owners],
        "municipality": [number(owner.parent_id or owner.pk) for owner in owners],
        "contour": [number(owner.root_id) for owner in owners],
    }


def _levels(words: Vocabulary, rows: list[list[int]]) -> NDArray[np.int64]:
    """[rows, domains]; the second length holds where there are no rows."""
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(words.domains))


def _mentees(
    rows: Sequence[Request], known: Mapping[UUID, Profile], words: Vocabulary, today: date
) -> Mentees:
    people = [row.mentee.person for row in rows]
    asked = [{item.code for item in row.domains.all()} & set(words.domains) for row in rows]
    return Mentees.build(
        [number(row.pk) for row in rows],
        needs=_levels(
            words,
            [
                encoding.needs_of(known.get(person.pk), words.domains, domains)
                for person, domains in zip(people, asked, strict=True)
            ],
        ),
        issues=[words.issues.mask([row.issue.code]) for row in rows],
        subjects=[words.subjects.mask(_asked_subjects(row)) for row in rows],
        subject_bound=[row.subject_id is not None and row.issue.code == "subject-content" for row in rows],
        reverse=[any(item.code == "reverse" for item in row.kinds.all()) for row in rows],
        forms=[words.forms.mask(item.code for item in row.forms.all()) for row in rows],
        kinds=[words.kinds.mask(item.code for item in row.kinds.all()) for row in rows],
        virtual=[row.distance_ok for row in rows],
        waiting=[encoding.waiting_days(row.opened_on, today) for row in rows],
        **_common(people, [row.organisation for row in rows], today),
    )


def _mentors(
    rows: Sequence[Mentor],
    known: Mapping[UUID, Profile],
    loads: Mapping[UUID, int],
    words: Vocabulary,
    today: date,
) -> Mentors:
    people = [row.person for row in rows]
    load = [loads[row.person_id] for row in rows]
    ids = [person.pk for person in people]
    finished, met = past.pairs_finished(ids), past.criteria_met(ids)
    return Mentors.build(
        [number(row.pk) for row in rows],
        strengths=_levels(
            words, [encoding.strengths_of(known.get(person.pk), words.domains) for person in people]
        ),
        issues=[words.issues.mask(offer.issue.code for offer in row.offers.all()) for row in rows],
        subjects=[words.subjects.mask(_taught(row)) for row in rows],
        forms=[words.forms.mask(item.code for item in row.forms.all()) for row in rows],
        kinds=[words.kinds.mask(item.code for item in row.kinds.all()) for row in rows],
        virtual=[row.distance_ok for row in rows],
        capacity=[max(0, row.capacity - led) for row, led in zip(rows, load, strict=True)],
        load=load,
        past=[finished.get(pk, 0) for pk in ids],
        criteria=[met.get(pk, -1) for pk in ids],
        **_common(people, [row.organisation for row in rows], today),
    )


def _declined(asking: Sequence[Request], offering: Sequence[Mentor]) -> list[tuple[int, int]]:
    """Pairs that a curator, the council or one of the two has declined before."""
    refused = Proposal.objects.filter(request__in=asking, state=ProposalState.DECLINED)
    said_no = Participation.objects.filter(
        side=Side.MENTOR,
        mentorship__participations__request__in=asking,
        mentorship__participations__answer=Answer.DECLINED,
    )
    left_by = Participation.objects.filter(
        side=Side.MENTOR, answer=Answer.DECLINED, mentorship__participations__request__in=asking
    )
    pairs = {(request, person) for request, person in refused.values_list("request_id", "mentor__person_id")}
    for rows in (said_no, left_by):
        pairs |= set(rows.values_list("mentorship__participations__request_id", "person_id"))
    return _rows(pairs, asking, offering)


def _paired(asking: Sequence[Request], offering: Sequence[Mentor]) -> list[tuple[int, int]]:
    """Two who are already together by the very same issue."""
    led = Participation.objects.filter(
        person__in={row.mentee.person_id for row in asking},
        side=Side.MENTEE,
        left_on__isnull=True,
        mentorship__state__in=OPEN,
        mentorship__participations__side=Side.MENTOR,
        mentorship__issue__in={row.issue_id for row in asking},
    )
    together = set(
        led.values_list("person_id", "mentorship__issue_id", "mentorship__participations__person_id")
    )
    pairs = {
        (row.pk, mentor)
        for row in asking
        for mentee, issue, mentor in together
        if mentee == row.mentee.person_id and issue == row.issue_id
    }
    return _rows(pairs, asking, offering)


def _rows(
    pairs: Collection[tuple[UUID | None, UUID]], asking: Sequence[Request], offering: Sequence[Mentor]
) -> list[tuple[int, int]]:
    """Ids of (request, mentor's person) → row numbers; who is not in this run is left aside."""
    left = {row.pk: place for place, row in enumerate(asking)}
    right = {row.person_id: place for place, row in enumerate(offering)}
    return sorted((left[r], right[m]) for r, m in pairs if r in left and m in right)
