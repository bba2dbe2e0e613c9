"""Who signs for a minor: linked to the card of the child, with the document of a guardian."""

from datetime import date
from typing import Any

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.people import rules
from nastavnik.people.models import Person, Representative
from nastavnik.people.rules import PersonKind

from .cards import add_person


@transaction.atomic
def add_representative(
    minor: Person,
    *,
    representative: Person,
    kinship: str,
    authority: str = "",
    starts_on: date | None = None,
    today: date,
    by: Actor,
) -> Representative:
    """Link an adult of the same organisation to a child."""
    by.require(Permission.PERSON_EDIT, minor)
    by.require(Permission.PERSON_EDIT, representative)
    rules.check_representative(
        kinship=kinship,
        authority=authority,
        minor=minor.is_minor(today),
        adult=not representative.is_minor(today),
    )
    if minor.representatives.filter(person=representative).exists():
        raise Refusal("Этот человек уже указан представителем.")
    linked = Representative.objects.create(
        organisation=minor.organisation,
        minor=minor,
        person=representative,
        kinship=kinship,
        authority=authority,
        starts_on=starts_on,
    )
    words = f"Указан представитель: {kinship}"
    journal.record(
        "representative.added", words, subject=minor, by=by, after={"person": str(representative.pk)}
    )
    return linked


@transaction.atomic
def add_new_representative(
    minor: Person, *, names: dict[str, Any], contacts: dict[str, Any], today: date, by: Actor, **link: Any
) -> Representative:
    """A parent who has no card yet: the card and the link together."""
    here = minor.organisation
    saved = add_person(here, **names, **contacts, kind=PersonKind.PARENT, today=today, by=by)
    return add_representative(minor, representative=saved.person, today=today, by=by, **link)


@transaction.atomic
def end_representation(link: Representative, *, on: date, by: Actor) -> None:
    """The link stays in the past: old consents were signed under it."""
    by.require(Permission.PERSON_EDIT, link)
    if link.ends_on:
        raise Refusal("Этот представитель уже отмечен как прежний.")
    if link.starts_on and on < link.starts_on:
        raise Refusal("Дата окончания раньше даты начала. Исправьте одну из них.")
    Representative.objects.revise(link, seen=link.version, ends_on=on)
    journal.record(
        "representative.ended",
        "Представитель больше не действует",
        subject=link.minor,
        by=by,
        after={"person": str(link.person_id), "ends_on": str(on)},
    )
