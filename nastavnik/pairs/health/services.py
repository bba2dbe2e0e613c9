"""What is done about health: rules are set by the organisation, people are written to."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.notifications.services import notify
from nastavnik.organisations.models import Organisation
from nastavnik.pairs.models import HealthRule, Mentorship
from nastavnik.people.models import Person

from .rules import Rule

CONTACT = "pair_contact"


@transaction.atomic
def set_rules(organisation: Organisation, rules: Sequence[Rule], *, by: Actor) -> None:
    """All rules of an organisation at once; a rule never touched stays as shipped."""
    by.require(Permission.LISTS_EDIT, organisation)
    for rule in rules:
        HealthRule.objects.update_or_create(
            organisation=organisation,
            code=rule.code,
            defaults={
                "root_id": organisation.root_id,
                "threshold": rule.threshold,
                "enabled": rule.enabled,
                "message": rule.message.strip(),
            },
        )
    told = {rule.code.label: _words(rule) for rule in rules}
    journal.record(
        "health.rules", "Изменены правила «Нужен контакт»", subject=organisation, by=by, after=told
    )


def _words(rule: Rule) -> str:
    if not rule.enabled:
        return "выключено"
    return "включено" if rule.threshold is None else str(rule.threshold)


@transaction.atomic
def write(mentorship: Mentorship, people: Sequence[Person], text: str, *, by: Actor) -> int:
    """A message to participants, inside and by their own choice of channels; how many were told."""
    by.require(Permission.PAIR_CLOSE, mentorship)
    if not text.strip():
        raise Refusal("Напишите сообщение: одной фразы достаточно.")
    if not people:
        raise Refusal("Выберите, кому написать.")
    notify(
        people,
        CONTACT,
        subject="Сообщение о вашей паре",
        text=text.strip(),
        link=reverse("pairs:pair", args=[mentorship.pk]),
        why=f"Пишет {by.name}: ведёт пары вашей организации",
    )
    names = ", ".join(person.short_name for person in people)
    journal.record("pair.contacted", f"Куратор написал: {names}"[:400], subject=mentorship, by=by)
    return len(people)
