"""A pair of the cast brought to any stage, by services only."""

from datetime import date, timedelta

from nastavnik.bank.models import Mentor
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.pairs import services
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import LabourKind
from nastavnik.pairs.services import Terms
from nastavnik.people.consent_state import consent_changed
from nastavnik.people.models import Consent, Person
from nastavnik.people.rules import ConsentKind
from tests.cast import TODAY, Cast

STARTS, ENDS = date(2026, 9, 16), date(2027, 5, 28)


def item(organisation: Organisation, code: str) -> ListItem:
    return ListItem.objects.get(
        organisation=organisation, code=code, list__in=("issue", "form", "kind", "subject")
    )


def terms(
    organisation: Organisation,
    *,
    issue: str = "teaching-methods",
    form: str = "teacher-teacher",
    kind: str = "traditional",
    **more: object,
) -> Terms:
    pick = ListItem.objects.filter(organisation=organisation)
    return Terms(
        issue=pick.get(list="issue", code=issue),
        form=pick.get(list="form", code=form),
        kinds=[pick.get(list="kind", code=kind)],
        starts_on=STARTS,
        ends_on=ENDS,
        **more,  # type: ignore[arg-type]
    )


def formed(cast: Cast, *mentees: Person, mentor: Person | None = None, **more: object) -> Mentorship:
    people = list(mentees) or [cast.kirill]
    return services.form(
        mentor or cast.galina,
        people,
        terms(cast.school, is_group=len(people) > 1, **more),
        organisation=cast.school,
        by=cast.as_actor(cast.vera),
    )


def approved(cast: Cast, *mentees: Person, **more: object) -> Mentorship:
    mentorship = formed(cast, *mentees, **more)
    services.approve(mentorship, today=TODAY, by=cast.as_actor(cast.vera))
    return mentorship


def give(person: Person, kind: ConsentKind, *, about: Mentorship | None = None, on: date = TODAY) -> Consent:
    """The paper has come."""
    consent, _ = Consent.objects.update_or_create(
        organisation=person.organisation if about is None else about.organisation,
        person=person,
        kind=kind,
        about=about.pk if about else None,
        withdrawn_on=None,
        defaults={"given_on": on, "root_id": person.root_id, "signed_by": person.representatives.first()},
    )
    consent_changed.send(sender=Consent, consent=consent, today=on)
    return consent


def withdraw(consent: Consent, *, on: date = TODAY) -> None:
    consent.withdrawn_on = on
    consent.save()
    consent_changed.send(sender=Consent, consent=consent, today=on)


def with_consents(cast: Cast, *mentees: Person, **more: object) -> Mentorship:
    mentorship = approved(cast, *mentees, **more)
    for taker in mentorship.participations.select_related("person"):
        give(taker.person, ConsentKind.PROCESSING)
        give(taker.person, ConsentKind.DUTIES, about=mentorship)
    mentorship.refresh_from_db()
    return mentorship


def with_basis(cast: Cast, mentorship: Mentorship) -> Mentorship:
    services.set_labour_basis(
        mentorship,
        kind=LabourKind.ADDENDUM,
        number="7",
        on=TODAY - timedelta(days=1),
        form_words="в рабочее время без освобождения от основной работы",
        starts_on=STARTS,
        ends_on=ENDS,
        payment="5 000 рублей в месяц",
        by=cast.as_actor(cast.vera),
    )
    return mentorship


def ready(cast: Cast, *mentees: Person, **more: object) -> Mentorship:
    return with_basis(cast, with_consents(cast, *mentees, **more))


def in_bank(person: Person, capacity: int = 2) -> Mentor:
    return Mentor.objects.create(
        organisation=person.organisation, person=person, capacity=capacity, entered_on=TODAY, state="admitted"
    )
