"""Banks of the cast for matching: requests, mentors with offers, sheets of diagnostics, consents."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from nastavnik.bank.models import Mentee, Mentor, Offer, Request
from nastavnik.diagnostics.models import AssessedLevel, Assessment
from nastavnik.diagnostics.rules import Assessor
from nastavnik.matching import services
from nastavnik.matching.models import MatchRun, Proposal
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.people.models import Person
from nastavnik.people.rules import ConsentKind, Gender
from tests.cast import TODAY, Cast, make_person
from tests.pairs.world import give


def line(organisation: Organisation, name: str, code: str) -> ListItem:
    return ListItem.objects.get(organisation=organisation, list=name, code=code)


def asks(
    person: Person,
    issue: str = "teaching-methods",
    *,
    subject: str = "",
    domains: Iterable[str] = (),
    consent: bool = True,
    pk: UUID | None = None,
    **fields: object,
) -> Request:
    """An open request of a person in the bank of mentees."""
    here = person.organisation
    mentee, _ = Mentee.objects.get_or_create(organisation=here, person=person, defaults={"entered_on": TODAY})
    if consent:
        give(person, ConsentKind.PROCESSING)
    if pk:
        fields["id"] = pk
    request = Request.objects.create(
        organisation=here,
        mentee=mentee,
        issue=line(here, "issue", issue),
        subject=line(here, "subject", subject) if subject else None,
        opened_on=TODAY,
        **fields,
    )
    request.domains.set([line(here, "domain", code) for code in domains])
    return request


def offers(
    person: Person,
    *issues: str,
    subject: str = "",
    capacity: int = 2,
    consent: bool = True,
    state: str = "admitted",
    pk: UUID | None = None,
    **fields: object,
) -> Mentor:
    """An admitted mentor with an offer for each issue."""
    here = person.organisation
    if consent:
        give(person, ConsentKind.PROCESSING)
    if pk:
        fields["id"] = pk
    mentor = Mentor.objects.create(
        organisation=here, person=person, capacity=capacity, entered_on=TODAY, state=state, **fields
    )
    for issue in issues or ("teaching-methods",):
        Offer.objects.create(
            organisation=here,
            mentor=mentor,
            issue=line(here, "issue", issue),
            subject=line(here, "subject", subject) if subject else None,
        )
    return mentor


def sheet(person: Person, levels: Mapping[str, int], *, by: Assessor = Assessor.SELF) -> None:
    """A filled sheet of diagnostics: domain → mastery 0–4."""
    made = Assessment.objects.create(organisation=person.organisation, person=person, assessor=by, on=TODAY)
    for code, mastery in levels.items():
        AssessedLevel.objects.create(
            organisation=person.organisation,
            assessment=made,
            domain=line(person.organisation, "domain", code),
            mastery=mastery,
        )


def simple(cast: Cast) -> tuple[Request, Request, Mentor]:
    """Kirill and Darya ask, Galina may take both."""
    sheet(cast.kirill, {"methods": 1, "ict": 3})
    sheet(cast.galina, {"methods": 4, "ict": 1})
    return asks(cast.kirill), asks(cast.darya), offers(cast.galina)


def ran(cast: Cast) -> MatchRun:
    return services.run(cast.school, today=TODAY, by=cast.as_actor(cast.vera))


def proposed(run: MatchRun) -> set[tuple[str, str]]:
    rows: Iterable[Proposal] = run.proposals.select_related("mentor__person", "request__mentee__person")
    return {(p.mentor.person.last_name, p.request.mentee.person.last_name) for p in rows}


LETTERS = "абвгдежзик"


def crowd(
    organisation: Organisation, requests: int, mentors: int, *, seed: int = 7
) -> tuple[list[Request], list[Mentor]]:
    """A school of made-up people: levels, subjects and issues follow from their numbers."""
    domains = ("methods", "ict", "psychology", "upbringing", "subject")
    issues = ("teaching-methods", "digital", "upbringing", "parents")
    subjects = ("физика", "математика", "история", "")
    asking, offering = [], []
    for n in range(requests + mentors):
        name = "".join(LETTERS[int(d)] for d in f"{n:03d}")
        person = make_person(
            f"Фамилия{name} Имя{name} Отчество{name}",
            organisation,
            account=False,
            subjects=subjects[(n * seed) % 4],
            gender=Gender.FEMALE if n % 2 else Gender.MALE,
        )
        sheet(person, {d: (n * seed + k * k) % 5 for k, d in enumerate(domains) if (n + k) % 6})
        if n < requests:
            asking.append(asks(person, issues[n % 4]))
        else:
            offering.append(
                offers(person, issues[n % 4], issues[(n * 3 + 1) % 4], capacity=1 + n % 3)
                if issues[n % 4] != issues[(n * 3 + 1) % 4]
                else offers(person, issues[n % 4], capacity=1 + n % 3)
            )
    return asking, offering
