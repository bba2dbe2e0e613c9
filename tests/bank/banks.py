"""People of the cast brought into the banks by services only."""

from collections.abc import Sequence

from nastavnik.bank.models import Mentee, Mentor, Request
from nastavnik.bank.services import entering, mentees, mentors
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.people.models import Consent, Person
from nastavnik.people.rules import ConsentKind
from nastavnik.people.services import consents
from tests.cast import TODAY, Cast


def item(organisation: Organisation, which: str, code: str) -> ListItem:
    return ListItem.objects.get(organisation=organisation, list=which, code=code)


def consented(cast: Cast, person: Person) -> Consent:
    """The paper has come."""
    sheet = consents.ask(person, ConsentKind.PROCESSING, today=TODAY, by=cast.as_actor(cast.vera))
    consents.receive_paper(
        sheet, given_on=TODAY, kept_where="папка 3", today=TODAY, by=cast.as_actor(cast.vera)
    )
    return sheet


def mentee(cast: Cast, person: Person | None = None, *, consent: bool = True) -> Mentee:
    who = person or cast.kirill
    entered = entering.enter_mentees(
        [who],
        category=item(cast.school, "category", "young-specialist"),
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )
    if consent:
        consented(cast, who)
    return entered.mentees[0]


def request(
    cast: Cast,
    entry: Mentee,
    *,
    code: str = "teaching-methods",
    domains: Sequence[str] = (),
    **values: object,
) -> Request:
    return mentees.add_request(
        entry,
        issue=item(cast.school, "issue", code),
        domains=[item(cast.school, "domain", each) for each in domains],
        today=TODAY,
        by=cast.as_actor(cast.vera),
        **values,
    )


def candidate(cast: Cast, person: Person | None = None, *, consent: bool = True) -> Mentor:
    who = person or cast.galina
    entered = entering.enter_mentors([who], today=TODAY, by=cast.as_actor(cast.vera))
    if consent:
        consented(cast, who)
    return entered.mentors[0]


def criteria(cast: Cast, person: Person, met: bool | None = True, *codes: str) -> None:
    marks = {
        item(cast.school, "criterion", code): (met, "") for code in codes or ("wish", "experience", "time")
    }
    mentors.mark_criteria(person, marks, today=TODAY, by=cast.as_actor(cast.vera))


def mentor(cast: Cast, person: Person | None = None, *, code: str = "teaching-methods") -> Mentor:
    entry = candidate(cast, person)
    vera = cast.as_actor(cast.vera)
    mentors.add_offer(entry, issue=item(cast.school, "issue", code), by=vera)
    criteria(cast, entry.person)
    mentors.admit(entry, today=TODAY, by=vera)
    return entry
