"""Sheets are filled; a person asks the psychologist for care and the request is closed."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.notifications.services import notify
from nastavnik.people.models import Person
from nastavnik.people.queries import cards_of, holders

from . import queries, rules
from .models import AssessedLevel, Assessment, CareNote, CareRequest
from .partners import partners_of
from .rules import Assessor

Answers = Mapping[str, int]  # domain code → mastery 0–4


@transaction.atomic
def assess_oneself(person: Person, answers: Answers, *, note: str = "", today: date, by: Actor) -> Assessment:
    """A self-assessment: only the person answers about themselves."""
    by.require(Permission.DIAGNOSTICS_SELF, person)
    return _save(person, answers, assessor=Assessor.SELF, note=note, today=today, by=by)


@transaction.atomic
def assess(person: Person, answers: Answers, *, note: str = "", today: date, by: Actor) -> Assessment:
    """A sheet about another by an expert or by the mentor of an open mentorship; its subject is told of it."""
    rules.check_assessed_by_another(own=person.pk in by.person_ids)
    assessor = queries.may_assess(by, person, today=today)
    if assessor is None:
        by.require(Permission.DIAGNOSTICS_EXPERT, person)
    made = _save(person, answers, assessor=assessor or Assessor.EXPERT, note=note, today=today, by=by)
    notify(
        [person],
        "assessed",
        subject="Вас оценили: посмотрите свой профиль",
        text="Появилась оценка ваших трудностей и сильных сторон. Её видите вы, ваш наставник и куратор.",
        link=f"/diagnostics/{person.pk}/",
        why="Оценка всегда показывается тому, о ком она",
    )
    return made


def _save(
    person: Person, answers: Answers, *, assessor: Assessor, note: str, today: date, by: Actor
) -> Assessment:
    domains = {item.code: item for item in queries.domains_of(person.organisation)}
    rules.check_sheet(assessor, answers, domains)
    made = Assessment.objects.create(
        organisation=person.organisation,
        person=person,
        assessor=assessor,
        assessed_by=cards_of(by).filter(organisation=person.organisation).first(),
        on=today,
        note=note.strip(),
    )
    AssessedLevel.objects.bulk_create(
        AssessedLevel(
            organisation=person.organisation, assessment=made, domain=domains[code], mastery=mastery
        )
        for code, mastery in answers.items()
    )
    # Levels stay out of the journal: those who read it may not see them.
    journal.record("diagnostics.filled", f"Заполнен лист: {assessor.label}", subject=made, by=by)
    return made


@transaction.atomic
def ask_care(
    person: Person, *, words: str, partners: Collection[Person] = (), today: date, by: Actor
) -> CareRequest:
    """From now on the psychologist sees the levels of this person, until the request is closed."""
    by.require(Permission.DIAGNOSTICS_SELF, person)
    if queries.has_open_care(person, today=today):
        raise Refusal("Вы уже обратились к психологу. Дождитесь ответа или отзовите обращение.")
    rules.check_partners(
        {each.pk for each in partners}, known={each.pk for each in partners_of(person, today=today)}
    )
    care = CareRequest.objects.create(
        organisation=person.organisation, person=person, asked_on=today, words=words.strip()
    )
    care.partners.set(partners)
    journal.record("care.asked", "Обращение к психологу", subject=care, by=by)
    notify(
        holders(Permission.CARE_GIVE, person, today=today),
        "care_asked",
        subject="К вам обратились за поддержкой",
        text="Педагог просит о разговоре. Кто это и о чём, видно на странице обращений.",
        link="/diagnostics/care/",
        why="Вы — педагог-психолог организации",
    )
    return care


@transaction.atomic
def close_care(pk: UUID, *, today: date, by: Actor) -> CareRequest:
    """By the psychologist or by the person; the levels are hidden from the psychologist again."""
    care = queries.care_to_close(by, pk)
    closed = CareRequest.objects.filter(pk=care.pk, closed_on__isnull=True).update(closed_on=today)
    if not closed:
        raise Refusal("Это обращение уже закрыто.")
    journal.record("care.closed", "Обращение к психологу закрыто", subject=care, by=by)
    return care


@transaction.atomic
def write_note(
    care: CareRequest, *, text: str, about: Person | None = None, today: date, by: Actor
) -> CareNote:
    """The psychologist's working note about one of the people of the care, or about their work together."""
    by.require(Permission.CARE_NOTE, care)
    care = queries.care_record(by, care.pk)
    people = {care.person_id, *(each.pk for each in care.partners.all())}
    rules.check_partners({about.pk} if about else set(), known=people)
    note = CareNote.objects.create(
        organisation=care.organisation,
        care=care,
        about=about,
        on=today,
        text=text.strip(),
        written_by=cards_of(by).filter(organisation=care.organisation).first(),
    )
    # Neither the words nor the person: the journal is read by the head and the curator.
    journal.record("care.noted", "Психолог сделал заметку", subject=care.organisation, by=by)
    return note
