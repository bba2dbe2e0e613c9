"""Pairs and groups of the example: formed, approved, consented, ordered; each the way a curator does it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nastavnik.bank.models import Request
from nastavnik.pairs import order_draft, orders
from nastavnik.pairs import services as pairs
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import LabourKind
from nastavnik.pairs.services import Terms
from nastavnik.pairs.taking_in import FormerOrder, take_in
from nastavnik.people.models import Consent, Person
from nastavnik.people.rules import ConsentKind, PersonKind
from nastavnik.people.services import consents

from .places import World

SAFE = "папка «Наставничество», кабинет 12"
EMPLOYED = {PersonKind.PEDAGOGUE, PersonKind.HEAD}


@dataclass(frozen=True)
class Match:
    """Who with whom by what issue; `ends` is a number of days before today (after it, when negative)."""

    key: str
    mentor: str
    mentees: tuple[str, ...]
    issue: str
    kind: str = "traditional"
    form: str = "teacher-teacher"
    words: str = ""
    ends: int = -180


def sign(world: World, person: Person, kind: ConsentKind) -> None:
    receive(world, consents.ask(person, kind, today=world.today, by=world.by))


def receive(world: World, sheet: Consent) -> None:
    consents.receive_paper(sheet, given_on=world.today, kept_where=SAFE, today=world.today, by=world.by)


def propose(world: World, match: Match) -> Mentorship:
    mentor, people = world.people[match.mentor], world.of(*match.mentees)
    here = people[0].organisation
    made = pairs.form(mentor, people, terms_of(world, match), organisation=here, by=world.curators[here.pk])
    world.pairs[match.key] = made
    return made


def terms_of(world: World, match: Match) -> Terms:
    people = world.of(*match.mentees)
    here = people[0].organisation
    subject = world.humans[match.mentees[0]].subject
    return Terms(
        issue=world.item("issue", match.issue, here),
        form=world.item("form", match.form, here),
        kinds=[world.item("kind", match.kind, here)],
        subject=world.item("subject", subject, here) if subject else None,
        words=match.words,
        starts_on=world.today,
        ends_on=world.day(match.ends),
        is_group=len(people) > 1,
        distance=world.people[match.mentor].organisation_id != here.pk,
        requests={p.pk: request for p in people for request in _requests(p, match.issue)},
    )


def _requests(person: Person, issue: str) -> Iterable[Request]:
    return Request.objects.filter(mentee__person=person, issue__code=issue, state="open")


def approve(world: World, match: Match) -> Mentorship:
    made = propose(world, match)
    decision = world.decision if made.organisation == world.school else None
    pairs.approve(made, today=world.today, decision=decision, by=world.curator(made))
    return made


def sign_duties(world: World, mentorship: Mentorship, people: Iterable[Person] = ()) -> None:
    """Everybody has signed, or only those who are named."""
    chosen = {person.pk for person in people}
    for sheet in Consent.objects.filter(about=mentorship.pk, kind=ConsentKind.DUTIES, given_on__isnull=True):
        if not chosen or sheet.person_id in chosen:
            receive(world, sheet)
    mentorship.refresh_from_db()


def give_basis(world: World, mentorship: Mentorship, number: int) -> None:
    kinds = set(mentorship.participations.values_list("person__kind", flat=True))
    if not kinds <= EMPLOYED:
        return
    pairs.set_labour_basis(
        mentorship,
        kind=LabourKind.ADDENDUM,
        number=str(number),
        on=world.today,
        content="Помощь коллеге: посещение уроков, разбор, совместное планирование.",
        form_words="в рабочее время, на рабочем месте",
        starts_on=mentorship.starts_on,
        ends_on=mentorship.ends_on,
        payment="стимулирующая выплата 3 000 рублей в месяц",
        by=world.curator(mentorship),
    )


def order(world: World, mentorships: Sequence[Mentorship], number: str) -> None:
    """One order over these rows: issued, the pairs work."""
    for at, mentorship in enumerate(mentorships, start=1):
        sign_duties(world, mentorship)
        give_basis(world, mentorship, at)
    by = world.curator(mentorships[0])
    paper = order_draft.begin(mentorships[0].organisation, mentorships, today=world.today, by=by)
    orders.issue(paper, number=number, on=world.today, today=world.today, by=by)
    for mentorship in mentorships:
        mentorship.refresh_from_db()


def take(world: World, match: Match, number: str) -> Mentorship:
    """A pair that had worked before the school came to the system."""
    mentor, people = world.people[match.mentor], world.of(*match.mentees)
    here = people[0].organisation
    made = take_in(
        mentor,
        people,
        terms_of(world, match),
        FormerOrder(number, world.today),
        organisation=here,
        today=world.today,
        by=world.curators[here.pk],
    )
    world.pairs[match.key] = made
    sign_duties(world, made)
    give_basis(world, made, 1)
    return made
