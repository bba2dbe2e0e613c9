"""People enter the banks, one or many at once; a row without a consent is an application."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank import queries, rules
from nastavnik.bank.models import Mentee, Mentor, Request
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.diagnostics.queries import profiles
from nastavnik.notifications.services import notify
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName
from nastavnik.people.models import Person
from nastavnik.people.queries import holders
from nastavnik.people.rules import ConsentKind, PersonKind
from nastavnik.people.services import consents

MENTEE_ALREADY = "Этот человек уже есть среди наставляемых."
MENTOR_ALREADY = "Этот человек уже есть среди наставников."


@dataclass
class Entered:
    """What came of it: rows made, people refused with the sentence, warnings by person."""

    mentees: list[Mentee] = field(default_factory=list)
    mentors: list[Mentor] = field(default_factory=list)
    refused: list[tuple[Person, str]] = field(default_factory=list)
    warnings: list[tuple[Person, str]] = field(default_factory=list)


@transaction.atomic
def enter_mentees(
    people: Sequence[Person],
    *,
    category: ListItem | None = None,
    issue: ListItem | None = None,
    age_reason: str = "",
    today: date,
    by: Actor,
) -> Entered:
    """Put people on the list of mentees; each is asked for a consent and counts only when it is in force (R126)."""
    for person in people:
        by.require(Permission.BANK_EDIT, person)
    result = Entered()
    for person in people:
        try:
            entry = _enter_mentee(person, result, age_reason=age_reason, today=today, by=by)
        except Refusal as refusal:
            result.refused.append((person, str(refusal)))
            continue
        if category is not None:
            entry.categories.add(_own(category, person.organisation))
        if issue is not None:
            _first_request(entry, _own(issue, person.organisation), today=today)
        consents.ask(person, ConsentKind.PROCESSING, today=today, by=by)
    return result


@transaction.atomic
def enter_mentors(
    people: Sequence[Person], *, source: ListItem | None = None, today: date, by: Actor
) -> Entered:
    """Put people on the list of mentors as candidates; without a `source` it follows from who the person is."""
    for person in people:
        by.require(Permission.BANK_EDIT, person)
    result = Entered()
    for person in people:
        try:
            chosen = _own(source, person.organisation) if source else _source_of(person)
            result.mentors.append(_enter_mentor(person, source=chosen, today=today, by=by))
        except Refusal as refusal:
            result.refused.append((person, str(refusal)))
            continue
        consents.ask(person, ConsentKind.PROCESSING, today=today, by=by)
    return result


@transaction.atomic
def ask_consent(person: Person, *, today: date, by: Actor) -> None:
    """The next step of an application: the sheet that the person signs."""
    by.require(Permission.BANK_EDIT, person)
    consents.ask(person, ConsentKind.PROCESSING, today=today, by=by)


def apply_as_mentee(person: Person, *, today: date, by: Actor) -> Mentee:
    """One's own row among the mentees, made when there is none; the curator is told of a new one (R134)."""
    by.require(Permission.REQUEST_OWN, person)
    if standing := queries.mentee_entry_of(person, today=today):
        return standing
    entry = _enter_mentee(person, Entered(), age_reason="", today=today, by=by)
    _tell_curators(person, "запрос на помощь наставника", f"/bank/mentees/{entry.pk}/", today)
    return entry


def apply_as_mentor(person: Person, *, today: date, by: Actor) -> Mentor:
    """One's own row among the mentors: a candidate by wish (R133)."""
    by.require(Permission.OFFER_OWN, person)
    if standing := queries.mentor_entry_of(person, today=today):
        return standing
    entry = _enter_mentor(person, source=_source_of(person), today=today, by=by)
    _tell_curators(person, "предложение стать наставником", f"/bank/mentors/{entry.pk}/", today)
    return entry


def _enter_mentee(person: Person, result: Entered, *, age_reason: str, today: date, by: Actor) -> Mentee:
    _check_here(person)
    if queries.mentee_entry_of(person, today=today):
        raise Refusal(MENTEE_ALREADY)
    warning = _check_age(person, age_reason, today)
    if warning:
        result.warnings.append((person, warning))
    under_age = warning and age_reason
    entry = Mentee(
        organisation=person.organisation,
        person=person,
        entered_on=today,
        age_reason=age_reason.strip() if under_age else "",
    )
    _save_new(entry, MENTEE_ALREADY)
    after = {"age_reason": entry.age_reason} if entry.age_reason else {}
    journal.record("bank.mentee_entered", "Записан наставляемым", subject=entry, by=by, after=after)
    result.mentees.append(entry)
    return entry


def _enter_mentor(person: Person, *, source: ListItem | None, today: date, by: Actor) -> Mentor:
    _check_here(person)
    if queries.mentor_entry_of(person, today=today):
        raise Refusal(MENTOR_ALREADY)
    entry = Mentor(organisation=person.organisation, person=person, source=source, entered_on=today)
    _save_new(entry, MENTOR_ALREADY)
    journal.record("bank.mentor_entered", "Записан кандидатом в наставники", subject=entry, by=by)
    return entry


def _save_new(entry: Mentee | Mentor, already: str) -> None:
    """Two curators at once: the constraint has the last word, and the second is told so."""
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as same:
        raise Refusal(already) from same


def _check_here(person: Person) -> None:
    if person.archived_on:
        raise Refusal("Этот человек выбыл. Сначала верните его карточку из выбывших.")


def _check_age(person: Person, reason: str, today: date) -> str:
    at_least = person.age(today)
    at_most = at_least
    if person.birth_date is None and person.birth_year is not None:
        at_most = today.year - person.birth_year
    is_pupil = PersonKind(person.kind) is PersonKind.PUPIL
    return rules.check_age(is_pupil=is_pupil, at_least=at_least, at_most=at_most, reason=reason)


def _first_request(entry: Mentee, issue: ListItem, *, today: date) -> Request:
    """With the domains of difficulty that diagnostics has found, so that nobody types them again."""
    request = Request.objects.create(
        organisation=entry.organisation, mentee=entry, issue=issue, opened_on=today
    )
    request.domains.set(hard_domains(entry.person, today=today))
    return request


def hard_domains(person: Person, *, today: date) -> list[ListItem]:
    """Domains of difficulty by the profile: what a new request is prefilled with."""
    found = profiles([person.pk], today=today).get(person.pk)
    codes = found.difficulties() if found else []
    domains = queries.items_of(person.organisation, ListName.DOMAIN)
    return [domain for domain in domains if domain.code in codes]


SOURCE_BY_KIND = {PersonKind.PUPIL: "pupil", PersonKind.PARENT: "parent", PersonKind.EMPLOYER: "external"}


def _source_of(person: Person) -> ListItem | None:
    code = SOURCE_BY_KIND.get(PersonKind(person.kind), "pedagogue")
    return queries.items_of(person.organisation, ListName.SOURCE).filter(code=code).first()


def _own(item: ListItem, organisation: Organisation) -> ListItem:
    if item.organisation_id != organisation.pk:
        raise Refusal("Это строка списка другой организации. Выберите из своего списка.")
    return item


def _tell_curators(person: Person, what: str, link: str, today: date) -> None:
    notify(
        holders(Permission.BANK_EDIT, person, today=today),
        "bank_applied",
        subject=f"Пришло {what}",
        text="Посмотрите запись и попросите согласие на обработку данных: без него она не считается в банке.",
        link=link,
        why="Вы — куратор организации",
    )
