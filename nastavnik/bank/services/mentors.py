"""A mentor's entry, offers, evidence and criteria; admission to the bank."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.scoping import Scoped
from nastavnik.bank import queries, rules
from nastavnik.bank.models import CriterionMark, Evidence, Mentor, Offer
from nastavnik.bank.rules import BankState
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.files import DOCUMENTS, SCANS, accept, discard
from nastavnik.organisations.models import ListItem
from nastavnik.people.models import Person

from .entering import apply_as_mentor
from .mentees import check_items


def require_offer(by: Actor, row: Scoped) -> None:
    """The curator edits any offer, a person only their own."""
    if not by.can(Permission.BANK_EDIT, row):
        by.require(Permission.OFFER_OWN, row)


@transaction.atomic
def edit_mentor(
    entry: Mentor,
    *,
    forms: Iterable[ListItem],
    kinds: Iterable[ListItem],
    seen: int,
    by: Actor,
    **values: Any,
) -> None:
    """`values`: source, capacity, distance_ok, results, practices, interaction."""
    require_offer(by, entry)
    sets = {"forms": check_items(entry, forms), "kinds": check_items(entry, kinds)}
    check_items(entry, [item for item in (values.get("source"),) if item])
    before = {"capacity": entry.capacity}
    Mentor.objects.revise(entry, seen=seen, **values)
    for name, items in sets.items():
        getattr(entry, name).set(items)
    after = {"capacity": entry.capacity}
    journal.record(
        "bank.mentor_changed", "Изменена запись наставника", subject=entry, by=by, before=before, after=after
    )


@transaction.atomic
def add_offer(
    entry: Mentor, *, issue: ListItem, subject: ListItem | None = None, words: str = "", by: Actor
) -> Offer:
    require_offer(by, entry)
    check_items(entry, [item for item in (issue, subject) if item])
    _check_new(entry, issue, subject)
    offer = Offer.objects.create(
        organisation=entry.organisation, mentor=entry, issue=issue, subject=subject, words=words.strip()
    )
    journal.record("bank.offer_added", f"Готов помочь: {issue.title}", subject=offer, by=by)
    return offer


@transaction.atomic
def offer_help(person: Person, *, today: date, by: Actor, **values: Any) -> Offer:
    """The person's own form: the entry of a candidate is made when there is none, then the offer."""
    return add_offer(apply_as_mentor(person, today=today, by=by), by=by, **values)


@transaction.atomic
def remove_offer(offer: Offer, *, by: Actor) -> None:
    require_offer(by, offer)
    journal.record("bank.offer_removed", f"Больше не предлагает: {offer.issue}", subject=offer, by=by)
    offer.delete()


@transaction.atomic
def add_evidence(
    entry: Mentor,
    *,
    title: str,
    on: date | None = None,
    link: str = "",
    upload: "UploadedFile[Any] | None" = None,
    by: Actor,
) -> Evidence:
    """A confirmed result (R088): a title, and a date, a link or a file where there is one."""
    require_offer(by, entry)
    allowed = SCANS | DOCUMENTS
    stored = accept(upload, allowed=allowed, organisation=entry.organisation) if upload else None
    evidence = Evidence.objects.create(
        organisation=entry.organisation, mentor=entry, title=title.strip(), on=on, link=link, file=stored
    )
    journal.record("bank.evidence_added", "Добавлен подтверждённый результат", subject=evidence, by=by)
    return evidence


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Actor) -> None:
    require_offer(by, evidence)
    journal.record("bank.evidence_removed", "Удалён результат", subject=evidence, by=by)
    stored = evidence.file
    evidence.delete()
    if stored is not None:
        discard(stored)


@transaction.atomic
def mark_criteria(
    person: Person, marks: Mapping[ListItem, tuple[bool | None, str]], *, today: date, by: Actor
) -> None:
    """Criterion → (yes, no or later; words). One list for both sides of a pair (R150)."""
    by.require(Permission.BANK_EDIT, person)
    check_items(person, marks)
    for criterion, (met, words) in marks.items():
        CriterionMark.objects.update_or_create(
            organisation=person.organisation,
            person=person,
            criterion=criterion,
            defaults={"met": met, "words": words.strip(), "marked_on": today, "root_id": person.root_id},
        )
    journal.record("bank.criteria_marked", "Отмечены критерии отбора", subject=person, by=by)


@transaction.atomic
def admit(entry: Mentor, *, today: date, by: Actor) -> None:
    """From candidates into the bank, when the consent counts and the obligatory criteria are met."""
    by.require(Permission.BANK_EDIT, entry)
    rules.check_admission(queries.readiness_of(entry, today=today))
    candidates = Mentor.objects.filter(pk=entry.pk, state=BankState.CANDIDATE, left_on__isnull=True)
    if not candidates.update(state=BankState.ADMITTED):
        raise Refusal("Этот наставник уже в банке.")
    entry.refresh_from_db()
    journal.record("bank.mentor_admitted", "Принят в банк наставников", subject=entry, by=by)


@transaction.atomic
def leave_mentors(entry: Mentor, *, today: date, by: Actor) -> None:
    """Out of the bank; pairs go on by their own order."""
    by.require(Permission.BANK_EDIT, entry)
    if not Mentor.objects.filter(pk=entry.pk, left_on__isnull=True).update(left_on=today):
        raise Refusal("Этот человек уже выбыл из банка наставников.")
    journal.record("bank.mentor_left", "Выбыл из банка наставников", subject=entry, by=by)


def _check_new(entry: Mentor, issue: ListItem, subject: ListItem | None) -> None:
    if Offer.objects.filter(mentor=entry, issue=issue, subject=subject).exists():
        raise Refusal("Такой вопрос уже есть в предложении. Уточните предмет или выберите другой вопрос.")
