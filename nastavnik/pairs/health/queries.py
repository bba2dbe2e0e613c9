"""The health of pairs: rules of the organisation, facts of life, the calendar; the same few queries for one and for many."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.organisations.calendar import exceptions
from nastavnik.pairs.changing.queries import pauses_in
from nastavnik.pairs.life import Life
from nastavnik.pairs.models import HealthRule, Mentorship
from nastavnik.pairs.rules import PairState

from .rules import Days, Health, HealthCode, Rule, judge, long_breaks, merged

# What one side has said of the other is the curator's knowledge.
CONFIDENTIAL = frozenset({HealthCode.UNFIT, HealthCode.LOW_RATING})
WORKING = (PairState.ACTIVE, PairState.PAUSED)


def rules_of(organisation_id: UUID) -> list[Rule]:
    """One query."""
    own = {
        HealthCode(row.code): Rule(HealthCode(row.code), row.threshold, row.enabled, row.message)
        for row in HealthRule.objects.filter(organisation=organisation_id)
    }
    return merged(own)


def days_off() -> frozenset[date]:
    """Days that the rules do not count; one query."""
    return long_breaks(exceptions())


def works_since(mentorship: Mentorship) -> date | None:
    """The order and the first day of the term must both have come."""
    if mentorship.state not in WORKING:
        return None
    order = mentorship.order.on if mentorship.order else mentorship.former_order_date
    return max(mentorship.starts_on, order) if order else mentorship.starts_on


def days_of(mentorship: Mentorship, until: date | None) -> Days:
    return Days(
        works_since=works_since(mentorship),
        ends_on=mentorship.ends_on,
        paused=mentorship.state == PairState.PAUSED,
        until=until,
    )


def oversees(actor: Actor, mentorship: Mentorship) -> bool:
    """By a role in the organisation, not by taking part."""
    return any(mentorship.lies_at.startswith(path) for path in actor.reach(Permission.PAIR_VIEW).paths)


def health_for(
    actor: Actor, mentorship: Mentorship, life: Life, until: date | None, *, today: date
) -> Health | None:
    """As this actor may know it; two queries for a working pair, none for the others."""
    if mentorship.state not in WORKING:
        return None
    rules = rules_of(mentorship.organisation_id)
    if not oversees(actor, mentorship):
        rules = [replace(rule, message="") for rule in rules if rule.code not in CONFIDENTIAL]
    return judge(life, days_of(mentorship, until), rules, today=today, off=days_off())


def health_in(
    mentorships: Sequence[Mentorship],
    lives: Mapping[UUID, Life],
    rules: Sequence[Rule],
    *,
    today: date,
) -> dict[UUID, Health]:
    """Of many working pairs of one organisation, whole; two queries besides those of the lives."""
    until, off = pauses_in(mentorships), days_off()
    judged = {
        m.pk: judge(lives[m.pk], days_of(m, until.get(m.pk)), rules, today=today, off=off)
        for m in mentorships
    }
    return {pk: health for pk, health in judged.items() if health is not None}
