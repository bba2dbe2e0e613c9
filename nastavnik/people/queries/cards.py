"""People for the list and for the card."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core.periods import full_years
from nastavnik.core.russian.folding import fold
from nastavnik.organisations.models import BodyDecision, Organisation
from nastavnik.people import rules
from nastavnik.people.list_filters import filters_for
from nastavnik.people.models import Appointment, Employment, Person, Representative
from nastavnik.people.rules import PersonKind

from . import acting_on


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed by; empty is everybody who is here now."""

    q: str = ""
    kind: str = ""
    role: str = ""
    position: str = ""
    archived: bool = False
    more: dict[str, str] = field(default_factory=dict)


def working_on(today: date) -> Q:
    """Jobs that last on a day; a job without dates lasts."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    return begun & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def people_in(organisation: Organisation, wanted: Wanted, *, today: date, by: Actor) -> QuerySet[Person]:
    """People of one organisation in the order of surnames, with their jobs and roles of today."""
    rows = Person.objects.visible_to(by, Permission.PERSON_LIST).filter(organisation=organisation)
    rows = rows.filter(archived_on__isnull=not wanted.archived)
    if wanted.q:
        rows = rows.filter(search_text__contains=fold(wanted.q))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.role:
        held = Appointment.objects.filter(acting_on(today), role=wanted.role, organisation=organisation)
        rows = rows.filter(pk__in=held.values("person"))
    if wanted.position:
        jobs = Employment.objects.filter(working_on(today), position=wanted.position)
        rows = rows.filter(pk__in=jobs.filter(organisation=organisation).values("person"))
    for each in filters_for(by):
        if value := wanted.more.get(each.name):
            rows = rows.filter(each.condition(organisation, value, today))
    return rows.prefetch_related(*_jobs_and_roles(today))


def _jobs_and_roles(today: date) -> tuple[Prefetch[Any, Any, Any], ...]:
    jobs = Employment.objects.filter(working_on(today))
    roles = Appointment.objects.filter(acting_on(today))
    return (
        Prefetch("employments", jobs, to_attr="jobs_now"),
        Prefetch("appointments", roles, to_attr="roles_now"),
    )


def positions_in(organisation: Organisation, *, today: date) -> list[str]:
    """Positions held in the organisation now, for the filter."""
    jobs = Employment.objects.filter(working_on(today), organisation=organisation)
    return sorted(set(jobs.values_list("position", flat=True)))


def person_for(actor: Actor, pk: UUID) -> Person:
    """One card, or 404."""
    return Person.objects.select_related("organisation", "account").pick(actor, Permission.PERSON_VIEW, pk=pk)


def person_to_edit(actor: Actor, pk: UUID) -> Person:
    return Person.objects.select_related("organisation").pick(actor, Permission.PERSON_EDIT, pk=pk)


def namesakes(organisation: Organisation, full_name: str, *, but: UUID | None = None) -> list[Person]:
    """People of the same folded name in the organisation; a card of one's own does not count."""
    name = fold(full_name)
    # Without a patronymic the generated column ends with a space.
    same = Person.objects.filter(organisation=organisation, search_text__in=(name, f"{name} "))
    return list((same.exclude(pk=but) if but else same).order_by("id")[:5])


def employments_of(person: Person) -> list[Employment]:
    return list(person.employments.all())


def appointments_of(person: Person) -> list[Appointment]:
    return list(person.appointments.select_related("organisation", "decision__body").order_by("-starts_on"))


def representatives_of(person: Person) -> list[Representative]:
    return list(person.representatives.select_related("person"))


def minors_of(person: Person) -> list[Representative]:
    """Children whom this person represents."""
    return list(person.represents.select_related("minor"))


def is_young_specialist(person: Person, *, today: date) -> bool | None:
    """By the limits of the organisation; None when the year of birth or the start of career is unknown."""
    if PersonKind(person.kind) not in {PersonKind.PEDAGOGUE, PersonKind.HEAD}:
        return False
    return rules.is_young_specialist(
        today,
        age=person.age(today),
        career_start=person.career_start,
        max_age=person.organisation.young_max_age,
        max_career=person.organisation.young_max_career,
    )


def career_years(person: Person, *, today: date) -> int | None:
    return None if person.career_start is None else full_years(person.career_start, today)


def role_words(appointments: list[Appointment]) -> str:
    return ", ".join(dict.fromkeys(Role(each.role).label for each in appointments))


def is_deputy_on(person: Person, day: date) -> bool:
    """By the words of a job that lasts on the day, or by the role of a deputy."""
    by_job = person.employments.filter(working_on(day), is_deputy=True).exists()
    return by_job or person.appointments.filter(acting_on(day), role=Role.DEPUTY).exists()


def employment_to_edit(actor: Actor, pk: UUID) -> Employment:
    jobs = Employment.objects.select_related("organisation", "person__organisation")
    return jobs.pick(actor, Permission.PERSON_EDIT, pk=pk)


def appointment_to_end(actor: Actor, pk: UUID) -> Appointment:
    held = Appointment.objects.select_related("organisation", "person")
    return held.pick(actor, Permission.ROLES_APPOINT, pk=pk)


def own_appointment(actor: Actor, pk: UUID) -> Appointment:
    """A role of the actor's own, or 404."""
    held = Appointment.objects.select_related("organisation", "person")
    return held.pick(actor, Permission.OWN_DATA, pk=pk, person__in=actor.person_ids)


def person_to_appoint(actor: Actor, pk: UUID) -> Person:
    people = Person.objects.select_related("organisation")
    return people.visible_to(actor, Permission.PERSON_VIEW).pick(actor, Permission.ROLES_APPOINT, pk=pk)


def representation_to_end(actor: Actor, pk: UUID) -> Representative:
    links = Representative.objects.select_related("organisation", "minor", "person")
    return links.pick(actor, Permission.PERSON_EDIT, pk=pk)


def adults_like(actor: Actor, organisation: Organisation, text: str, *, today: date) -> list[Person]:
    """People of the organisation to choose from by the beginning of a surname; not more than ten."""
    rows = Person.objects.visible_to(actor, Permission.PERSON_EDIT).filter(
        organisation=organisation, archived_on__isnull=True, search_text__contains=fold(text)
    )
    return [person for person in rows.exclude(kind=PersonKind.PUPIL)[:10] if not person.is_minor(today)]


def chosen_adult(actor: Actor, organisation: Organisation, pk: str) -> Person | None:
    """What a picker has sent back: nothing, or a person of this organisation."""
    try:
        key = UUID(pk)
    except ValueError:
        return None
    rows = Person.objects.visible_to(actor, Permission.PERSON_EDIT).select_related("organisation")
    return rows.filter(pk=key, organisation=organisation).first()


def decisions_in(organisation: Organisation) -> QuerySet[BodyDecision]:
    """Decisions of collegial bodies that may stand as a basis of an appointment."""
    return BodyDecision.objects.filter(organisation=organisation).select_related("body")
