"""Mentorships that worked before the system: taken in as they are, with their order; what they lack is work, not a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.models import StoredFile
from nastavnik.core.periods import Period
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person

from . import rules, services
from .appointing import appoint
from .models import Mentorship
from .rules import Origin, PairState
from .services import Terms


@dataclass(frozen=True)
class FormerOrder:
    """The order by which the mentorship already works."""

    number: str
    on: date
    scan: StoredFile | None = None


@transaction.atomic
def take_in(
    mentor: Person,
    mentees: Sequence[Person],
    terms: Terms,
    former: FormerOrder,
    *,
    organisation: Organisation,
    today: date,
    by: Actor,
) -> Mentorship:
    """A working mentorship, without matching and without waiting; sheets of missing consents become a list of work."""
    by.require(Permission.PAIR_FORM, organisation)
    Period(terms.starts_on, terms.ends_on)
    rules.check_former(former.number, former.on, terms.ends_on, today)
    services.check_places(mentor, mentees, terms, organisation)
    rules.check_existing(services.forming_of(mentor, mentees, terms, today=today))
    mentorship = services.lay(
        mentor,
        mentees,
        terms,
        organisation=organisation,
        state=PairState.ACTIVE,
        origin=Origin.EXISTING,
        former_order_number=former.number.strip(),
        former_order_date=former.on,
        former_order_scan=former.scan,
    )
    services.serve_requests(mentorship)
    services.ask_consents(mentorship, today=today, by=by)
    services.note_no_employment(mentorship)
    appoint(mentorship, number=former.number.strip(), on=former.on)
    words = f"Записана действующая, приказ № {former.number.strip()} от {former.on:%d.%m.%Y}"
    journal.record(
        "pair.taken_in", words, subject=mentorship, by=by, after=services.names_of(mentor, mentees)
    )
    return mentorship
