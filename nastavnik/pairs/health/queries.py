"""The health of pairs: rules of the organisation, facts of life, the calendar; the same few queries for one and for many."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import DateField, Value

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.organisations.calendar import exceptions
from nastavnik.organisations.models import CalendarDay, Organisation, SchoolHoliday
from nastavnik.organisations.school_holidays import Holidays, holidays_of
from nastavnik.pairs.changing.queries import pauses_in
from nastavnik.pairs.life import Life, lives_of
from nastavnik.pairs.models import HealthRule, Mentorship
from nastavnik.pairs.rules import WORKING, PairState

from .rules import Days, Health, HealthCode, Rule, judge, long_breaks, merged

# What one side has said of the other is the curator's knowledge.
CONFIDENTIAL = frozenset({HealthCode.UNFIT, HealthCode.LOW_RATING})
YEAR = 366  # no holidays are longer
HOLIDAY, DAY = "holiday", "day"  # what a row of the joint reading is, when it is no rule


def rules_of(organisation_id: UUID) -> list[Rule]:
    """One query."""
    own = {
        HealthCode(row.code): Rule(HealthCode(row.code), row.threshold, row.enabled, row.message)
        for row in HealthRule.objects.filter(organisation=organisation_id)
    }
    return merged(own)


def days_off(organisation: Organisation) -> frozenset[date]:
    """Days that the rules do not count: school holidays and long breaks of the production calendar; two queries."""
    return _off(holidays_of([organisation])[organisation.pk], exceptions())


def _off(holidays: Holidays, special: Mapping[date, bool]) -> frozenset[date]:
    school = {
        first + timedelta(days=n)
        for first, last in holidays
        for n in range(min((last - first).days + 1, YEAR))
    }
    return long_breaks(special) | school


def measure_of(organisation: Organisation) -> tuple[list[Rule], frozenset[date]]:
    """Rules and days off of an organisation: three small tables in one query, for a page that shows one pair."""
    holidays = SchoolHoliday.objects.filter(root=organisation.root_id).order_by()
    days = CalendarDay.objects.order_by()
    rules = HealthRule.objects.filter(organisation=organisation).order_by()
    none, zero, yes, no_day = Value(""), Value(0), Value(True), Value(None, DateField())
    rows = list(
        holidays.values_list(Value(HOLIDAY), "organisation__path", "starts_on", "ends_on", zero, yes).union(
            days.values_list(Value(DAY), none, "day", "day", zero, "is_working"),
            rules.values_list("code", "message", no_day, no_day, "threshold", "enabled"),
            all=True,
        )
    )
    own = {
        HealthCode(code): Rule(HealthCode(code), number, flag, words)
        for code, words, _, _, number, flag in rows
        if code not in {HOLIDAY, DAY}
    }
    spans = [
        (first, last)
        for code, path, first, last, _, _ in rows
        if code == HOLIDAY and organisation.path.startswith(path)
    ]
    special = {day: works for code, _, day, _, _, works in rows if code == DAY}
    return merged(own), _off(spans, special)


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


def leads(actor: Actor, mentorship: Mentorship) -> bool:
    """Who leads the pairs of the organisation knows what its people have said in confidence; nobody else does.

    A curator who is one of the pair is the other side in it.
    """
    return actor.can(Permission.PAIR_CLOSE, mentorship) and not takes_part(actor, mentorship)


def takes_part(actor: Actor, mentorship: Mentorship) -> bool:
    """No query where the row remembers its people."""
    if "participations" in getattr(mentorship, "_prefetched_objects_cache", {}):
        return any(t.person_id in actor.person_ids for t in mentorship.participations.all())
    return mentorship.participations.filter(person__in=actor.person_ids).exists()


def rules_for(actor: Actor, organisation: Organisation) -> list[Rule]:
    """Rules that this actor may see at work."""
    return _told(rules_of(organisation.pk), whole=actor.can(Permission.PAIR_CLOSE, organisation))


def _told(rules: Sequence[Rule], *, whole: bool) -> list[Rule]:
    """Without what is confidential, and without messages that only the curator sends."""
    if whole:
        return list(rules)
    return [replace(rule, message="") for rule in rules if rule.code not in CONFIDENTIAL]


def health_for(
    actor: Actor, mentorship: Mentorship, life: Life, until: date | None, *, today: date
) -> Health | None:
    """As this actor may know it; one query for a working pair, none for the others."""
    if mentorship.state not in WORKING:
        return None
    rules, off = measure_of(mentorship.organisation)
    rules = _told(rules, whole=leads(actor, mentorship))
    return judge(life, days_of(mentorship, until), rules, today=today, off=off)


def health_in(
    mentorships: Sequence[Mentorship],
    lives: Mapping[UUID, Life],
    rules: Sequence[Rule],
    organisation: Organisation,
    *,
    today: date,
    asides: Collection[UUID] = (),
) -> dict[UUID, Health]:
    """Of many working pairs of one organisation; three queries besides those of the lives.

    `asides` are judged without what is said in confidence.
    """
    until, off = pauses_in(mentorships), days_off(organisation)
    open_rules = _told(rules, whole=False)
    judged = {
        m.pk: judge(
            lives[m.pk],
            days_of(m, until.get(m.pk)),
            open_rules if m.pk in asides else rules,
            today=today,
            off=off,
        )
        for m in mentorships
    }
    return {pk: health for pk, health in judged.items() if health is not None}


def working_in(organisation: Organisation) -> list[Mentorship]:
    """Pairs at work, with what their health asks of the row itself; one query."""
    rows = Mentorship.objects.filter(organisation=organisation, state__in=WORKING)
    return list(rows.select_related("order").order_by("pk"))


def caught_by(organisation: Organisation, rules: Sequence[Rule], *, today: date) -> dict[HealthCode, int]:
    """How many pairs each rule would catch now, switched on or not: the preview of the page of rules."""
    rows = working_in(organisation)
    lives, until, off = lives_of(rows, today=today), pauses_in(rows), days_off(organisation)
    return {
        rule.code: sum(
            _catches(replace(rule, enabled=True), lives[m.pk], days_of(m, until.get(m.pk)), today, off)
            for m in rows
        )
        for rule in rules
    }


def _catches(rule: Rule, life: Life, days: Days, today: date, off: frozenset[date]) -> bool:
    health = judge(life, days, [rule], today=today, off=off)
    return health is not None and health.code is rule.code
